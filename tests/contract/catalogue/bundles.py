"""Calls about bundles."""

from sinch_provisioning import AsyncClient, Secret, bundles
from sinch_provisioning.bundles import BundleState, Region
from sinch_provisioning.emulator import Emulator
from tests.contract.catalogue.entry import Given, calls


async def bundle(sinch: AsyncClient, _emulator: Emulator) -> Given:
    made = await sinch.bundles.create(region=Region.EU, name="Parcels", sms_app=True, conv_app=True)
    return Given(bundle_id=made.id)


@calls("listBundles", needs=bundle)
async def list_bundles(sinch: AsyncClient, given: Given) -> object:
    return await sinch.bundles.list(
        states=[BundleState.IN_PROGRESS, BundleState.DONE],
        conversation_app_ids=[given.conversation_app_id, "x"],
        sms_app_ids=[given.sms_app_id, "y"],
        page_size=25,
    ).page()


@calls("createBundle", body=bundles.BundleInput)
async def create(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.bundles.create(
        region=Region.EU,
        name="Parcels",
        subproject=bundles.SubprojectInput(name="Post", labels={"team": "post"}),
        sms_app=bundles.SmsAppInput(name="Texts"),
        conv_app=bundles.ConversationAppInput(
            name="Talks",
            processing_mode=bundles.ProcessingMode.CONVERSATION,
            retention_policy=bundles.RetentionPolicy(
                retention_policy_type=bundles.RetentionPolicyType.CONVERSATION_EXPIRE_POLICY, ttl=365
            ),
            consent_manager_settings=bundles.ConsentManagerSettings(mode=bundles.ConsentManagerMode.PRIMARY),
            webhooks=[
                bundles.ConversationWebhookInput(
                    target="https://conversation.example",
                    target_type=bundles.WebhookTargetType.HTTP,
                    secret=Secret("s3cret"),
                    triggers=[bundles.ConversationTrigger.MESSAGE_INBOUND],
                )
            ],
        ),
        webhooks=[
            bundles.WebhookInput(
                target="https://hooks.example/1", secret=Secret("s"), triggers=[bundles.WebhookTrigger.BUNDLE_DONE]
            )
        ],
        test_number=True,
    )


@calls("getBundle", needs=bundle)
async def get(sinch: AsyncClient, given: Given) -> object:
    return await sinch.bundles.get(given.bundle_id)
