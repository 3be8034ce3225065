"""Calls about webhook registrations."""

from sinch_provisioning import AsyncClient, webhooks
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.webhooks import WebhookTrigger
from tests.contract.catalogue.entry import Given, calls

URL = "https://hooks.example/1"


async def webhook(sinch: AsyncClient, _emulator: Emulator) -> Given:
    made = await sinch.webhooks.create(target=URL, secret="s", triggers=[WebhookTrigger.ALL])
    return Given(webhook_id=made.id)


@calls("listWebhooks", needs=webhook)
async def list_webhooks(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.webhooks.list(page_size=15).page()


@calls("createWebhook", body=webhooks.WebhookInput)
async def create(sinch: AsyncClient, _given: Given) -> object:
    triggers = [WebhookTrigger.BUNDLE_DONE, WebhookTrigger.RCS_SENDER_STATUS_UPDATED]
    return await sinch.webhooks.create(target=URL, secret="s3cret", triggers=triggers)


@calls("getWebhook", needs=webhook)
async def get(sinch: AsyncClient, given: Given) -> object:
    return await sinch.webhooks.get(given.webhook_id)


@calls("replaceWebhook", needs=webhook, body=webhooks.WebhookInput)
async def replace(sinch: AsyncClient, given: Given) -> object:
    return await sinch.webhooks.replace(
        given.webhook_id, target=URL + "0", secret="other", triggers=[WebhookTrigger.BUNDLE_DONE]
    )


@calls("updateWebhook", needs=webhook, body=webhooks.WebhookUpdate)
async def update(sinch: AsyncClient, given: Given) -> object:
    return await sinch.webhooks.update(
        given.webhook_id, target=URL + "0", secret="other", triggers=[WebhookTrigger.BUNDLE_DONE]
    )


@calls("deleteWebhook", needs=webhook)
async def delete(sinch: AsyncClient, given: Given) -> None:
    await sinch.webhooks.delete(given.webhook_id)
