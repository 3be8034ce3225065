"""A name server that does not respond holds up nothing but the call that asks, and that no longer than it may."""

import asyncio
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator

import pytest

from sinch_provisioning import AsyncClient, Config, errors
from tests.net.wire import SENDER, wire

pytestmark = pytest.mark.anyio

HANGING = """
import socket, threading
lookup = socket.getaddrinfo
def hang(host, *args, **kwargs):
    if host == "hanging.example":
        threading.Event().wait(30)
    return lookup(host, *args, **kwargs)
socket.getaddrinfo = hang
"""


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A name server that does not respond until the test is over; gives the names that it was asked for."""
    asked: list[str] = []
    over = threading.Event()

    def hang(host: str, *_: object, **__: object) -> list[object]:
        asked.append(host)
        over.wait(30)
        raise OSError("the test is over")

    monkeypatch.setattr("socket.getaddrinfo", hang)
    yield asked
    over.set()


async def test_a_lookup_that_hangs_costs_its_deadline_and_close_nothing(hanging: list[str]) -> None:
    started = time.monotonic()
    config = Config(project_id="p", access_token="t", base_url="https://hanging.example")
    async with AsyncClient(config) as sinch:
        outcomes = await asyncio.gather(
            *(sinch.options(deadline=0.2).rcs.senders.get("s1") for _ in range(20)), return_exceptions=True
        )
        assert {type(outcome) for outcome in outcomes} == {errors.DeadlineExceeded}
        assert not any(getattr(outcome, "sent", True) for outcome in outcomes)
    assert time.monotonic() - started < 2
    assert hanging == ["hanging.example"], "one lookup for all"


@pytest.mark.parametrize("kind", ["async", "blocking"])
def test_neither_the_loop_nor_the_process_waits_for_a_lookup(kind: str) -> None:
    calls = {
        "async": """
            async def main():
                async with AsyncClient(config) as sinch:
                    try:
                        await sinch.rcs.senders.get("s1")
                    except errors.DeadlineExceeded:
                        print("late")
            asyncio.run(main())
        """,
        "blocking": """
            with Client(config) as sinch:
                try:
                    sinch.rcs.senders.get("s1")
                except errors.DeadlineExceeded:
                    print("late")
        """,
    }
    script = (
        HANGING
        + textwrap.dedent("""
        import asyncio
        from sinch_provisioning import AsyncClient, Client, Config, errors
        config = Config(project_id="p", access_token="t", base_url="https://hanging.example", deadline=0.3)
    """)
        + textwrap.dedent(calls[kind])
    )
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, timeout=20, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "late\n", "")


async def test_names_are_found() -> None:
    async with wire() as server:
        config = server.config(base_url=f"http://localhost:{server.port}")
        async with AsyncClient(config) as sinch:
            assert (await sinch.rcs.senders.get("s1")).id == SENDER["id"]


async def test_a_name_that_does_not_exist_was_never_sent_to() -> None:
    config = Config(project_id="p", access_token="t", base_url="https://nowhere.invalid")
    async with AsyncClient(config) as sinch:
        with pytest.raises((errors.ConnectFailed, errors.DeadlineExceeded)) as caught:
            await sinch.options(deadline=3).rcs.senders.get("s1")
    assert not getattr(caught.value, "sent", True)
