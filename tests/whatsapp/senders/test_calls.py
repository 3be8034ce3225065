"""WhatsApp senders, async and blocking, against the emulator."""

import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Secret, errors, evolve, to_json
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.control import WhatsappSendersControl as SendersControl
from sinch_provisioning.whatsapp import (
    AccountSenderDetails,
    Action,
    ActivityType,
    BusinessManager,
    EmbeddedSignupSenderInput,
    FieldReviewStatus,
    LegacyEmbeddedSignupSenderInput,  # pyright: ignore[reportDeprecated]
    MetaLocalStorage,
    NewNumberDetailsInput,
    NewNumberSenderInput,
    NumberProvider,
    PartnerInitiatedAccountInput,
    PartnerInitiatedDetailsInput,
    PartnerInitiatedSenderInput,
    QualityRating,
    Region,
    RegistrationMethod,
    Sender,
    SenderDetails,
    SenderDetailsUpdate,
    SenderErrorCode,
    SenderInputVariant,
    SenderRegistration,
    SenderState,
    SenderStatus,
    SenderUpdate,
    Vertical,
    changes,
)

pytestmark = pytest.mark.anyio

ACTIVE, PENDING = SenderState.ACTIVE, SenderState.PENDING_VERIFICATION
SMS = RegistrationMethod.SMS
DAY = 86_400.0
PHOTO = "https://shop.example/photo.png"
PROFILE: dict[str, Any] = {
    "description": "Shirts",
    "email": "shop@shop.example",
    "address": "Street 1",
    "website_one": "https://shop.example",
    "website_two": "https://shop.example/2",
    "about": "All shirts",
    "photo_url": PHOTO,
}


def partner(number: str | None = "123456789", **fields: Any) -> PartnerInitiatedSenderInput:
    """Return a request whose fields are those of the sender where it has them, and of its details elsewhere."""
    outer = {"status", "region", "meta_local_storage", "save_draft_on_failure", "phone_number_provider"}
    details = {name: value for name, value in fields.items() if name not in outer}
    given: dict[str, Any] = {"display_name": "Shop", "vertical": Vertical.OTHER, "country_code": "48"}
    if number is not None:
        given["phone_number"] = number
    filled: dict[str, Any] = {
        "phone_number_provider": NumberProvider.CUSTOMER,
        "details": PartnerInitiatedDetailsInput(**(given | details)),
    }
    return PartnerInitiatedSenderInput(**(filled | {name: value for name, value in fields.items() if name in outer}))


def embedded(**fields: Any) -> EmbeddedSignupSenderInput:
    given: dict[str, Any] = {"waba_id": "104", "phone_number_id": "205"}
    return EmbeddedSignupSenderInput(**(given | fields))


def new_number(**fields: Any) -> NewNumberSenderInput:
    given: dict[str, Any] = {"country_code": "48", "phone_number": "123456789", "display_name": "Shop"}
    return NewNumberSenderInput(details=NewNumberDetailsInput(**(given | fields)))


def legacy(**fields: Any) -> SenderInputVariant:
    details = SenderDetails(display_name="Shop", vertical=Vertical.OTHER)
    given: dict[str, Any] = {"name": "Shop", "details": details, "waba_id": "104"}
    return LegacyEmbeddedSignupSenderInput(**(given | fields))  # pyright: ignore[reportDeprecated]


@pytest.fixture
def decide(emulator: Emulator) -> SendersControl:
    """What Meta and Sinch decide."""
    return emulator.control.whatsapp.senders


@pytest.fixture
async def account(sinch: AsyncClient, emulator: Emulator) -> None:
    """An account on behalf of a client, live."""
    first = AccountSenderDetails(display_name="Shop", business_category=Vertical.OTHER, region=Region.EU)
    await sinch.whatsapp.account.create(
        PartnerInitiatedAccountInput(
            waba_name="Shop",
            client_business_manager_id="1",
            sender_details=first,
            business_manager=BusinessManager.SINCH_UK,
        )
    )
    emulator.control.whatsapp.account.onboard(emulator.project_id)


async def waiting(sinch: AsyncClient, **fields: Any) -> Sender:
    """Return a sender that waits for its code."""
    created = await sinch.whatsapp.senders.create(partner(**fields))
    return await sinch.whatsapp.senders.wait_for(created.id, PENDING)


async def active(sinch: AsyncClient, emulator: Emulator, **fields: Any) -> Sender:
    sender = await waiting(sinch, **fields)
    emulator.control.whatsapp.senders.set_state(emulator.project_id, sender.id, "ACTIVE")
    return await sinch.whatsapp.senders.get(sender.id)


async def edit(sinch: AsyncClient, sender: Sender, *, status: Action = Action.SUBMIT, **fields: Any) -> Sender:
    return await sinch.whatsapp.senders.update(sender.id, details=SenderDetailsUpdate(**fields), status=status)


def status_of(sender: Sender) -> SenderStatus | None:
    return None if sender.changes is None else sender.changes.status


@pytest.mark.usefixtures("account")
class TestLife:
    async def test_from_its_creation_to_its_end(
        self, sinch: AsyncClient, emulator: Emulator, decide: SendersControl
    ) -> None:
        senders = sinch.whatsapp.senders
        created = await senders.create(partner(**PROFILE))
        assert (created.state, created.details, status_of(created)) == (None, SenderDetails(), SenderStatus.IN_PROGRESS)
        assert (created.country_code, created.phone_number) == ("48", "123456789")
        assert (created.region, created.meta_local_storage) == (Region.EU, MetaLocalStorage.DE)
        assert created.number_provider is NumberProvider.CUSTOMER

        pending = await senders.wait_for(created.id, [PENDING, ACTIVE])
        assert (pending.state, pending.changes) == (PENDING, None)
        registration = await senders.register(created.id, method=RegistrationMethod.VOICE)
        assert (registration.id, registration.method) == (created.id, RegistrationMethod.VOICE)
        assert registration.verification_code_sent
        assert registration.accepted is not None
        assert registration.accepted.tzinfo is dt.UTC
        await senders.verify(created.id, code=decide.code(emulator.project_id, created.id))

        live = await senders.wait_for(created.id, ACTIVE)
        assert {name: getattr(live.details, name) for name in PROFILE} == PROFILE
        assert await senders.get(created.id) == live

        await senders.delete(created.id)
        assert await senders.get(created.id) == live
        with pytest.raises(errors.Conflict) as again:
            await senders.delete(created.id)
        assert again.value.error_code == "sender_already_deleted"
        emulator.advance(30 * DAY)
        with pytest.raises(errors.NotFound) as gone:
            await senders.get(created.id)
        assert gone.value.error_code == "sender_not_found"

    async def test_a_draft_and_its_submission(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders = sinch.whatsapp.senders
        draft = await senders.create(partner(status=Action.DRAFT))
        assert status_of(draft) is SenderStatus.DRAFT
        for wait in (senders.wait_for(draft.id, ACTIVE), senders.wait_for_changes(draft.id)):
            with pytest.raises(errors.WaitFailed, match="was not submitted") as failed:
                await wait
            assert failed.value.last == draft
        edited = await senders.update(draft.id, details=SenderDetailsUpdate(about="All shirts"))
        assert edited.changes is not None
        assert (edited.changes.status, edited.changes.details.about) == (SenderStatus.DRAFT, "All shirts")
        submitted = await senders.update(draft.id, status=Action.SUBMIT)
        assert emulator.requests[-1].body == {"status": "SUBMIT"}
        assert status_of(submitted) is SenderStatus.IN_PROGRESS
        assert (await senders.wait_for(draft.id, PENDING)).details.display_name == "Shop"

    async def test_a_new_number(self, sinch: AsyncClient, emulator: Emulator) -> None:
        created = await sinch.whatsapp.senders.create(new_number())
        assert emulator.requests[-1].body == {
            "details": {"countryCode": "48", "phoneNumber": "123456789", "displayName": "Shop"}
        }
        assert (await sinch.whatsapp.senders.wait_for(created.id, PENDING)).details.display_name == "Shop"

    async def test_a_number_that_sinch_provides(self, sinch: AsyncClient, emulator: Emulator) -> None:
        created = await sinch.whatsapp.senders.create(partner(None, phone_number_provider=NumberProvider.SINCH))
        assert "phoneNumber" not in emulator.requests[-1].body["details"]
        assert created.number_provider is NumberProvider.SINCH
        assert created.phone_number

    async def test_a_failure_may_leave_a_draft(
        self, sinch: AsyncClient, emulator: Emulator, decide: SendersControl
    ) -> None:
        decide.fail_file(emulator.project_id, PHOTO, "file_size_too_large")
        for save in (False, True):
            with pytest.raises(errors.Conflict) as caught:
                await sinch.whatsapp.senders.create(partner(photo_url=PHOTO, save_draft_on_failure=save))
            assert caught.value.error_code == "file_size_too_large"
        [kept] = await sinch.whatsapp.senders.list().collect()
        assert status_of(kept) is SenderStatus.DRAFT
        await sinch.whatsapp.senders.delete_changes(kept.id)
        assert await sinch.whatsapp.senders.list().collect() == []

    async def test_refusals_of_a_creation(self, sinch: AsyncClient, emulator: Emulator) -> None:
        await sinch.whatsapp.senders.create(partner())
        for sender in (partner(), new_number()):
            with pytest.raises(errors.Conflict) as caught:
                await sinch.whatsapp.senders.create(sender)
            assert caught.value.error_code == "used_phone_number_id"
        emulator.control.whatsapp.account.corrupt(emulator.project_id)
        with pytest.raises(errors.Conflict) as caught:
            await sinch.whatsapp.senders.create(partner("7"))
        assert caught.value.error_code == "account_data_is_corrupt"

    async def test_changes_are_thrown_away(
        self, sinch: AsyncClient, emulator: Emulator, decide: SendersControl
    ) -> None:
        sender = await active(sinch, emulator)
        with pytest.raises(errors.NotFound) as missing:
            await sinch.whatsapp.senders.delete_changes(sender.id)
        assert missing.value.error_code == "sender_changes_not_found"
        await edit(sinch, sender, about="New")
        with pytest.raises(errors.Conflict) as busy:
            await sinch.whatsapp.senders.delete_changes(sender.id)
        assert busy.value.error_code == "sender_changes_not_deletable"
        decide.reject(emulator.project_id, sender.id)
        await sinch.whatsapp.senders.delete_changes(sender.id)
        left = await sinch.whatsapp.senders.get(sender.id)
        assert (left.state, left.changes, left.details) == (ACTIVE, None, sender.details)

    async def test_what_meta_changes_by_itself(
        self, sinch: AsyncClient, emulator: Emulator, decide: SendersControl
    ) -> None:
        sender = await active(sinch, emulator)
        decide.set_quality(emulator.project_id, sender.id, "YELLOW")
        decide.set_state(emulator.project_id, sender.id, "SUSPENDED")
        changed = await sinch.whatsapp.senders.get(sender.id)
        assert (changed.quality_rating, changed.state) == (QualityRating.YELLOW, SenderState.SUSPENDED)

    async def test_comments_and_activities(self, sinch: AsyncClient, emulator: Emulator) -> None:
        sender = await waiting(sinch)
        assert (await sinch.whatsapp.senders.comment(sender.id, "Hello")).comment == "Hello"
        listing = sinch.whatsapp.senders.activities(sender.id, page_size=2)
        kinds = [activity.type async for activity in listing]
        assert kinds == [
            ActivityType.COMMENT_ADDED,
            ActivityType.IN_PROGRESS,
            ActivityType.CREATED,
        ]
        first, second = [page async for page in listing.pages()]
        assert (first.total_size, first.items[0].comment) == (3, "Hello")
        assert [page async for page in listing.pages(after=first.next_token)] == [second]
        other = await waiting(sinch, number="7")
        with pytest.raises(errors.BadRequest) as caught:
            await sinch.whatsapp.senders.activities(other.id, page_size=2).page(first.next_token)
        assert caught.value.error_code == "invalid_page_token"


class TestEmbeddedSignup:
    async def test_it_brings_the_account_and_needs_no_code(self, sinch: AsyncClient, emulator: Emulator) -> None:
        created = await sinch.whatsapp.senders.create(
            embedded(region=Region.US, business_manager=BusinessManager.SINCH_BR, authentication_code=Secret("once"))
        )
        assert emulator.requests[-1].body == {
            "wabaId": "104",
            "phoneNumberId": "205",
            "region": "US",
            "businessManager": "SINCH_BR",
            "authenticationCode": "once",
        }
        account = await sinch.whatsapp.account.wait_for()
        assert (account.is_embedded_signup, account.waba_id) == (True, "104")
        live = await sinch.whatsapp.senders.wait_for(created.id, ACTIVE)
        assert live.details.display_name

    async def test_the_older_form_sends_its_token_or_code(self, sinch: AsyncClient, emulator: Emulator) -> None:
        await sinch.whatsapp.senders.create(legacy(facebook_access_token=Secret("token")))
        assert emulator.requests[-1].body["facebookAccessToken"] == "token"
        await sinch.whatsapp.senders.create(legacy(facebook_code=Secret("code")))
        with pytest.raises(errors.BadRequest) as caught:
            await sinch.whatsapp.senders.create(legacy(facebook_code=Secret("code")))
        assert caught.value.error_code == "invalid_facebook_token"
        asked = len(emulator.requests)
        with pytest.raises(errors.InvalidRequest) as missing:
            await sinch.whatsapp.senders.create(legacy())
        assert missing.value.violations == (("facebook_access_token or facebook_code", "one of them is required"),)
        assert len(emulator.requests) == asked

    @pytest.mark.parametrize(
        ("fields", "error", "code"),
        [
            ({"waba_id": ""}, errors.Conflict, "not_found_waba_id"),
            (
                {"business_manager": BusinessManager.SINCH_BR, "region": Region.EU},
                errors.BadRequest,
                "invalid_business_manager",
            ),
            (
                {"business_manager": BusinessManager.SINCH_MX},
                errors.BadRequest,
                "invalid_business_manager_for_environment",
            ),
            ({"authentication_code": Secret("wrong")}, errors.BadRequest, "invalid_facebook_token"),
        ],
    )
    async def test_refusals_of_the_first_sender(
        self, sinch: AsyncClient, emulator: Emulator, fields: dict[str, Any], error: type[errors.ApiError], code: str
    ) -> None:
        emulator.control.whatsapp.meta.reject_credential(emulator.project_id, "wrong")
        emulator.control.whatsapp.meta.offer_manager(emulator.project_id, "SINCH_MX", on=False)
        with pytest.raises(error) as caught:
            await sinch.whatsapp.senders.create(embedded(**fields))
        assert caught.value.error_code == code
        with pytest.raises(errors.NotFound):
            await sinch.whatsapp.account.get()

    async def test_refusals_of_later_senders(self, sinch: AsyncClient, emulator: Emulator) -> None:
        meta = emulator.control.whatsapp.meta
        waba_id = meta.add_waba(emulator.project_id, {"205": ("48", "111")})
        other = sinch.project(emulator.add_project())
        meta.add_waba(other.project_id, {})
        meta.add_waba(other.project_id, {})

        async def code_of(who: Any, sender: SenderInputVariant) -> str | None:
            with pytest.raises(errors.Conflict) as caught:
                await who.whatsapp.senders.create(sender)
            return caught.value.error_code

        unknown = embedded(waba_id=waba_id, phone_number_id="206")
        assert await code_of(sinch, unknown) == "invalid_waba_id_or_phone_number_id_for_region"
        await sinch.whatsapp.senders.create(embedded(waba_id=waba_id))
        token = Secret("token")
        assert await code_of(sinch, embedded(waba_id=waba_id)) == "provisioned_phone_number_id"
        assert await code_of(sinch, legacy(waba_id="", facebook_code=token)) == "all_phone_number_id_provisioned"
        assert await code_of(sinch, embedded(phone_number_id="7")) == "wrong_waba_id"
        assert await code_of(sinch, partner()) == "wrong_waba_id"
        manager = BusinessManager.SINCH_BR
        assert await code_of(sinch, embedded(business_manager=manager, region=Region.BR)) == "wrong_business_manager"
        assert await code_of(other, embedded(waba_id=waba_id, phone_number_id="7")) == "waba_id_used"
        assert await code_of(other, embedded()) == "used_phone_number_id"
        assert await code_of(other, embedded(waba_id="")) == "too_many_waba_id"

    @pytest.mark.parametrize("trouble", ["facebook_Request_limit_reached", "log_in_facebook_required"])
    async def test_a_creation_that_meta_does_not_take_is_not_repeated(
        self, sinch: AsyncClient, emulator: Emulator, trouble: Any
    ) -> None:
        emulator.control.whatsapp.meta.fail_meta(emulator.project_id, trouble)
        with pytest.raises(errors.ServerError) as caught:
            await sinch.whatsapp.senders.create(embedded())
        assert (caught.value.error_code, caught.value.attempts) == (trouble, 1)


@pytest.mark.usefixtures("account")
class TestWaits:
    async def test_an_end_that_cannot_come(
        self, sinch: AsyncClient, emulator: Emulator, decide: SendersControl
    ) -> None:
        senders, project = sinch.whatsapp.senders, emulator.project_id
        refused = await senders.create(partner())
        decide.reject(project, refused.id, "No.")
        with pytest.raises(errors.WaitFailed, match="it was rejected; change and submit it again with update"):
            await senders.wait_for(refused.id, ACTIVE)
        broken = await senders.create(partner("7"))
        decide.fail(project, broken.id, "NO_PRICING_PLAN", "No plan.")
        with pytest.raises(errors.WaitFailed, match=r"failed \(NO_PRICING_PLAN: No plan\.\)") as failed:
            await senders.wait_for(broken.id, ACTIVE)
        last: Sender = failed.value.last
        assert last.changes is not None
        assert last.changes.error_code is SenderErrorCode.NO_PRICING_PLAN
        live = await active(sinch, emulator, number="8")
        with pytest.raises(errors.WaitFailed, match="is ACTIVE, which does not lead to PENDING_VERIFICATION"):
            await senders.wait_for(live.id, PENDING)
        decide.set_state(project, live.id, "INACTIVE")
        with pytest.raises(errors.WaitFailed, match="is INACTIVE"):
            await senders.wait_for(live.id, ACTIVE)

    async def test_an_end_that_does_not_come_in_time(self, sinch: AsyncClient, emulator: Emulator) -> None:
        sender = await waiting(sinch)
        with pytest.raises(errors.WaitFailed, match="within 100 seconds") as failed:
            await sinch.whatsapp.senders.wait_for(sender.id, ACTIVE, deadline=100)
        assert failed.value.last == sender
        with pytest.raises(errors.NotFound):
            await sinch.whatsapp.senders.wait_for("none", ACTIVE)

    async def test_what_is_no_state(self, sinch: AsyncClient, emulator: Emulator) -> None:
        asked = len(emulator.requests)
        for state in ("LIVE", [], [ACTIVE, "LIVE"]):
            with pytest.raises(errors.InvalidRequest, match="state: "):
                await sinch.whatsapp.senders.wait_for("id", state)
        assert len(emulator.requests) == asked

    async def test_edits_that_come_to_nothing(
        self, sinch: AsyncClient, emulator: Emulator, decide: SendersControl
    ) -> None:
        senders, project = sinch.whatsapp.senders, emulator.project_id
        sender = await active(sinch, emulator)
        assert await senders.wait_for_changes(sender.id) == sender
        await edit(sinch, sender, about="New")
        decide.reject(project, sender.id)
        with pytest.raises(errors.WaitFailed, match="rejected"):
            await senders.wait_for_changes(sender.id)
        assert (await senders.wait_for(sender.id, ACTIVE)).changes is not None
        await edit(sinch, sender, about="Newer")
        decide.fail(project, sender.id)
        with pytest.raises(errors.WaitFailed, match="delete_changes"):
            await senders.wait_for_changes(sender.id)
        await senders.delete_changes(sender.id)
        decide.hold(project)
        await edit(sinch, sender, about="Newest")
        with pytest.raises(errors.WaitFailed, match="within 60 seconds"):
            await senders.wait_for_changes(sender.id, deadline=60)


@pytest.mark.usefixtures("account")
class TestEdits:
    async def test_left_out_stays_and_none_removes(self, sinch: AsyncClient, emulator: Emulator) -> None:
        sender = await active(sinch, emulator, **PROFILE)
        edited = await edit(sinch, sender, description=None, photo_url=None, about="New", vertical=Vertical.RESTAURANT)
        assert emulator.requests[-1].body == {
            "status": "SUBMIT",
            "details": {"description": None, "photoUrl": None, "about": "New", "vertical": "RESTAURANT"},
        }
        assert edited.details == sender.details
        assert edited.changes is not None
        assert (edited.changes.details.about, edited.changes.details.email) == ("New", None)
        live = await sinch.whatsapp.senders.wait_for_changes(sender.id)
        assert (live.details.description, live.details.photo_url) == (None, None)
        assert (live.details.about, live.details.email) == ("New", PROFILE["email"])
        assert live.details.vertical is Vertical.RESTAURANT

    async def test_an_edit_is_a_draft_unless_it_is_submitted(self, sinch: AsyncClient, emulator: Emulator) -> None:
        sender = await active(sinch, emulator)
        edited = await sinch.whatsapp.senders.update(sender.id, details=SenderDetailsUpdate(about="New"))
        assert emulator.requests[-1].body == {"status": "DRAFT", "details": {"about": "New"}}
        assert status_of(edited) is SenderStatus.DRAFT

    async def test_names_are_reviewed_on_their_own(
        self, sinch: AsyncClient, emulator: Emulator, decide: SendersControl
    ) -> None:
        sender = await active(sinch, emulator)
        asked = await edit(sinch, sender, display_name="Shirts", username="shirts")
        assert asked.changes is None
        assert asked.metadata is not None
        assert asked.metadata.display_name is not None
        assert (asked.metadata.display_name.value, asked.metadata.display_name.status) == (
            "Shirts",
            FieldReviewStatus.PENDING,
        )
        with pytest.raises(errors.Conflict) as caught:
            await edit(sinch, sender, display_name="Trousers")
        assert caught.value.error_code == "sender_display_name_update_not_allowed"
        decide.decide_field(emulator.project_id, sender.id, "displayName", "REJECTED", "Not yours.")
        emulator.advance(60)
        live = await sinch.whatsapp.senders.get(sender.id)
        assert live.metadata is not None
        assert live.metadata.display_name is not None
        assert live.metadata.display_name.rejection_reason == "Not yours."
        assert (live.details.display_name, live.details.username) == ("Shop", "shirts")
        given_up = await edit(sinch, sender, username=None)
        assert emulator.requests[-1].body["details"] == {"username": None}
        assert given_up.details.username is None

    async def test_suggested_user_names(self, sinch: AsyncClient, emulator: Emulator) -> None:
        sender = await active(sinch, emulator)
        found = await sinch.whatsapp.senders.suggested_usernames(sender.id)
        assert found.usernames
        edited = await edit(sinch, sender, username=found.usernames[0])
        assert edited.metadata is not None
        assert edited.metadata.username is not None

    async def test_refusals(self, sinch: AsyncClient, emulator: Emulator, decide: SendersControl) -> None:
        senders, project = sinch.whatsapp.senders, emulator.project_id

        async def refusal(error: type[errors.ApiError], call: Awaitable[Sender]) -> str | None:
            with pytest.raises(error) as caught:
                await call
            return caught.value.error_code

        assert await refusal(errors.NotFound, edit_of(sinch, "none", about="?")) == "sender_not_found"
        draft = await senders.create(partner("1", status=Action.DRAFT))
        code = await refusal(errors.Conflict, edit(sinch, draft, username="shop"))
        assert code == "sender_username_update_not_available"
        pending = await waiting(sinch, number="2")
        assert await refusal(errors.Conflict, edit(sinch, pending, about="?")) == "sender_not_updatable"
        sender = await active(sinch, emulator, number="3")
        assert await refusal(errors.BadRequest, edit(sinch, sender)) == "no_fields_to_update"
        assert await refusal(errors.BadRequest, senders.update(sender.id)) == "no_fields_to_update"
        decide.take_username(project, "sinch")
        code = await refusal(errors.BadRequest, edit(sinch, sender, username="sinch"))
        assert code == "sender_username_not_available"
        decide.outside_cloud_api(project, sender.id)
        code = await refusal(errors.BadRequest, edit(sinch, sender, username="shop"))
        assert code == "sender_phone_number_not_registered_with_meta_cloud_api"
        await edit(sinch, sender, about="New")
        assert await refusal(errors.Conflict, edit(sinch, sender, about="?")) == "sender_changes_not_updatable"

    @pytest.mark.parametrize(
        ("trouble", "error"),
        [
            ("file_invalid_mime_type", errors.BadRequest),
            ("file_not_found", errors.Conflict),
            ("file_size_too_large", errors.Conflict),
            ("file_has_wrong_dimensions", errors.Conflict),
            ("file_unexpected_error", errors.Conflict),
        ],
    )
    async def test_a_photo_that_cannot_be_used(
        self,
        sinch: AsyncClient,
        emulator: Emulator,
        decide: SendersControl,
        trouble: Any,
        error: type[errors.ApiError],
    ) -> None:
        sender = await active(sinch, emulator)
        decide.fail_file(emulator.project_id, PHOTO, trouble)
        calls: list[Callable[[], Awaitable[object]]] = [
            lambda: sinch.whatsapp.senders.create(partner("7", photo_url=PHOTO)),
            lambda: edit(sinch, sender, photo_url=PHOTO),
        ]
        for call in calls:
            with pytest.raises(error) as caught:
                await call()
            assert caught.value.error_code == trouble

    async def test_a_lost_answer_is_repeated(self, sinch: AsyncClient, emulator: Emulator) -> None:
        sender = await active(sinch, emulator)
        emulator.fail("updateWhatsappSender", reset="after", times=1)
        assert status_of(await edit(sinch, sender, status=Action.DRAFT, about="New")) is SenderStatus.DRAFT
        edits: list[dict[str, Any]] = [{}, {"about": "Newer"}]
        for fields in edits:
            emulator.fail("updateWhatsappSender", reset="after", times=1)
            with pytest.raises(errors.Conflict) as caught:
                await edit(sinch, sender, **fields)
            assert (caught.value.error_code, caught.value.attempts) == ("sender_changes_not_updatable", 2)
            await sinch.whatsapp.senders.wait_for_changes(sender.id)
            await edit(sinch, sender, status=Action.DRAFT, about="Newest")

    async def test_a_profile_that_was_read_is_changed_and_sent(self, sinch: AsyncClient, emulator: Emulator) -> None:
        sender = await active(sinch, emulator, **PROFILE)
        wanted = evolve(sender, details=evolve(sender.details, about="New", email=None))
        change = changes(sender, wanted)
        assert change == SenderUpdate(details=SenderDetailsUpdate(about="New", email=None))
        await sinch.whatsapp.senders.update(sender.id, evolve(change, status=Action.SUBMIT))
        assert emulator.requests[-1].body == {"status": "SUBMIT", "details": {"about": "New", "email": None}}
        live = await sinch.whatsapp.senders.wait_for_changes(sender.id)
        assert live.details == wanted.details
        # What is None in the class that is read, is kept.
        await sinch.whatsapp.senders.update(sender.id, details=SenderDetails(about="Newer"), status="DRAFT")
        assert emulator.requests[-1].body == {"status": "DRAFT", "details": {"about": "Newer"}}

    async def test_a_change_is_a_model_or_its_fields(self, sinch: AsyncClient, emulator: Emulator) -> None:
        await sinch.whatsapp.senders.update(
            (await active(sinch, emulator)).id, SenderUpdate(details=SenderDetailsUpdate(about="New"))
        )
        assert emulator.requests[-1].body == {"status": "DRAFT", "details": {"about": "New"}}
        asked = len(emulator.requests)
        with pytest.raises(errors.InvalidRequest, match="status: is given beside a SenderUpdate"):
            await sinch.whatsapp.senders.update("id", SenderUpdate(), status=Action.SUBMIT)
        other: Any = SenderDetailsUpdate(about="New")
        with pytest.raises(errors.InvalidRequest, match="must be a SenderUpdate, not SenderDetailsUpdate"):
            await sinch.whatsapp.senders.update("id", other)
        with pytest.raises(errors.InvalidRequest, match="method: is required, unless a RegisterInput is given"):
            await sinch.whatsapp.senders.register("id")
        assert len(emulator.requests) == asked


def edit_of(sinch: AsyncClient, sender_id: str, **fields: Any) -> Awaitable[Sender]:
    return sinch.whatsapp.senders.update(sender_id, details=SenderDetailsUpdate(**fields))


@pytest.mark.usefixtures("account")
class TestCodes:
    @pytest.mark.parametrize("kind", ["plain", "async", "secret"])
    async def test_the_caller_is_asked_for_the_code(
        self, sinch: AsyncClient, emulator: Emulator, decide: SendersControl, kind: str
    ) -> None:
        sender = await waiting(sinch)
        asked: list[SenderRegistration] = []

        def plain(registration: SenderRegistration) -> str:
            asked.append(registration)
            return decide.code(emulator.project_id, sender.id)

        async def waited_for(registration: SenderRegistration) -> str:
            return plain(registration)

        questions: dict[str, Callable[[SenderRegistration], Any]] = {
            "plain": plain,
            "async": waited_for,
            "secret": lambda registration: Secret(plain(registration)),
        }
        await sinch.whatsapp.senders.register_and_verify(sender.id, questions[kind], method=SMS)
        assert [(one.id, one.verification_code_sent) for one in asked] == [(sender.id, True)]
        assert (await sinch.whatsapp.senders.get(sender.id)).state is ACTIVE

    async def test_a_wrong_code_is_asked_for_again_without_another_message(
        self, sinch: AsyncClient, emulator: Emulator, decide: SendersControl
    ) -> None:
        sender = await waiting(sinch)
        answers = iter(["wrong!", "too long", "right"])

        def answer(registration: SenderRegistration) -> str:
            given = next(answers)
            return decide.code(emulator.project_id, registration.id) if given == "right" else given

        await sinch.whatsapp.senders.register_and_verify(sender.id, answer, method=SMS)
        operations = [entry.operation for entry in emulator.requests]
        # A code that cannot be right is not even sent.
        assert operations.count("verifyWhatsappSender") == 2
        assert operations.count("registerWhatsappSender") == 1

    async def test_the_last_wrong_code_is_the_error(self, sinch: AsyncClient, emulator: Emulator) -> None:
        sender = await waiting(sinch)
        asked: list[str] = []

        def answer(registration: SenderRegistration) -> str:
            asked.append(registration.id)
            return "wrong!"

        with pytest.raises(errors.Conflict) as caught:
            await sinch.whatsapp.senders.register_and_verify(sender.id, answer, method=SMS, tries=2)
        assert caught.value.error_code == "wrong_otp"
        assert len(asked) == 2
        assert (await sinch.whatsapp.senders.get(sender.id)).state is PENDING

    async def test_a_number_that_meta_knows_needs_no_code(
        self, sinch: AsyncClient, emulator: Emulator, decide: SendersControl
    ) -> None:
        sender = await waiting(sinch)
        decide.set_registered_at_meta(emulator.project_id, sender.id)

        def answer(registration: SenderRegistration) -> str:
            pytest.fail(f"asked for the code of {registration.id}")

        await sinch.whatsapp.senders.register_and_verify(sender.id, answer, method=SMS)
        assert emulator.requests[-1].body == {}
        assert (await sinch.whatsapp.senders.get(sender.id)).state is ACTIVE

    async def test_an_error_of_the_caller_ends_it(self, sinch: AsyncClient, emulator: Emulator) -> None:
        sender = await waiting(sinch)

        def answer(registration: SenderRegistration) -> str:
            raise LookupError(registration.id)

        with pytest.raises(LookupError, match=sender.id):
            await sinch.whatsapp.senders.register_and_verify(sender.id, answer, method=SMS)

    async def test_refusals_of_codes_end_it(
        self, sinch: AsyncClient, emulator: Emulator, decide: SendersControl
    ) -> None:
        sender = await active(sinch, emulator)
        with pytest.raises(errors.Conflict) as caught:
            await sinch.whatsapp.senders.register_and_verify(sender.id, lambda _: "123456", method=SMS)
        assert caught.value.error_code == "not_allowed_register"
        pending = await waiting(sinch, number="7")

        def answer(registration: SenderRegistration) -> str:
            decide.set_state(emulator.project_id, registration.id, "ACTIVE")
            return "123456"

        with pytest.raises(errors.Conflict) as caught:
            await sinch.whatsapp.senders.register_and_verify(pending.id, answer, method=SMS)
        assert caught.value.error_code == "not_allowed_verify"

    async def test_too_many(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders, sender = sinch.whatsapp.senders, await waiting(sinch)
        await senders.register(sender.id, method=SMS)
        for _ in range(5):
            with pytest.raises(errors.Conflict):
                await senders.verify(sender.id, code="wrong!")
        with pytest.raises(errors.RateLimited) as caught:
            await senders.register(sender.id, method=SMS)
        assert caught.value.error_code == "too_many_invalid_verification_codes"
        other = await waiting(sinch, number="7")
        for _ in range(5):
            await senders.register(other.id, method=SMS)
        with pytest.raises(errors.RateLimited) as caught:
            await senders.register(other.id, method=SMS)
        assert caught.value.error_code == "sender-register-too-many-requests"

    @pytest.mark.parametrize(
        ("trouble", "error"),
        [
            ("sender_request_code_failed", errors.BadRequest),
            ("sender-number-not-approved-for-enterprise", errors.Conflict),
            ("sender-already-registered", errors.RateLimited),
        ],
    )
    async def test_what_no_waiting_mends_is_not_repeated(
        self,
        sinch: AsyncClient,
        emulator: Emulator,
        decide: SendersControl,
        trouble: Any,
        error: type[errors.ApiError],
    ) -> None:
        sender = await waiting(sinch)
        decide.fail_registration(emulator.project_id, sender.id, trouble)
        with pytest.raises(error) as caught:
            await sinch.whatsapp.senders.register(sender.id, method=SMS)
        assert (caught.value.error_code, caught.value.attempts) == (trouble, 1)

    async def test_a_lost_answer_makes_no_phone_ring_twice(self, sinch: AsyncClient, emulator: Emulator) -> None:
        sender = await waiting(sinch)
        for operation, call in (
            ("registerWhatsappSender", lambda: sinch.whatsapp.senders.register(sender.id, method=SMS)),
            ("verifyWhatsappSender", lambda: sinch.whatsapp.senders.verify(sender.id, code="wrong!")),
        ):
            emulator.fail(operation, reset="after", times=1)
            with pytest.raises(errors.TransportError) as caught:
                await call()
            assert caught.value.sent
            assert [entry.operation for entry in emulator.requests].count(operation) == 1

    @pytest.mark.parametrize("code", ["", "12345", "1234567", "12 456"])
    async def test_a_code_that_cannot_be_right_is_not_sent(
        self, sinch: AsyncClient, emulator: Emulator, code: str
    ) -> None:
        asked = len(emulator.requests)
        for given in (code, Secret(code)):
            with pytest.raises(errors.InvalidRequest) as caught:
                await sinch.whatsapp.senders.verify("id", code=given)
            assert caught.value.field == "code"
            assert "6 characters without spaces" in caught.value.rule
        with pytest.raises(errors.InvalidRequest, match="tries: must be a whole number of at least 1"):
            await sinch.whatsapp.senders.register_and_verify("id", lambda _: code, method=SMS, tries=0)
        assert len(emulator.requests) == asked


@pytest.mark.usefixtures("account")
class TestLists:
    async def test_filters(self, sinch: AsyncClient, emulator: Emulator, decide: SendersControl) -> None:
        senders = sinch.whatsapp.senders
        draft = await senders.create(partner("1", status=Action.DRAFT))
        pending, live = await waiting(sinch, number="2"), await active(sinch, emulator, number="3")
        await edit(sinch, live, status=Action.DRAFT, about="New")

        async def found(**filters: Any) -> list[str]:
            return [sender.id async for sender in senders.list(**filters)]

        assert await found() == [draft.id, pending.id, live.id]
        assert await found(states=[ACTIVE]) == [live.id]
        assert emulator.requests[-1].query == "filterStates=ACTIVE"
        assert await found(states=[ACTIVE, PENDING]) == [pending.id, live.id]
        assert emulator.requests[-1].query == "filterStates=ACTIVE&filterStates=PENDING_VERIFICATION"
        assert await found(statuses=[SenderStatus.DRAFT]) == [draft.id, live.id]
        assert await found(states=[ACTIVE], statuses=[SenderStatus.DRAFT]) == [live.id]
        assert await found(states=[SenderState.SUSPENDED]) == []
        assert await found(states=["ACTIVE"], statuses=("DRAFT",)) == [live.id]

    async def test_values_that_the_service_does_not_know(self, sinch: AsyncClient) -> None:
        filters: list[tuple[dict[str, Any], str]] = [
            ({"states": [SenderState("NEW")]}, "invalid_filter_states"),
            ({"statuses": [SenderStatus("NEW")]}, "invalid_filter_statuses"),
        ]
        for given, code in filters:
            with pytest.raises(errors.BadRequest) as caught:
                await sinch.whatsapp.senders.list(**given).collect()
            assert caught.value.error_code == code
            assert "IN_PROGRESS" in caught.value.additional_information["supportedCodes"]

    async def test_pages_and_tokens(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders = sinch.whatsapp.senders
        for number in range(5):
            await senders.create(partner(str(number)))
        listing = senders.list(page_size=2, statuses=[SenderStatus.IN_PROGRESS])
        assert [sender.phone_number async for sender in listing] == ["0", "1", "2", "3", "4"]
        first, second, third = [page async for page in listing.pages()]
        assert (first.total_size, first.page_size, first.previous_token) == (5, 2, None)
        assert (third.next_token, len(third.items)) == (None, 1)
        assert [page async for page in listing.pages(after=first.next_token)] == [second, third]
        assert second.previous_token is not None
        assert (await listing.page(second.previous_token)).items == first.items
        assert [sender.phone_number for sender in await listing.collect(limit=3)] == ["0", "1", "2"]
        emulator.fail("listWhatsappSenders", status=400, error_code="invalid_page_token", skip=1)
        with pytest.raises(errors.BadRequest) as caught:
            await senders.list(page_size=2).collect()
        assert caught.value.resume_token is not None
        emulator.clear_faults()
        rest = [page async for page in senders.list(page_size=2).pages(after=caught.value.resume_token)]
        assert [sender.phone_number for page in rest for sender in page.items] == ["2", "3", "4"]

    async def test_arguments_out_of_range(self, sinch: AsyncClient, emulator: Emulator) -> None:
        asked = len(emulator.requests)
        for size in (0, 101, True):
            with pytest.raises(errors.InvalidRequest, match="from 1 to 100,"):
                sinch.whatsapp.senders.list(page_size=size)
            with pytest.raises(errors.InvalidRequest, match="from 1 to 100,"):
                sinch.whatsapp.senders.activities("id", page_size=size)
        with pytest.raises(errors.InvalidRequest, match=r"states\[1\]: 'LIVE' is not one of"):
            sinch.whatsapp.senders.list(states=[ACTIVE, "LIVE"])
        with pytest.raises(errors.InvalidRequest, match="on_unreadable: must be a function"):
            sinch.whatsapp.senders.list(on_unreadable=7)  # type: ignore[arg-type]
        lone: Any = ACTIVE
        with pytest.raises(errors.InvalidRequest, match="states: must be a list"):
            sinch.whatsapp.senders.list(states=lone)
        with pytest.raises(errors.InvalidRequest, match="sender_id: is empty"):
            await sinch.whatsapp.senders.get("")
        with pytest.raises(errors.InvalidRequest, match="sender_id: is empty"):
            sinch.whatsapp.senders.activities("")
        with pytest.raises(errors.InvalidRequest, match="comment: "):
            await sinch.whatsapp.senders.comment("id", "")
        assert len(emulator.requests) == asked


BAD: list[tuple[Callable[[], Any], str, str]] = [
    (lambda: partner(display_name=""), "details.display_name", "at least 1"),
    (lambda: partner(display_name="x" * 129), "details.display_name", "at most 128"),
    (lambda: partner(vertical=Vertical.NOT_SET), "details.vertical", "for responses only"),
    (lambda: partner(country_code="+48"), "details.country_code", "digits only"),
    (lambda: partner("12 34"), "details.phone_number", "digits only"),
    (lambda: partner("1" * 33), "details.phone_number", "at most 32"),
    (lambda: partner(description=""), "details.description", "at least 1"),
    (lambda: partner(description="x" * 513), "details.description", "at most 512"),
    (lambda: partner(email="x" * 129), "details.email", "at most 128"),
    (lambda: partner(address="x" * 257), "details.address", "at most 256"),
    (lambda: partner(website_one="x" * 257), "details.website_one", "at most 256"),
    (lambda: partner(website_two=7), "details.website_two", "a text"),
    (lambda: partner(about="x" * 140), "details.about", "at most 139"),
    (lambda: partner(photo_url="x" * 257), "details.photo_url", "at most 256"),
    (lambda: partner(phone_number_provider="ME"), "phone_number_provider", "not one of"),
    (lambda: partner(status="NOW"), "status", "not one of"),
    (lambda: partner(save_draft_on_failure="yes"), "save_draft_on_failure", "True or False"),
    (lambda: partner(region=Region.UNRECOGNIZED), "region", "for responses only"),
    (lambda: embedded(business_manager=BusinessManager.SINCH_SEP), "business_manager", "cannot stand here"),
    (lambda: embedded(authentication_code=Secret("")), "authentication_code", "at least 1"),
    (lambda: embedded(waba_id=104), "waba_id", "a text"),
    (lambda: new_number(phone_number=None), "details.phone_number", "a text"),
    (lambda: new_number(country_code="PL"), "details.country_code", "digits only"),
    (lambda: legacy(facebook_code=Secret("")), "facebook_code", "at least 1"),
    (lambda: legacy(facebook_code=Secret("c"), name=""), "name", "at least 1"),
    (
        lambda: legacy(facebook_code=Secret("c"), details=SenderDetails(about="x")),
        "details.display_name",
        "is required",
    ),
    (
        lambda: legacy(
            facebook_code=Secret("c"), details=SenderDetails(display_name="x", vertical=Vertical.OTHER, username="x")
        ),
        "details.username",
        "at creation",
    ),
    (lambda: {"wabaId": "104"}, "sender", "must be EmbeddedSignupSenderInput or"),
]
BAD_EDITS: list[tuple[dict[str, Any], str, str]] = [
    ({"display_name": None}, "details.display_name", "cannot be None"),
    ({"vertical": None}, "details.vertical", "cannot be None"),
    ({"display_name": ""}, "details.display_name", "at least 1"),
    ({"description": "x" * 513}, "details.description", "at most 512"),
    ({"about": ""}, "details.about", "at least 1"),
    ({"username": ""}, "details.username", "at least 1"),
    ({"email": 7}, "details.email", "a text"),
]


class TestBadInput:
    @pytest.mark.parametrize(("make", "field", "rule"), BAD)
    async def test_a_bad_creation_is_told_before_sending(
        self, sinch: AsyncClient, emulator: Emulator, make: Callable[[], Any], field: str, rule: str
    ) -> None:
        with pytest.raises(errors.InvalidRequest) as caught:
            await sinch.whatsapp.senders.create(make())
        assert caught.value.field == field
        assert rule in caught.value.rule
        assert not emulator.requests

    @pytest.mark.parametrize(("fields", "field", "rule"), BAD_EDITS)
    async def test_a_bad_edit_is_told_before_sending(
        self, sinch: AsyncClient, emulator: Emulator, fields: dict[str, Any], field: str, rule: str
    ) -> None:
        with pytest.raises(errors.InvalidRequest) as caught:
            await edit_of(sinch, "id", **fields)
        assert caught.value.field == field
        assert rule in caught.value.rule
        assert not emulator.requests

    async def test_every_breach_is_told_at_once(self, sinch: AsyncClient) -> None:
        with pytest.raises(errors.InvalidRequest) as caught:
            await sinch.whatsapp.senders.create(partner("x", country_code="+", about=""))
        assert [field for field, _ in caught.value.violations] == [
            "details.country_code",
            "details.phone_number",
            "details.about",
        ]

    async def test_what_only_the_service_finds_is_named_by_it(self, sinch: AsyncClient, account: None) -> None:
        with pytest.raises(errors.BadRequest) as caught:
            await sinch.whatsapp.senders.create(partner(email="shop", website_one="no address"))
        assert caught.value.error_code == "invalid_input"
        assert {told.split()[0] for told in caught.value.validation_errors} == {"details.email", "details.websiteOne"}

    async def test_how_a_code_is_to_come(self, sinch: AsyncClient, emulator: Emulator) -> None:
        with pytest.raises(errors.InvalidRequest, match="method: 'PIGEON' is not one of"):
            await sinch.whatsapp.senders.register_and_verify("id", lambda _: "123456", method="PIGEON")
        with pytest.raises(errors.InvalidRequest, match="method: UNRECOGNIZED is for responses only"):
            await sinch.whatsapp.senders.register("id", method=RegistrationMethod.UNRECOGNIZED)
        assert not emulator.requests


class TestWithoutAccount:
    async def test_nothing_can_be_asked(self, sinch: AsyncClient) -> None:
        senders = sinch.whatsapp.senders
        calls: list[Callable[[], Awaitable[object]]] = [
            lambda: senders.list().collect(),
            lambda: senders.create(partner()),
            lambda: senders.create(new_number()),
            lambda: senders.get("id"),
            lambda: edit_of(sinch, "id", about="?"),
            lambda: senders.delete("id"),
            lambda: senders.delete_changes("id"),
            lambda: senders.activities("id").collect(),
            lambda: senders.comment("id", "?"),
            lambda: senders.register("id", method=SMS),
            lambda: senders.verify("id"),
            lambda: senders.suggested_usernames("id"),
        ]
        for call in calls:
            with pytest.raises(errors.BadRequest) as caught:
                await call()
            assert caught.value.error_code == "project_not_initialized"

    @pytest.mark.usefixtures("account")
    async def test_nor_of_a_sender_that_does_not_exist(self, sinch: AsyncClient) -> None:
        senders = sinch.whatsapp.senders
        calls: list[Callable[[], Awaitable[object]]] = [
            lambda: senders.get("id"),
            lambda: edit_of(sinch, "id", about="?"),
            lambda: senders.delete("id"),
            lambda: senders.activities("id").collect(),
            lambda: senders.comment("id", "?"),
            lambda: senders.register("id", method=SMS),
            lambda: senders.verify("id"),
            lambda: senders.suggested_usernames("id"),
        ]
        for call in calls:
            with pytest.raises(errors.NotFound) as caught:
                await call()
            assert caught.value.error_code == "sender_not_found"

    @pytest.mark.usefixtures("account")
    async def test_an_id_stays_in_its_segment(self, sinch: AsyncClient, emulator: Emulator) -> None:
        with pytest.raises(errors.NotFound):
            await sinch.whatsapp.senders.get("a/b?c")
        assert emulator.requests[-1].path.endswith("/whatsapp/senders/a%2Fb%3Fc")


class TestSecrets:
    @pytest.mark.usefixtures("account")
    async def test_the_bearer_token_does_not_show(
        self, sinch: AsyncClient, emulator: Emulator, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        sender = await sinch.whatsapp.senders.create(partner())
        assert sender.bearer_token is not None
        token = sender.bearer_token.reveal()
        assert token
        assert token not in repr(sender)
        assert token not in str(sender)
        assert token not in caplog.text
        assert token.encode() in to_json(sender)
        emulator.control.whatsapp.senders.hold(emulator.project_id)
        with pytest.raises(errors.WaitFailed) as failed:
            await sinch.whatsapp.senders.wait_for(sender.id, ACTIVE, deadline=1)
        assert token not in str(failed.value)
        assert token not in repr(failed.value)

    async def test_what_the_caller_knows_does_not_show(
        self, sinch: AsyncClient, emulator: Emulator, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        hidden = Secret("t0p-s3cret")
        emulator.control.whatsapp.meta.reject_credential(emulator.project_id, hidden.reveal())
        bodies = [embedded(authentication_code=hidden), legacy(facebook_code=hidden, facebook_access_token=hidden)]
        for body in bodies:
            assert "t0p-s3cret" not in repr(body)
            with pytest.raises(errors.BadRequest) as caught:
                await sinch.whatsapp.senders.create(body)
            assert "t0p-s3cret" not in repr(caught.value) + str(caught.value)
        assert "t0p-s3cret" not in caplog.text
