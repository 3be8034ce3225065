"""What type checkers make of every call of webhooks."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from typing import assert_type

from sinch_provisioning import AsyncClient, BlockingListing, Client, Listing, webhooks

URL = "https://hooks.example/1"


async def awaited(sinch: AsyncClient) -> None:
    assert_type(sinch.webhooks.list(page_size=10), Listing[webhooks.Webhook])
    assert_type(
        await sinch.webhooks.create(target=URL, secret="x", triggers=[webhooks.WebhookTrigger.ALL]), webhooks.Webhook
    )
    assert_type(await sinch.webhooks.get("x"), webhooks.Webhook)
    assert_type(
        await sinch.webhooks.replace("x", target=URL, secret="x", triggers=[webhooks.WebhookTrigger.ALL]),
        webhooks.Webhook,
    )
    assert_type(
        await sinch.webhooks.update("x", target=URL, secret="x", triggers=[webhooks.WebhookTrigger.ALL]),
        webhooks.Webhook,
    )
    await sinch.webhooks.delete("x")
    assert_type(
        await sinch.webhooks.ensure(target=URL, secret="x", triggers=[webhooks.WebhookTrigger.ALL]), webhooks.Webhook
    )


def blocking(sinch: Client) -> None:
    assert_type(sinch.webhooks.list(page_size=10), BlockingListing[webhooks.Webhook])
    assert_type(sinch.webhooks.create(target=URL, secret="x", triggers=[webhooks.WebhookTrigger.ALL]), webhooks.Webhook)
    assert_type(sinch.webhooks.get("x"), webhooks.Webhook)
    assert_type(
        sinch.webhooks.replace("x", target=URL, secret="x", triggers=[webhooks.WebhookTrigger.ALL]), webhooks.Webhook
    )
    assert_type(
        sinch.webhooks.update("x", target=URL, secret="x", triggers=[webhooks.WebhookTrigger.ALL]), webhooks.Webhook
    )
    sinch.webhooks.delete("x")
    assert_type(sinch.webhooks.ensure(target=URL, secret="x", triggers=[webhooks.WebhookTrigger.ALL]), webhooks.Webhook)
