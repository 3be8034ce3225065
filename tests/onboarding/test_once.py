"""Calls that must not be made twice: whatever becomes of one, the service carries it out once."""

from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning import AsyncClient
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.onboarding import Call, Comment, Entry
from sinch_provisioning.onboarding.plain import Runner
from sinch_provisioning.testing import SkippingClock
from tests.onboarding import scene
from tests.onboarding.killing import arrived
from tests.onboarding.scene import only_sender, settle, status_of

pytestmark = pytest.mark.anyio

NUMBERS = ["+46123123222", "+46123123223"]
WANTED: dict[str, dict[str, Any]] = {
    "createRcsSender": scene.rcs(),
    "launchRcsSender": scene.rcs(),
    "createRcsSenderComment": scene.rcs(comment="Hello"),
    "createWhatsappAccount": scene.whatsapp(),
    "createWhatsappSender": scene.whatsapp(),
    "registerWhatsappSender": scene.whatsapp(),
    "verifyWhatsappSender": scene.whatsapp(),
    "createWhatsappSenderComment": scene.whatsapp(comment="Hello"),
    "createWhatsappTemplate": scene.whatsapp(),
    "createKakaotalkSender": scene.kakaotalk(),
    "registerKakaotalkSender": scene.kakaotalk(),
    "verifyKakaotalkSender": scene.kakaotalk(),
    "createKakaotalkSenderComment": scene.kakaotalk(comment="Hello"),
    "createKakaotalkTemplate": scene.kakaotalk(),
}
FAULTS: dict[str, dict[str, Any]] = {
    "lost on the way": {"reset": "before"},
    "response lost": {"reset": "after"},
    "failed": {"status": 500},
}


def code(emulator: Emulator) -> str | None:
    """Return the code that a person has received, if one has come."""
    tables = emulator.snapshot()["projects"][emulator.project_id]["tables"]
    senders = [*tables.get("kakaotalk_senders", {}).values(), *tables.get("whatsapp_senders", {}).values()]
    return next((str(one["code"]) for one in senders if one.get("code")), None)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("operation", WANTED)
async def test_a_call_is_carried_out_once(operation: str, fault: str, runner: Runner, emulator: Emulator) -> None:
    emulator.fail(operation, **FAULTS[fault], times=1)
    await runner.start("acme", WANTED[operation])
    for _ in range(10):
        status = await settle(runner)
        if status.due is None:
            break
        assert status.question is not None
        if "code" in status.question.fields:
            came = code(emulator)
            await runner.answer("acme", {"again": True} if came is None else {"code": came})
        else:
            assert status.question.fields == ()  # the client has to accept
            await runner.pause()
    assert status_of(runner).state == "done"
    assert arrived(emulator, operation).total() == 1
    assert len(emulator.requests.of(operation)) <= 2


@pytest.mark.parametrize("fault", FAULTS)
async def test_numbers_are_invited_once(fault: str, runner: Runner, emulator: Emulator) -> None:
    emulator.fail("addRcsTestNumbers", **FAULTS[fault], times=1)
    await runner.start("acme", scene.rcs(details={"testNumbers": NUMBERS[:1]}, verified_numbers=2))
    question = (await settle(runner)).question
    assert question is not None
    assert question.remark == f"{NUMBERS[0]} is PENDING"
    await runner.answer("acme", {"test_numbers": NUMBERS})
    assert (await settle(runner)).state == "done"
    assert arrived(emulator, "addRcsTestNumbers").total() == 1


async def test_senders_that_look_the_same_are_taken_by_one_each(runner: Runner, emulator: Emulator) -> None:
    emulator.fail("createRcsSender", reset="after", times=3)
    for name in ("one", "two", "three", "four"):
        await runner.start(name, scene.rcs())
    for name in ("one", "two", "three", "four"):
        assert (await settle(runner, name)).state == "done"
    senders = emulator.snapshot()["projects"][emulator.project_id]["tables"]["rcs_senders"]
    assert len(senders) == 4
    assert sorted(arrived(emulator, "launchRcsSender").values()) == [1, 1, 1, 1]


async def test_a_sender_of_others_among_the_candidates_is_a_question(
    runner: Runner, emulator: Emulator, client: AsyncClient
) -> None:
    emulator.fail("createRcsSender", reset="after", times=1)
    emulator.fail("listRcsSenders", status=503)
    await runner.start("acme", scene.rcs())
    await runner.run_until_idle()
    ours = only_sender(emulator)
    emulator._faults.clear()
    other = await client.request("POST", "/rcs/senders", returns=dict[str, Any], body=scene.rcs()["rcs"])
    question = (await settle(runner)).question
    assert question is not None
    assert set(question.where) == {"rcs", ours, other["id"]}
    assert question.fields == ("id", "again")
    await runner.answer("acme", {"id": "neither"})
    assert (await settle(runner)).question is not None
    await runner.answer("acme", {"id": ours})
    assert (await settle(runner)).state == "done"
    assert list(arrived(emulator, "launchRcsSender")) == [
        f"/v1/projects/{emulator.project_id}/rcs/senders/{ours}/launch"
    ]


async def is_asked_about_two_of_others(runner: Runner, emulator: Emulator, client: AsyncClient) -> None:
    """Let the faults end and others make two senders like the wanted one: a person has to say which it is."""
    emulator._faults.clear()
    for _ in range(2):
        await client.request("POST", "/rcs/senders", returns=dict[str, Any], body=scene.rcs()["rcs"])
    question = (await settle(runner)).question
    assert question is not None
    assert question.fields == ("id", "again")


async def test_onboardings_of_another_project_do_not_make_a_sender_of_others_ours(
    runner: Runner, emulator: Emulator, client: AsyncClient
) -> None:
    second = emulator.add_project()
    emulator.fail("createRcsSender", reset="before", times=2)
    await runner.start("acme", scene.rcs())
    await runner.start("elsewhere", scene.rcs(), project_id=second)
    emulator.fail("listRcsSenders", status=503)
    await runner.run_until_idle()
    await is_asked_about_two_of_others(runner, emulator, client)


async def test_a_creation_that_was_put_off_makes_no_sender_of_others_ours(
    runner: Runner, emulator: Emulator, client: AsyncClient
) -> None:
    emulator.fail("createRcsSender", status=429, retry_after=2000, times=1)
    await runner.start("later", scene.rcs())
    await runner.run_until_idle()
    emulator.fail("createRcsSender", reset="before", times=1)
    emulator.fail("listRcsSenders", status=503)
    await runner.start("acme", scene.rcs())
    await runner.run_until_idle()
    await is_asked_about_two_of_others(runner, emulator, client)


async def test_what_a_lost_creation_by_embedded_signup_has_made_is_taken_without_another_code(
    runner: Runner, emulator: Emulator
) -> None:
    emulator.fail("createWhatsappSender", reset="after", times=1)
    sender = {"wabaId": "777", "phoneNumberId": "888", "region": "EU"}
    await runner.start("acme", {"whatsapp": {"sender": sender, "signup_code": True}})
    await settle(runner)
    await runner.answer("acme", {"authentication_code": "AQD-secret"})
    assert (await settle(runner)).state == "done"
    assert arrived(emulator, "createWhatsappSender").total() == 1


@pytest.mark.parametrize("kind", ["rcs", "kakaotalk"])
async def test_what_a_lost_creation_may_have_made_is_taken_as_it_is_only_if_it_matches(
    kind: str, runner: Runner, emulator: Emulator
) -> None:
    emulator.fail(f"create{kind.title()}Sender", reset="after", times=1)
    wanted, look = (scene.rcs(), "listRcsSenders") if kind == "rcs" else (scene.kakaotalk(), "getKakaotalkSender")
    emulator.fail(look, status=503, skip=int(kind != "rcs"))
    await runner.start("acme", wanted)
    await runner.run_until_idle()
    emulator._faults.clear()
    with emulator._store.decision(emulator.project_id) as project:
        edited = project.table(f"{kind}_senders").edit(only_sender(emulator, f"{kind}_senders"))
        if kind == "rcs":
            edited["brand"]["logoUrl"] = "https://other.example/logo.png"
        else:
            edited["changes"]["details"]["name"] = "Other"
    question = (await settle(runner)).question
    assert question is not None
    assert question.where[1:] == (("brand.logo_url",) if kind == "rcs" else ("name",))
    assert question.fields == ("keep", "overwrite")


async def test_a_comment_that_may_have_arrived_is_looked_for_whatever_came_after_it(
    client: AsyncClient, emulator: Emulator, clock: SkippingClock, tmp_path: Path
) -> None:
    def watch(moment: str, name: str, step: Call) -> None:
        if moment == "responded" and isinstance(step, Comment):
            for what, result in (("intent", ""), ("outcome", "done")):
                entry = Entry(at=clock.time(), what=what, part="rcs", step="Invite", result=result)
                runner._store.append(name, entry)

    emulator.fail("createRcsSenderComment", reset="after", times=1)
    async with Runner(client, tmp_path / "runs.db", clock=clock, watch=watch) as runner:
        await runner.start("acme", scene.rcs(comment="Hello"))
        assert (await settle(runner)).state == "done"
    assert arrived(emulator, "createRcsSenderComment").total() == 1


async def test_an_older_sender_of_the_same_brand_is_not_taken(
    runner: Runner, emulator: Emulator, client: AsyncClient
) -> None:
    old = await client.request("POST", "/rcs/senders", returns=dict[str, Any], body=scene.rcs()["rcs"])
    await runner._clock.sleep(1200)
    emulator.fail("createRcsSender", reset="before", times=1)
    await runner.start("acme", scene.rcs())
    assert (await settle(runner)).state == "done"
    assert old["id"] not in str(list(arrived(emulator, "launchRcsSender")))


async def test_a_look_that_fails_is_tried_again(runner: Runner, emulator: Emulator) -> None:
    emulator.fail("getRcsSender", status=500, times=20)
    await runner.start("acme", scene.rcs())
    await runner.run_until_idle()
    assert "the service could not be read" in status_of(runner).step
    assert (await settle(runner)).state == "done"


async def test_a_service_that_is_busy_is_waited_for(runner: Runner, emulator: Emulator) -> None:
    emulator.fail("createRcsSender", status=429, retry_after=120, times=1)
    await runner.start("acme", scene.rcs())
    due = await runner.run_until_idle()
    assert due is not None
    assert due - runner._clock.time() == pytest.approx(120, abs=5)
    assert (await settle(runner)).state == "done"


async def test_a_code_that_was_in_memory_when_the_process_ended_is_asked_for_again(
    client: AsyncClient, emulator: Emulator, clock: SkippingClock, tmp_path: Path
) -> None:
    async with Runner(client, tmp_path / "runs.db", clock=clock) as first:
        await first.start("acme", scene.kakaotalk())
        await settle(first)
        await first.answer("acme", {"code": "123456"})
    async with Runner(client, tmp_path / "runs.db", clock=clock) as second:
        question = (await settle(second)).question
        assert question is not None
        assert "is not in memory any more" in str(question.remark)
        await second.answer("acme", {"code": emulator.control.kakaotalk.senders.code(emulator.project_id, "@acme")})
        assert (await settle(second)).state == "done"


async def test_a_sender_that_is_gone_is_a_question(runner: Runner, emulator: Emulator) -> None:
    await runner.start("acme", scene.kakaotalk())
    await settle(runner)
    with emulator._store.decision(emulator.project_id) as project:
        project.table("kakaotalk_senders").remove("@acme")
    await runner.pause()
    question = (await settle(runner)).question
    assert question is not None
    assert question.fields == ("give_up",)
    await runner.answer("acme", {"give_up": True})
    assert (await settle(runner)).state == "failed"
