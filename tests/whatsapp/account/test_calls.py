"""The WhatsApp account, async and blocking, against the emulator."""

from typing import Any

import pytest

from sinch_provisioning import AsyncClient, errors, evolve, to_json
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.control import WhatsappAccountControl as AccountControl
from sinch_provisioning.whatsapp import (
    Account,
    AccountDetails,
    AccountInputVariant,
    AccountSenderDetails,
    AccountSenderDetailsUpdate,
    AccountState,
    AccountStatus,
    AccountUpdate,
    ActivityType,
    BusinessManager,
    CompatibleRegion,
    CountryCode,
    DailyLimit,
    MetaLocalStorage,
    NewNumberDetailsInput,
    NewNumberSenderInput,
    OnBehalfOfAccountInput,  # pyright: ignore[reportDeprecated]
    PartnerInitiatedAccountInput,
    Region,
    Vertical,
    WabaBanState,
    changes,
)

pytestmark = pytest.mark.anyio

FIRST_SENDER: dict[str, Any] = {"display_name": "Shop", "business_category": Vertical.OTC_DRUGS, "region": Region.EU}
REQUEST: dict[str, Any] = {
    "waba_name": "Shop",
    "client_business_manager_id": "1234567890",
    "sender_details": AccountSenderDetails(**FIRST_SENDER),
    "business_manager": BusinessManager.SINCH_UK,
}


@pytest.fixture
def decide(emulator: Emulator) -> AccountControl:
    """What Meta, Sinch and the client decide."""
    return emulator.control.whatsapp.account


async def create(sinch: AsyncClient, **fields: Any) -> Account:
    return await sinch.whatsapp.account.create(PartnerInitiatedAccountInput(**{**REQUEST, **fields}))


async def refused(sinch: AsyncClient, emulator: Emulator) -> Account:
    await create(sinch)
    emulator.control.whatsapp.account.reject(emulator.project_id)
    return await sinch.whatsapp.account.get()


async def test_the_life_of_an_account(sinch: AsyncClient, emulator: Emulator) -> None:
    asked = await create(sinch)
    assert emulator.requests[-1].body == {
        "wabaName": "Shop",
        "clientBusinessManagerId": "1234567890",
        "businessManager": "SINCH_UK",
        "senderDetails": {"displayName": "Shop", "businessCategory": "OTC_DRUGS", "region": "EU"},
    }
    assert (asked.state, asked.details, asked.is_embedded_signup) == (None, AccountDetails(), False)
    assert asked.changes is not None
    assert asked.changes.status is AccountStatus.IN_PROGRESS
    assert asked.compatible_regions == (CompatibleRegion.EU, CompatibleRegion.US)

    waiting = await sinch.whatsapp.account.wait_for(AccountState.PENDING_FACEBOOK_VERIFICATION)
    assert waiting.changes is not None
    assert waiting.changes.status is AccountStatus.PENDING_FACEBOOK_VERIFICATION

    live = await sinch.whatsapp.account.wait_for()
    assert await sinch.whatsapp.account.get() == live
    assert (live.state, live.changes) == (AccountState.ONBOARDED, None)
    assert live.details.waba_name == "Shop"
    assert live.details.sender_details.meta_local_storage is MetaLocalStorage.DE

    await sinch.whatsapp.account.delete()
    with pytest.raises(errors.NotFound) as caught:
        await sinch.whatsapp.account.get()
    assert caught.value.error_code == "account_not_found"
    assert (await create(sinch)).state is None


async def test_a_refusal_is_corrected_and_handed_in_again(
    sinch: AsyncClient, emulator: Emulator, decide: AccountControl
) -> None:
    first = await refused(sinch, emulator)
    assert first.changes is not None
    assert (first.state, first.changes.status) == (None, AccountStatus.REJECTED)
    assert await sinch.whatsapp.account.wait_for(AccountState.REJECTED) == first
    with pytest.raises(errors.WaitFailed, match="was rejected; correct it with update") as failed:
        await sinch.whatsapp.account.wait_for()
    assert failed.value.last == first

    again = await sinch.whatsapp.account.update(
        waba_name="Shop Ltd", sender_details=AccountSenderDetailsUpdate(region=Region.US)
    )
    assert emulator.requests[-1].body == {"wabaName": "Shop Ltd", "senderDetails": {"region": "US"}}
    assert again.changes is not None
    assert (again.state, again.changes.status) == (AccountState.REJECTED, AccountStatus.IN_PROGRESS)
    assert again.details.waba_name == "Shop"
    # The first refusal still shows, but the second request is not decided yet.
    live = await sinch.whatsapp.account.wait_for([AccountState.ONBOARDED, AccountState.REJECTED])
    assert live.state is AccountState.ONBOARDED
    assert live.details.waba_name == "Shop Ltd"
    assert (live.details.sender_details.region, live.details.sender_details.display_name) == (Region.US, "Shop")


async def test_a_wait_that_comes_to_nothing(sinch: AsyncClient, emulator: Emulator, decide: AccountControl) -> None:
    decide.hold(emulator.project_id)
    await create(sinch)
    with pytest.raises(errors.WaitFailed, match="within 100 seconds") as failed:
        await sinch.whatsapp.account.wait_for(deadline=100)
    assert isinstance(failed.value.last, Account)
    decide.onboard(emulator.project_id)
    with pytest.raises(errors.WaitFailed, match="is ONBOARDED, which does not lead to REJECTED"):
        await sinch.whatsapp.account.wait_for(AccountState.REJECTED)
    with pytest.raises(errors.InvalidRequest, match="deadline"):
        await sinch.whatsapp.account.wait_for(deadline=0)
    await sinch.whatsapp.account.delete()
    with pytest.raises(errors.NotFound):
        await sinch.whatsapp.account.wait_for()


async def test_what_an_update_leaves_out_is_not_sent(sinch: AsyncClient, emulator: Emulator) -> None:
    await refused(sinch, emulator)
    await sinch.whatsapp.account.update(
        client_business_manager_id="7",
        company_legal_name="Shop Ltd",
        sender_details=AccountSenderDetailsUpdate(meta_local_storage=MetaLocalStorage.GB),
    )
    assert emulator.requests[-1].body == {
        "clientBusinessManagerId": "7",
        "companyLegalName": "Shop Ltd",
        "senderDetails": {"metaLocalStorage": "GB"},
    }


async def test_a_request_is_a_model_or_its_fields(sinch: AsyncClient, emulator: Emulator) -> None:
    await sinch.whatsapp.account.create(**{**REQUEST, "business_manager": "SINCH_UK"})
    assert emulator.requests[-1].body == {
        "wabaName": "Shop",
        "clientBusinessManagerId": "1234567890",
        "businessManager": "SINCH_UK",
        "senderDetails": {"displayName": "Shop", "businessCategory": "OTC_DRUGS", "region": "EU"},
    }
    asked = len(emulator.requests)
    with pytest.raises(errors.InvalidRequest) as missing:
        await sinch.whatsapp.account.create(waba_name="Shop")
    assert [field for field, _ in missing.value.violations] == ["client_business_manager_id", "sender_details"]
    with pytest.raises(errors.InvalidRequest, match="waba_name: is given beside a PartnerInitiatedAccountInput"):
        await sinch.whatsapp.account.create(PartnerInitiatedAccountInput(**REQUEST), waba_name="Shop")
    assert len(emulator.requests) == asked


async def test_what_was_requested_is_changed_and_sent(sinch: AsyncClient, emulator: Emulator) -> None:
    rejected = (await refused(sinch, emulator)).changes
    assert rejected is not None
    first = evolve(rejected.details.sender_details, region=Region.US)
    change = changes(rejected.details, evolve(rejected.details, waba_name="Shop Ltd", sender_details=first))
    assert change == AccountUpdate(waba_name="Shop Ltd", sender_details=AccountSenderDetailsUpdate(region=Region.US))
    await sinch.whatsapp.account.update(change)
    assert emulator.requests[-1].body == {"wabaName": "Shop Ltd", "senderDetails": {"region": "US"}}


def test_changes_of_what_cannot_be_compared() -> None:
    before: Any = AccountDetails()
    for after in (AccountUpdate(), None, "Shop"):
        with pytest.raises(errors.InvalidRequest, match="one of AccountDetails, Sender, SenderDetails"):
            changes(before, after)  # type: ignore[call-overload]
    with pytest.raises(errors.InvalidRequest, match="waba_name: cannot be removed"):
        changes(AccountDetails(waba_name="Shop"), AccountDetails())


async def test_an_update_without_a_field(sinch: AsyncClient, emulator: Emulator) -> None:
    await refused(sinch, emulator)
    with pytest.raises(errors.BadRequest) as caught:
        await sinch.whatsapp.account.update()
    assert caught.value.error_code == "no_fields_to_update"
    assert emulator.requests[-1].body == {}


async def test_only_a_refused_account_can_change(sinch: AsyncClient) -> None:
    await create(sinch)
    with pytest.raises(errors.Conflict) as caught:
        await sinch.whatsapp.account.update(waba_name="Other")
    assert caught.value.error_code == "account_not_updatable"


async def test_one_account_for_each_project(sinch: AsyncClient, emulator: Emulator) -> None:
    await create(sinch)
    with pytest.raises(errors.Conflict) as caught:
        await create(sinch)
    assert caught.value.error_code == "account_exists"
    other = sinch.project(emulator.add_project())
    made = await other.whatsapp.account.create(PartnerInitiatedAccountInput(**REQUEST))
    assert made.waba_id != (await sinch.whatsapp.account.get()).waba_id


async def test_an_account_of_senders_stays(sinch: AsyncClient, emulator: Emulator) -> None:
    await create(sinch)
    details = NewNumberDetailsInput(display_name="Shop", country_code="48", phone_number="123")
    sender = await sinch.whatsapp.senders.create(NewNumberSenderInput(details=details))
    with pytest.raises(errors.Conflict) as caught:
        await sinch.whatsapp.account.delete()
    assert caught.value.error_code == "account_has_sender_changes"
    assert caught.value.additional_information == {"projectId": emulator.project_id}
    emulator.advance(60)
    with pytest.raises(errors.Conflict) as caught:
        await sinch.whatsapp.account.delete()
    assert caught.value.error_code == "account_has_senders"
    assert caught.value.additional_information["senderIds"] == [sender.id]


async def test_a_project_without_an_account(sinch: AsyncClient) -> None:
    account = sinch.whatsapp.account
    for call in (
        account.get,
        lambda: account.update(waba_name="Shop"),
        lambda: account.comment("?"),
        lambda: account.activities().collect(),
    ):
        with pytest.raises(errors.NotFound) as missing:
            await call()
        assert missing.value.error_code == "account_not_found"
    with pytest.raises(errors.BadRequest) as caught:
        await account.delete()
    assert caught.value.error_code == "project_not_initialized"


async def test_a_record_that_is_inconsistent(sinch: AsyncClient, emulator: Emulator, decide: AccountControl) -> None:
    await create(sinch)
    decide.corrupt(emulator.project_id)
    for call in (sinch.whatsapp.account.get, lambda: create(sinch), lambda: sinch.whatsapp.account.comment("?")):
        with pytest.raises(errors.Conflict) as caught:
            await call()
        assert caught.value.error_code == "account_data_is_corrupt"


async def test_what_only_the_service_can_judge(sinch: AsyncClient, emulator: Emulator, decide: AccountControl) -> None:
    emulator.control.whatsapp.meta.offer_manager(emulator.project_id, "SINCH_UK", on=False)
    with pytest.raises(errors.BadRequest) as caught:
        await create(sinch)
    assert caught.value.error_code == "invalid_business_manager_for_environment"
    await create(sinch, business_manager=BusinessManager.SINCH_SEP)
    decide.keep_drafts(emulator.project_id)
    with pytest.raises(errors.ServerError) as failed:
        await sinch.whatsapp.account.delete()
    assert failed.value.error_code == "template_could_not_delete_drafts"
    emulator.fail("createWhatsappAccount", status=404, error_code="project_not_found")
    with pytest.raises(errors.NotFound) as missing:
        await create(sinch)
    assert missing.value.error_code == "project_not_found"


async def test_fields_that_the_service_refuses_are_named(sinch: AsyncClient) -> None:
    with pytest.raises(errors.BadRequest) as caught:
        await create(sinch, business_manager=BusinessManager("SINCH_NEW"))
    assert caught.value.error_code == "invalid_input"
    [told] = caught.value.validation_errors
    assert told.startswith("businessManager must be one of")


def first_sender(**fields: Any) -> AccountSenderDetails:
    return AccountSenderDetails(**{**FIRST_SENDER, **fields})


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"waba_name": ""}, "waba_name", "at least 1"),
        ({"waba_name": "x" * 256}, "waba_name", "at most 255"),
        ({"waba_name": 7}, "waba_name", "a text"),
        ({"client_business_manager_id": ""}, "client_business_manager_id", "at least 1"),
        ({"business_manager": "SINCH_XX"}, "business_manager", "not one of"),
        ({"business_manager": BusinessManager.UNRECOGNIZED}, "business_manager", "for responses only"),
        ({"sender_details": {}}, "sender_details", "must be AccountSenderDetails"),
        ({"sender_details": first_sender(display_name="x" * 256)}, "sender_details.display_name", "at most 255"),
        (
            {"sender_details": first_sender(business_category=Vertical.ONLINE_GAMBLING)},
            "sender_details.business_category",
            "cannot stand here",
        ),
        ({"sender_details": first_sender(region="eu")}, "sender_details.region", "not one of"),
        (
            {"sender_details": first_sender(meta_local_storage=MetaLocalStorage.UNSPECIFIED)},
            "sender_details.meta_local_storage",
            "for responses only",
        ),
    ],
)
async def test_bad_input_is_told_before_sending(
    sinch: AsyncClient, emulator: Emulator, fields: dict[str, Any], field: str, rule: str
) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        await create(sinch, **fields)
    assert caught.value.field == field
    assert rule in caught.value.rule
    assert not emulator.requests


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"waba_name": None}, "waba_name", "cannot be None"),
        ({"company_legal_name": ""}, "company_legal_name", "at least 1"),
        (
            {"sender_details": AccountSenderDetailsUpdate(display_name="")},
            "sender_details.display_name",
            "at least 1",
        ),
    ],
)
async def test_a_bad_update_is_told_before_sending(
    sinch: AsyncClient, emulator: Emulator, fields: dict[str, Any], field: str, rule: str
) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        await sinch.whatsapp.account.update(**fields)
    assert caught.value.field == field
    assert rule in caught.value.rule
    assert not emulator.requests


async def test_what_is_no_request_at_all(sinch: AsyncClient, emulator: Emulator) -> None:
    account: Any = {"wabaName": "Shop"}
    with pytest.raises(errors.InvalidRequest, match="PartnerInitiatedAccountInput or OnBehalfOfAccountInput"):
        await sinch.whatsapp.account.create(account)
    assert not emulator.requests


async def test_the_deprecated_form_goes_out_too(sinch: AsyncClient, emulator: Emulator) -> None:
    old: AccountInputVariant = OnBehalfOfAccountInput(  # pyright: ignore[reportDeprecated]
        client_business_manager_id="1", company_legal_name="Shop Ltd"
    )
    await sinch.whatsapp.account.create(old)
    live = await sinch.whatsapp.account.wait_for()
    assert (live.details.company_legal_name, live.details.waba_name) == ("Shop Ltd", "Shop Ltd")
    assert live.details.sender_details == AccountSenderDetails()


async def test_comments_and_activities(sinch: AsyncClient, emulator: Emulator) -> None:
    await create(sinch)
    await sinch.whatsapp.account.wait_for()
    comment = await sinch.whatsapp.account.comment("Hello")
    assert comment.comment == "Hello"
    assert comment.created is not None
    listing = sinch.whatsapp.account.activities(page_size=2)
    kinds = [activity.type async for activity in listing]
    assert kinds == [
        ActivityType.COMMENT_ADDED,
        ActivityType.PENDING_FACEBOOK_VERIFICATION,
        ActivityType.IN_PROGRESS,
        ActivityType.CREATED,
    ]
    first, second = [page async for page in listing.pages()]
    assert (first.total_size, first.page_size, first.items[0].comment) == (4, 2, "Hello")
    assert [page async for page in listing.pages(after=first.next_token)] == [second]
    with pytest.raises(errors.BadRequest) as caught:
        await listing.page("made up")
    assert (caught.value.error_code, caught.value.resume_token) == ("invalid_page_token", "made up")


async def test_arguments_out_of_range(sinch: AsyncClient, emulator: Emulator) -> None:
    for size in (0, 101):
        with pytest.raises(errors.InvalidRequest, match="from 1 to 100,"):
            sinch.whatsapp.account.activities(page_size=size)
    for text in ("", "x" * 65536):
        with pytest.raises(errors.InvalidRequest, match="comment: "):
            await sinch.whatsapp.account.comment(text)
    assert not emulator.requests


async def test_what_meta_changes_by_itself(sinch: AsyncClient, emulator: Emulator, decide: AccountControl) -> None:
    await create(sinch)
    await sinch.whatsapp.account.wait_for()
    decide.set_daily_limit(emulator.project_id, "TIER_10K")
    decide.set_location(emulator.project_id, "XK")
    decide.ban(emulator.project_id, "SCHEDULE_FOR_DISABLE")
    changed = await sinch.whatsapp.account.get()
    assert (changed.business_daily_limit, changed.primary_business_location) == (DailyLimit.TIER_10K, CountryCode.XK)
    assert (changed.state, changed.waba_ban_state) == (AccountState.ONBOARDED, WabaBanState.SCHEDULE_FOR_DISABLE)
    assert changed.waba_ban_date is not None
    assert changed.waba_ban_date.tzinfo is not None


async def test_a_lost_answer_of_create_is_never_repeated(sinch: AsyncClient, emulator: Emulator) -> None:
    emulator.fail("createWhatsappAccount", reset="after", times=1)
    with pytest.raises(errors.TransportError) as caught:
        await create(sinch)
    assert caught.value.sent
    assert (await sinch.whatsapp.account.get()).changes is not None
    assert [entry.operation for entry in emulator.requests].count("createWhatsappAccount") == 1


async def test_a_lost_answer_of_update_is_repeated_and_then_refused(sinch: AsyncClient, emulator: Emulator) -> None:
    await refused(sinch, emulator)
    emulator.fail("updateWhatsappAccount", reset="after", times=1)
    with pytest.raises(errors.Conflict) as caught:
        await sinch.whatsapp.account.update(waba_name="Other")
    assert (caught.value.error_code, caught.value.attempts) == ("account_not_updatable", 2)
    assert (await sinch.whatsapp.account.wait_for()).details.waba_name


def test_what_is_left_out_of_a_request_is_not_written() -> None:
    body = PartnerInitiatedAccountInput(
        waba_name="Shop", client_business_manager_id="1", sender_details=first_sender(region=Region.US)
    )
    assert b"businessManager" not in to_json(body).replace(b"clientBusinessManagerId", b"")
    assert b"metaLocalStorage" not in to_json(body)
