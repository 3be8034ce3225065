"""What users' own tests are given: clocks that do not sleep, and fixtures."""

import asyncio
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from sinch_provisioning import AsyncClient, rcs, testing
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.testing import ManualClock, SkippingClock


@pytest.mark.anyio
async def test_a_manual_clock_moves_when_slept_on_or_told_to() -> None:
    clock = ManualClock(now=100)
    assert clock.monotonic() == clock.time() == 100
    await clock.sleep(2.5)
    clock.advance(10)
    assert clock.monotonic() == clock.time() == 112.5
    assert clock.slept == [2.5]


@pytest.mark.anyio
async def test_retries_on_a_manual_clock_take_no_time_and_tell_how_long_they_would(emulator: Emulator) -> None:
    emulator.fail("listRcsSenders", status=429, retry_after=50, times=3)
    async with AsyncClient(emulator.config(deadline=1000), clock=(clock := ManualClock())) as sinch:
        await sinch.rcs.senders.list().collect()
    assert len(clock.slept) == 3
    assert all(50 <= seconds <= 50.5 for seconds in clock.slept)


@pytest.mark.anyio
async def test_waits_on_a_skipping_clock_move_the_emulators_time(emulator: Emulator) -> None:
    clock = SkippingClock(emulator)
    before, began = emulator.clock.now(), clock.monotonic()
    await clock.sleep(3600)
    assert emulator.clock.now() == before + 3600
    assert clock.monotonic() >= began + 3600
    async with AsyncClient(emulator.config(), clock=clock) as sinch:
        brand = rcs.Brand(banner_url="https://x.example/b.png", logo_url="https://x.example/l.png")
        sender = await sinch.rcs.senders.create(
            region=rcs.Region.EU,
            billing_category=rcs.BillingCategory.CONVERSATIONAL,
            use_case=rcs.UseCase.OTP,
            details=rcs.DetailsInput(brand=brand),
        )
        assert (await sinch.rcs.senders.wait_for(sender.id, rcs.SenderState.IN_TEST)).id == sender.id


async def pytest_run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run the tests of a folder in a process of their own, as a user would."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error", *arguments]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.anyio
async def test_the_fixtures_work_in_a_users_suite(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["sinch_provisioning.testing"]\n')
    (tmp_path / "test_users.py").write_text(
        dedent(
            """
            from sinch_provisioning import errors, rcs
            from sinch_provisioning.rcs import TestNumber, TestNumbersInput, TestNumberState

            def create(client):
                return client.rcs.senders.create(
                    region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
                )

            def test_calls_reach_the_emulator(sinch_client, sinch_emulator):
                sender = create(sinch_client)
                assert sinch_emulator.requests[-1].operation == "createRcsSender"
                assert sinch_client.rcs.senders.get(sender.id) == sender

            def test_each_test_begins_anew(sinch_client):
                assert sinch_client.rcs.senders.list().collect() == []

            def test_retries_do_not_sleep(sinch_client, sinch_emulator):
                fault = sinch_emulator.fail("listRcsSenders", status=503, times=3)
                assert sinch_client.rcs.senders.list().collect() == []
                assert fault.hits == 3

            def test_waits_do_not_sleep(sinch_client):
                sender = create(sinch_client)
                try:
                    sinch_client.rcs.senders.wait_for(sender.id, rcs.SenderState.IN_TEST, deadline=86_400)
                except errors.WaitFailed as failed:
                    assert failed.last.id == sender.id
            """
        )
    )
    status, output = await pytest_run(tmp_path)
    assert status == 0, output
    assert "4 passed" in output


@pytest.mark.anyio
async def test_the_shared_fixtures_begin_each_test_as_the_first(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(
        dedent(
            """
            import pytest
            from sinch_provisioning.emulator import Emulator

            pytest_plugins = ["sinch_provisioning.testing"]

            @pytest.fixture(scope="session")
            def sinch_session_emulator():
                with Emulator(project_id=["p1", "p2"], senders=2) as emulator:
                    emulator.control.whatsapp.templates.hold("p1")
                    yield emulator

            @pytest.fixture
            def anyio_backend():
                return "asyncio"
            """
        )
    )
    (tmp_path / "test_users.py").write_text(
        dedent(
            """
            import pytest
            from sinch_provisioning import rcs

            CREATION = dict(
                region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
            )
            seen = []

            @pytest.mark.parametrize("turn", range(3))
            def test_blocking(sinch_shared_client, sinch_shared_emulator, sinch_session_emulator, turn):
                assert sinch_shared_emulator is sinch_session_emulator
                assert len(sinch_shared_emulator.requests) == 0
                sinch_shared_emulator.fail("createRcsSender", status=429, times=1)
                made = sinch_shared_client.rcs.senders.create(**CREATION)
                assert len(sinch_shared_client.rcs.senders.list().collect()) == 3
                kept = sinch_shared_emulator.snapshot()["projects"]["p1"]["tables"]
                assert kept["settings"]["whatsapp_templates"]["hold"]
                seen.append(made.id)
                assert len(set(seen)) == 1

            @pytest.mark.anyio
            @pytest.mark.parametrize("turn", range(2))
            async def test_async(sinch_shared_async_client, sinch_shared_emulator, turn):
                async with sinch_shared_async_client as sinch:
                    await sinch.rcs.senders.create(**CREATION)
                    assert len(await sinch.rcs.senders.list().collect()) == 3

            @pytest.mark.anyio
            async def test_async_alone(sinch_async_client, sinch_emulator):
                sinch_emulator.fail("listRcsSenders", status=503, times=3)
                async with sinch_async_client as sinch:
                    assert await sinch.rcs.senders.list().collect() == []
                assert len(sinch_emulator.requests.of("listRcsSenders")) == 4
            """
        )
    )
    status, output = await pytest_run(tmp_path)
    assert status == 0, output
    assert "6 passed" in output


@pytest.mark.anyio
async def test_fixtures_can_be_imported_one_by_one(tmp_path: Path) -> None:
    tests = """
        import pytest

        @pytest.mark.parametrize("turn", range(2))
        def test_it(turn, {fixture}, request):
            kind = "{fixture}"
            if kind.endswith("client") and "async" not in kind:
                {fixture}.rcs.account.comment("x")
                assert len({fixture}.rcs.account.activities().collect()) == 1
                emulator = request.getfixturevalue(kind.replace("client", "emulator"))
                assert [entry.status for entry in emulator.requests if entry.operation != "token"] == [201, 200]
    """
    fixtures = [name for name in testing.__all__ if name.startswith("sinch_")]
    for number, fixture in enumerate(fixtures):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "conftest.py").write_text(f"from sinch_provisioning.testing import {fixture}\n")
        (folder / f"test_users_{number}.py").write_text(dedent(tests).format(fixture=fixture))
    status, output = await pytest_run(tmp_path)
    assert (status, f"{2 * len(fixtures)} passed" in output) == (0, True), output


@pytest.mark.anyio
async def test_the_module_can_be_imported_before_it_is_a_plugin(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(
        "from sinch_provisioning.testing import ManualClock\npytest_plugins = ['sinch_provisioning.testing']\n"
    )
    (tmp_path / "test_users.py").write_text("def test_it(sinch_shared_client):\n    pass\n")
    status, output = await pytest_run(tmp_path)
    assert (status, "1 passed" in output) == (0, True), output


@pytest.mark.anyio
async def test_the_test_in_the_documentation_passes(tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "docs" / "emulator.md").read_text()
    plugin, example = text.split("## In tests")[1].split("```python\n")[1:3]
    (tmp_path / "conftest.py").write_text(plugin.split("```")[0])
    (tmp_path / "test_docs.py").write_text(example.split("```")[0])
    status, output = await pytest_run(tmp_path)
    assert (status, "1 passed" in output) == (0, True), output


@pytest.mark.anyio
async def test_the_clocks_are_of_use_without_pytest(tmp_path: Path) -> None:
    script = """
        import sys
        sys.modules["pytest"] = None
        from sinch_provisioning import testing
        assert testing.ManualClock().monotonic() > 0
        assert not hasattr(testing, "sinch_emulator")
        print(sorted(testing.__all__))
    """
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", dedent(script)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
