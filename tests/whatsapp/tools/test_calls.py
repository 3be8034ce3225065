"""Template analytics and the helpers of the older Embedded Signup, async and blocking, against the emulator."""

# The two deprecated calls are tried on purpose.
# pyright: reportDeprecated=false

import logging
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Secret, errors
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.whatsapp import BusinessManager, EmbeddedSignupSenderInput, WabaNumber

pytestmark = pytest.mark.anyio


async def sign_up(sinch: AsyncClient, **fields: Any) -> None:
    """Bring an account."""
    given: dict[str, Any] = {"waba_id": "104", "phone_number_id": "205"}
    await sinch.whatsapp.senders.create(EmbeddedSignupSenderInput(**{**given, **fields}))


async def test_analytics_are_switched_on_for_good(sinch: AsyncClient, emulator: Emulator) -> None:
    tools, meta = sinch.whatsapp.tools, emulator.control.whatsapp.meta
    with pytest.raises(errors.BadRequest) as bare:
        await tools.enable_template_analytics()
    assert bare.value.error_code == "project_not_initialized"
    await sign_up(sinch)
    meta.offer_analytics(emulator.project_id, on=False)
    with pytest.raises(errors.FailedDependency) as early:
        await tools.enable_template_analytics()
    assert early.value.error_code == "template_insights_not_yet_available"
    meta.offer_analytics(emulator.project_id)
    # A second time does no harm, so a lost answer is repeated.
    emulator.fail("enableWhatsappTemplateAnalytics", reset="after", times=1)
    await tools.enable_template_analytics()
    assert (await sinch.whatsapp.account.get()).waba_enabled_for_insights


async def test_a_token_or_a_code_is_traded(sinch: AsyncClient, emulator: Emulator) -> None:
    tools = sinch.whatsapp.tools
    first = await tools.create_long_lived_access_token(facebook_token="short")
    assert emulator.requests[-1].body == {"facebookToken": "short"}
    second = await tools.create_long_lived_access_token(
        facebook_token=first.long_lived_access_token, business_manager=BusinessManager.SINCH_SEP
    )
    assert first.long_lived_access_token != second.long_lived_access_token
    assert first.long_lived_access_token.reveal() not in repr(first)
    await tools.create_long_lived_access_token(facebook_code=Secret("once"))
    with pytest.raises(errors.BadRequest) as spent:
        await tools.create_long_lived_access_token(facebook_code=Secret("once"))
    assert spent.value.error_code == "invalid_facebook_code"


async def test_business_accounts_that_a_token_can_reach(sinch: AsyncClient, emulator: Emulator) -> None:
    tools, meta = sinch.whatsapp.tools, emulator.control.whatsapp.meta
    assert (await tools.list_waba_details(facebook_token="token")).wabas == ()
    waba_id = meta.add_waba(emulator.project_id, {"1": ("48", "111")})
    [waba] = (await tools.list_waba_details(facebook_token="token")).wabas
    assert waba.id == waba_id
    assert waba.numbers == (WabaNumber(id="1", display_phone_number="+48 111", provisioned=True),)
    await sign_up(sinch, waba_id=waba.id, phone_number_id=waba.numbers[0].id)
    [waba] = (await tools.list_waba_details(facebook_token="token")).wabas
    assert [number.provisioned for number in waba.numbers] == [False]


async def test_refusals(sinch: AsyncClient, emulator: Emulator) -> None:
    tools, meta, project = sinch.whatsapp.tools, emulator.control.whatsapp.meta, emulator.project_id
    meta.reject_credential(project, "wrong")
    await sign_up(sinch)
    meta.offer_manager(project, "SINCH_SEP", on=False)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"facebook_token": "wrong"}, "invalid_facebook_token"),
        ({"facebook_token": "token", "business_manager": BusinessManager.SINCH_MX}, "invalid_business_manager"),
        (
            {"facebook_token": "token", "business_manager": BusinessManager.SINCH_SEP},
            "invalid_business_manager_for_environment",
        ),
    ]
    for fields, code in cases:
        for call in (tools.create_long_lived_access_token, tools.list_waba_details):
            with pytest.raises(errors.BadRequest) as caught:
                await call(**fields)
            assert caught.value.error_code == code


@pytest.mark.parametrize(
    ("trouble", "attempts"), [("facebook_Request_limit_reached", 4), ("log_in_facebook_required", 1)]
)
async def test_reading_is_repeated_where_a_repetition_may_help(
    sinch: AsyncClient, emulator: Emulator, trouble: Any, attempts: int
) -> None:
    emulator.control.whatsapp.meta.fail_meta(emulator.project_id, trouble)
    with pytest.raises(errors.ServerError) as caught:
        await sinch.whatsapp.tools.list_waba_details(facebook_token="token")
    assert (caught.value.error_code, caught.value.attempts) == (trouble, attempts)
    with pytest.raises(errors.ServerError) as caught:
        await sinch.whatsapp.tools.create_long_lived_access_token(facebook_code="once")
    assert (caught.value.error_code, caught.value.attempts) == (trouble, 1)
    emulator.control.whatsapp.meta.fail_meta(emulator.project_id, None)
    await sinch.whatsapp.tools.create_long_lived_access_token(facebook_code="once")


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({}, "facebook_token or facebook_code", "one of them is required"),
        ({"facebook_token": ""}, "facebook_token", "at least 1"),
        ({"facebook_code": Secret("")}, "facebook_code", "at least 1"),
        ({"facebook_token": 7}, "facebook_token", "must be Secret"),
        ({"facebook_token": "t", "business_manager": "SINCH"}, "business_manager", "not one of"),
    ],
)
async def test_bad_input_is_told_before_sending(
    sinch: AsyncClient, emulator: Emulator, fields: dict[str, Any], field: str, rule: str
) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        await sinch.whatsapp.tools.create_long_lived_access_token(**fields)
    assert caught.value.field == field
    assert rule in caught.value.rule
    assert not emulator.requests


async def test_tokens_and_codes_do_not_show(
    sinch: AsyncClient, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    emulator.control.whatsapp.meta.reject_credential(emulator.project_id, "t0p-s3cret")
    for call in (sinch.whatsapp.tools.create_long_lived_access_token, sinch.whatsapp.tools.list_waba_details):
        with pytest.raises(errors.BadRequest) as caught:
            await call(facebook_token="t0p-s3cret")
        assert "t0p-s3cret" not in str(caught.value) + repr(caught.value)
    made = await sinch.whatsapp.tools.create_long_lived_access_token(facebook_token="good")
    assert made.long_lived_access_token.reveal() not in caplog.text
    assert "t0p-s3cret" not in caplog.text
