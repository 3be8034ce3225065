"""The WhatsApp account in the emulator, asked over plain HTTP: its life, its refusals, the events that tell of it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sinch_provisioning.emulator import Emulator
from tests.emulator.service import Service

pytestmark = pytest.mark.anyio

PENDING, LIVE = 5.0, 15.0
"""Seconds after which a request waits for the client, and after which it is live."""
REQUEST: dict[str, Any] = {
    "clientBusinessManagerId": "1234567890",
    "businessManager": "SINCH_UK",
    "wabaName": "Shop",
    "senderDetails": {"displayName": "Shop", "businessCategory": "OTC_DRUGS", "region": "EU"},
}
ON_BEHALF = {"clientBusinessManagerId": "1234567890", "companyLegalName": "Shop Ltd"}
ASKED: dict[str, Any] = {
    "clientBusinessManagerId": "1234567890",
    "wabaName": "Shop",
    "senderDetails": {
        "displayName": "Shop",
        "businessCategory": "OTC_DRUGS",
        "region": "EU",
        "metaLocalStorage": "DE",
    },
}


class Account(Service):
    """The account, and how it is asked for."""

    root = "/whatsapp"

    def __init__(self, emulator: Emulator, session: aiohttp.ClientSession) -> None:
        super().__init__(emulator, session)
        self.control = emulator.control.whatsapp.account

    async def create(self, **fields: Any) -> Any:
        return await self.ask("POST", "", {**REQUEST, **fields})

    async def live(self) -> Any:
        await self.create()
        self.emulator.advance(LIVE)
        return await self.ask("GET")

    async def rejected(self) -> Any:
        await self.create()
        self.control.reject(self.project)
        return await self.ask("GET")

    async def history(self) -> list[str]:
        return [entry["type"] for entry in (await self.ask("GET", "/activities"))["notifications"]]


@pytest.fixture
async def service() -> AsyncIterator[Account]:
    async with Emulator(check_replies=True, frozen=True) as emulator, aiohttp.ClientSession() as session:
        yield Account(emulator, session)


async def test_a_request_waits_for_the_client_and_goes_live(service: Account) -> None:
    created = await service.create()
    assert created["changes"] == {"status": "IN_PROGRESS", "details": ASKED}
    assert created["isEmbeddedSignup"] is False
    assert created["compatibleRegions"] == ["eu", "us"]
    assert "state" not in created
    assert "details" not in created
    service.emulator.advance(PENDING)
    waiting = await service.ask("GET")
    assert waiting["changes"]["status"] == "PENDING_FACEBOOK_VERIFICATION"
    assert "state" not in waiting
    service.emulator.advance(LIVE)
    live = await service.ask("GET")
    assert (live["state"], live["details"]) == ("ONBOARDED", ASKED)
    assert "changes" not in live
    assert await service.history() == ["PENDING_FACEBOOK_VERIFICATION", "IN_PROGRESS", "CREATED"]
    pending, onboarded = service.events()
    assert pending.type == "WHATSAPP_ACCOUNT_PENDING_VERIFICATION"
    assert pending.payload == waiting
    assert onboarded.type == "WHATSAPP_ACCOUNT_ONBOARDED"
    assert onboarded.payload == live


async def test_what_is_left_out_is_chosen_by_the_business_manager(service: Account) -> None:
    first = {"displayName": "Loja", "businessCategory": "OTHER"}
    created = await service.create(businessManager="SINCH_BR", senderDetails=first)
    asked = created["changes"]["details"]["senderDetails"]
    assert (asked["region"], asked["metaLocalStorage"]) == ("BR", "BR")
    assert created["compatibleRegions"] == ["br", "us"]


async def test_the_deprecated_form_is_taken_too(service: Account) -> None:
    created = await service.ask("POST", "", ON_BEHALF)
    assert created["changes"]["details"] == ON_BEHALF
    service.control.onboard(service.project)
    assert (await service.ask("GET"))["details"] == {**ON_BEHALF, "wabaName": "Shop Ltd"}


async def test_a_refusal_is_corrected_and_handed_in_again(service: Account) -> None:
    refused = await service.rejected()
    assert refused["changes"]["status"] == "REJECTED"
    assert "state" not in refused
    again = await service.ask("PATCH", "", {"wabaName": "Shop Ltd", "senderDetails": {"region": "US"}})
    assert (again["state"], again["details"]) == ("REJECTED", ASKED)
    corrected = {**ASKED, "wabaName": "Shop Ltd", "senderDetails": {**ASKED["senderDetails"], "region": "US"}}
    assert again["changes"] == {"status": "IN_PROGRESS", "details": corrected}
    await service.refused(409, "account_not_updatable", "PATCH", "", {"wabaName": "Shop"})
    service.control.reject(service.project, "No.")
    assert service.events()[-1].extra == {"comment": "No."}
    await service.ask("PATCH", "", {"clientBusinessManagerId": "7"})
    service.emulator.advance(LIVE)
    live = await service.ask("GET")
    assert (live["state"], live["details"]) == ("ONBOARDED", {**corrected, "clientBusinessManagerId": "7"})
    assert service.raised("WHATSAPP_ACCOUNT_") == ["REJECTED", "REJECTED", "PENDING_VERIFICATION", "ONBOARDED"]
    assert (await service.history())[:3] == ["PENDING_FACEBOOK_VERIFICATION", "IN_PROGRESS", "EDITED"]


async def test_the_old_word_for_the_name_renames_too(service: Account) -> None:
    await service.rejected()
    again = await service.ask("PATCH", "", {"companyLegalName": "Other"})
    assert again["changes"]["details"]["wabaName"] == "Other"


async def test_only_a_rejected_account_can_change(service: Account) -> None:
    await service.create()
    for seconds in (0, PENDING, LIVE):
        service.emulator.advance(seconds)
        await service.refused(409, "account_not_updatable", "PATCH", "", {"wabaName": "Other"})


async def test_an_update_needs_a_field(service: Account) -> None:
    await service.rejected()
    bodies: list[dict[str, Any]] = [{}, {"senderDetails": {}}]
    for body in bodies:
        await service.refused(400, "no_fields_to_update", "PATCH", "", body)


async def test_one_account_for_each_project(service: Account) -> None:
    await service.create()
    await service.refused(409, "account_exists", "POST", "", REQUEST)
    service.emulator.advance(LIVE)
    await service.refused(409, "account_exists", "POST", "", REQUEST)


@pytest.mark.parametrize(
    ("method", "body", "error"),
    [
        ("POST", {**REQUEST, "wabaName": ""}, "wabaName must be longer than or equal to 1 characters"),
        ("POST", {**REQUEST, "wabaName": "x" * 256}, "wabaName must be shorter than or equal to 255 characters"),
        ("POST", {**REQUEST, "businessManager": "UNRECOGNIZED"}, "businessManager must be one of"),
        ("POST", {**REQUEST, "companyLegalName": "Shop"}, "companyLegalName should not exist"),
        ("POST", {**ON_BEHALF, "companyLegalName": 7}, "companyLegalName must be a"),
        (
            "POST",
            {**REQUEST, "senderDetails": {"displayName": "a", "businessCategory": "ONLINE_GAMBLING"}},
            "senderDetails.businessCategory must be one of",
        ),
        (
            "POST",
            {"wabaName": "Shop", "senderDetails": REQUEST["senderDetails"]},
            "clientBusinessManagerId should not be null or undefined",
        ),
        ("PATCH", {"wabaName": None}, "wabaName must be a"),
        ("PATCH", {"businessManager": "SINCH_MX"}, "businessManager should not exist"),
        ("PATCH", {"senderDetails": {"region": "eu"}}, "senderDetails.region must be one of"),
    ],
)
async def test_fields_that_break_the_contract(service: Account, method: str, body: Any, error: str) -> None:
    if method == "PATCH":
        await service.rejected()
    refusal = await service.refused(400, "invalid_input", method, "", body)
    [told] = refusal["additionalInformation"]["validationErrors"]
    assert told.startswith(error)


async def test_bodies_that_are_no_objects(service: Account) -> None:
    await service.create()
    for body in (b"{", b"", b"[]", b'"text"', b"\xff"):
        await service.refused(400, "invalid_payload", "POST", "", body)
        await service.refused(400, "invalid_payload", "POST", "/comments", body)
        # The contract knows no other word for it here.
        await service.refused(400, "invalid_input", "PATCH", "", body)


async def test_a_business_manager_that_is_not_for_this_server(service: Account) -> None:
    meta = service.emulator.control.whatsapp.meta
    meta.offer_manager(service.project, "SINCH_UK", on=False)
    await service.refused(400, "invalid_business_manager_for_environment", "POST", "", REQUEST)
    await service.create(businessManager="SINCH_SEP")
    service.control.onboard(service.project)
    await service.ask("DELETE")
    meta.offer_manager(service.project, "SINCH_UK")
    await service.create()


async def test_comments(service: Account) -> None:
    await service.create()
    comment = await service.ask("POST", "/comments", {"comment": "Hello"})
    assert (comment["type"], comment["comment"]) == ("CREATED", "Hello")
    [newest] = (await service.ask("GET", "/activities", pageSize=1))["notifications"]
    assert newest == {
        "type": "COMMENT_ADDED",
        "comment": "Hello",
        "created": comment["created"],
        "author": "Provisioning API user",
    }
    event = service.events()[-1]
    assert (event.type, event.extra) == ("WHATSAPP_ACCOUNT_COMMENT_ADDED", {"comment": "Hello"})
    assert event.payload == await service.ask("GET")
    for text in ("", "x" * 65536):
        await service.refused(400, "invalid_input", "POST", "/comments", {"comment": text})
    await service.ask("POST", "/comments", {"comment": "x" * 65535})


async def test_activities_come_in_pages(service: Account) -> None:
    await service.live()
    for number in range(3):
        await service.ask("POST", "/comments", {"comment": str(number)})
    page = await service.ask("GET", "/activities", pageSize=4)
    assert (page["totalSize"], page["pageSize"]) == (6, 4)
    assert [entry.get("comment") for entry in page["notifications"]] == ["2", "1", "0", None]
    assert "previousPageToken" not in page
    rest = await service.ask("GET", "/activities", pageSize=4, pageToken=page["nextPageToken"])
    assert [entry["type"] for entry in rest["notifications"]] == ["IN_PROGRESS", "CREATED"]
    assert "nextPageToken" not in rest
    back = await service.ask("GET", "/activities", pageSize=4, pageToken=rest["previousPageToken"])
    assert back == page
    assert (await service.ask("GET", "/activities"))["pageSize"] == 50
    for size in (0, 101, "many", -1, 1.5):
        await service.refused(400, "invalid_page_size", "GET", "/activities", pageSize=size)
    await service.refused(400, "invalid_page_token", "GET", "/activities", pageToken="x")


async def test_a_project_without_an_account(service: Account) -> None:
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"wabaName": "Shop"}),
        ("GET", "/activities", None),
        ("POST", "/comments", {"comment": "?"}),
    ):
        await service.refused(404, "account_not_found", method, path, body)
    await service.refused(400, "project_not_initialized", "DELETE")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("POST", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/activities"), ("POST", "/comments")],
)
async def test_credentials_count_before_anything_else(service: Account, method: str, path: str) -> None:
    await service.refused(401, "unauthorized_error", method, path, {"bogus": 1}, key_secret="wrong")
    service.project = "of-somebody-else"
    await service.refused(401, "unauthorized_error", method, path, {"bogus": 1})


async def test_an_account_of_senders_stays(service: Account) -> None:
    await service.live()
    senders = "/senders"
    details = {"displayName": "Shop", "vertical": "OTHER", "countryCode": "48", "phoneNumber": "123"}
    body = {"phoneNumberProvider": "CUSTOMER", "details": details, "status": "DRAFT"}
    draft = await service.ask("POST", senders, body)
    refusal = await service.refused(409, "account_has_sender_changes", "DELETE")
    assert refusal["additionalInformation"] == {"projectId": service.project}
    await service.ask("PATCH", f"{senders}/{draft['id']}", {"status": "SUBMIT"})
    service.emulator.advance(5)
    refusal = await service.refused(409, "account_has_senders", "DELETE")
    assert refusal["additionalInformation"] == {"projectId": service.project, "senderIds": [draft["id"]]}
    await service.ask("DELETE", f"{senders}/{draft['id']}")
    await service.refused(409, "account_has_senders", "DELETE")
    service.emulator.advance(30 * 86_400)
    await service.ask("DELETE")


async def test_a_deleted_account_leaves_nothing_behind(service: Account) -> None:
    await service.create()
    await service.ask("DELETE")
    await service.refused(404, "account_not_found", "GET")
    service.emulator.advance(LIVE)
    assert service.events() == []
    await service.create()
    assert await service.history() == ["IN_PROGRESS", "CREATED"]
    service.emulator.advance(PENDING)
    assert (await service.ask("GET"))["changes"]["status"] == "PENDING_FACEBOOK_VERIFICATION"


async def test_drafts_that_cannot_be_removed_keep_the_account(service: Account) -> None:
    await service.live()
    service.control.keep_drafts(service.project)
    await service.refused(500, "template_could_not_delete_drafts", "DELETE")
    assert (await service.ask("GET"))["state"] == "ONBOARDED"
    service.control.keep_drafts(service.project, on=False)
    await service.ask("DELETE")


async def test_a_record_that_is_inconsistent(service: Account) -> None:
    await service.live()
    service.control.corrupt(service.project)
    for method, path, body in (
        ("GET", "", None),
        ("POST", "", REQUEST),
        ("POST", "/comments", {"comment": "?"}),
        ("POST", "/senders", {"details": {"displayName": "Shop", "countryCode": "48", "phoneNumber": "123"}}),
    ):
        await service.refused(409, "account_data_is_corrupt", method, path, body)
    service.control.corrupt(service.project, on=False)
    assert (await service.ask("GET"))["state"] == "ONBOARDED"


async def test_what_else_meta_does(service: Account) -> None:
    await service.live()
    service.control.set_daily_limit(service.project, "TIER_1K")
    service.control.set_location(service.project, "PL")
    service.control.ban(service.project, "SCHEDULE_FOR_DISABLE")
    changed = await service.ask("GET")
    assert (changed["businessDailyLimit"], changed["primaryBusinessLocation"]) == ("TIER_1K", "PL")
    assert (changed["wabaBanState"], changed["state"]) == ("SCHEDULE_FOR_DISABLE", "ONBOARDED")
    assert changed["wabaBanDate"]
    assert service.raised("WHATSAPP_")[2:] == ["ACCOUNT_DAILY_LIMIT_CHANGED", "WABA_ACCOUNT_CHANGED"]


async def test_a_held_request_waits_for_every_decision(service: Account) -> None:
    service.control.hold(service.project)
    await service.create()
    service.emulator.advance(86_400)
    assert (await service.ask("GET"))["changes"]["status"] == "IN_PROGRESS"
    service.control.ask_client(service.project)
    service.emulator.advance(86_400)
    assert (await service.ask("GET"))["changes"]["status"] == "PENDING_FACEBOOK_VERIFICATION"
    service.control.onboard(service.project)
    assert (await service.ask("GET"))["state"] == "ONBOARDED"


async def test_a_step_of_an_old_request_does_not_move_a_new_one(service: Account) -> None:
    await service.create()
    service.emulator.advance(PENDING)
    service.control.reject(service.project)
    await service.ask("PATCH", "", {"wabaName": "Other"})
    service.emulator.advance(PENDING)
    service.control.reject(service.project)
    service.emulator.advance(LIVE)
    assert (await service.ask("GET"))["changes"]["status"] == "REJECTED"


@pytest.mark.parametrize("decision", ["ask_client", "onboard", "reject"])
async def test_decisions_about_nothing_are_mistakes(service: Account, decision: str) -> None:
    decide: Callable[[str], None] = getattr(service.control, decision)
    await service.live()
    with pytest.raises(ValueError, match="nothing is in review"):
        decide(service.project)
    assert (await service.ask("GET"))["state"] == "ONBOARDED"


async def test_a_request_goes_on_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    async with aiohttp.ClientSession() as session:
        async with Emulator(check_replies=True, frozen=True, state=file) as emulator:
            service = Account(emulator, session)
            await service.rejected()
            before = await service.ask("PATCH", "", {"wabaName": "Other"})
            history = await service.history()
        async with Emulator(check_replies=True, frozen=True, state=file) as emulator:
            service = Account(emulator, session)
            assert await service.ask("GET") == before
            assert await service.history() == history
            emulator.advance(LIVE)
            assert (await service.ask("GET"))["state"] == "ONBOARDED"
