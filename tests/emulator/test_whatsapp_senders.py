"""WhatsApp senders in the emulator, asked over plain HTTP: the four ways in, codes, edits, the end, every refusal."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sinch_provisioning.emulator import Emulator
from tests.emulator.service import Service

MISSING = "should not be null or undefined"
pytestmark = pytest.mark.anyio

WORK = 5.0
REVIEW = 60.0
DAY = 86_400.0
ACCOUNT: dict[str, Any] = {
    "clientBusinessManagerId": "1234567890",
    "businessManager": "SINCH_UK",
    "wabaName": "Shop",
    "senderDetails": {"displayName": "Shop", "businessCategory": "OTC_DRUGS", "region": "EU"},
}
PROFILE = {"displayName": "Shop", "vertical": "OTHER"}
NUMBER = {"countryCode": "48", "phoneNumber": "123456789"}
PARTNER: dict[str, Any] = {"phoneNumberProvider": "CUSTOMER", "details": {**PROFILE, **NUMBER}}
NEW_NUMBER: dict[str, Any] = {"details": {"displayName": "Shop", **NUMBER}}
EMBEDDED = {"wabaId": "104", "phoneNumberId": "205"}
LEGACY: dict[str, Any] = {"name": "Shop", "details": PROFILE, "facebookAccessToken": "token"}
PHOTO = "https://shop.example/photo.png"
PROVIDED = {
    "description": "Shirts",
    "email": "shop@shop.example",
    "address": "Street 1",
    "websiteOne": "https://shop.example",
    "websiteTwo": "https://shop.example/2",
    "about": "All shirts",
    "photoUrl": PHOTO,
}


class Senders(Service):
    """Senders, and how they are asked for."""

    root = "/whatsapp/senders"

    def __init__(self, emulator: Emulator, session: aiohttp.ClientSession, project: str | None = None) -> None:
        super().__init__(emulator, session, project)
        self.control = emulator.control.whatsapp.senders
        self.meta = emulator.control.whatsapp.meta

    async def open_account(self, **fields: Any) -> None:
        await self.ask("POST", "", {**ACCOUNT, **fields}, root="/whatsapp")
        self.emulator.control.whatsapp.account.onboard(self.project)

    async def create(self, body: dict[str, Any] = PARTNER, **fields: Any) -> Any:
        return await self.ask("POST", "", {**body, **fields})

    async def get(self, sender_id: str) -> Any:
        return await self.ask("GET", f"/{sender_id}")

    async def update(self, sender_id: str, body: dict[str, Any]) -> Any:
        return await self.ask("PATCH", f"/{sender_id}", body)

    async def draft(self, **fields: Any) -> str:
        return str((await self.create(status="DRAFT", **fields))["id"])

    async def waiting(self, body: dict[str, Any] = PARTNER) -> str:
        """Return a sender that waits for its code."""
        created = await self.create(body)
        self.emulator.advance(WORK)
        return str(created["id"])

    async def active(self, body: dict[str, Any] = PARTNER) -> str:
        sender_id = await self.waiting(body)
        self.control.set_state(self.project, sender_id, "ACTIVE")
        return sender_id

    async def rejected(self) -> str:
        created = await self.create()
        self.control.reject(self.project, created["id"])
        return str(created["id"])

    async def broken(self) -> str:
        created = await self.create()
        self.control.fail(self.project, created["id"])
        return str(created["id"])

    async def register(self, sender_id: str, method: str = "SMS") -> Any:
        return await self.ask("POST", f"/{sender_id}/register", {"method": method}, 200)

    async def verify(self, sender_id: str, **body: str) -> None:
        await self.ask("POST", f"/{sender_id}/verify", body, 204)

    async def history(self, sender_id: str) -> list[str]:
        return [entry["type"] for entry in (await self.ask("GET", f"/{sender_id}/activities"))["notifications"]]

    def other(self, emulator: Emulator) -> "Senders":
        return Senders(emulator, self._session, emulator.add_project())

    def told(self) -> list[str]:
        return self.raised("WHATSAPP_SENDER_")


@pytest.fixture
async def bare() -> AsyncIterator[Senders]:
    """A project without an account."""
    async with Emulator(check_replies=True, frozen=True) as emulator, aiohttp.ClientSession() as session:
        yield Senders(emulator, session)


@pytest.fixture
async def service(bare: Senders) -> Senders:
    """A project with an account on behalf of a client."""
    await bare.open_account()
    return bare


class TestWaysIn:
    async def test_a_partner_initiated_sender_waits_for_its_code(self, service: Senders) -> None:
        created = await service.create({**PARTNER, "details": {**PARTNER["details"], **PROVIDED}})
        assert created["changes"] == {"status": "IN_PROGRESS", "details": {**PROFILE, **PROVIDED}}
        for name in ("state", "details", "wabaId", "phoneNumberId", "name"):
            assert name not in created
        assert (created["countryCode"], created["phoneNumber"]) == ("48", "123456789")
        assert (created["region"], created["metaLocalStorage"], created["businessManager"]) == ("EU", "DE", "SINCH_UK")
        assert (created["numberProvider"], created["cloudApi"]) == ("CUSTOMER", True)
        assert created["compatibleRegions"] == ["eu", "us"]
        assert created["bearerToken"]
        assert await service.get(created["id"]) == created
        service.emulator.advance(WORK)
        waiting = await service.get(created["id"])
        assert (waiting["state"], waiting["details"]) == ("PENDING_VERIFICATION", {**PROFILE, **PROVIDED})
        assert "changes" not in waiting
        assert service.told() == ["PENDING_VERIFICATION"]
        assert service.events()[-1].payload == waiting
        assert await service.history(created["id"]) == ["IN_PROGRESS", "CREATED"]

    async def test_a_draft_waits_until_it_is_submitted(self, service: Senders) -> None:
        draft = await service.create(status="DRAFT")
        assert draft["changes"] == {"status": "DRAFT", "details": PROFILE}
        service.emulator.advance(DAY)
        assert await service.get(draft["id"]) == draft
        assert (await service.update(draft["id"], {"status": "SUBMIT"}))["changes"]["status"] == "IN_PROGRESS"
        service.emulator.advance(WORK)
        assert (await service.get(draft["id"]))["state"] == "PENDING_VERIFICATION"
        assert await service.history(draft["id"]) == ["IN_PROGRESS", "DRAFT", "CREATED"]

    async def test_a_number_that_sinch_provides_need_not_be_named(self, service: Senders) -> None:
        body = {"phoneNumberProvider": "SINCH", "details": {**PROFILE, "countryCode": "48"}}
        first, second = await service.create(body), await service.create(body)
        assert first["numberProvider"] == "SINCH"
        assert first["phoneNumber"] != second["phoneNumber"]

    async def test_a_new_number_has_no_line_of_business_yet(self, service: Senders) -> None:
        created = await service.create(NEW_NUMBER, region="US", metaLocalStorage="CA")
        assert created["changes"]["details"] == {"displayName": "Shop", "vertical": "NOT_SET"}
        assert (created["region"], created["metaLocalStorage"]) == ("US", "CA")
        service.emulator.advance(WORK)
        assert (await service.get(created["id"]))["state"] == "PENDING_VERIFICATION"

    async def test_embedded_signup_needs_no_code_and_brings_the_account(self, bare: Senders) -> None:
        created = await bare.create(EMBEDDED, authenticationCode="once")
        account = await bare.ask("GET", "", root="/whatsapp")
        assert (account["isEmbeddedSignup"], account["wabaId"], account["state"]) == (True, "104", "ONBOARDED")
        bare.emulator.advance(WORK)
        live = await bare.get(created["id"])
        assert live["state"] == "ACTIVE"
        assert bare.raised("WHATSAPP_") == ["ACCOUNT_ONBOARDED", "SENDER_ACTIVE"]
        assert (await bare.create({"wabaId": "", "phoneNumberId": "206"}))["changes"]["status"] == "IN_PROGRESS"
        assert (await bare.ask("GET", "", root="/whatsapp")) == account

    async def test_the_older_embedded_signup_brings_its_profile(self, bare: Senders) -> None:
        created = await bare.create(LEGACY, wabaId="104")
        assert created["changes"]["details"] == PROFILE
        bare.emulator.advance(WORK)
        assert (await bare.get(created["id"]))["state"] == "ACTIVE"
        assert (await bare.ask("GET", "", root="/whatsapp"))["details"]["wabaName"] == "Shop"

    async def test_the_number_at_meta_becomes_the_senders(self, bare: Senders) -> None:
        waba_id = bare.meta.add_waba(bare.project, {"1": ("48", "111"), "2": ("49", "222")})
        created = await bare.create({"wabaId": "", "phoneNumberId": "2"})
        assert (created["countryCode"], created["phoneNumber"]) == ("49", "222")
        assert (await bare.ask("GET", "", root="/whatsapp"))["wabaId"] == waba_id
        free = await bare.create(LEGACY)
        assert (free["countryCode"], free["phoneNumber"]) == ("48", "111")

    @pytest.mark.parametrize(
        ("manager", "region", "taken"),
        [
            ("SINCH_BR", "BR", True),
            ("SINCH_BR", "EU", False),
            ("SINCH_BR", "US", True),
            ("SINCH_MX", "BR", True),
            ("SINCH_MX", "EU", False),
            ("SINCH_MX", "US", True),
            ("SINCH_UK", "BR", False),
            ("SINCH_UK", "EU", True),
            ("SINCH_UK", "US", True),
        ],
    )
    async def test_regions_go_with_business_managers(
        self, bare: Senders, manager: str, region: str, taken: bool
    ) -> None:
        body = {**EMBEDDED, "businessManager": manager, "region": region}
        if taken:
            created = await bare.create(body)
            assert (created["businessManager"], created["region"]) == (manager, region)
        else:
            await bare.refused(400, "invalid_business_manager", "POST", "", body)
            await bare.refused(404, "account_not_found", "GET", "", root="/whatsapp")

    async def test_the_region_of_the_account_is_the_default(self, bare: Senders) -> None:
        first = {**ACCOUNT["senderDetails"], "region": "US"}
        await bare.ask("POST", "", {**ACCOUNT, "senderDetails": first}, root="/whatsapp")
        assert (await bare.create())["region"] == "US"
        bare.emulator.advance(DAY)
        details = {**PARTNER["details"], "phoneNumber": "2"}
        assert (await bare.create(details=details))["region"] == "US"


class TestRefusedCreations:
    async def test_a_project_that_has_no_account(self, bare: Senders) -> None:
        for body in (PARTNER, NEW_NUMBER):
            await bare.refused(400, "project_not_initialized", "POST", "", body)

    async def test_an_account_takes_senders_of_its_own_kind(self, service: Senders) -> None:
        for body in (EMBEDDED, LEGACY):
            await service.refused(409, "wrong_waba_id", "POST", "", body)
        other = service.other(service.emulator)
        await other.create(EMBEDDED)
        for body in (PARTNER, NEW_NUMBER):
            await other.refused(409, "wrong_waba_id", "POST", "", body)

    async def test_business_managers(self, bare: Senders) -> None:
        bare.meta.offer_manager(bare.project, "SINCH_MX", on=False)
        body = {**EMBEDDED, "region": "US"}
        code = "invalid_business_manager_for_environment"
        await bare.refused(400, code, "POST", "", {**body, "businessManager": "SINCH_MX"})
        await bare.create(body, businessManager="SINCH_BR")
        body["phoneNumberId"] = "206"
        await bare.refused(409, "wrong_business_manager", "POST", "", {**body, "businessManager": "SINCH_UK"})
        assert (await bare.create(body))["businessManager"] == "SINCH_BR"

    async def test_business_accounts(self, bare: Senders) -> None:
        searching = {"wabaId": "", "phoneNumberId": "205"}
        await bare.refused(409, "not_found_waba_id", "POST", "", searching)
        await bare.refused(409, "not_found_waba_id", "POST", "", LEGACY)
        waba_id = bare.meta.add_waba(bare.project, {"205": ("48", "111")})
        bare.meta.add_waba(bare.project, {})
        await bare.refused(409, "too_many_waba_id", "POST", "", searching)
        await bare.create(EMBEDDED, wabaId=waba_id)
        await bare.refused(409, "wrong_waba_id", "POST", "", {**EMBEDDED, "phoneNumberId": "206"})
        other = bare.other(bare.emulator)
        await other.refused(409, "waba_id_used", "POST", "", {"wabaId": waba_id, "phoneNumberId": "206"})

    async def test_numbers_at_meta(self, bare: Senders) -> None:
        waba_id = bare.meta.add_waba(bare.project, {"205": ("48", "111")})
        code = "invalid_waba_id_or_phone_number_id_for_region"
        await bare.refused(409, code, "POST", "", {"wabaId": waba_id, "phoneNumberId": "206"})
        await bare.create({"wabaId": waba_id, "phoneNumberId": "205"})
        again = {"wabaId": waba_id, "phoneNumberId": "205"}
        await bare.refused(409, "provisioned_phone_number_id", "POST", "", again)
        await bare.refused(409, "all_phone_number_id_provisioned", "POST", "", LEGACY)
        other = bare.other(bare.emulator)
        await other.refused(409, "used_phone_number_id", "POST", "", EMBEDDED)

    async def test_numbers_of_others(self, service: Senders) -> None:
        await service.create()
        for body in (PARTNER, NEW_NUMBER, {**PARTNER, "status": "DRAFT"}):
            await service.refused(409, "used_phone_number_id", "POST", "", body)
        other = service.other(service.emulator)
        await other.open_account()
        await other.refused(409, "used_phone_number_id", "POST", "", PARTNER)

    async def test_tokens_and_codes(self, bare: Senders) -> None:
        bare.meta.reject_credential(bare.project, "wrong")
        waba = {"wabaId": "104"}
        for field in ("facebookAccessToken", "facebookCode"):
            body = {**LEGACY, **waba, field: "wrong"}
            await bare.refused(400, "invalid_facebook_token", "POST", "", body)
        await bare.refused(400, "invalid_facebook_token", "POST", "", {**EMBEDDED, "authenticationCode": "wrong"})
        await bare.create(EMBEDDED, authenticationCode="once")
        await bare.refused(
            400,
            "invalid_facebook_token",
            "POST",
            "",
            {"wabaId": "104", "phoneNumberId": "206", "authenticationCode": "once"},
        )
        await bare.create(LEGACY, facebookAccessToken="many times")
        await bare.create(LEGACY, facebookAccessToken="many times")

    async def test_a_refusal_uses_nothing_up(self, bare: Senders) -> None:
        bare.control.fail_file(bare.project, PHOTO, "file_not_found")
        body = {**LEGACY, "wabaId": "104", "facebookCode": "once", "details": {**PROFILE, "photoUrl": PHOTO}}
        await bare.refused(409, "file_not_found", "POST", "", body)
        await bare.refused(404, "account_not_found", "GET", "", root="/whatsapp")
        bare.control.fail_file(bare.project, PHOTO, None)
        await bare.create(body)

    @pytest.mark.parametrize("trouble", ["facebook_Request_limit_reached", "log_in_facebook_required"])
    async def test_meta_takes_no_calls(self, service: Senders, trouble: Any) -> None:
        service.meta.fail_meta(service.project, trouble)
        await service.refused(500, trouble, "POST", "", PARTNER)
        await service.draft()
        other = service.other(service.emulator)
        other.meta.fail_meta(other.project, trouble)
        await other.refused(500, trouble, "POST", "", EMBEDDED)
        other.meta.fail_meta(other.project, None)
        await other.create(EMBEDDED)

    @pytest.mark.parametrize(
        ("status", "trouble"),
        [
            (400, "file_invalid_mime_type"),
            (409, "file_not_found"),
            (409, "file_size_too_large"),
            (409, "file_has_wrong_dimensions"),
            (409, "file_unexpected_error"),
        ],
    )
    async def test_a_photo_that_cannot_be_used(self, service: Senders, status: int, trouble: Any) -> None:
        service.control.fail_file(service.project, PHOTO, trouble)
        body = {**PARTNER, "details": {**PARTNER["details"], "photoUrl": PHOTO}}
        await service.refused(status, trouble, "POST", "", body)
        assert (await service.ask("GET"))["senders"] == []
        await service.refused(status, trouble, "POST", "", {**body, "saveDraftOnFailure": True})
        [kept] = (await service.ask("GET"))["senders"]
        assert kept["changes"]["status"] == "DRAFT"
        assert kept["changes"]["details"]["photoUrl"] == PHOTO
        assert await service.history(kept["id"]) == ["DRAFT", "CREATED"]
        await service.update(kept["id"], {"status": "SUBMIT", "details": {"photoUrl": None}})
        service.emulator.advance(WORK)
        assert (await service.get(kept["id"]))["details"] == PROFILE
        sender_id = await service.active(NEW_NUMBER | {"details": {**NEW_NUMBER["details"], "phoneNumber": "7"}})
        await service.refused(status, trouble, "PATCH", f"/{sender_id}", {"details": {"photoUrl": PHOTO}})

    @pytest.mark.parametrize(
        ("body", "errors"),
        [
            ({}, ["details should not be null or undefined"]),
            ({"wabaId": "104"}, ["phoneNumberId should not be null or undefined"]),
            (
                {**EMBEDDED, "authenticationCode": ""},
                ["authenticationCode must be longer than or equal to 1"],
            ),
            ({**EMBEDDED, "businessManager": "SINCH_SEP"}, ["businessManager must be one of"]),
            (
                {"name": "Shop", "details": PROFILE},
                [f"facebookAccessToken {MISSING} or facebookCode {MISSING}"],
            ),
            (
                {**LEGACY, "details": {}},
                [
                    "details.displayName should not be null or undefined",
                    "details.vertical should not be null or undefined",
                ],
            ),
            ({**PARTNER, "region": "eu"}, ["region must be one of"]),
            ({**PARTNER, "metaLocalStorage": "UNSPECIFIED"}, ["metaLocalStorage must be one of"]),
            ({**PARTNER, "phoneNumberProvider": "UNRECOGNIZED"}, ["phoneNumberProvider must be one of"]),
            ({**PARTNER, "username": "shop"}, ["username should not exist"]),
            ({**PARTNER, "details": {**PARTNER["details"], "username": "shop"}}, ["details.username should not exist"]),
            (
                {**PARTNER, "details": {**PARTNER["details"], "vertical": "NOT_SET"}},
                ["details.vertical must be one"],
            ),
            (
                {**PARTNER, "details": {**PARTNER["details"], "about": "x" * 140}},
                ["details.about must be shorter"],
            ),
            ({**PARTNER, "details": {**PARTNER["details"], "email": "shop"}}, ["details.email must be a valid email"]),
            (
                {**PARTNER, "details": {**PARTNER["details"], "countryCode": "+48", "phoneNumber": "12 34"}},
                ["details.countryCode must be digits only", "details.phoneNumber must be digits only"],
            ),
            (
                {"details": {**NEW_NUMBER["details"], "phoneNumber": "1" * 33}},
                ["details.phoneNumber must be shorter than or equal to 32"],
            ),
        ],
    )
    async def test_fields_that_break_the_contract(self, service: Senders, body: Any, errors: list[str]) -> None:
        refusal = await service.refused(400, "invalid_input", "POST", "", body)
        told = refusal["additionalInformation"]["validationErrors"]
        assert len(told) == len(errors)
        for text, error in zip(told, errors, strict=True):
            assert text.startswith(error)

    async def test_bodies_that_are_no_objects(self, service: Senders) -> None:
        for body in (b"{", b"", b"[]", b'"text"', b"\xff"):
            await service.refused(400, "invalid_payload", "POST", "", body)

    async def test_what_was_sent_is_not_sent_back(self, bare: Senders) -> None:
        body = {"wabaId": "104", "authenticationCode": "t0p-s3cret"}
        assert "t0p-s3cret" not in str(await bare.refused(400, "invalid_input", "POST", "", body))


class TestEndsOfCreation:
    async def test_a_refusal_can_be_edited_and_handed_in_again(self, service: Senders) -> None:
        created = await service.create()
        service.control.reject(service.project, created["id"], "No.")
        refused = await service.get(created["id"])
        assert refused["changes"] == {"status": "REJECTED", "details": PROFILE}
        for name in ("state", "details"):
            assert name not in refused
        event = service.events("WHATSAPP_SENDER_")[-1]
        assert (event.type, event.extra) == ("WHATSAPP_SENDER_REJECTED", {"comment": "No."})
        assert event.payload == refused
        await service.refused(400, "no_fields_to_update", "PATCH", f"/{created['id']}", {"status": "SUBMIT"})
        edited = await service.update(created["id"], {"details": {"about": "All shirts"}})
        assert edited["changes"] == {"status": "DRAFT", "details": {**PROFILE, "about": "All shirts"}}
        await service.update(created["id"], {"status": "SUBMIT", "details": {"displayName": "Shirts"}})
        service.emulator.advance(WORK)
        live = await service.get(created["id"])
        assert live["details"] == {**PROFILE, "displayName": "Shirts", "about": "All shirts"}

    async def test_a_failure_says_why_and_can_only_be_cleared_away(self, service: Senders) -> None:
        created = await service.create()
        service.control.fail(service.project, created["id"], "NO_PRICING_PLAN", "No plan.")
        broken = await service.get(created["id"])
        assert broken["changes"] == {
            "status": "ERROR",
            "details": PROFILE,
            "errorCode": "NO_PRICING_PLAN",
            "errorReason": "No plan.",
        }
        assert service.told() == ["ERROR"]
        assert service.events("WHATSAPP_SENDER_")[-1].payload == broken
        for body in ({"status": "SUBMIT"}, {"details": {"about": "?"}}):
            await service.refused(409, "sender_changes_not_updatable", "PATCH", f"/{created['id']}", body)
        await service.ask("DELETE", f"/{created['id']}/changes")
        await service.refused(404, "sender_not_found", "GET", f"/{created['id']}")

    async def test_a_held_creation_waits_for_a_decision(self, service: Senders) -> None:
        service.control.hold(service.project)
        created = await service.create()
        service.emulator.advance(DAY)
        assert (await service.get(created["id"]))["changes"]["status"] == "IN_PROGRESS"
        service.control.finish(service.project, created["id"])
        assert (await service.get(created["id"]))["state"] == "PENDING_VERIFICATION"
        with pytest.raises(ValueError, match="nothing is in review"):
            service.control.finish(service.project, created["id"])

    async def test_old_work_does_not_finish_new_changes(self, service: Senders) -> None:
        created = await service.create()
        service.emulator.advance(WORK - 1)
        service.control.reject(service.project, created["id"])
        await service.update(created["id"], {"status": "SUBMIT", "details": {"about": "!"}})
        service.emulator.advance(2)
        assert (await service.get(created["id"]))["changes"]["status"] == "IN_PROGRESS"


class TestCodes:
    @pytest.mark.parametrize("method", ["SMS", "VOICE"])
    async def test_a_code_makes_a_sender_active(self, service: Senders, method: str) -> None:
        sender_id = await service.waiting()
        registration = await service.register(sender_id, method)
        assert (registration["id"], registration["method"]) == (sender_id, method)
        assert registration["verificationCodeSent"] is True
        assert registration["accepted"]
        code = service.control.code(service.project, sender_id)
        await service.verify(sender_id, code=code)
        live = await service.get(sender_id)
        assert live["state"] == "ACTIVE"
        assert service.told() == ["PENDING_VERIFICATION", "ACTIVE"]
        assert service.events()[-1].payload == live
        assert await service.history(sender_id) == ["ACTIVE", "VERIFIED", "REGISTERED", "IN_PROGRESS", "CREATED"]
        with pytest.raises(ValueError, match="no code is out"):
            service.control.code(service.project, sender_id)

    async def test_a_number_that_meta_knows_needs_no_code(self, service: Senders) -> None:
        sender_id = await service.waiting()
        service.control.set_registered_at_meta(service.project, sender_id)
        assert (await service.register(sender_id))["verificationCodeSent"] is False
        await service.verify(sender_id)
        assert (await service.get(sender_id))["state"] == "ACTIVE"

    async def test_a_wrong_code(self, service: Senders) -> None:
        sender_id = await service.waiting()
        path = f"/{sender_id}/verify"
        await service.refused(409, "wrong_otp", "POST", path, {"code": "123456"})
        await service.register(sender_id)
        code = service.control.code(service.project, sender_id)
        wrong = f"{(int(code) + 1) % 10**6:06d}"
        await service.refused(409, "wrong_otp", "POST", path, {"code": wrong})
        await service.refused(409, "wrong_otp", "POST", path, {})
        await service.register(sender_id)
        newer = service.control.code(service.project, sender_id)
        if newer != code:
            await service.refused(409, "wrong_otp", "POST", path, {"code": code})
        await service.verify(sender_id, code=newer)

    async def test_too_many_wrong_codes(self, service: Senders) -> None:
        sender_id = await service.waiting()
        path = f"/{sender_id}/verify"
        await service.register(sender_id)
        for _ in range(5):
            await service.refused(409, "wrong_otp", "POST", path, {"code": "wrong!"})
        again = f"/{sender_id}/register"
        await service.refused(429, "too_many_invalid_verification_codes", "POST", again, {"method": "SMS"})
        service.emulator.advance(3600)
        await service.register(sender_id)

    async def test_too_many_codes(self, service: Senders) -> None:
        sender_id = await service.waiting()
        for _ in range(5):
            await service.register(sender_id)
        again = f"/{sender_id}/register"
        await service.refused(429, "sender-register-too-many-requests", "POST", again, {"method": "SMS"})
        await service.verify(sender_id, code=service.control.code(service.project, sender_id))

    @pytest.mark.parametrize(
        ("status", "trouble"),
        [
            (400, "sender_request_code_failed"),
            (409, "sender-number-not-approved-for-enterprise"),
            (429, "sender-already-registered"),
        ],
    )
    async def test_codes_that_meta_does_not_send(self, service: Senders, status: int, trouble: Any) -> None:
        sender_id = await service.waiting()
        service.control.fail_registration(service.project, sender_id, trouble)
        await service.refused(status, trouble, "POST", f"/{sender_id}/register", {"method": "SMS"})
        service.control.fail_registration(service.project, sender_id, None)
        await service.register(sender_id)

    async def test_only_a_sender_that_waits_for_a_code(self, service: Senders) -> None:
        other = {**NEW_NUMBER, "details": {**NEW_NUMBER["details"], "phoneNumber": "7"}}
        for sender_id in (await service.draft(), await service.active(other)):
            await service.refused(409, "not_allowed_register", "POST", f"/{sender_id}/register", {"method": "SMS"})
            await service.refused(409, "not_allowed_verify", "POST", f"/{sender_id}/verify", {"code": "123456"})

    async def test_fields_that_break_the_contract(self, service: Senders) -> None:
        sender_id = await service.waiting()
        for body in ({}, {"method": "UNRECOGNIZED"}, {"method": "SMS", "more": 1}):
            await service.refused(400, "invalid_input", "POST", f"/{sender_id}/register", body)
        for code in ("12345", "1234567", "12 456", 123456, None):
            await service.refused(400, "invalid_input", "POST", f"/{sender_id}/verify", {"code": code})
        for path in ("register", "verify"):
            await service.refused(400, "invalid_payload", "POST", f"/{sender_id}/{path}", b"code")


class TestEdits:
    async def test_an_edit_gathers_beside_what_is_live(self, service: Senders) -> None:
        body = {**PARTNER, "details": {**PARTNER["details"], **PROVIDED}}
        sender_id = await service.active(body)
        edited = await service.update(sender_id, {"details": {"about": "New", "photoUrl": None}})
        assert edited["changes"] == {"status": "DRAFT", "details": {"about": "New"}}
        assert (edited["state"], edited["details"]) == ("ACTIVE", {**PROFILE, **PROVIDED})
        more = await service.update(sender_id, {"details": {"vertical": "RESTAURANT"}})
        assert more["changes"]["details"] == {"about": "New", "vertical": "RESTAURANT"}
        submitted = await service.update(sender_id, {"status": "SUBMIT"})
        assert submitted["changes"]["status"] == "IN_PROGRESS"
        for again in ({"status": "SUBMIT"}, {"details": {"about": "Newer"}}):
            await service.refused(409, "sender_changes_not_updatable", "PATCH", f"/{sender_id}", again)
        service.emulator.advance(WORK)
        live = await service.get(sender_id)
        kept = {name: value for name, value in PROVIDED.items() if name != "photoUrl"}
        assert live["details"] == {**PROFILE, **kept, "about": "New", "vertical": "RESTAURANT"}
        assert "changes" not in live
        assert service.told()[-1] == "ACTIVE"

    @pytest.mark.parametrize("field", list(PROVIDED))
    async def test_null_removes(self, service: Senders, field: str) -> None:
        sender_id = await service.active({**PARTNER, "details": {**PARTNER["details"], **PROVIDED}})
        await service.update(sender_id, {"status": "SUBMIT", "details": {field: None}})
        service.emulator.advance(WORK)
        left = {name: value for name, value in PROVIDED.items() if name != field}
        assert (await service.get(sender_id))["details"] == {**PROFILE, **left}

    async def test_a_refused_edit_leaves_the_sender_as_it_is(self, service: Senders) -> None:
        sender_id = await service.active()
        await service.update(sender_id, {"status": "SUBMIT", "details": {"about": "New"}})
        service.control.reject(service.project, sender_id)
        refused = await service.get(sender_id)
        assert (refused["state"], refused["changes"]["status"]) == ("ACTIVE", "REJECTED")
        await service.ask("DELETE", f"/{sender_id}/changes")
        left = await service.get(sender_id)
        assert (left["state"], left["details"]) == ("ACTIVE", PROFILE)
        assert "changes" not in left
        await service.update(sender_id, {"status": "SUBMIT", "details": {"about": "New"}})
        service.control.fail(service.project, sender_id)
        await service.refused(
            409, "sender_changes_not_updatable", "PATCH", f"/{sender_id}", {"details": {"about": "!"}}
        )
        await service.ask("DELETE", f"/{sender_id}/changes")

    @pytest.mark.parametrize("state", ["INACTIVE", "SUSPENDED"])
    async def test_a_sender_that_is_off_cannot_be_changed(self, service: Senders, state: Any) -> None:
        sender_id = await service.active()
        service.control.set_state(service.project, sender_id, state)
        await service.refused(409, "sender_not_updatable", "PATCH", f"/{sender_id}", {"details": {"about": "!"}})

    async def test_an_edit_that_ends_while_the_sender_is_off_does_not_switch_it_on(self, service: Senders) -> None:
        sender_id = await service.active()
        await service.update(sender_id, {"status": "SUBMIT", "details": {"about": "New"}})
        service.control.set_state(service.project, sender_id, "SUSPENDED")
        told = service.told()
        service.emulator.advance(WORK)
        suspended = await service.get(sender_id)
        assert (suspended["state"], suspended["details"]["about"]) == ("SUSPENDED", "New")
        assert service.told() == told

    async def test_a_sender_that_waits_for_its_code_cannot_be_changed(self, service: Senders) -> None:
        sender_id = await service.waiting()
        await service.refused(409, "sender_not_updatable", "PATCH", f"/{sender_id}", {"details": {"about": "!"}})

    async def test_an_edit_needs_a_field(self, service: Senders) -> None:
        sender_id = await service.active()
        bodies: list[dict[str, Any]] = [{}, {"details": {}}, {"status": "DRAFT"}, {"status": "SUBMIT"}]
        for body in bodies:
            await service.refused(400, "no_fields_to_update", "PATCH", f"/{sender_id}", body)

    @pytest.mark.parametrize(
        ("details", "error"),
        [
            ({"displayName": None}, "details.displayName must be a"),
            ({"vertical": None}, "details.vertical must be "),
            ({"displayName": ""}, "details.displayName must be longer"),
            ({"description": "x" * 513}, "details.description must be shorter"),
            ({"websiteOne": "no address"}, "details.websiteOne must be a"),
            ({"username": ""}, "details.username must be longer"),
            ({"phoneNumber": "1"}, "details.phoneNumber should not exist"),
        ],
    )
    async def test_fields_that_break_the_contract(self, service: Senders, details: Any, error: str) -> None:
        sender_id = await service.active()
        refusal = await service.refused(400, "invalid_input", "PATCH", f"/{sender_id}", {"details": details})
        assert all(told.startswith(error) for told in refusal["additionalInformation"]["validationErrors"])
        await service.refused(400, "invalid_payload", "PATCH", f"/{sender_id}", b"[]")


class TestReviewedFields:
    async def test_a_display_name_goes_live_after_its_review(self, service: Senders) -> None:
        sender_id = await service.active()
        asked = await service.update(sender_id, {"details": {"displayName": "Shirts"}})
        assert asked["metadata"] == {"displayName": {"value": "Shirts", "status": "PENDING"}}
        assert asked["details"]["displayName"] == "Shop"
        assert "changes" not in asked
        again = {"details": {"displayName": "Trousers", "about": "!"}}
        await service.refused(409, "sender_display_name_update_not_allowed", "PATCH", f"/{sender_id}", again)
        assert "changes" not in await service.get(sender_id)
        service.emulator.advance(REVIEW)
        live = await service.get(sender_id)
        assert live["metadata"]["displayName"]["status"] == "APPROVED"
        assert live["details"]["displayName"] == "Shirts"
        assert service.told()[-1] == "DISPLAY_NAME_UPDATED"
        assert service.events()[-1].payload == live
        await service.update(sender_id, again)

    async def test_a_refused_name_says_why_and_changes_nothing(self, service: Senders) -> None:
        sender_id = await service.active()
        await service.update(sender_id, {"details": {"displayName": "Shirts"}})
        service.control.decide_field(service.project, sender_id, "displayName", "REJECTED", "Not yours.")
        service.emulator.advance(REVIEW)
        refused = await service.get(sender_id)
        assert refused["metadata"]["displayName"] == {
            "value": "Shirts",
            "status": "REJECTED",
            "rejectionReason": "Not yours.",
        }
        assert refused["details"]["displayName"] == "Shop"
        await service.update(sender_id, {"details": {"displayName": "Other"}})

    async def test_an_old_review_does_not_approve_another_name(self, service: Senders) -> None:
        sender_id = await service.active()
        await service.update(sender_id, {"details": {"displayName": "Shirts"}})
        service.emulator.advance(REVIEW - 1)
        service.control.decide_field(service.project, sender_id, "displayName", "REJECTED")
        await service.update(sender_id, {"details": {"displayName": "Other"}})
        service.emulator.advance(2)
        assert (await service.get(sender_id))["metadata"]["displayName"]["status"] == "PENDING"

    async def test_names_and_the_rest_in_one_edit(self, service: Senders) -> None:
        sender_id = await service.active()
        details = {"displayName": "Shirts", "username": "shirts", "about": "New"}
        edited = await service.update(sender_id, {"status": "SUBMIT", "details": details})
        assert edited["changes"] == {"status": "IN_PROGRESS", "details": {"about": "New"}}
        assert set(edited["metadata"]) == {"displayName", "username"}
        service.emulator.advance(REVIEW)
        assert (await service.get(sender_id))["details"] == {**PROFILE, **details}
        assert sorted(service.told()[-3:]) == ["ACTIVE", "DISPLAY_NAME_UPDATED", "USERNAME_UPDATED"]

    async def test_a_user_name_can_be_given_up(self, service: Senders) -> None:
        sender_id = await service.active()
        await service.update(sender_id, {"details": {"username": "shop"}})
        service.emulator.advance(REVIEW)
        assert (await service.get(sender_id))["details"]["username"] == "shop"
        await service.update(sender_id, {"details": {"username": "shop"}})
        given_up = await service.update(sender_id, {"details": {"username": None}})
        assert "username" not in given_up["details"]
        assert "metadata" not in given_up
        service.emulator.advance(REVIEW)
        assert "username" not in (await service.get(sender_id))["details"]

    async def test_user_names_that_are_taken(self, service: Senders) -> None:
        first = await service.active()
        await service.update(first, {"details": {"username": "shop"}})
        other = service.other(service.emulator)
        second = (await other.create(EMBEDDED))["id"]
        other.emulator.advance(WORK)
        wanted = {"details": {"username": "shop"}}
        await other.refused(400, "sender_username_not_available", "PATCH", f"/{second}", wanted)
        service.emulator.advance(REVIEW)
        await other.refused(400, "sender_username_not_available", "PATCH", f"/{second}", wanted)
        await service.update(first, {"details": {"username": None}})
        await other.update(second, wanted)
        service.control.take_username(service.project, "sinch")
        await service.refused(
            400, "sender_username_not_available", "PATCH", f"/{first}", {"details": {"username": "sinch"}}
        )

    async def test_user_names_are_for_active_senders_that_the_cloud_api_knows(self, service: Senders) -> None:
        wanted = {"details": {"username": "shop"}}
        draft = await service.draft()
        await service.refused(409, "sender_username_update_not_available", "PATCH", f"/{draft}", wanted)
        other = {**NEW_NUMBER, "details": {**NEW_NUMBER["details"], "phoneNumber": "7"}}
        sender_id = await service.active(other)
        service.control.outside_cloud_api(service.project, sender_id)
        code = "sender_phone_number_not_registered_with_meta_cloud_api"
        await service.refused(400, code, "PATCH", f"/{sender_id}", wanted)
        service.control.outside_cloud_api(service.project, sender_id, on=False)
        await service.update(sender_id, wanted)

    async def test_suggested_user_names_can_be_had(self, service: Senders) -> None:
        sender_id = await service.active()
        before = await service.get(sender_id)
        [first, *_] = (await service.ask("GET", f"/{sender_id}/suggestedUsernames"))["usernames"]
        assert await service.get(sender_id) == before
        await service.update(sender_id, {"details": {"username": first}})
        other = {**NEW_NUMBER, "details": {**NEW_NUMBER["details"], "phoneNumber": "7"}}
        rival = await service.active(other)
        names = (await service.ask("GET", f"/{rival}/suggestedUsernames"))["usernames"]
        assert first not in names
        await service.update(rival, {"details": {"username": names[0]}})

    async def test_decisions_about_nothing_are_mistakes(self, service: Senders) -> None:
        sender_id = await service.draft()
        with pytest.raises(ValueError, match="no username is asked for"):
            service.control.decide_field(service.project, sender_id, "username", "APPROVED")
        with pytest.raises(ValueError, match="nothing but changes"):
            service.control.set_state(service.project, sender_id, "INACTIVE")
        with pytest.raises(ValueError, match="no code is out"):
            service.control.code(service.project, sender_id)


class TestLists:
    async def test_filters(self, service: Senders) -> None:
        draft = await service.draft()

        async def found(**query: Any) -> list[str]:
            return [sender["id"] for sender in (await service.ask("GET", **query))["senders"]]

        numbered = [{**PARTNER, "details": {**PARTNER["details"], "phoneNumber": str(number)}} for number in range(4)]
        waiting = await service.waiting(numbered[0])
        active, edited = await service.active(numbered[1]), await service.active(numbered[2])
        await service.update(edited, {"details": {"about": "!"}})
        working = (await service.create(numbered[3]))["id"]
        assert await found() == [draft, waiting, active, edited, working]
        assert await found(filterStates="ACTIVE") == [active, edited]
        assert await found(filterStates=["ACTIVE", "PENDING_VERIFICATION"]) == [waiting, active, edited]
        assert await found(filterStatuses="DRAFT") == [draft, edited]
        assert await found(filterStatuses=["DRAFT", "IN_PROGRESS"]) == [draft, edited, working]
        assert await found(filterStates="ACTIVE", filterStatuses="DRAFT") == [edited]
        assert await found(filterStates="SUSPENDED") == []

    async def test_values_that_no_filter_knows(self, service: Senders) -> None:
        refusal = await service.refused(400, "invalid_filter_states", "GET", filterStates=["ACTIVE", "LIVE"])
        supported = refusal["additionalInformation"]["supportedCodes"]
        assert supported == "ACTIVE, IN_PROGRESS, INACTIVE, PENDING_VERIFICATION, SUSPENDED, ERROR"
        refusal = await service.refused(400, "invalid_filter_statuses", "GET", filterStatuses="ACTIVE")
        assert refusal["additionalInformation"]["supportedCodes"] == "DRAFT, ERROR, IN_PROGRESS, REJECTED"
        assert (await service.ask("GET", filterStatuses="MULTIPLE_WABA_ERROR"))["senders"] == []

    async def test_pages(self, service: Senders) -> None:
        for number in range(5):
            await service.create(details={**PARTNER["details"], "phoneNumber": str(number)})
        page = await service.ask("GET", pageSize=2)
        assert (page["totalSize"], page["pageSize"], len(page["senders"])) == (5, 2, 2)
        assert "previousPageToken" not in page
        second = await service.ask("GET", pageSize=2, pageToken=page["nextPageToken"])
        third = await service.ask("GET", pageSize=2, pageToken=second["nextPageToken"])
        numbers = [sender["phoneNumber"] for one in (page, second, third) for sender in one["senders"]]
        assert numbers == ["0", "1", "2", "3", "4"]
        assert "nextPageToken" not in third
        assert await service.ask("GET", pageSize=2, pageToken=second["previousPageToken"]) == page
        assert (await service.ask("GET"))["pageSize"] == 50
        for size in (0, 101, "many"):
            await service.refused(400, "invalid_page_size", "GET", pageSize=size)
        await service.refused(400, "invalid_page_token", "GET", pageToken="x")
        token = page["nextPageToken"]
        await service.refused(400, "invalid_page_token", "GET", pageSize=2, pageToken=token, filterStates="ACTIVE")

    async def test_activities_come_in_pages_of_one_sender(self, service: Senders) -> None:
        sender_id = await service.waiting()
        comment = await service.ask("POST", f"/{sender_id}/comments", {"comment": "Hello"})
        assert (comment["type"], comment["comment"]) == ("CREATED", "Hello")
        event = service.events()[-1]
        assert (event.type, event.extra) == ("WHATSAPP_SENDER_COMMENT_ADDED", {"comment": "Hello"})
        assert event.payload == await service.get(sender_id)
        path = f"/{sender_id}/activities"
        page = await service.ask("GET", path, pageSize=2)
        assert page["totalSize"] == 3
        assert page["notifications"][0] == {
            "type": "COMMENT_ADDED",
            "comment": "Hello",
            "created": comment["created"],
            "author": "Provisioning API user",
        }
        rest = await service.ask("GET", path, pageSize=2, pageToken=page["nextPageToken"])
        assert [entry["type"] for entry in rest["notifications"]] == ["CREATED"]
        other = await service.waiting({**PARTNER, "details": {**PARTNER["details"], "phoneNumber": "7"}})
        token = page["nextPageToken"]
        await service.refused(400, "invalid_page_token", "GET", f"/{other}/activities", pageSize=2, pageToken=token)
        await service.refused(400, "invalid_page_size", "GET", path, pageSize=101)
        for text in ("", "x" * 65536, 7):
            await service.refused(400, "invalid_input", "POST", f"/{sender_id}/comments", {"comment": text})
        await service.refused(400, "invalid_payload", "POST", f"/{sender_id}/comments", b"null")


class TestEnds:
    async def test_a_deleted_sender_works_for_thirty_days(self, service: Senders) -> None:
        sender_id = await service.active()
        before = await service.get(sender_id)
        await service.ask("DELETE", f"/{sender_id}")
        service.emulator.advance(30 * DAY - 1)
        assert await service.get(sender_id) == before
        await service.refused(409, "sender_already_deleted", "DELETE", f"/{sender_id}")
        await service.refused(409, "used_phone_number_id", "POST", "", PARTNER)
        told = service.told()
        service.emulator.advance(1)
        await service.refused(404, "sender_not_found", "GET", f"/{sender_id}")
        await service.refused(404, "sender_not_found", "DELETE", f"/{sender_id}")
        assert service.told() == [*told, "DELETED"]
        assert service.events()[-1].payload == {
            "id": sender_id,
            "region": "UNRECOGNIZED",
            "metaLocalStorage": "UNRECOGNIZED",
            "cloudApi": False,
            "businessManager": "SINCH_UK",
            "compatibleRegions": [],
        }
        await service.create()

    async def test_changes_that_can_be_thrown_away(self, service: Senders) -> None:
        for make in (service.draft, service.rejected, service.broken):
            sender_id = await make()
            await service.ask("DELETE", f"/{sender_id}/changes")
            await service.refused(404, "sender_not_found", "GET", f"/{sender_id}")
            await service.refused(404, "sender_changes_not_found", "DELETE", f"/{sender_id}/changes")
        created = await service.create()
        await service.refused(409, "sender_changes_not_deletable", "DELETE", f"/{created['id']}/changes")
        service.emulator.advance(WORK)
        await service.refused(404, "sender_changes_not_found", "DELETE", f"/{created['id']}/changes")

    async def test_a_sender_that_does_not_exist(self, service: Senders) -> None:
        for method, tail, body in REQUESTS:
            code = "sender_changes_not_found" if tail == "/changes" else "sender_not_found"
            await service.refused(404, code, method, f"/none{tail}", body)

    async def test_a_sender_of_another_project(self, service: Senders) -> None:
        sender_id = await service.active()
        other = service.other(service.emulator)
        await other.open_account()
        await other.refused(404, "sender_not_found", "GET", f"/{sender_id}")
        assert (await other.ask("GET"))["senders"] == []

    async def test_a_project_without_an_account(self, bare: Senders) -> None:
        await bare.refused(400, "project_not_initialized", "GET")
        for method, tail, body in REQUESTS:
            await bare.refused(400, "project_not_initialized", method, f"/none{tail}", body)

    async def test_credentials_count_before_anything_else(self, bare: Senders) -> None:
        for method, tail, body in REQUESTS:
            await bare.refused(401, "unauthorized_error", method, f"/none{tail}", body, key_secret="wrong")
        for method in ("GET", "POST"):
            await bare.refused(401, "unauthorized_error", method, "", b"{", key_secret="wrong")

    async def test_what_else_meta_does(self, service: Senders) -> None:
        sender_id = await service.active()
        service.control.set_quality(service.project, sender_id, "RED")
        service.control.set_daily_limit(service.project, sender_id, "TIER_1K")
        service.emulator.control.whatsapp.account.ban(service.project, "DISABLE")
        changed = await service.get(sender_id)
        assert (changed["qualityRating"], changed["dailyLimit"]) == ("RED", "TIER_1K")
        assert (changed["wabaBanState"], changed["state"]) == ("DISABLE", "ACTIVE")
        service.control.set_state(service.project, sender_id, "INACTIVE")
        service.control.set_state(service.project, sender_id, "SUSPENDED")
        assert (await service.get(sender_id))["state"] == "SUSPENDED"
        assert service.told()[2:] == ["QUALITY_RATING_CHANGED", "DAILY_LIMIT_CHANGED", "INACTIVE"]

    async def test_everything_goes_on_after_a_restart(self, tmp_path: Path) -> None:
        file = tmp_path / "state.json"
        async with aiohttp.ClientSession() as session:
            async with Emulator(check_replies=True, frozen=True, state=file) as emulator:
                service = Senders(emulator, session)
                await service.open_account()
                waiting, active = (
                    await service.waiting(),
                    await service.active({**PARTNER, "details": {**PARTNER["details"], "phoneNumber": "7"}}),
                )
                await service.register(waiting)
                await service.update(active, {"status": "SUBMIT", "details": {"about": "!", "displayName": "Shirts"}})
                await service.ask("DELETE", f"/{active}")
                service.control.fail_file(service.project, PHOTO, "file_not_found")
                body = {**NEW_NUMBER["details"], "vertical": "OTHER", "phoneNumber": "8", "photoUrl": PHOTO}
                kept = {**PARTNER, "details": body, "saveDraftOnFailure": True}
                await service.refused(409, "file_not_found", "POST", "", kept)
                before = await service.ask("GET")
            async with Emulator(check_replies=True, frozen=True, state=file) as emulator:
                service = Senders(emulator, session)
                assert await service.ask("GET") == before
                await service.verify(waiting, code=service.control.code(service.project, waiting))
                emulator.advance(REVIEW)
                live = await service.get(active)
                assert (live["details"]["about"], live["details"]["displayName"]) == ("!", "Shirts")
                assert (await service.create(NEW_NUMBER, details={**NEW_NUMBER["details"], "phoneNumber": "9"}))["id"]
                emulator.advance(30 * DAY)
                await service.refused(404, "sender_not_found", "GET", f"/{active}")
                assert len((await service.ask("GET"))["senders"]) == 3


REQUESTS: list[tuple[str, str, Any]] = [
    ("GET", "", None),
    ("PATCH", "", {"details": {"about": "!"}}),
    ("DELETE", "", None),
    ("DELETE", "/changes", None),
    ("GET", "/activities", None),
    ("POST", "/comments", {"comment": "?"}),
    ("POST", "/register", {"method": "SMS"}),
    ("POST", "/verify", {}),
    ("GET", "/suggestedUsernames", None),
]
"""What can be asked of one sender."""
