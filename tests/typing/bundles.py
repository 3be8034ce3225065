"""What type checkers make of every call of bundles."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from typing import assert_type

from sinch_provisioning import AsyncClient, BlockingListing, Client, Listing, Secret, bundles

URL = "https://hooks.example/1"


async def awaited(sinch: AsyncClient) -> None:
    assert_type(
        sinch.bundles.list(
            states=[bundles.BundleState.DONE], conversation_app_ids=["x"], sms_app_ids=["x"], page_size=10
        ),
        Listing[bundles.Bundle],
    )
    assert_type(
        await sinch.bundles.create(
            region=bundles.Region.BR,
            name="x",
            subproject=bundles.SubprojectInput(name="x", labels={"a": "b"}),
            sms_app=bundles.SmsAppInput(name="x", test=True),
            conv_app=bundles.ConversationAppInput(
                name="x",
                webhooks=[
                    bundles.ConversationWebhookInput(
                        target=URL, triggers=[bundles.ConversationTrigger.BATCH_DELIVERY_REPORT_FULL]
                    )
                ],
            ),
            webhooks=[bundles.WebhookInput(target=URL, secret=Secret("s"), triggers=[bundles.WebhookTrigger.ALL])],
            test_number=True,
        ),
        bundles.Bundle,
    )
    assert_type(await sinch.bundles.get("x"), bundles.Bundle)
    assert_type(await sinch.bundles.wait_for("x", bundles.BundleState.DONE, deadline=60.0), bundles.Bundle)


def blocking(sinch: Client) -> None:
    assert_type(
        sinch.bundles.list(
            states=[bundles.BundleState.DONE], conversation_app_ids=["x"], sms_app_ids=["x"], page_size=10
        ),
        BlockingListing[bundles.Bundle],
    )
    assert_type(
        sinch.bundles.create(
            region=bundles.Region.BR,
            name="x",
            subproject=bundles.SubprojectInput(name="x", labels={"a": "b"}),
            sms_app=bundles.SmsAppInput(name="x", test=True),
            conv_app=bundles.ConversationAppInput(
                name="x",
                webhooks=[
                    bundles.ConversationWebhookInput(
                        target=URL, triggers=[bundles.ConversationTrigger.BATCH_DELIVERY_REPORT_FULL]
                    )
                ],
            ),
            webhooks=[bundles.WebhookInput(target=URL, secret=Secret("s"), triggers=[bundles.WebhookTrigger.ALL])],
            test_number=True,
        ),
        bundles.Bundle,
    )
    assert_type(sinch.bundles.get("x"), bundles.Bundle)
    assert_type(sinch.bundles.wait_for("x", bundles.BundleState.DONE, deadline=60.0), bundles.Bundle)
