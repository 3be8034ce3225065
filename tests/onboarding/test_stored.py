"""A new version goes on with what an older one has stored."""

from pathlib import Path

import pytest

from sinch_provisioning import AsyncClient, evolve, rcs
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.onboarding import read_wanted
from sinch_provisioning.onboarding.plain import Runner
from sinch_provisioning.testing import SkippingClock
from tests.onboarding import scene, stored
from tests.onboarding.killing import arrived
from tests.onboarding.scene import calls, status_of

pytestmark = pytest.mark.anyio


async def as_it_was(client: AsyncClient) -> None:
    """Bring the service to where the onboardings of the file have brought it."""
    for name, data in stored.wanted().items():
        wanted = read_wanted(data)
        if wanted.rcs is not None:
            one = wanted.rcs
            sender = await client.rcs.senders.create(
                region=one.region, billing_category=one.billing_category, use_case=one.use_case, details=one.details
            )
            if sender.state == rcs.SenderState.IN_TEST:
                await client.rcs.senders.launch(sender.id)
        elif wanted.kakaotalk is not None:
            await client.kakaotalk.senders.create(wanted.kakaotalk.sender)
            await client.kakaotalk.senders.register(wanted.kakaotalk.sender.plus_friend_id)
        elif name == "whatsapp 0" and wanted.whatsapp is not None:
            await client.whatsapp.account.create(wanted.whatsapp.account)


async def test_ten_onboardings_of_an_older_version_come_to_their_end(
    client: AsyncClient, emulator: Emulator, clock: SkippingClock, tmp_path: Path
) -> None:
    await as_it_was(client)
    stored.read(tmp_path / "runs.db", await stored.ids(client))
    emulator.requests.clear()
    async with Runner(client, tmp_path / "runs.db", clock=clock) as runner:
        assert {status.state for status in runner.status()} == {"waiting", "asking"}
        await runner.answer("rcs 5", {"logo_url": stored.LOGO})
        while await runner.run_until_idle() is not None:
            tables = emulator.snapshot()["projects"][emulator.project_id]["tables"]
            for status in runner.status():
                kind, number = status.name.split(" ")
                if status.question is not None and "code" in status.question.fields:
                    senders = tables[f"{kind}_senders"].values()
                    [sender] = [one for one in senders if number == (one.get("plusFriendId") or one["phoneNumber"])[-1]]
                    await runner.answer(status.name, {"code": sender["code"]})
            await runner.pause()
        assert {status.state for status in runner.status()} == {"done"}
    # What the older version has done is not done again.
    once = ("createRcsSender", "createKakaotalkSender", "registerKakaotalkSender", "createWhatsappAccount")
    assert calls(emulator, *once) == [0, 0, 0, 0]
    assert arrived(emulator, "launchRcsSender").total() == 1
    assert calls(emulator, "createRcsSenderComment", "createWhatsappSender", "registerWhatsappSender") == [1, 2, 2]


async def test_what_a_later_version_wants_of_a_running_one_is_read_as_it_was(runner: Runner) -> None:
    await runner.start("acme", scene.rcs())
    wanted = read_wanted(scene.rcs())
    assert wanted.rcs is not None
    await runner.start("acme", evolve(wanted, rcs=evolve(wanted.rcs, verified_numbers=0)))
    assert status_of(runner).state == "working"
