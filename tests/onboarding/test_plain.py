"""Whole onboardings on the plain engine, against the emulator."""

import asyncio
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Attempt
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.errors import InvalidRequest, StorageError
from sinch_provisioning.onboarding import Call, NeedsPerson, Run, Store, Update, answered, read_wanted
from sinch_provisioning.onboarding.plain import Runner
from sinch_provisioning.testing import SkippingClock
from tests.onboarding import scene
from tests.onboarding.scene import calls, only_sender, settle, status_of

pytestmark = pytest.mark.anyio
NUMBER = "+46123123222"


def holds(folder: Path, text: str) -> bool:
    """Return whether a file of the onboardings, which only their owner may read, holds a text."""
    files = list(folder.iterdir())
    assert {file.stat().st_mode & 0o777 for file in files if file.stat().st_size} == {0o600}
    return any(text.encode() in file.read_bytes() for file in files)


async def test_an_rcs_sender_comes_live_with_one_call_of_each_kind(runner: Runner, emulator: Emulator) -> None:
    wanted = scene.rcs(comment="Hello", details={"testNumbers": [NUMBER]}, verified_numbers=1)
    await runner.start("acme", wanted)
    await runner.start("acme", wanted)  # which changes nothing
    status = await settle(runner)
    assert (status.state, status.standing["rcs"]["state"]) == ("done", "LAUNCHED")
    once = ("createRcsSender", "launchRcsSender", "createRcsSenderComment", "addRcsTestNumbers", "updateRcsSender")
    assert calls(emulator, *once) == [1, 1, 1, 0, 0]
    assert await runner.run_until_idle() is None


async def test_a_draft_asks_for_what_it_lacks_and_is_completed(runner: Runner, emulator: Emulator) -> None:
    wanted = scene.rcs()
    del wanted["rcs"]["details"]["brand"]["logoUrl"]
    await runner.start("acme", wanted)
    status = await settle(runner)
    assert status.question is not None
    assert (status.state, status.question.fields) == ("asking", ("brand.logo_url",))
    with pytest.raises(InvalidRequest, match=r"logo: is not asked for; the question takes brand\.logo_url"):
        await runner.answer("acme", {"logo": "https://acme.example/l.png"})
    await runner.answer("acme", {"logo_url": "https://acme.example/l.png"})
    assert (await settle(runner)).state == "done"
    [update] = emulator.requests.of("updateRcsSender")
    assert update.body == {"details": {"brand": {"logoUrl": "https://acme.example/l.png"}}}


async def test_whatsapp_comes_live_with_one_code(runner: Runner, emulator: Emulator) -> None:
    await runner.start("acme", scene.whatsapp(comment="Hello"))
    status = await settle(runner)
    while status.question is not None and not status.question.fields:  # the client has to accept
        await runner.pause()
        status = await settle(runner)
    assert status.question is not None
    assert "code" in status.question.fields
    await runner.answer("acme", {"code": "12345x"})
    status = await settle(runner)
    assert status.question is not None
    assert "wrong_otp" in str(status.question.remark)
    code = emulator.control.whatsapp.senders.code(emulator.project_id, only_sender(emulator, "whatsapp_senders"))
    await runner.answer("acme", {"code": code})
    assert (await settle(runner)).state == "done"
    once = ("createWhatsappAccount", "createWhatsappSender", "registerWhatsappSender", "createWhatsappSenderComment")
    assert calls(emulator, *once, "createWhatsappTemplate", "verifyWhatsappSender") == [1, 1, 1, 1, 1, 1]


async def test_kakaotalk_comes_live_with_one_code(runner: Runner, emulator: Emulator) -> None:
    await runner.start("acme", scene.kakaotalk(comment="Hello"))
    assert "code" in (await settle(runner)).question.fields  # type: ignore[union-attr]
    await runner.answer("acme", {"code": emulator.control.kakaotalk.senders.code(emulator.project_id, "@acme")})
    assert (await settle(runner)).state == "done"
    once = ("createKakaotalkSender", "registerKakaotalkSender", "verifyKakaotalkSender", "createKakaotalkTemplate")
    assert calls(emulator, *once, "createKakaotalkSenderComment") == [1, 1, 1, 1, 1]


async def test_another_code_is_sent_only_when_a_person_asks_for_it(runner: Runner, emulator: Emulator) -> None:
    await runner.start("acme", scene.kakaotalk())
    for _ in range(5):
        await settle(runner)
        await runner.pause()
    assert calls(emulator, "registerKakaotalkSender") == [1]
    await runner.answer("acme", {"again": True})
    await settle(runner)
    assert calls(emulator, "registerKakaotalkSender") == [2]


@pytest.mark.parametrize("kind", ["kakaotalk", "whatsapp"])
async def test_no_code_is_sent_where_others_have_had_one_sent(
    kind: str, runner: Runner, emulator: Emulator, client: AsyncClient
) -> None:
    wanted = {"kakaotalk": scene.kakaotalk(), "whatsapp": scene.whatsapp()}[kind]
    await runner.start("one", wanted)
    while "code" not in ((await settle(runner, "one")).question or NeedsPerson(what="", where=(), at=0)).fields:
        await runner.pause()  # the client has to accept
    await runner.start("other", wanted)
    question = (await settle(runner, "other")).question
    assert question is not None
    assert question.fields == ("code", "again")
    assert calls(emulator, f"register{kind.title()}Sender") == [1]
    await runner.answer("other", {"again": True})
    await runner.run_until_idle()
    assert calls(emulator, f"register{kind.title()}Sender") == [2]


async def test_embedded_signup_asks_for_its_code_and_stores_it_nowhere(
    runner: Runner, emulator: Emulator, tmp_path: Path
) -> None:
    sender = {"wabaId": "777", "phoneNumberId": "888", "region": "EU"}
    await runner.start("acme", {"whatsapp": {"sender": sender, "signup_code": True}})
    question = (await settle(runner)).question
    assert question is not None
    assert question.fields == ("authentication_code",)
    await runner.answer("acme", {"authentication_code": "AQD-secret"})
    assert (await settle(runner)).state == "done"
    assert calls(emulator, "createWhatsappSender") == [1]
    await runner.close()
    assert not holds(tmp_path, "AQD-secret")


async def test_an_operator_that_rejects_is_asked_about_and_submitted_to_again(
    runner: Runner, emulator: Emulator
) -> None:
    await runner.start("acme", scene.rcs(countries=("DE",)))
    await runner.run_until_idle()
    decide, sender = emulator.control.rcs.set_operator, only_sender(emulator)
    decide(emulator.project_id, sender, "DE", "O2", "REJECTED", "The logo cannot be read.")
    question = (await settle(runner)).question
    assert question is not None
    assert question.where == ("rcs", "DE O2")
    assert question.remark == "DE O2 is REJECTED: The logo cannot be read."
    await runner.answer("acme", {"again": True})
    await runner.run_until_idle()
    assert calls(emulator, "launchRcsSender") == [2]
    decide(emulator.project_id, sender, "DE", "O2", "REJECTED", "Still not.")
    question = (await settle(runner)).question
    assert question is not None
    assert question.remark == "DE O2 is REJECTED: Still not."
    await runner.answer("acme", {"keep": True})
    assert (await settle(runner)).state == "done"
    assert calls(emulator, "launchRcsSender") == [2]


async def test_an_operator_that_a_launch_leaves_as_it_was_is_asked_about_again(
    runner: Runner, emulator: Emulator
) -> None:
    def row(new: dict[str, Any] | None = None) -> dict[str, Any]:
        with emulator._store.decision(emulator.project_id) as project:
            found = project.table("rcs_senders").edit(only_sender(emulator))["operators"]["DE"]
            found["O2"] = dict(found["O2"]) if new is None else new
            return dict(found["O2"])

    await runner.start("acme", scene.rcs(countries=("DE",)))
    await runner.run_until_idle()
    decide, sender = emulator.control.rcs.set_operator, only_sender(emulator)
    decide(emulator.project_id, sender, "DE", "O2", "REJECTED", "The logo cannot be read.")
    rejected = row()
    for launches in (2, 3):
        assert (await settle(runner)).question is not None
        await runner.answer("acme", {"again": True})
        await runner.run_until_idle()
        assert calls(emulator, "launchRcsSender") == [launches]
        row(rejected)
    question = (await settle(runner)).question
    assert question is not None
    assert question.where == ("rcs", "DE O2")
    await runner.answer("acme", {"keep": True})
    assert (await settle(runner)).state == "done"
    assert calls(emulator, "launchRcsSender") == [3]


async def test_the_operators_that_it_waits_for_are_counted(runner: Runner, emulator: Emulator) -> None:
    await runner.start("acme", scene.rcs(countries=("DE",)))
    await runner.run_until_idle()
    assert status_of(runner).step == "rcs: 3 operators decide"
    for name in ("O2", "Vodafone"):
        emulator.control.rcs.set_operator(emulator.project_id, only_sender(emulator), "DE", name, "LAUNCHED")
    await runner.wake("acme")
    await runner.run_until_idle()
    assert status_of(runner).step == "rcs: 1 operator decides"


async def test_what_the_api_cannot_change_any_more_is_asked_of_people_at_sinch(
    runner: Runner, emulator: Emulator
) -> None:
    await runner.start("acme", scene.rcs(countries=("DE",)))
    await runner.run_until_idle()
    sender = only_sender(emulator)
    emulator.control.rcs.set_operator(emulator.project_id, sender, "DE", "O2", "REJECTED", "The logo cannot be read.")
    await settle(runner)
    await runner.answer("acme", {"logo_url": "https://acme.example/new.png"})
    await runner.run_until_idle()
    [comment] = emulator.requests.of("createRcsSenderComment")
    assert comment.body["comment"].endswith("details.brand.logo_url: https://acme.example/new.png")
    assert status_of(runner).step == "rcs: people at Sinch were asked for a change"
    with emulator._store.decision(emulator.project_id) as project:  # as people at Sinch would
        project.table("rcs_senders").edit(sender)["brand"]["logoUrl"] = "https://acme.example/new.png"
    assert (await settle(runner)).state == "done"
    assert calls(emulator, "createRcsSenderComment", "launchRcsSender", "updateRcsSender") == [1, 2, 0]


async def test_a_change_by_hand_is_not_undone_but_asked_about(
    runner: Runner, emulator: Emulator, client: AsyncClient
) -> None:
    await runner.start("acme", scene.rcs(details={"testNumbers": [NUMBER]}, verified_numbers=1))
    await runner.run_until_idle()
    sender = only_sender(emulator)
    by_hand = {"details": {"brand": {"logoUrl": "https://other.example/logo.png"}}}
    await client.request("PATCH", f"/rcs/senders/{sender}", returns=dict, body=by_hand)
    question = (await settle(runner)).question
    assert question is not None
    assert (question.where, question.fields) == (("rcs", "brand.logo_url"), ("keep", "overwrite"))
    assert calls(emulator, "launchRcsSender", "updateRcsSender") == [0, 1]
    await runner.answer("acme", {"overwrite": True})
    await runner.run_until_idle()
    assert emulator.requests.of("updateRcsSender")[-1].body == {
        "details": {"brand": {"logoUrl": "https://acme.example/logo.png"}}
    }
    assert (await settle(runner)).state == "done"


async def test_an_update_that_nobody_knows_to_have_arrived_is_made_again_and_later_changes_are_asked_about(
    client: AsyncClient, emulator: Emulator, clock: SkippingClock, tmp_path: Path
) -> None:
    died = list[str]()

    def watch(moment: str, _name: str, step: Call) -> None:
        if moment == "intended" and isinstance(step, Update) and not died:
            died.append(moment)
            raise ConnectionError("the process has died")

    async def by_hand(name: str) -> None:
        body = {"details": {"brand": {"logoUrl": f"https://other.example/{name}.png"}}}
        await client.request("PATCH", f"/rcs/senders/{only_sender(emulator)}", returns=dict, body=body)
        await runner.wake("acme")
        await runner.run_until_idle()
        question = status_of(runner).question
        assert question is not None
        assert question.where == ("rcs", "brand.logo_url")

    async with Runner(client, tmp_path / "runs.db", clock=clock, watch=watch) as runner:
        await runner.start("acme", scene.rcs(details={"testNumbers": [NUMBER]}, verified_numbers=2))
        await runner.run_until_idle()
        await by_hand("logo")
        await runner.answer("acme", {"overwrite": True})
        await runner.run_until_idle()
        await runner.wake("acme")
        await runner.run_until_idle()
        assert died == ["intended"]
        assert calls(emulator, "updateRcsSender") == [2]
        await by_hand("another")


async def test_a_number_that_was_removed_by_hand_is_not_invited_again_unasked(
    runner: Runner, emulator: Emulator, client: AsyncClient
) -> None:
    await runner.start("acme", scene.rcs(details={"testNumbers": [NUMBER]}, verified_numbers=1))
    await runner.run_until_idle()
    await client.rcs.senders.test_numbers.delete(only_sender(emulator), NUMBER)
    question = (await settle(runner)).question
    assert question is not None
    assert question.where == ("rcs", "test_numbers")
    assert calls(emulator, "addRcsTestNumbers") == [0]
    await runner.answer("acme", {"overwrite": True})
    assert (await settle(runner)).state == "done"
    assert calls(emulator, "addRcsTestNumbers") == [1]


async def test_a_change_by_hand_can_be_kept(runner: Runner, emulator: Emulator, client: AsyncClient) -> None:
    await runner.start("acme", scene.kakaotalk())
    await settle(runner)
    with emulator._store.decision(emulator.project_id) as project:
        project.table("kakaotalk_senders").edit("@acme")["details"]["name"] = "Other"
    await runner.pause()
    question = (await settle(runner)).question
    assert question is not None
    assert question.where == ("kakaotalk.sender", "name")
    await runner.answer("acme", {"keep": True})
    assert "code" in (await settle(runner)).question.fields  # type: ignore[union-attr]


async def test_what_exists_is_taken_only_if_it_matches(runner: Runner, client: AsyncClient, emulator: Emulator) -> None:
    wanted = scene.kakaotalk()["kakaotalk"]["sender"]
    await client.request("POST", "/kakaotalk/senders", returns=dict, body=wanted)
    await runner.start("same", scene.kakaotalk())
    assert "code" in (await settle(runner, "same")).question.fields  # type: ignore[union-attr]
    other = scene.kakaotalk()
    other["kakaotalk"]["sender"]["details"] = {**wanted["details"], "name": "Other"}
    await runner.start("other", other)
    question = (await settle(runner, "other")).question
    assert question is not None
    assert (question.where, question.fields) == (("kakaotalk.sender", "name"), ("keep", "overwrite"))
    assert calls(emulator, "createKakaotalkSender", "updateKakaotalkSender") == [1, 0]


async def test_a_template_that_is_rejected_is_corrected(runner: Runner, emulator: Emulator) -> None:
    emulator.control.whatsapp.templates.hold(emulator.project_id)
    wanted = scene.whatsapp()
    del wanted["whatsapp"]["sender"]
    await runner.start("acme", wanted)
    while not emulator.requests.of("createWhatsappTemplate"):
        await runner.run_until_idle()
        await runner.pause()
    emulator.control.whatsapp.templates.reject(emulator.project_id, "hello", "EN")
    await runner.pause()
    question = (await settle(runner)).question
    assert question is not None
    assert question.remark == "INVALID_FORMAT"
    await runner.answer("acme", {"components": [{"type": "BODY", "text": "Hello, and welcome."}]})
    await runner.run_until_idle()
    emulator.control.whatsapp.templates.approve(emulator.project_id, "hello", "EN")
    assert (await settle(runner)).state == "done"
    assert calls(emulator, "createWhatsappTemplate", "updateWhatsappTemplate") == [1, 1]


async def test_a_kakaotalk_template_that_is_rejected_is_submitted_again(runner: Runner, emulator: Emulator) -> None:
    templates = emulator.control.kakaotalk.templates
    templates.hold(emulator.project_id)
    await runner.start("acme", scene.kakaotalk())
    await settle(runner)
    await runner.answer("acme", {"code": emulator.control.kakaotalk.senders.code(emulator.project_id, "@acme")})
    await runner.run_until_idle()
    code = only_sender(emulator, "kakaotalk_templates").split(" ")[1]
    templates.reject(emulator.project_id, "@acme", code, "Too short.")
    await runner.pause()
    question = (await settle(runner)).question
    assert question is not None
    assert (question.remark, question.fields) == ("Too short.", ("content", "again"))
    with pytest.raises(InvalidRequest, match="name: is not asked for"):  # it would be another template
        await runner.answer("acme", {"name": "other"})
    await runner.answer("acme", {"again": True})
    await runner.run_until_idle()
    templates.approve(emulator.project_id, "@acme", code)
    assert (await settle(runner)).state == "done"
    assert calls(emulator, "createKakaotalkTemplate", "updateKakaotalkTemplate") == [1, 1]


async def test_an_update_of_countries_does_not_settle_what_people_at_sinch_were_asked_for(
    runner: Runner, emulator: Emulator
) -> None:
    await runner.start("acme", scene.rcs(countries=("DE",)))
    await runner.run_until_idle()
    emulator.control.rcs.set_operator(emulator.project_id, only_sender(emulator), "DE", "O2", "REJECTED", "Blurred.")
    await settle(runner)
    await runner.answer("acme", {"logo_url": "https://acme.example/new.png", "countries": ["DE", "SE"]})
    await runner.run_until_idle()
    [update] = emulator.requests.of("updateRcsSender")
    assert update.body == {"details": {"countries": ["DE", "SE"]}}
    [comment] = emulator.requests.of("createRcsSenderComment")
    assert comment.body["comment"].endswith("details.brand.logo_url: https://acme.example/new.png")
    assert status_of(runner).step == "rcs: people at Sinch were asked for a change"


async def test_a_whatsapp_sender_that_failed_is_made_again_when_asked(runner: Runner, emulator: Emulator) -> None:
    await runner.start("acme", scene.whatsapp())
    senders = emulator.control.whatsapp.senders
    senders.hold(emulator.project_id)
    while not emulator.requests.of("createWhatsappSender"):
        await runner.run_until_idle()
        await runner.pause()
    senders.fail(emulator.project_id, only_sender(emulator, "whatsapp_senders"), reason="No credit line.")
    await runner.pause()
    question = (await settle(runner)).question
    assert question is not None
    assert question.remark == "No credit line."
    await runner.answer("acme", {"again": True})
    await runner.run_until_idle()
    assert calls(emulator, "createWhatsappSender", "deleteWhatsappSenderChanges") == [2, 1]
    assert only_sender(emulator, "whatsapp_senders")


async def test_a_rejected_call_is_asked_about_in_the_services_words(runner: Runner, emulator: Emulator) -> None:
    emulator.control.rcs.fail_file(emulator.project_id, f"{scene.SITE}/logo.png", "file_not_found")
    await runner.start("acme", scene.rcs())
    question = (await settle(runner)).question
    assert question is not None
    assert "file_not_found" in str(question.remark)
    await runner.answer("acme", {"again": True})
    await settle(runner)
    await runner.answer("acme", {"logo_url": f"{scene.SITE}/new.png"})
    assert (await settle(runner)).state == "done"
    assert len(emulator.requests.of("createRcsSender")) == 3


async def test_a_test_number_that_the_service_rejects_can_be_corrected(runner: Runner, emulator: Emulator) -> None:
    await runner.start("acme", scene.rcs(details={"testNumbers": [NUMBER]}, verified_numbers=2))
    await settle(runner)
    emulator.fail("addRcsTestNumbers", status=400, error_code="add_test_number_invalid", times=1)
    await runner.answer("acme", {"test_numbers": [NUMBER, "+46123123223"]})
    question = (await settle(runner)).question
    assert question is not None
    assert (question.fields, "add_test_number_invalid" in str(question.remark)) == (("test_numbers", "again"), True)
    await runner.answer("acme", {"test_numbers": [NUMBER, "+46123123224"]})
    assert (await settle(runner)).state == "done"


async def test_one_that_cannot_be_read_does_not_hold_up_the_others(
    runner: Runner, caplog: pytest.LogCaptureFixture
) -> None:
    await runner.start("broken", scene.rcs("Broken"))
    await runner.start("acme", scene.rcs())
    runner._store._ask("UPDATE runs SET wanted = ? WHERE name = 'broken'", b'{"rsc": {}}')
    assert (await settle(runner)).state == "done"
    broken = status_of(runner, "broken")
    assert (broken.state, broken.step) == ("waiting", "InvalidRequest: rsc: unknown field; did you mean 'rcs'?")
    assert {record.message for record in caplog.records} == {"onboarding broken failed"}


async def test_a_cancelled_onboarding_calls_nothing_any_more(runner: Runner, emulator: Emulator) -> None:
    await runner.start("acme", scene.rcs())
    await runner.cancel("acme")
    assert await runner.run_until_idle() is None
    assert (status_of(runner).state, calls(emulator, "createRcsSender")) == ("failed", [0])


async def test_an_onboarding_that_is_cancelled_during_a_look_calls_nothing_and_stays_cancelled(
    emulator: Emulator, clock: SkippingClock, tmp_path: Path
) -> None:
    class Looking:
        def __init__(self) -> None:
            self.begun = asyncio.Event()

        def before(self, attempt: Attempt) -> None:
            if attempt.operation == "getKakaotalkSender":
                self.begun.set()

        def after(self, attempt: Attempt) -> None: ...

    look = Looking()
    emulator.fail("getKakaotalkSender", delay=0.2, times=1)
    async with (
        AsyncClient(emulator.config(), clock=clock, hooks=[look]) as client,
        Runner(client, tmp_path / "runs.db", clock=clock) as runner,
        asyncio.TaskGroup() as group,
    ):
        await runner.start("acme", scene.kakaotalk())
        work = group.create_task(runner.run_until_idle())
        await look.begun.wait()
        await runner.cancel("acme")
        assert await work is None
        assert status_of(runner).state == "failed"
    assert emulator.requests.of("createKakaotalkSender") == []


def test_a_name_that_may_be_several_fields_is_rejected() -> None:
    run = Run(name="acme", project_id="p", wanted=read_wanted(scene.rcs()))
    names = ("brand.name", "questionnaire.verification.answers.name")
    question = NeedsPerson(what="?", where=("rcs",), at=0.0, fields=names)
    with pytest.raises(InvalidRequest, match=r"name: may be brand\.name or questionnaire\.verification\.answers\.name"):
        answered(run, question, {"name": "Bob"}, now=0.0)
    wanted, _, _ = answered(run, question, {"questionnaire.verification.answers.name": "Bob"}, now=0.0)
    assert wanted.rcs is not None
    assert wanted.rcs.details.questionnaire.verification.answers.name == "Bob"  # type: ignore[union-attr]


async def test_one_file_serves_many_projects(runner: Runner, emulator: Emulator) -> None:
    second = emulator.add_project()
    await runner.start("one", scene.rcs())
    await runner.start("two", scene.rcs(), project_id=second)
    assert {(await settle(runner, name)).state for name in ("one", "two")} == {"done"}
    assert {one.project_id for one in emulator.requests.of("createRcsSender")} == {emulator.project_id, second}


def test_what_cannot_be_brought_about_is_rejected_at_the_start() -> None:
    nameless = scene.rcs()
    del nameless["rcs"]["details"]["brand"]["name"]
    embedded = {"wabaId": "1", "phoneNumberId": "2", "authenticationCode": "AQD-secret"}
    twice = scene.kakaotalk()
    twice["kakaotalk"]["templates"] *= 2
    cases: list[tuple[dict[str, Any], str]] = [
        ({}, "rcs: is required, or whatsapp, or kakaotalk"),
        ({"rsc": {}}, "rsc: unknown field; did you mean 'rcs'"),
        (nameless, r"rcs\.details\.brand\.name: is required"),
        ({"whatsapp": {}}, "whatsapp: needs an account, a sender or a template"),
        ({"whatsapp": {"sender": embedded}}, r"whatsapp\.sender\.authentication_code: is a secret"),
        (scene.whatsapp(signup_code=True), r"whatsapp\.signup_code: is for a sender by Embedded Signup"),
        (twice, r"kakaotalk\.templates\.hello: is there twice"),
    ]
    for data, match in cases:
        with pytest.raises(InvalidRequest, match=match) as caught:
            read_wanted(data)
        assert "AQD-secret" not in str(caught.value)


async def test_a_name_stands_for_one_thing(runner: Runner) -> None:
    await runner.start("acme", scene.rcs())
    with pytest.raises(InvalidRequest, match="'acme' is taken by an onboarding that wants something else"):
        await runner.start("acme", scene.rcs(countries=("FR",)))
    with pytest.raises(InvalidRequest, match="no onboarding is named 'other'"):
        await runner.answer("other", {"again": True})
    with pytest.raises(InvalidRequest, match="nothing is asked at the moment"):
        await runner.answer("acme", {"again": True})


OPEN = "import sys; from sinch_provisioning.onboarding import Store; Store(sys.argv[1], write=sys.argv[2] == 'w')"


async def test_a_second_process_is_told_so_and_may_read(runner: Runner, client: AsyncClient, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is in use by another process: end that one, or name another file"):
        Runner(client, tmp_path / "runs.db")
    for mode, code in (("w", 1), ("r", 0)):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", OPEN, str(tmp_path / "runs.db"), mode, stderr=asyncio.subprocess.PIPE
        )
        _, words = await asyncio.wait_for(process.communicate(), 30)
        assert (process.returncode, b"in use by another process" in words) == (code, bool(code))


async def test_a_link_to_the_file_is_the_file(runner: Runner, client: AsyncClient, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "runs.db")
    with pytest.raises(StorageError, match="in use by another process"):
        Runner(client, tmp_path / "link.db")


def test_another_file_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("something else, long enough to be looked at as a database" * 20)
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE other (x)")
    connection.close()
    for name in ("text.db", "other.db"):
        with pytest.raises(StorageError, match="holds something else"):
            Store(tmp_path / name)
    with pytest.raises(StorageError, match="end that one"):
        Store(tmp_path / "missing" / "runs.db")


async def test_what_is_stored_is_plain_and_holds_no_model(
    runner: Runner, emulator: Emulator, clock: SkippingClock, tmp_path: Path
) -> None:
    await runner.start("acme", scene.rcs())
    await settle(runner)
    [sender] = emulator.snapshot()["projects"][emulator.project_id]["tables"]["rcs_senders"].values()
    await runner.close()
    with sqlite3.connect(tmp_path / "runs.db") as connection:
        entries = [json.loads(entry) for [entry] in connection.execute("SELECT entry FROM entries")]
    connection.close()
    assert [(one["what"], one["step"]) for one in entries][:3] == [
        ("intent", "Create"),
        ("outcome", "Create"),
        ("intent", "Launch"),
    ]
    assert not holds(tmp_path, sender["authToken"])
