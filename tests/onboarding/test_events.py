"""Events that are lost, doubled, late or out of order change nothing but how soon an onboarding looks."""

import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from aiohttp import web

from sinch_provisioning import AsyncClient, rcs, webhooks
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.onboarding.plain import Runner
from sinch_provisioning.testing import SkippingClock
from tests.onboarding import scene
from tests.onboarding.scene import calls, only_sender, settle, status_of
from tests.servers import aiohttp_server
from tests.webhooks.calls import signed

pytestmark = pytest.mark.anyio

RUNS = 4
DAY = 86_400.0
CALLS = ("createRcsSender", "launchRcsSender", "createRcsSenderComment", "addRcsTestNumbers", "updateRcsSender")


@attrs.frozen
class Post:
    """One endpoint for the events of many projects, and what has arrived there."""

    arrived: list[webhooks.Event]
    url: str

    async def subscribe(self, client: AsyncClient, *projects: str) -> None:
        for project in projects:
            await client.project(project).webhooks.create(
                target=self.url, secret="s3cret", triggers=[webhooks.WebhookTrigger.ALL]
            )


@pytest.fixture
async def post(clock: SkippingClock) -> AsyncIterator[Post]:
    arrived: list[webhooks.Event] = []

    async def handle(event: webhooks.Event) -> None:
        arrived.append(event)

    app = web.Application()
    app.router.add_post(
        "/hook", webhooks.aiohttp.endpoint(webhooks.Receiver("s3cret", clock=clock, tolerance=30 * DAY), handle)
    )
    async with aiohttp_server(app) as port:
        yield Post(arrived, f"http://127.0.0.1:{port}/hook")


@pytest.mark.parametrize("chaos", [False, True])
async def test_half_of_the_events_lost_the_rest_doubled_and_shuffled(  # noqa: PLR0912 - five weeks take some doing
    chaos: bool, runner: Runner, emulator: Emulator, client: AsyncClient, post: Post
) -> None:
    chance, projects = random.Random(7), [emulator.project_id, emulator.add_project()]
    await post.subscribe(client, *projects)
    for number in range(RUNS):
        wanted = scene.rcs(f"Brand {number}", countries=("DE", "SE", "GB"), comment="Hello")
        wanted["rcs"]["details"]["questionnaire"] = {**scene.ANSWERS, "gb": {"answers": scene.GB}}
        await runner.start(f"run {number}", wanted, project_id=projects[number % 2])
    held: list[webhooks.Event] = []
    rejected: set[str] = set()
    looks = Looks(runner, emulator)
    for _ in range(60):
        await looks.work()
        for project in projects:
            for sender in await client.project(project).rcs.senders.list().collect():
                if sender.state == rcs.SenderState.LAUNCHING and sender.id not in rejected:
                    emulator.control.rcs.set_operator(project, sender.id, "DE", "O2", "REJECTED", "Blurred.")
                    rejected.add(sender.id)
        for status in runner.status():
            if status.question is not None and chance.random() < 0.3:  # people take their time
                await runner.answer(status.name, {"again": True})
        await emulator.delivered()
        held += post.arrived
        post.arrived.clear()
        if chaos:
            chance.shuffle(held)
            for event in [held.pop() for _ in range(len(held) // 2)]:
                for _ in range(chance.choice([0, 2])):
                    await runner.receive(event)
                    await looks.work()
        else:
            for event in held:
                await runner.receive(event)
                await looks.work()
            held.clear()
        if await looks.work() is None:
            break
        await runner.pause(longest=DAY / 4)
    assert {status.state for status in runner.status()} == {"done"}
    assert calls(emulator, *CALLS) == [RUNS, 2 * RUNS, RUNS, 0, 0]
    assert looks.most_in_an_hour == 1


class Looks:
    """Works, and counts the looks that were neither about a call nor led to anything."""

    def __init__(self, runner: Runner, emulator: Emulator) -> None:
        self._runner, self._emulator = runner, emulator
        self._idle: dict[str, list[float]] = {}

    def _standings(self) -> dict[str, object]:
        return {one.name: (one.state, one.question and one.question.mark) for one in self._runner.status()}

    async def work(self) -> float | None:
        before, seen = self._standings(), len(self._emulator.requests)
        due = await self._runner.run_until_idle()
        after, made = self._standings(), [one for one in self._emulator.requests[seen:] if "/rcs/senders/" in one.path]
        for sender in {one.path.split("/")[6] for one in made}:
            mine = [one for one in made if one.path.split("/")[6] == sender]
            [run] = self._runner._store.of_subject("rcs.sender", sender)
            if before[run] == after[run] and {one.operation for one in mine} == {"getRcsSender"}:
                self._idle.setdefault(sender, []).extend(one.at for one in mine)
        return due

    @property
    def most_in_an_hour(self) -> int:
        # The emulator's time does not run while the test does, so an hour is a little shorter there.
        return max(sum(at <= other < at + 3400 for other in idle) for idle in self._idle.values() for at in idle)


async def test_an_event_lets_the_onboarding_go_on_at_once(
    runner: Runner, emulator: Emulator, client: AsyncClient, post: Post
) -> None:
    await post.subscribe(client, emulator.project_id)
    wanted = scene.rcs()
    del wanted["rcs"]["details"]["brand"]["logoUrl"]
    await runner.start("acme", wanted)
    await settle(runner)
    await runner.answer("acme", {"logo_url": "https://acme.example/logo.png"})
    due = await runner.run_until_idle()
    emulator.advance(10)
    await emulator.delivered()
    for event in post.arrived:
        await runner.receive(event)
    assert calls(emulator, "launchRcsSender") == [0]
    later = await runner.run_until_idle()
    assert calls(emulator, "launchRcsSender") == [1]
    assert due is not None
    assert later is not None


async def test_an_event_that_is_older_than_the_last_look_is_passed_over(
    runner: Runner, emulator: Emulator, client: AsyncClient, post: Post
) -> None:
    await post.subscribe(client, emulator.project_id)
    await runner.start("acme", scene.rcs(countries=("DE",)))
    await runner.run_until_idle()
    sender = only_sender(emulator)
    emulator.control.rcs.set_operator(emulator.project_id, sender, "DE", "O2", "REJECTED", "Blurred.")
    await emulator.delivered()
    stale = list(post.arrived)
    await settle(runner)
    await runner.answer("acme", {"again": True})
    await runner.run_until_idle()
    looks = len(emulator.requests.of("getRcsSender"))
    for event in stale * 3:
        await runner.receive(event)
    await runner.run_until_idle()
    assert len(emulator.requests.of("getRcsSender")) == looks
    assert (await settle(runner)).state == "done"


async def test_events_come_through_an_inbox(
    runner: Runner, emulator: Emulator, client: AsyncClient, clock: SkippingClock, tmp_path: Path
) -> None:
    inbox = webhooks.Inbox(tmp_path / "inbox.db", clock=clock)
    receiver = webhooks.Receiver("s3cret", clock=clock, tolerance=30 * DAY)

    async def hook(request: web.Request) -> web.Response:
        body = await request.read()
        receiver.receive(body, request.headers)
        inbox.add(body, request.headers)
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", hook)
    async with aiohttp_server(app) as port:
        await Post([], f"http://127.0.0.1:{port}/hook").subscribe(client, emulator.project_id)
        await runner.start("acme", scene.rcs())
        await runner.run(inbox)
        await emulator.delivered()
        await runner.read(inbox)
    assert status_of(runner).state == "done"
    assert inbox.waiting("onboarding") == []
    inbox.close()


async def test_an_event_of_a_project_concerns_no_other_that_has_a_template_of_the_same_name(
    runner: Runner, emulator: Emulator, client: AsyncClient, post: Post, clock: SkippingClock, tmp_path: Path
) -> None:
    projects = [emulator.project_id, emulator.add_project()]
    await post.subscribe(client, *projects)
    wanted = scene.whatsapp()
    del wanted["whatsapp"]["sender"]
    for project in projects:
        emulator.control.whatsapp.templates.hold(project)
        await runner.start(project, wanted, project_id=project)
    while len(emulator.requests.of("createWhatsappTemplate")) < 2:
        await runner.run_until_idle()
        await runner.pause()
    for project in projects:
        await runner.wake(project)
    await runner.run_until_idle()
    await emulator.delivered()
    post.arrived.clear()
    emulator.control.whatsapp.templates.approve(projects[0], "hello", "EN")
    await emulator.delivered()
    seen = len(emulator.requests)
    with webhooks.Inbox(tmp_path / "inbox.db", clock=clock) as inbox:
        for event in post.arrived:
            assert isinstance(event, webhooks.WhatsappTemplateApproved)
            await runner.receive(event, project_id=projects[0])
            inbox.add(event.body, signed(event.body), source=projects[0])
        await runner.read(inbox)
    await runner.run_until_idle()
    assert {one.project_id for one in emulator.requests[seen:]} == {projects[0]}
    assert [status_of(runner, project).state for project in projects] == ["done", "waiting"]


async def test_what_nobody_onboards_is_passed_over(runner: Runner, emulator: Emulator, client: AsyncClient) -> None:
    unknown: Any = webhooks.UnknownEvent({"type": "NEWER", "payload": {"id": "x"}})
    for event in (unknown, webhooks.RcsAccountCommentAdded(), webhooks.BundleDone.__new__(webhooks.BundleDone)):
        await runner.receive(event)
    assert runner.status() == []
