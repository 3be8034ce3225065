"""Bundles, async and blocking, against the emulator."""

from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Secret, bundles, errors, sms
from sinch_provisioning.bundles import BundleState, Region, WebhookTrigger
from sinch_provisioning.emulator import Emulator

pytestmark = pytest.mark.anyio


def hook(number: int) -> bundles.WebhookInput:
    return bundles.WebhookInput(
        target=f"https://hooks.example/{number}", secret=Secret("s"), triggers=[WebhookTrigger.BUNDLE_DONE]
    )


async def test_a_full_order(sinch: AsyncClient, emulator: Emulator) -> None:
    bundle = await sinch.bundles.create(
        region=Region.EU,
        name="Parcels",
        subproject=bundles.SubprojectInput(labels={"team": "post"}),
        sms_app=True,
        conv_app=bundles.ConversationAppInput(
            processing_mode=bundles.ProcessingMode.CONVERSATION,
            retention_policy=bundles.RetentionPolicy(ttl=365),
            consent_manager_settings=bundles.ConsentManagerSettings(mode=bundles.ConsentManagerMode.PRIMARY),
            webhooks=[
                bundles.ConversationWebhookInput(
                    target="https://conv.example", triggers=[bundles.ConversationTrigger.MESSAGE_INBOUND]
                )
            ],
        ),
        webhooks=[hook(1)],
        test_number=True,
    )
    assert bundle.state == BundleState.IN_PROGRESS
    done = await sinch.bundles.wait_for(bundle.id)
    assert done.subproject is not None
    assert done.subproject.status == "READY"
    assert done.project_id == done.subproject.id != emulator.project_id
    assert done.subproject.labels == {"team": "post"}
    assert done.conv_app is not None
    assert done.conv_app.retention_policy == bundles.RetentionPolicy(
        retention_policy_type=bundles.RetentionPolicyType.MESSAGE_EXPIRE_POLICY, ttl=365
    )
    assert done.conv_app.sms_channel_status == "PENDING"
    assert done.sms_app is not None
    subproject = sinch.project(done.project_id)
    app = await subproject.sms.apps.get(done.sms_app.id)
    assert app.conversation_api_app_details is not None
    assert app.conversation_api_app_details.id == done.conv_app.id
    assert [webhook.target async for webhook in subproject.webhooks.list()] == ["https://hooks.example/1"]
    assert [event.type for event in emulator.events] == ["BUNDLE_DONE"]


async def test_a_failed_order_is_not_waited_for(sinch: AsyncClient, emulator: Emulator) -> None:
    bundle = await sinch.bundles.create(region=Region.US, name="A", sms_app=True)
    emulator.control.bundles.fail(emulator.project_id, bundle.id)
    with pytest.raises(errors.WaitFailed, match="FAILED"):
        await sinch.bundles.wait_for(bundle.id)
    assert (await sinch.bundles.wait_for(bundle.id, BundleState.FAILED)).state == BundleState.FAILED


async def test_lists(sinch: AsyncClient, emulator: Emulator) -> None:
    made = [await sinch.bundles.create(region=Region.US, name=f"b{number}", sms_app=True) for number in range(12)]
    emulator.control.bundles.finish(emulator.project_id, made[3].id)
    page = await sinch.bundles.list().page()
    assert (page.page_size, page.total_size, len(page.items)) == (10, 12, 10)
    assert len(await sinch.bundles.list(page_size=5).collect()) == 12
    assert [bundle.id async for bundle in sinch.bundles.list(states=[BundleState.DONE])] == [made[3].id]
    app = made[5].sms_app
    assert app is not None
    assert [bundle.id async for bundle in sinch.bundles.list(sms_app_ids=[app.id, "x"])] == [made[5].id]
    assert await sinch.bundles.list(conversation_app_ids=["x"]).collect() == []
    with pytest.raises(errors.NotFound) as caught:
        await sinch.bundles.get("0" * 24)
    assert caught.value.error_code == "bundle_not_found"


async def test_webhooks_of_an_order_keep_the_projects_limits(sinch: AsyncClient) -> None:
    await sinch.bundles.create(region=Region.EU, webhooks=[hook(1)])
    with pytest.raises(errors.Conflict) as exists:
        await sinch.bundles.create(region=Region.EU, webhooks=[hook(1)])
    assert exists.value.error_code == "webhook_exists"
    with pytest.raises(errors.FailedDependency) as limit:
        await sinch.bundles.create(region=Region.EU, webhooks=[hook(number) for number in range(2, 17)])
    assert limit.value.error_code == "webhook_limit_reached"


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({}, "sms_app"),
        ({"sms_app": False, "subproject": False}, "sms_app"),
        ({"sms_app": True}, "name"),
        ({"sms_app": bundles.SmsAppInput(name="x"), "conv_app": bundles.ConversationAppInput()}, "name"),
        ({"name": "", "sms_app": bundles.SmsAppInput(name="a")}, "name"),
        ({"name": "n", "sms_app": "yes"}, "sms_app"),
        ({"webhooks": [hook(number) for number in range(16)]}, "webhooks"),
        ({"webhooks": [hook(1), hook(1)]}, "webhooks"),
        (
            {
                "name": "n",
                "conv_app": bundles.ConversationAppInput(retention_policy=bundles.RetentionPolicy(ttl=8)),
            },
            "conv_app.retention_policy.ttl",
        ),
        *(
            (
                {
                    "name": "n",
                    "conv_app": bundles.ConversationAppInput(
                        processing_mode=mode,
                        retention_policy=bundles.RetentionPolicy(retention_policy_type=kind, ttl=ttl),
                    ),
                },
                f"conv_app.retention_policy.{field}",
            )
            for mode, kind, ttl, field in [
                (bundles.ProcessingMode.CONVERSATION, None, 0, "ttl"),
                (bundles.ProcessingMode.CONVERSATION, None, 3651, "ttl"),
                (bundles.ProcessingMode.DISPATCH, None, 8, "ttl"),
                (None, bundles.RetentionPolicyType.PERSIST_RETENTION_POLICY, None, "retention_policy_type"),
            ]
        ),
        (
            {
                "name": "n",
                "conv_app": bundles.ConversationAppInput(consent_manager_settings=bundles.ConsentManagerSettings()),
            },
            "conv_app.consent_manager_settings.mode",
        ),
        ({"region": None, "name": "n", "sms_app": True}, "region"),
        (
            {
                "name": "n",
                "conv_app": bundles.ConversationAppInput(
                    webhooks=[bundles.ConversationWebhookInput(target="x" * 743, triggers=[])]
                ),
            },
            "conv_app.webhooks[0].target",
        ),
        ({"name": "n", "sms_app": True, "region": "CA"}, "region"),
    ],
)
async def test_bad_orders_are_told_before_sending(
    sinch: AsyncClient, emulator: Emulator, order: dict[str, Any], field: str
) -> None:
    given: dict[str, Any] = {"region": Region.EU, **order}
    with pytest.raises(errors.InvalidRequest) as caught:
        await sinch.bundles.create(**given)
    assert caught.value.field == field
    assert not emulator.requests


async def test_an_order_is_a_model_or_its_fields(sinch: AsyncClient, emulator: Emulator) -> None:
    order = bundles.BundleInput(region=Region.EU, name="Parcels", sms_app=True)
    made = await sinch.bundles.create(order)
    assert made.name == "Parcels"
    assert emulator.requests[-1].body == {"region": "EU", "name": "Parcels", "smsApp": True}
    with pytest.raises(errors.InvalidRequest, match="name"):
        await sinch.bundles.create(order, name="Other")
    with pytest.raises(errors.InvalidRequest, match="state"):
        await sinch.bundles.wait_for(made.id, "DOEN")
    with pytest.raises(errors.InvalidRequest, match=r"states\[0\]"):
        sinch.bundles.list(states=["DOEN"])


async def test_what_only_the_service_can_judge_goes_through(sinch: AsyncClient, emulator: Emulator) -> None:
    emulator.fail("createBundle", status=403, error_code="forbidden_payload", times=1)
    with pytest.raises(errors.Forbidden) as caught:
        await sinch.bundles.create(region=Region.EU, name="a", sms_app=True)
    assert caught.value.error_code == "forbidden_payload"


async def test_a_test_number_goes_with_the_only_sms_app(sinch: AsyncClient) -> None:
    async def order(sms_app: bool) -> str | None:
        try:
            await sinch.bundles.create(region=Region.EU, name="A", sms_app=sms_app, conv_app=True, test_number=True)
        except errors.ApiError as error:
            return error.error_code
        return None

    assert await order(False) == "default_sms_app_not_found"
    app = await sinch.sms.apps.create(name="first", region=sms.Region.EU)
    assert await order(True) == "allowed_only_for_default_test_sms_app"
    await sinch.sms.apps.create(name="second", region=sms.Region.EU)
    assert await order(False) == "more_than_one_sms_app"
    await sinch.sms.apps.delete(app.id)
    assert await order(False) is None
    assert await order(False) == "only_one_test_number_allowed"
