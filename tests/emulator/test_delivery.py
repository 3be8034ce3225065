"""Events on their way to webhooks: every one that is asked for, signed, in order, tried again, and written down."""

import asyncio
import re
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from sinch_provisioning import AsyncClient, AsyncProject, Client, Secret, bundles, errors, rcs, webhooks, whatsapp
from sinch_provisioning.demo import complete
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.contract import BrokenContract
from sinch_provisioning.emulator.events import Event
from sinch_provisioning.emulator.webhooks.addresses import Resolver
from sinch_provisioning.emulator.webhooks.delivery import PAUSES
from sinch_provisioning.emulator.webhooks.state import Webhooks
from sinch_provisioning.testing import SkippingClock
from sinch_provisioning.webhooks import EVENTS, UnknownEvent, WebhookTrigger
from sinch_provisioning.whatsapp import Body
from tests.emulator.hooks import SECRET, Hook, hooked
from tests.kakaotalk.scene import content, live
from tests.servers import HOST, aiohttp_server

pytestmark = pytest.mark.anyio

ALL = [WebhookTrigger.ALL]
COMMENT = "RCS_ACCOUNT_COMMENT_ADDED"
NEVER = "http://127.0.0.1:9/"  # the discard port, which nothing listens on


@pytest.fixture
async def sinch(emulator: Emulator) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(emulator.config(), clock=SkippingClock(emulator)) as client:
        yield client


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    async with hooked() as running:
        yield running


async def listen(sinch: AsyncProject, target: str, triggers: list[WebhookTrigger] = ALL, secret: str = SECRET) -> str:
    return (await sinch.webhooks.create(target=target, secret=secret, triggers=triggers)).id


async def say(sinch: AsyncProject, *words: str) -> None:
    """Raise an event for each word."""
    for word in words:
        await sinch.rcs.account.comment(word)


def outcome(emulator: Emulator) -> list[tuple[str, list[int | None]]]:
    return [(each.state, [attempt.status for attempt in each.attempts]) for each in emulator.deliveries]


async def rcs_sender(sinch: AsyncClient, emulator: Emulator) -> list[str]:
    made = await sinch.rcs.senders.create(
        region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
    )
    await sinch.rcs.senders.update(made.id, details=complete("Parcel News"))
    await sinch.rcs.senders.wait_for(made.id, rcs.SenderState.IN_TEST)
    await sinch.rcs.senders.launch(made.id)
    emulator.control.rcs.set_operator(emulator.project_id, made.id, "FR", "Orange", "REJECTED", "No logo.")
    await sinch.rcs.senders.wait_for(made.id, rcs.SenderState.LAUNCHED)
    await sinch.rcs.senders.comment(made.id, "Thank you")
    await say(sinch, "and good-bye")
    return [
        "RCS_SENDER_STATUS_UPDATED",
        "RCS_SENDER_OPERATOR_STATUS_UPDATED",
        "RCS_SENDER_COMMENT_ADDED",
        "RCS_ACCOUNT_COMMENT_ADDED",
    ]


async def whatsapp_account(sinch: AsyncClient, emulator: Emulator) -> list[str]:
    await sinch.whatsapp.account.create(
        whatsapp.PartnerInitiatedAccountInput(
            waba_name="Parcels",
            client_business_manager_id="1234567890",
            sender_details=whatsapp.AccountSenderDetails(
                display_name="Parcels", business_category=whatsapp.Vertical.TRAVEL_AND_TRANSPORTATION
            ),
        )
    )
    await sinch.whatsapp.account.wait_for(whatsapp.AccountState.ONBOARDED)
    await sinch.whatsapp.account.comment("Hello")
    return [
        "WHATSAPP_ACCOUNT_PENDING_VERIFICATION",
        "WHATSAPP_ACCOUNT_ONBOARDED",
        "WHATSAPP_ACCOUNT_COMMENT_ADDED",
    ]


async def whatsapp_template(sinch: AsyncClient, emulator: Emulator) -> list[str]:
    await whatsapp_account(sinch, emulator)
    templates, control = sinch.whatsapp.templates, emulator.control.whatsapp.templates
    key = emulator.project_id, "news", "EN"
    await templates.create(
        name="news",
        language=whatsapp.TemplateLanguage.EN,
        category=whatsapp.TemplateCategory.MARKETING,
        details=whatsapp.TemplateDetails(components=[Body("Good news.")]),
    )
    control.approve(*key)
    control.set_state(*key, "PAUSED")
    control.set_quality(*key, "QUALITY_SCORE_RED")
    control.announce_category(*key, "UTILITY")
    control.set_category(*key, "UTILITY")
    await templates.comment("news", whatsapp.TemplateLanguage.EN, "Why?")
    await templates.delete("news", whatsapp.TemplateLanguage.EN, delete_submitted=True)
    return [
        "WHATSAPP_TEMPLATE_APPROVED",
        "WHATSAPP_TEMPLATE_STATUS_UPDATED",
        "WHATSAPP_TEMPLATE_QUALITY_SCORE_UPDATED",
        "WHATSAPP_TEMPLATE_CATEGORY_FUTURE_UPDATE",
        "WHATSAPP_TEMPLATE_CATEGORY_UPDATED",
        "WHATSAPP_TEMPLATE_COMMENT_ADDED",
        "WHATSAPP_TEMPLATE_DELETED",
    ]


async def kakaotalk(sinch: AsyncClient, emulator: Emulator) -> list[str]:
    await live(sinch, emulator)
    control, project = emulator.control.kakaotalk, emulator.project_id
    control.senders.set_state(project, "shop", "INACTIVE")
    control.senders.set_state(project, "shop", "ACTIVE")
    await sinch.kakaotalk.senders.comment("shop", "Hello")
    made = await sinch.kakaotalk.templates.create("shop", details=content())
    await sinch.kakaotalk.templates.comment("shop", made.code, "Please")
    control.templates.approve(project, "shop", made.code)
    return [
        "KAKAOTALK_SENDER_ACTIVE",
        "KAKAOTALK_SENDER_INACTIVE",
        "KAKAOTALK_SENDER_COMMENT_ADDED",
        "KAKAOTALK_TEMPLATE_COMMENT_ADDED",
        "KAKAOTALK_TEMPLATE_APPROVED",
    ]


async def bundle(sinch: AsyncClient, emulator: Emulator) -> list[str]:
    made = await sinch.bundles.create(region=bundles.Region.EU, name="Parcels", sms_app=True, conv_app=True)
    await sinch.bundles.wait_for(made.id)
    return ["BUNDLE_DONE"]


@pytest.mark.parametrize("happenings", [rcs_sender, whatsapp_account, whatsapp_template, kakaotalk, bundle])
async def test_whatever_happens_is_told_in_order_verified_and_typed(
    sinch: AsyncClient,
    emulator: Emulator,
    hook: Hook,
    happenings: Callable[[AsyncClient, Emulator], Awaitable[list[str]]],
) -> None:
    await listen(sinch, hook.url)
    expected = await happenings(sinch, emulator)
    await emulator.delivered()
    assert hook.types == [event.type for event in emulator.events]
    assert set(expected) <= set(hook.types)
    for event, raised in zip(hook.events, emulator.events, strict=True):
        assert event.content == raised.body
        assert event.__class__ is EVENTS[WebhookTrigger(raised.type)]
    assert outcome(emulator) == [("DELIVERED", [200])] * len(hook.events)


async def test_calls_carry_what_the_documents_say(sinch: AsyncClient, emulator: Emulator, hook: Hook) -> None:
    await listen(sinch, hook.url)
    await say(sinch, "one", "two")
    await emulator.delivered()
    nonces = [headers["x-sinch-webhook-signature-nonce"] for headers in hook.headers]
    assert all(re.fullmatch("[0-7][0-9A-HJKMNP-TV-Z]{25}", nonce) for nonce in nonces)
    assert len(set(nonces)) == 2
    assert all(len(headers["x-sinch-webhook-signature"]) == 44 for headers in hook.headers)


async def test_a_webhook_hears_what_it_asks_for_and_each_has_its_own_secret(
    sinch: AsyncClient, emulator: Emulator, hook: Hook
) -> None:
    async with hooked(receiver=webhooks.Receiver("other")) as other, hooked() as elsewhere:
        await listen(sinch, hook.url, [WebhookTrigger.RCS_ACCOUNT_COMMENT_ADDED, WebhookTrigger.BUNDLE_DONE])
        await listen(sinch, other.url, ALL, "other")
        await listen(sinch, elsewhere.url, [WebhookTrigger.RCS_SENDER_STATUS_UPDATED])
        await say(sinch, "hello")
        await whatsapp_account(sinch, emulator)
        await emulator.delivered()
        assert hook.types == [COMMENT]
        assert other.types == [event.type for event in emulator.events]
        assert not elsewhere.events


async def test_a_project_hears_nothing_of_another(sinch: AsyncClient, emulator: Emulator, hook: Hook) -> None:
    other = emulator.add_project()
    await listen(sinch.project(other), hook.url)
    await say(sinch, "not for you")
    await say(sinch.project(other), "for you")
    await emulator.delivered()
    assert [event.comment for event in hook.events] == ["for you"]


async def test_what_is_not_taken_comes_again_after_growing_pauses(
    sinch: AsyncClient, emulator: Emulator, hook: Hook
) -> None:
    hook.answers = [500, 503, 404]
    webhook = await listen(sinch, hook.url)
    await say(sinch, "hello")
    for tried, pause in enumerate(PAUSES[:3], 1):
        await emulator.delivered()
        (delivery,) = emulator.deliveries.of(webhook)
        assert (delivery.state, len(delivery.attempts), len(hook.events)) == ("PENDING", tried, tried)
        assert delivery.next_attempt is not None
        emulator.advance(pause - 0.001)
        await emulator.delivered()
        assert len(hook.events) == tried
        emulator.advance(0.001)
    await emulator.delivered()
    (delivery,) = emulator.deliveries
    assert (delivery.state, delivery.next_attempt, delivery.body) == ("DELIVERED", None, None)
    assert [(attempt.status, attempt.error) for attempt in delivery.attempts] == [
        (500, "the target responded with 500"),
        (503, "the target responded with 503"),
        (404, "the target responded with 404"),
        (200, None),
    ]
    # The receiver remembers nonces: each attempt was signed afresh.
    assert [event.comment for event in hook.events] == ["hello"] * 4
    emulator.advance(sum(PAUSES))
    await emulator.delivered()
    assert len(hook.events) == 4


async def test_what_is_never_taken_is_given_up(sinch: AsyncClient, emulator: Emulator, hook: Hook) -> None:
    hook.answers = [500] * 20
    await listen(sinch, hook.url)
    await say(sinch, "hello")
    await emulator.delivered()
    for pause in PAUSES:
        emulator.advance(pause)
        await emulator.delivered()
    assert outcome(emulator) == [("FAILED", [500] * (len(PAUSES) + 1))]
    emulator.advance(10 * sum(PAUSES))
    await emulator.delivered()
    assert len(hook.events) == len(PAUSES) + 1


@pytest.mark.parametrize(
    ("status", "state"),
    [(200, "DELIVERED"), (204, "DELIVERED"), (299, "DELIVERED"), (302, "PENDING"), (410, "PENDING")],
)
async def test_what_counts_as_taken(
    sinch: AsyncClient, emulator: Emulator, hook: Hook, status: int, state: str
) -> None:
    hook.answers = [status]
    await listen(sinch, hook.url)
    await say(sinch, "hello")
    await emulator.delivered()
    assert outcome(emulator) == [(state, [status])]
    assert len(hook.events) == 1


@pytest.mark.parametrize("target", [NEVER, "http://nowhere.invalid/hook", "https://127.0.0.1:9/"])
async def test_a_target_that_cannot_be_reached_harms_nobody_else(
    sinch: AsyncClient, emulator: Emulator, hook: Hook, target: str
) -> None:
    lost = await listen(sinch, target)
    await listen(sinch, hook.url)
    await say(sinch, "one", "two")
    await emulator.delivered()
    assert [event.comment for event in hook.events] == ["one", "two"]
    for delivery in emulator.deliveries.of(lost):
        (attempt,) = delivery.attempts
        assert (delivery.state, attempt.status) == ("PENDING", None)
        assert attempt.error


async def test_order_holds_as_long_as_events_are_taken_and_a_repeat_comes_behind(
    sinch: AsyncClient, emulator: Emulator, hook: Hook
) -> None:
    await listen(sinch, hook.url)
    hook.answers = [200, 500]
    await say(sinch, *(str(number) for number in range(30)))
    await emulator.delivered()
    assert [event.comment for event in hook.events] == [str(number) for number in range(30)]
    emulator.advance(PAUSES[0])
    await emulator.delivered()
    assert [event.comment for event in hook.events[30:]] == ["1"]


async def test_a_target_that_hangs_holds_up_no_request_and_no_other_webhook(
    sinch: AsyncClient, emulator: Emulator, hook: Hook
) -> None:
    async with hooked(hold=asyncio.Event()) as slow:
        assert slow.hold is not None
        await listen(sinch, slow.url)
        await listen(sinch, hook.url)
        await say(sinch, "one", "two")
        await slow.came.get()
        await hook.came.get()
        await hook.came.get()
        assert await sinch.rcs.senders.list().collect() == []
        # One call at a time for one webhook.
        assert [event.comment for event in slow.events] == ["one"]
        slow.hold.set()
        await emulator.delivered()
        assert [event.comment for event in slow.events] == ["one", "two"]


async def test_a_repeat_goes_where_the_webhook_points_now(sinch: AsyncClient, emulator: Emulator, hook: Hook) -> None:
    webhook = await listen(sinch, NEVER, secret="old")
    await say(sinch, "hello")
    await emulator.delivered()
    await sinch.webhooks.update(webhook, target=hook.url, secret=SECRET)
    emulator.advance(PAUSES[0])
    await emulator.delivered()
    assert [event.comment for event in hook.events] == ["hello"]
    assert emulator.deliveries[0].target == hook.url


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/plain,x",
        "unix:/run/x",
        "ftp://x.example",
        "http://",
        "x",
    ],
)
async def test_a_target_that_cannot_be_called_is_rejected_wherever_it_is_given(emulator: Emulator, target: str) -> None:
    async with AsyncClient(emulator.config()) as sinch:
        good = await sinch.webhooks.create(target="https://x.example/hook", secret="s", triggers=[WebhookTrigger.ALL])
        body = {"target": target, "secret": "s", "triggers": ["ALL"]}
        order = {"region": "EU", "name": "x", "webhooks": [body]}
        for method, where, sent in (
            ("POST", "/webhooks", body),
            ("PUT", f"/webhooks/{good.id}", body),
            ("PATCH", f"/webhooks/{good.id}", {"target": target}),
            ("POST", "/bundles", order),
        ):
            with pytest.raises(errors.BadRequest) as caught:
                await sinch.request(method, where, body=sent, returns=dict)
            assert caught.value.error_code == "invalid_input"
        assert [webhook.target async for webhook in sinch.webhooks.list()] == ["https://x.example/hook"]


async def test_a_deleted_webhook_is_called_no_more(sinch: AsyncClient, emulator: Emulator, hook: Hook) -> None:
    hook.answers = [500]
    webhook = await listen(sinch, hook.url)
    await say(sinch, "hello")
    await emulator.delivered()
    await sinch.webhooks.delete(webhook)
    emulator.advance(PAUSES[0])
    await emulator.delivered()
    assert outcome(emulator) == [("DROPPED", [500])]
    assert len(hook.events) == 1


async def test_a_bundle_tells_its_own_webhooks_and_says_how_the_calls_went(
    sinch: AsyncClient, emulator: Emulator, hook: Hook
) -> None:
    async with hooked(answers=[500]) as own:
        mine = await listen(sinch, hook.url)
        made = await sinch.bundles.create(
            region=bundles.Region.EU,
            name="Parcels",
            subproject=True,
            webhooks=[
                bundles.WebhookInput(target=own.url, secret=Secret(SECRET), triggers=ALL),
                bundles.WebhookInput(target=NEVER, secret=Secret(SECRET), triggers=[WebhookTrigger.BUNDLE_DONE]),
            ],
        )
        theirs, lost = [webhook.id for webhook in made.webhooks or []]
        await sinch.bundles.wait_for(made.id)
        await emulator.delivered()
        emulator.advance(PAUSES[0])
        await emulator.delivered()
        assert (hook.types, own.types) == (["BUNDLE_DONE"], ["BUNDLE_DONE"] * 2)
        assert hook.events[0].payload.webhook_delivery_statuses is None
    done = await sinch.bundles.get(made.id)
    told = sorted(
        (status.webhook_id, status.http_status_code, status.error_message is None)
        for status in done.webhook_delivery_statuses or []
    )
    assert told == sorted(
        [(mine, 200, True), (theirs, 500, False), (theirs, 200, True), (lost, 503, False), (lost, 503, False)]
    )


async def test_a_reset_forgets_what_was_under_way(sinch: AsyncClient, emulator: Emulator) -> None:
    async with hooked(hold=asyncio.Event()) as hook:
        assert hook.hold is not None
        await listen(sinch, hook.url)
        await say(sinch, "one", "two")
        await hook.came.get()
        emulator.reset()
        assert len(emulator.deliveries) == 0
        hook.hold.set()
        await emulator.delivered()
        emulator.advance(sum(PAUSES))
        await emulator.delivered()
        assert [event.comment for event in hook.events] == ["one"]
        assert len(emulator.deliveries) == 0


@pytest.mark.usefixtures("no_stray_tasks")
async def test_the_emulator_ends_while_calls_are_under_way(hook: Hook) -> None:
    async with hooked(hold=asyncio.Event()) as slow:
        assert slow.hold is not None
        async with Emulator() as emulator, AsyncClient(emulator.config()) as sinch:
            for target in (slow.url, hook.url, NEVER):
                await listen(sinch, target)
            await say(sinch, "one", "two")
            await slow.came.get()
            waiting = asyncio.ensure_future(emulator.delivered())
            await asyncio.sleep(0)
        await waiting
        assert outcome(emulator)[0] == ("PENDING", [])
        with pytest.raises(RuntimeError, match="not running"):
            await emulator.delivered()
        slow.hold.set()


async def test_what_was_under_way_goes_on_after_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    async with hooked(hold=asyncio.Event(), receiver=webhooks.Receiver(SECRET)) as hook:
        assert hook.hold is not None
        async with Emulator(state=state, frozen=True) as first, AsyncClient(first.config()) as sinch:
            await listen(sinch, NEVER)
            await listen(sinch, hook.url)
            await say(sinch, "one", "two")
            await hook.came.get()
        hook.hold.set()
        async with Emulator(state=state, frozen=True) as second:
            await second.delivered()
            assert [event.comment for event in hook.events] == ["one", "one", "two"]
            assert [each.state for each in second.deliveries] == ["PENDING", "DELIVERED"] * 2
            second.advance(PAUSES[0])
            await second.delivered()
            assert [len(each.attempts) for each in second.deliveries] == [2, 1, 2, 1]


async def test_the_same_emulator_can_go_on(hook: Hook) -> None:
    emulator = Emulator(frozen=True)
    async with emulator, AsyncClient(emulator.config()) as sinch:
        await listen(sinch, hook.url)
        made = await sinch.bundles.create(region=bundles.Region.EU, name="Parcels", sms_app=True)
    emulator.control.bundles.finish(emulator.project_id, made.id)
    assert [each.state for each in emulator.deliveries] == ["PENDING"]
    async with emulator:
        await emulator.delivered()
    assert hook.types == ["BUNDLE_DONE"]


async def test_what_is_due_happens_by_itself_without_any_request(hook: Hook) -> None:
    async with Emulator() as emulator, AsyncClient(emulator.config()) as sinch:
        await listen(sinch, hook.url)
        await sinch.bundles.create(region=bundles.Region.EU, name="Parcels", sms_app=True)
        emulator.advance(7.9)
        assert not emulator.events
        assert await hook.came.get() == "BUNDLE_DONE"


async def test_an_emulator_in_a_thread_delivers_too(hook: Hook) -> None:
    def work() -> None:
        with Emulator(frozen=True, check_replies=True) as emulator, Client(emulator.config()) as sinch:
            sinch.webhooks.create(target=hook.url, secret=SECRET, triggers=ALL)
            sinch.rcs.account.comment("hello")
            emulator.wait_delivered()
            assert outcome(emulator) == [("DELIVERED", [200])]

    await asyncio.to_thread(work)
    assert [event.comment for event in hook.events] == ["hello"]


async def test_waiting_has_an_end(sinch: AsyncClient, emulator: Emulator) -> None:
    async with hooked(hold=asyncio.Event()) as hook:
        assert hook.hold is not None
        await listen(sinch, hook.url)
        await say(sinch, "hello")
        await hook.came.get()
        with pytest.raises(TimeoutError):
            await asyncio.to_thread(emulator.wait_delivered, 0)
        hook.hold.set()
        await emulator.delivered()


async def test_a_signature_of_another_secret_is_refused_and_that_is_seen(
    sinch: AsyncClient, emulator: Emulator
) -> None:
    async def never(_: webhooks.Event) -> None:
        raise AssertionError

    application = web.Application()
    application.router.add_post("/hook", webhooks.aiohttp.endpoint(webhooks.Receiver("another"), never))
    async with aiohttp_server(application) as port:
        await listen(sinch, f"http://{HOST}:{port}/hook")
        await say(sinch, "hello")
        await emulator.delivered()
    assert outcome(emulator) == [("PENDING", [401])]


async def test_an_event_that_is_not_as_documented_is_the_emulators_fault(emulator: Emulator) -> None:
    project = emulator._store.projects[emulator.project_id]
    with pytest.raises(BrokenContract, match="comment"):
        project.emit(COMMENT, None)
    with pytest.raises(BrokenContract, match="no such type"):
        project.emit("FAX_ACTIVE", None)
    project.emit(COMMENT, None, comment="hello")


async def test_an_event_of_a_new_kind_reaches_its_handler_whole(hook: Hook) -> None:
    async with Emulator() as emulator, AsyncClient(emulator.config()) as sinch:
        await listen(sinch, hook.url)
        emulator._store.projects[emulator.project_id].emit("FAX_ACTIVE", {"id": "f1"}, tone="high")
        await emulator.delivered()
    (event,) = hook.events
    assert isinstance(event, UnknownEvent)
    assert event.content == {"type": "FAX_ACTIVE", "payload": {"id": "f1"}, "tone": "high"}


async def test_deliveries_are_dropped_doubled_and_shuffled(emulator: Emulator, sinch: AsyncClient, hook: Hook) -> None:
    await listen(sinch, hook.url)
    emulator.fail(COMMENT, delivery="drop", times=1)
    emulator.fail(delivery="double", skip=1, times=1)
    late = emulator.fail(delivery="shuffle", skip=1, times=1, project=emulator.project_id, delay=30)
    emulator.fail("RCS_SENDER_STATUS_UPDATED", delivery="drop")
    await say(sinch, "lost", "plain", "twice", "late", "last")
    await emulator.delivered()
    assert [event.comment for event in hook.events] == ["plain", "twice", "twice", "last"]
    assert [each.state for each in emulator.deliveries].count("DROPPED") == 1
    (waiting,) = [each for each in emulator.deliveries if each.state == "PENDING"]
    assert (waiting.body["comment"], waiting.attempts, late.hits) == ("late", (), 1)
    emulator.advance(30)
    await emulator.delivered()
    assert hook.events[-1].comment == "late"
    assert [rule.name for rule in emulator.faults][:3] == ["drop deliveries", "double deliveries", "shuffle deliveries"]


async def test_the_same_seed_loses_the_same_events(hook: Hook) -> None:
    async def lost() -> list[bool]:
        async with Emulator(seed=7, project_id="p1") as emulator, AsyncClient(emulator.config()) as sinch:
            await listen(sinch, hook.url)
            emulator.fail(delivery="drop", chance=0.5)
            await say(sinch, *"abcdefgh")
            await emulator.delivered()
            return [each.state == "DROPPED" for each in emulator.deliveries]

    first = await lost()
    assert first == await lost()
    assert len(set(first)) == 2


async def test_the_log_keeps_the_latest_and_what_is_pending(emulator: Emulator) -> None:
    state = emulator._store.projects[emulator.project_id].part(Webhooks)
    state.add({"target": NEVER, "secret": SECRET, "triggers": ["ALL"]})
    raised = Event(at="", project_id=emulator.project_id, type=COMMENT, payload=None, extra={"comment": "x"})
    (webhook,) = state.asking(COMMENT)
    first, second = state.post(webhook, raised), state.post(webhook, raised)
    second["state"] = "DELIVERED"
    for _ in range(999):
        state.post(webhook, raised)
    assert len(state.deliveries) == 1000
    assert first["id"] in state.deliveries
    assert second["id"] not in state.deliveries
    state.post(webhook, raised)
    assert first["id"] not in state.deliveries


async def test_nobody_waits_for_a_name_that_takes_long_to_look_up() -> None:
    release = threading.Event()

    def lookup(*_: Any, **__: Any) -> list[tuple[Any, ...]]:
        release.wait()
        return []

    task = asyncio.create_task(Resolver(lookup).resolve("slow.example", 80))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    release.set()
    (found, *_) = await Resolver().resolve("localhost", 80)
    assert (found["host"], found["port"], found["family"]) == ("127.0.0.1", 80, socket.AF_INET)
