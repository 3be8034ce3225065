"""Webhook registrations, async and blocking, against the emulator."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Secret, errors, evolve, webhooks
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.webhooks import WebhookTrigger

pytestmark = pytest.mark.anyio

URL = "https://hooks.example/1"


async def make(sinch: AsyncClient, target: str = URL) -> webhooks.Webhook:
    return await sinch.webhooks.create(target=target, secret="s3cret", triggers=[WebhookTrigger.BUNDLE_DONE])


async def test_the_life_of_a_webhook(sinch: AsyncClient, emulator: Emulator) -> None:
    made = await make(sinch)
    assert made.project_id == emulator.project_id
    assert await sinch.webhooks.get(made.id) == made
    assert await sinch.webhooks.list().collect() == [made]

    changed = await sinch.webhooks.update(made.id, triggers=[WebhookTrigger.ALL])
    assert (changed.target, changed.triggers) == (URL, (WebhookTrigger.ALL,))
    assert emulator.requests[-1].body == {"triggers": ["ALL"]}

    replaced = await sinch.webhooks.replace(
        made.id, target=URL + "0", secret=Secret("other"), triggers=[WebhookTrigger.RCS_SENDER_STATUS_UPDATED]
    )
    assert (replaced.id, replaced.target) == (made.id, URL + "0")

    await sinch.webhooks.delete(made.id)
    with pytest.raises(errors.NotFound) as caught:
        await sinch.webhooks.get(made.id)
    assert caught.value.error_code == "webhook_not_found"


async def test_a_request_is_a_model_or_its_fields(sinch: AsyncClient, emulator: Emulator) -> None:
    body = webhooks.WebhookInput(target=URL, secret=Secret("s3cret"), triggers=[WebhookTrigger.BUNDLE_DONE])
    made = await sinch.webhooks.create(body)
    assert emulator.requests[-1].body == {"target": URL, "secret": "s3cret", "triggers": ["BUNDLE_DONE"]}
    assert await sinch.webhooks.ensure(body) == made
    change = webhooks.changes(made, evolve(made, triggers=["ALL"]))
    assert change == webhooks.WebhookUpdate(triggers=[WebhookTrigger.ALL])
    assert (await sinch.webhooks.update(made.id, change)).triggers == (WebhookTrigger.ALL,)
    assert await sinch.webhooks.replace(made.id, body) == made
    sent = len(emulator.requests)
    calls: list[tuple[Callable[[], Awaitable[object]], str]] = [
        (lambda: sinch.webhooks.create(target=URL, secret="s"), "triggers"),
        (lambda: sinch.webhooks.create(body, target=URL), "target"),
        (lambda: sinch.webhooks.replace(made.id, target=URL), "secret"),
        (lambda: sinch.webhooks.update(made.id, change, target=URL), "target"),
        (lambda: sinch.webhooks.ensure(target=URL), "secret"),
    ]
    for call, field in calls:
        with pytest.raises(errors.InvalidRequest) as caught:
            await call()
        assert caught.value.field == field
    assert len(emulator.requests) == sent


async def test_an_empty_update_changes_nothing(sinch: AsyncClient) -> None:
    made = await make(sinch)
    assert await sinch.webhooks.update(made.id) == made


async def test_a_target_belongs_to_one_webhook(sinch: AsyncClient) -> None:
    made, other = await make(sinch), await make(sinch, URL + "2")
    calls: list[Callable[[], Awaitable[webhooks.Webhook]]] = [
        lambda: make(sinch),
        lambda: sinch.webhooks.update(other.id, target=URL),
        lambda: sinch.webhooks.replace(other.id, target=URL, secret="s", triggers=[WebhookTrigger.ALL]),
    ]
    for call in calls:
        with pytest.raises(errors.Conflict) as caught:
            await call()
        assert caught.value.error_code == "webhook_exists"
    assert (await sinch.webhooks.update(made.id, target=URL)).target == URL


async def test_a_project_has_fifteen_at_most(sinch: AsyncClient) -> None:
    for number in range(15):
        await make(sinch, f"{URL}/{number:02}")
    with pytest.raises(errors.FailedDependency) as caught:
        await make(sinch)
    assert caught.value.error_code == "webhook_limit_reached"
    page = await sinch.webhooks.list().page()
    assert (len(page.items), page.next_token) == (15, None)
    targets = [str(webhook.target) async for webhook in sinch.webhooks.list(page_size=4)]
    assert targets == sorted(targets)
    assert len(targets) == 15


async def test_ensure_makes_and_then_brings_into_line(sinch: AsyncClient, emulator: Emulator) -> None:
    first = await sinch.webhooks.ensure(target=URL, secret="one", triggers=[WebhookTrigger.BUNDLE_DONE])
    second = await sinch.webhooks.ensure(target=URL, secret="two", triggers=[WebhookTrigger.ALL])
    assert first.id == second.id
    assert second.triggers == (WebhookTrigger.ALL,)
    assert emulator.requests[-1].body == {"secret": "two", "triggers": ["ALL"]}


async def test_many_that_start_at_once_end_with_one_webhook(sinch: AsyncClient, emulator: Emulator) -> None:
    # All of them look before anyone creates: the lists are held up until the last one was asked for.
    emulator.fail("listWebhooks", delay=0.05, times=8)
    results = await asyncio.gather(
        *(sinch.webhooks.ensure(target=URL, secret=f"s{number}", triggers=[WebhookTrigger.ALL]) for number in range(8))
    )
    assert len({webhook.id for webhook in results}) == 1
    assert len(await sinch.webhooks.list().collect()) == 1
    refused = [entry for entry in emulator.requests.of("createWebhook") if entry.error_code == "webhook_exists"]
    assert len(emulator.requests.of("createWebhook")) == len(refused) + 1


async def test_ensure_looks_again_when_the_answer_to_its_create_was_lost(
    sinch: AsyncClient, emulator: Emulator
) -> None:
    emulator.fail("createWebhook", reset="after", times=1)
    made = await sinch.webhooks.ensure(target=URL, secret="s", triggers=[WebhookTrigger.ALL])
    assert await sinch.webhooks.list().collect() == [made]
    assert [entry.operation for entry in emulator.requests if entry.operation != "token"] == [
        "listWebhooks",
        "createWebhook",
        "listWebhooks",
        "updateWebhook",
        "listWebhooks",
    ]


async def test_ensure_looks_again_when_the_webhook_went_away_under_its_hands(
    sinch: AsyncClient, emulator: Emulator
) -> None:
    made = await make(sinch)
    emulator.fail("updateWebhook", status=404, error_code="webhook_not_found", times=1)
    again = await sinch.webhooks.ensure(target=URL, secret="s", triggers=[WebhookTrigger.ALL])
    assert (again.id, again.triggers) == (made.id, (WebhookTrigger.ALL,))
    assert len(emulator.requests.of("listWebhooks")) == 2


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"status": 409, "error_code": "webhook_exists"}, "webhook_exists"),
        ({"status": 424, "error_code": "webhook_limit_reached"}, "webhook_limit_reached"),
        ({"status": 403, "error_code": "forbidden"}, "forbidden"),
    ],
)
async def test_ensure_gives_up_when_looking_again_does_not_help(
    sinch: AsyncClient, emulator: Emulator, fault: dict[str, Any], code: str
) -> None:
    emulator.fail("createWebhook", **fault)
    with pytest.raises(errors.ApiError) as caught:
        await sinch.webhooks.ensure(target=URL, secret="s", triggers=[WebhookTrigger.ALL])
    assert caught.value.error_code == code
    assert len(emulator.requests.of("createWebhook")) == (3 if code == "webhook_exists" else 1)


async def test_ensure_says_what_is_wrong_before_it_sends_anything(sinch: AsyncClient, emulator: Emulator) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        await sinch.webhooks.ensure(target=URL, secret="", triggers=[WebhookTrigger.ALL])
    assert caught.value.field == "secret"
    assert not emulator.requests


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"target": ""}, "target", "at least 1"),
        ({"target": "https://x.example/" + "x" * 742}, "target", "at most 742"),
        ({"secret": ""}, "secret", "at least 1"),
        ({"secret": "s" * 129}, "secret", "at most 128"),
        ({"triggers": []}, "triggers", "at least 1"),
        ({"triggers": [WebhookTrigger.ALL] * 2}, "triggers", "twice"),
        ({"triggers": "ALL"}, "triggers", "a list"),
        ({"triggers": ["BOGUS"]}, "triggers[0]", "not one of"),
    ],
)
async def test_bad_input_is_told_before_sending(
    sinch: AsyncClient, emulator: Emulator, fields: dict[str, object], field: str, rule: str
) -> None:
    good = {"target": URL, "secret": "s", "triggers": [WebhookTrigger.ALL]}
    with pytest.raises(errors.InvalidRequest) as caught:
        await sinch.webhooks.create(**(good | fields))  # type: ignore[arg-type]
    assert caught.value.field == field
    assert rule in caught.value.rule
    assert not emulator.requests


async def test_a_page_size_out_of_range(sinch: AsyncClient) -> None:
    with pytest.raises(errors.InvalidRequest, match="1 to 15"):
        sinch.webhooks.list(page_size=16)


def test_a_secret_is_not_shown() -> None:
    body = webhooks.WebhookInput(target=URL, secret=Secret("hunter2"), triggers=[])
    assert "hunter2" not in repr(body)
