"""Templates in the emulator, asked over plain HTTP: reviews, edits, deletes, masks, figures, and every refusal."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.problems import Problem
from tests.emulator.service import Service

pytestmark = pytest.mark.anyio

REVIEW = 60.0
DAY = 86_400.0
BODY: dict[str, Any] = {"type": "BODY", "text": "Hello {{1}}", "examples": ["Ann"]}


ACCOUNT: dict[str, Any] = {
    "clientBusinessManagerId": "1234567890",
    "businessManager": "SINCH_UK",
    "wabaName": "Shop",
    "senderDetails": {"displayName": "Shop", "businessCategory": "OTC_DRUGS", "region": "EU"},
}


class Templates(Service):
    """Templates, and how they are asked for."""

    root = "/whatsapp/templates"

    def __init__(self, emulator: Emulator, session: aiohttp.ClientSession) -> None:
        super().__init__(emulator, session)
        self.control = emulator.control.whatsapp.templates

    async def create(self, name: str = "sale", language: str = "EN", expect: int | None = None, **fields: Any) -> Any:
        body = {"name": name, "language": language, "category": "MARKETING", "details": {"components": [BODY]}}
        return await self.ask("POST", "", {**body, **fields}, expect)

    async def approved(self, name: str = "sale", language: str = "EN", **fields: Any) -> Any:
        await self.create(name, language, **fields)
        self.emulator.advance(REVIEW)
        return await self.get(name, language)

    async def get(self, name: str = "sale", language: str = "EN", **query: Any) -> Any:
        return await self.ask("GET", f"/{name}/languages/{language}", **query)

    async def update(self, body: Mapping[str, Any], name: str = "sale", language: str = "EN") -> Any:
        return await self.ask("PATCH", f"/{name}/languages/{language}", body)

    async def activities(self, name: str = "sale", language: str = "EN") -> list[str]:
        page = await self.ask("GET", f"/{name}/languages/{language}/activities")
        return [entry["type"] for entry in page["notifications"]]


@pytest.fixture
async def service() -> AsyncIterator[Templates]:
    async with Emulator(check_replies=True, frozen=True) as emulator, aiohttp.ClientSession() as session:
        service = Templates(emulator, session)
        await service.ask("POST", "", ACCOUNT, root="/whatsapp")
        yield service


HEADERS: list[dict[str, Any]] = [
    {"type": "HEADER", "format": "TEXT", "text": "Save {{1}}", "example": "20 %"},
    {"type": "HEADER", "format": "IMAGE", "example": {"url": "https://shop.example/a.jpg", "mimeType": "IMAGE/JPEG"}},
    {"type": "HEADER", "format": "LOCATION"},
]
BUTTONS: list[dict[str, Any]] = [
    {"type": "URL", "text": "Shop", "url": "https://shop.example/{{1}}", "example": "https://shop.example/a"},
    {"type": "QUICK_REPLY", "text": "Stop"},
    {"type": "PHONE_NUMBER", "text": "Call", "phoneNumber": "+46123123123"},
    {"type": "FLOW", "text": "Sign up", "flowId": "123", "flowAction": "NAVIGATE", "navigateScreen": "FIRST"},
    {"type": "OTP", "otpType": "COPY_CODE", "text": "Copy"},
    {"type": "REQUEST_CONTACT_INFO"},
    {"type": "ORDER_DETAILS"},
    {"type": "COPY_CODE", "example": "SUMMER20"},
]
CAROUSEL: dict[str, Any] = {
    "type": "CAROUSEL",
    "cards": [
        {
            "components": [
                {"type": "HEADER", "format": "IMAGE", "example": {"url": "https://shop.example/1.jpg"}},
                {"type": "BODY", "text": "Shirts"},
                {"type": "BUTTONS", "buttons": BUTTONS[:2]},
            ]
        }
    ],
}
EVERYTHING: list[dict[str, Any]] = [
    *HEADERS,
    BODY,
    {"type": "FOOTER", "text": "Reply STOP"},
    {"type": "BUTTONS", "buttons": BUTTONS},
    CAROUSEL,
    {"type": "LIMITED_TIME_OFFER", "text": "Only today"},
]
PRICING: dict[str, Any] = {
    "bidAmount": 500,
    "bidStrategy": "LOWEST_COST_WITH_BID_CAP",
    "bidCountryMultiplierOverrides": {"US": "1.2"},
}


async def test_a_submission_is_approved_after_a_while(service: Templates) -> None:
    created = await service.create(details={"components": EVERYTHING, "messageSendTtlSeconds": 43200})
    assert created["changes"]["status"] == "IN_PROGRESS"
    assert created["whatsappId"]
    assert "state" not in created
    assert "details" not in created
    service.emulator.advance(REVIEW)
    live = await service.get()
    assert live["state"] == "APPROVED"
    assert "changes" not in live
    components = live["details"]["components"]
    assert components[1]["example"] == {"url": "https://shop.example/a.jpg"}
    assert all(button["text"] for button in components[5]["buttons"])
    assert components[7]["hasExpiration"] is False
    assert await service.activities() == ["IN_PROGRESS", "CREATED"]
    assert service.raised("WHATSAPP_TEMPLATE_") == ["APPROVED"]


async def test_a_draft_waits_until_it_is_submitted(service: Templates) -> None:
    draft = await service.create(status="DRAFT", details={"components": [{"type": "BODY"}, {"type": "BUTTONS"}]})
    assert draft["changes"] == {
        "status": "DRAFT",
        "details": {"components": [{"type": "BODY"}, {"type": "BUTTONS", "buttons": []}]},
    }
    service.emulator.advance(REVIEW)
    assert (await service.get())["changes"]["status"] == "DRAFT"
    refusal = await service.refused(400, "invalid_payload", "PATCH", "/sale/languages/EN", {"status": "SUBMIT"})
    assert refusal["additionalInformation"]["validationErrors"] == [
        "details.components.1.buttons should not be null or undefined"
    ]
    await service.update({"details": {"components": [BODY]}})
    assert (await service.update({"status": "SUBMIT"}))["changes"]["status"] == "IN_PROGRESS"
    service.emulator.advance(REVIEW)
    assert (await service.get())["state"] == "APPROVED"
    assert await service.activities() == ["IN_PROGRESS", "EDITED", "EDITED", "DRAFT", "CREATED"]


async def test_a_draft_may_go_without_details(service: Templates) -> None:
    body = {"name": "bare", "language": "EN", "category": "UTILITY"}
    draft = await service.ask("POST", "", {**body, "status": "DRAFT"})
    assert draft["changes"] == {"status": "DRAFT", "details": {}}
    await service.refused(400, "invalid_input", "POST", "", {**body, "name": "other"})
    await service.refused(400, "invalid_payload", "PATCH", "/bare/languages/EN", {"status": "SUBMIT"})


async def test_a_first_refusal_takes_the_template_back(service: Templates) -> None:
    service.control.hold(service.project)
    await service.create(allowCategoryChange=True)
    service.emulator.advance(DAY)
    assert (await service.get())["changes"]["allowCategoryChange"] is True
    service.control.reject(service.project, "sale", "EN", "SCAM", reason="No.")
    refused = await service.get()
    assert refused["state"] == "REJECTED"
    assert refused["rejectionCode"] == "SCAM"
    assert refused["details"]["components"] == [BODY]
    assert "whatsappId" not in refused
    assert "changes" not in refused
    assert (await service.activities())[0] == "REJECTED"
    assert service.emulator.events[-1].type == "WHATSAPP_TEMPLATE_REJECTED"
    assert service.emulator.events[-1].extra == {"comment": "No."}
    await service.refused(
        409, "template_category_not_updatable", "PATCH", "/sale/languages/EN", {"category": "UTILITY"}
    )
    await service.refused(
        409,
        "template_allow_category_change_not_updatable",
        "PATCH",
        "/sale/languages/EN",
        {"allowCategoryChange": False},
    )
    again = await service.update({"status": "SUBMIT", "details": {"components": [{**BODY, "text": "Dear {{1}}"}]}})
    assert again["changes"]["status"] == "IN_PROGRESS"
    service.control.approve(service.project, "sale", "EN")
    live = await service.get()
    assert live["state"] == "APPROVED"
    assert live["details"]["components"][0]["text"] == "Dear {{1}}"
    assert "rejectionCode" not in live


async def test_a_refusal_for_the_category_opens_it(service: Templates) -> None:
    service.control.hold(service.project)
    await service.create()
    service.control.reject(service.project, "sale", "EN", "INCORRECT_CATEGORY")
    update = {"category": "UTILITY", "allowCategoryChange": True, "status": "SUBMIT"}
    assert (await service.update(update))["category"] == "UTILITY"


async def test_an_edit_stands_beside_the_live_version(service: Templates) -> None:
    service.control.dynamic_pricing(service.project)
    await service.approved(details={"components": [BODY], "optimization": PRICING})
    assert (await service.update({}))["state"] == "APPROVED"
    assert "changes" not in await service.get()
    edit: dict[str, Any] = {"messageSendTtlSeconds": 86400, "optimization": {**PRICING, "bidAmount": 7}}
    edit["optimization"].pop("bidCountryMultiplierOverrides")
    edited = await service.update({"details": edit})
    assert edited["changes"]["status"] == "DRAFT"
    assert "components" not in edited["changes"]["details"]
    assert edited["details"]["optimization"]["bidAmount"] == 500
    service.control.hold(service.project)
    await service.update({"status": "SUBMIT"})
    await service.refused(409, "template_changes_not_updatable", "PATCH", "/sale/languages/EN", {})
    service.control.reject(service.project, "sale", "EN")
    refused = await service.get()
    assert (refused["state"], refused["changes"]["status"]) == ("APPROVED", "REJECTED")
    await service.update({"status": "SUBMIT"})
    service.control.approve(service.project, "sale", "EN")
    assert (await service.get())["details"] == {
        "components": [BODY],
        "messageSendTtlSeconds": 86400,
        "optimization": {
            "bidAmount": 7,
            "bidStrategy": "BID_STRATEGY_LOWEST_COST_WITH_BID_CAP",
            "bidCountryMultiplierOverrides": {"US": "1.2"},
        },
    }


async def test_null_removes(service: Templates) -> None:
    service.control.dynamic_pricing(service.project)
    await service.approved(details={"components": [BODY], "optimization": PRICING})
    clearing = {**PRICING, "bidCountryMultiplierOverrides": None}
    await service.update({"status": "SUBMIT", "details": {"optimization": clearing}})
    service.emulator.advance(REVIEW)
    assert "bidCountryMultiplierOverrides" not in (await service.get())["details"]["optimization"]
    removed = await service.update({"status": "SUBMIT", "details": {"optimization": None}})
    assert "optimization" not in removed["changes"]["details"]
    service.emulator.advance(REVIEW)
    assert "optimization" not in (await service.get())["details"]
    await service.refused(400, "invalid_payload", "PATCH", "/sale/languages/EN", {"details": {"components": None}})


async def test_names_that_cannot_be_taken(service: Templates) -> None:
    await service.approved()
    await service.approved("sale", "PL")
    await service.create(expect=409)
    body = {"name": "sale", "language": "DE", "category": "UTILITY", "details": {"components": [BODY]}}
    await service.refused(409, "template_incorrect_category", "POST", "", body)
    body["category"] = "MARKETING"
    await service.ask("DELETE", "/sale/languages/EN", deleteSubmitted="true")
    await service.refused(409, "template_language_recently_deleted", "POST", "", {**body, "language": "EN"})
    await service.ask("DELETE", "/sale")
    await service.refused(409, "template_name_recently_used", "POST", "", body)
    service.emulator.advance(31 * DAY)
    await service.create()


async def test_what_was_never_live_leaves_its_name_free(service: Templates) -> None:
    await service.create(status="DRAFT")
    await service.ask("DELETE", "/sale/languages/EN")
    await service.create()


async def test_delete_one_language(service: Templates) -> None:
    await service.approved()
    path = "/sale/languages/EN"
    await service.refused(409, "template_not_deletable_due_to_input_config", "DELETE", path)
    await service.ask("DELETE", path, deleteSubmitted="true")
    await service.refused(404, "template_not_found", "DELETE", path, deleteSubmitted="true")
    assert service.raised("WHATSAPP_TEMPLATE_") == ["APPROVED", "DELETED"]
    assert "state" not in (service.emulator.events[-1].payload or {})


async def test_delete_all_languages(service: Templates) -> None:
    await service.approved()
    await service.create(language="PL", status="DRAFT")
    await service.ask("DELETE", "/sale")
    await service.refused(404, "template_not_found", "DELETE", "/sale")
    await service.refused(404, "template_not_found", "GET", "/sale")
    assert service.raised("WHATSAPP_TEMPLATE_") == ["APPROVED", "DELETED"]


async def test_a_template_may_be_named_sync(service: Templates) -> None:
    await service.approved("sync")
    assert (await service.ask("GET", "/sync"))["totalSize"] == 1
    await service.ask("POST", "/sync", expect=200)
    await service.ask("DELETE", "/sync")


async def test_lists_page_and_filter(service: Templates) -> None:
    for number in range(5):
        await service.create(f"sale_{number}")
    service.emulator.advance(REVIEW)
    await service.create("news", status="DRAFT")
    await service.create("sale_0", "PL")
    page = await service.ask("GET", pageSize=3)
    assert [template["name"] for template in page["templates"]] == ["news", "sale_0", "sale_0"]
    assert (page["totalSize"], page["pageSize"]) == (7, 3)
    second = await service.ask("GET", pageSize=3, pageToken=page["nextPageToken"])
    assert [template["name"] for template in second["templates"]] == ["sale_1", "sale_2", "sale_3"]
    back = await service.ask("GET", pageSize=3, pageToken=second["previousPageToken"])
    assert back["templates"] == page["templates"]

    async def names(**query: Any) -> list[str]:
        return [template["name"] for template in (await service.ask("GET", **query))["templates"]]

    assert await names(templateName="sale_0") == ["sale_0", "sale_0"]
    assert await names(templateName="ale") == []
    assert len(await names(filterStates="APPROVED")) == 5
    assert await names(filterStatuses=["DRAFT", "IN_PROGRESS"]) == ["news", "sale_0"]
    assert await names(filterStates="APPROVED", filterStatuses="DRAFT") == []
    by_name = await service.ask("GET", "/sale_0")
    assert [template["language"] for template in by_name["templates"]] == ["EN", "PL"]
    await service.refused(400, "invalid_page_token", "GET", "/sale_0", pageToken=page["nextPageToken"])
    await service.refused(400, "invalid_page_size", "GET", pageSize=1001)
    await service.refused(400, "invalid_page_size", "GET", "/sale_0", pageSize=0)
    assert (await service.ask("GET", pageSize=1000))["pageSize"] == 1000
    refusal = await service.refused(400, "invalid_filter_states", "GET", filterStates="LIVE")
    assert "APPROVED, DISABLED" in refusal["additionalInformation"]["supportedCodes"]
    await service.refused(400, "invalid_filter_statuses", "GET", filterStatuses="LIVE")
    await service.refused(400, "invalid_fields", "GET", fieldMask="nothing")


async def test_a_mask_leaves_over_what_it_names(service: Templates) -> None:
    await service.approved(details={"components": EVERYTHING})
    path = "/sale/languages/EN"
    assert await service.ask("GET", path, fieldMask=["name", "state"]) == {"name": "sale", "state": "APPROVED"}
    masked = await service.ask(
        "GET",
        path,
        fieldMask=["details.components.0.text", "details.components.0.buttons.0.text", "changes.status"],
    )
    components = masked["details"]["components"]
    assert components[0] == {"text": "Save {{1}}"}
    assert components[1] == {}
    assert components[5]["buttons"][0] == {"text": "Shop"}
    assert components[6] == {}
    urls = await service.ask("GET", path, fieldMask="details.components.0.example.url")
    assert urls["details"]["components"][:2] == [{}, {"example": {"url": "https://shop.example/a.jpg"}}]
    whole = await service.ask("GET", path, fieldMask=["details", "details.components.0.type"])
    assert whole["details"] == (await service.get())["details"]
    page = await service.ask("GET", fieldMask="language")
    assert page["templates"] == [{"language": "EN"}]
    by_name = await service.ask("GET", "/sale", fieldMask="language")
    assert by_name["templates"] == [{"language": "EN"}]
    await service.refused(400, "invalid_fields", "GET", path, fieldMask="id")


async def test_a_language_that_does_not_exist(service: Templates) -> None:
    for method, tail, body in (
        ("GET", "", None),
        ("PATCH", "", {}),
        ("DELETE", "", None),
        ("GET", "/activities", None),
        ("POST", "/comments", {"comment": "?"}),
        ("POST", "/compare", {"templates": [{"templateName": "a", "templateLanguage": "EN"}]}),
    ):
        refusal = await service.refused(
            400, "template_invalid_language_code", method, f"/sale/languages/XX{tail}", body
        )
        assert "EN_GB" in refusal["additionalInformation"]["supportedCodes"]


async def test_a_template_that_does_not_exist(service: Templates) -> None:
    for method, tail, body in (
        ("GET", "", None),
        ("PATCH", "", {}),
        ("DELETE", "", None),
        ("GET", "/activities", None),
        ("POST", "/comments", {"comment": "?"}),
        ("POST", "/compare", {"templates": [{"templateName": "a", "templateLanguage": "EN"}]}),
    ):
        await service.refused(404, "template_not_found", method, f"/sale/languages/EN{tail}", body)


async def test_comments(service: Templates) -> None:
    await service.approved()
    path = "/sale/languages/EN/comments"
    comment = await service.ask("POST", path, {"comment": "Hello"})
    assert (comment["type"], comment["comment"]) == ("CREATED", "Hello")
    page = await service.ask("GET", "/sale/languages/EN/activities", pageSize=1)
    assert page["notifications"][0]["comment"] == "Hello"
    assert page["totalSize"] == 3
    assert service.emulator.events[-1].extra == {"comment": "Hello"}
    await service.refused(400, "invalid_input", "POST", path, {"comment": ""})
    await service.refused(400, "invalid_payload", "POST", path, [])
    await service.refused(400, "invalid_page_size", "GET", "/sale/languages/EN/activities", pageSize=101)
    await service.refused(400, "invalid_page_token", "GET", "/sale/languages/EN/activities", pageToken="x")


async def test_compare(service: Templates) -> None:
    await service.approved()
    await service.approved(language="PL")
    path = "/sale/languages/EN/compare"
    other = {"templates": [{"templateName": "sale", "templateLanguage": "PL"}]}
    service.control.count_sends(service.project, "sale", "EN", 1000, blocks=10, reason="SPAM")
    service.control.count_sends(service.project, "sale", "EN", 500, blocks=1, reason="OTHER")
    service.control.count_sends(service.project, "sale", "PL", 999)
    await service.refused(409, "templates_not_eligible_for_comparison", "POST", path, other)
    service.control.count_sends(service.project, "sale", "PL", 1)
    answer = await service.ask("POST", path, other, 200)
    assert answer["templates"] == [
        {"name": "sale", "language": "EN", "blockOrder": 2, "messageSends": 1500, "topBlockReason": "SPAM"},
        {"name": "sale", "language": "PL", "blockOrder": 1, "messageSends": 1000, "topBlockReason": "NO_REASON"},
    ]
    service.emulator.advance(8 * DAY)
    await service.refused(409, "templates_not_eligible_for_comparison", "POST", path, other)
    assert (await service.ask("POST", path, {**other, "timeframe": "30"}, 200))["templates"] == answer["templates"]
    end = round((service.emulator.clock.now() - 5 * DAY) * 1000)
    await service.ask("POST", path, {**other, "endTimestamp": end}, 200)
    same = {"templates": [{"templateName": "sale", "templateLanguage": "EN"}]}
    await service.refused(409, "templates_compare_not_unique", "POST", path, same)
    missing = {"templates": [{"templateName": "gone", "templateLanguage": "EN"}]}
    await service.refused(404, "templates_compare_not_found", "POST", path, missing)
    await service.refused(400, "invalid_input", "POST", path, {"templates": []})
    await service.refused(400, "invalid_payload", "POST", path, "text")


async def test_sync_brings_in_what_was_done_at_meta(service: Templates) -> None:
    await service.approved()
    service.control.make_at_meta(service.project, "hello_world", "EN_US", "UTILITY", [BODY], meta_generated=True)
    service.control.delete_at_meta(service.project, "sale", "EN")
    assert [t["name"] for t in (await service.ask("GET"))["templates"]] == ["sale"]
    assert await service.ask("POST", "/sync", expect=200) is None
    [template] = (await service.ask("GET"))["templates"]
    assert (template["name"], template["state"], template["isMetaGenerated"]) == ("hello_world", "APPROVED", True)
    await service.refused(409, "template_source_not_updatable", "PATCH", "/hello_world/languages/EN_US", {})
    for _ in range(9):
        await service.ask("POST", "/sync", expect=200)
    await service.refused(429, "too_many_requests", "POST", "/sync")
    service.emulator.advance(61)
    await service.ask("POST", "/sync", expect=200)


async def test_locks(service: Templates) -> None:
    await service.approved()
    body = {"name": "sale", "language": "PL", "category": "MARKETING", "details": {"components": [BODY]}}
    other = {"templates": [{"templateName": "sale", "templateLanguage": "PL"}]}
    path = "/sale/languages/EN"
    service.control.lock(service.project, "sale", "EN")
    for method, tail, content in (
        ("PATCH", path, {}),
        ("DELETE", path, None),
        ("DELETE", "/sale", None),
        ("POST", f"{path}/comments", {"comment": "?"}),
        ("POST", f"{path}/compare", other),
        ("POST", "/sync", None),
    ):
        await service.refused(409, "resource_locked", method, tail, content)
    await service.create(language="DE", status="DRAFT")
    service.emulator.advance(11)
    await service.update({})
    service.control.lock(service.project)
    await service.refused(409, "resource_locked", "POST", "", body)
    await service.refused(409, "resource_locked", "PATCH", path, {})
    await service.get()


@pytest.mark.parametrize(
    ("status", "code", "button"),
    [
        (
            400,
            "template_invalid_button_example",
            {"type": "URL", "text": "Shop", "url": "https://shop.example", "example": "https://shop.example"},
        ),
        (
            409,
            "template_restricted_Domain_for_button_url",
            {"type": "URL", "text": "Chat", "url": "https://wa.me/46123"},
        ),
        (
            409,
            "template_restricted_Domain_for_button_url",
            {"type": "URL", "text": "Chat", "url": "https://www.whatsapp.com/x"},
        ),
    ],
)
async def test_buttons_that_are_refused(service: Templates, status: int, code: str, button: dict[str, Any]) -> None:
    details = {"components": [BODY, {"type": "BUTTONS", "buttons": [button]}]}
    body = {"name": "sale", "language": "EN", "category": "MARKETING", "details": details}
    await service.refused(status, code, "POST", "", body)
    await service.refused(status, code, "POST", "", {**body, "status": "DRAFT"})
    await service.refused(404, "template_not_found", "GET", "/sale/languages/EN")
    await service.create()
    service.emulator.advance(REVIEW)
    await service.refused(status, code, "PATCH", "/sale/languages/EN", {"details": details})
    card = {"components": [{"type": "BUTTONS", "buttons": [button]}]}
    carousel = {"components": [BODY, {"type": "CAROUSEL", "cards": [card]}]}
    await service.refused(status, code, "PATCH", "/sale/languages/EN", {"details": carousel})


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (409, "file_not_found"),
        (409, "file_size_too_large"),
        (409, "file_unexpected_error"),
        (400, "file_invalid_mime_type"),
        (400, "template_check_media_file_size"),
        (400, "template_media_file_size_exceeds_maximum_file_size_limit"),
        (500, "template_start_session_for_uploading_media"),
    ],
)
async def test_files_that_cannot_be_used(service: Templates, status: int, code: Any) -> None:
    service.control.fail_file(service.project, "https://shop.example/a.jpg", code)
    body = {"name": "sale", "language": "EN", "category": "MARKETING"}
    details = {"components": [HEADERS[1], BODY]}
    await service.refused(status, code, "POST", "", {**body, "details": details})
    service.control.fail_file(service.project, "https://shop.example/a.jpg", None)
    await service.create(details=details)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "template_policies_violations"),
        (409, "object_with_whatsapp_business_account_id_does_not_exist"),
        (424, "template_content_already_exists"),
        (424, "template_limit_reached"),
        (424, "template_submit_error"),
        (429, "whatsapp_business_api_request_limit_exceeded"),
    ],
)
async def test_what_meta_refuses_at_once(service: Templates, status: int, code: Any) -> None:
    body = {"name": "sale", "language": "EN", "category": "MARKETING", "details": {"components": [BODY]}}
    service.control.reject_next(service.project, code, "Because.")
    await service.refused(status, code, "POST", "", body)
    await service.refused(404, "template_not_found", "GET", "/sale/languages/EN")
    service.control.reject_next(service.project, code, "Because.")
    await service.refused(status, code, "POST", "", {**body, "saveDraftOnFailure": True})
    assert (await service.get())["changes"]["status"] == "DRAFT"
    assert (await service.activities()) == ["DRAFT", "CREATED"]
    service.control.reject_next(service.project, code, "Because.")
    refusal = await service.refused(status, code, "PATCH", "/sale/languages/EN", {"status": "SUBMIT"})
    if code == "template_submit_error":
        assert refusal["additionalInformation"]["metaError"]["description"] == "Because."
    assert (await service.update({"status": "SUBMIT"}))["changes"]["status"] == "IN_PROGRESS"


async def test_an_account_holds_only_so_many(service: Templates) -> None:
    service.control.limit(service.project, 1)
    await service.approved()
    body = {"name": "more", "language": "EN", "category": "MARKETING", "details": {"components": [BODY]}}
    await service.refused(424, "template_limit_reached", "POST", "", body)
    await service.ask("POST", "", {**body, "status": "DRAFT"})
    await service.update({"status": "SUBMIT"})


AUTHENTICATION = {"category": "AUTHENTICATION"}


@pytest.mark.parametrize(
    ("components", "fields", "reason"),
    [
        ([], {}, "exactly one BODY"),
        ([BODY, {"type": "FOOTER", "text": "a"}, {"type": "FOOTER", "text": "b"}], {}, "2 components of type FOOTER"),
        ([{"type": "BODY", "text": "{{1}} {{2}}", "examples": ["a"]}], {}, "one entry for each of 2 variables"),
        ([{"type": "BODY"}], {}, "text is needed"),
        ([{"type": "BODY", "text": "a"}], AUTHENTICATION, "worded by Meta"),
        ([BODY, {"type": "HEADER", "format": "TEXT", "text": "{{1}}"}], {}, "example is needed"),
        ([BODY, {"type": "HEADER", "format": "TEXT", "text": "{{1}}{{2}}", "example": "a"}], {}, "one variable"),
        ([BODY, {"type": "FOOTER", "text": "x" * 61}], {}, "60 characters"),
        ([BODY, {"type": "BUTTONS", "buttons": [BUTTONS[1], {**BUTTONS[2], "text": "Stop"}]}], {}, "labelled Stop"),
        (
            [BODY, {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "a", "url": "https://a.example/{{1}}"}]}],
            {},
            "example is needed",
        ),
        (
            [BODY, {"type": "BUTTONS", "buttons": [{**BUTTONS[0], "url": "https://a.example/{{1}}/b"}]}],
            {},
            "at the end only",
        ),
        (
            [BODY, {"type": "BUTTONS", "buttons": [{**BUTTONS[3], "text": "b"} | {"navigateScreen": "A"}]}],
            {},
            None,
        ),
        (
            [
                BODY,
                {
                    "type": "BUTTONS",
                    "buttons": [{"type": "FLOW", "text": "a", "flowId": "1", "flowAction": "NAVIGATE"}],
                },
            ],
            {},
            "navigateScreen is needed",
        ),
        ([BODY, {"type": "BUTTONS", "buttons": [BUTTONS[4]]}], {}, "for AUTHENTICATION only"),
        (
            [{"type": "BODY"}, {"type": "BUTTONS", "buttons": [{"type": "OTP", "otpType": "ZERO_TAP", "text": "a"}]}],
            AUTHENTICATION,
            "zeroTapTermsAccepted",
        ),
        (
            [
                BODY,
                {"type": "CAROUSEL", "cards": [{"components": [{"type": "BUTTONS", "buttons": BUTTONS[:3]}]}]},
            ],
            {},
            "buttons may be 2",
        ),
        (
            [
                BODY,
                {"type": "CAROUSEL", "cards": [*CAROUSEL["cards"], {"components": [{"type": "BODY", "text": "a"}]}]},
            ],
            {},
            "differ in their kinds",
        ),
        (
            [
                BODY,
                {"type": "CAROUSEL", "cards": [{"components": [{"type": "BODY", "text": "{{1}}"}]}]},
            ],
            {},
            "one entry for each of 1 variables",
        ),
        ([BODY, CAROUSEL], {}, None),
    ],
)
async def test_rules_beside_the_schema_count_where_asked_for(
    service: Templates, components: list[dict[str, Any]], fields: dict[str, Any], reason: str | None
) -> None:
    body = {"name": "sale", "language": "EN", "category": "MARKETING", "details": {"components": components}, **fields}
    service.control.strict(service.project)
    if reason is not None:
        refusal = await service.refused(424, "template_submit_error", "POST", "", body)
        assert reason in refusal["additionalInformation"]["metaError"]["description"]
        service.control.strict(service.project, on=False)
    await service.ask("POST", "", body)


async def test_content_that_is_there_already(service: Templates) -> None:
    await service.approved()
    await service.create("again")
    service.control.strict(service.project)
    body = {"name": "more", "language": "EN", "category": "MARKETING", "details": {"components": [BODY]}}
    await service.refused(424, "template_content_already_exists", "POST", "", body)
    await service.ask("POST", "", {**body, "language": "PL"})


async def test_dynamic_pricing(service: Templates) -> None:
    details = {"components": [BODY], "optimization": PRICING}
    body = {"name": "sale", "language": "EN", "category": "UTILITY", "details": details}
    await service.refused(400, "template_dynamic_pricing_not_available", "POST", "", body)
    body["category"] = "MARKETING"
    await service.refused(400, "template_dynamic_pricing_not_available", "POST", "", body)
    service.control.dynamic_pricing(service.project)
    created = await service.ask("POST", "", body)
    assert created["changes"]["details"]["optimization"] == {
        **PRICING,
        "bidStrategy": "BID_STRATEGY_LOWEST_COST_WITH_BID_CAP",
    }


async def test_figures(service: Templates) -> None:
    await service.approved()
    service.control.add_figures(service.project, "sale", "EN", sent=10, delivered=9, read=5, clicks={"Stop": 2})
    assert (await service.get())["analytics"] == []
    await service.ask("PUT", "", root="/whatsapp/enableTemplateAnalytics")
    [day] = (await service.get())["analytics"]
    assert (day["sent"], day["buttons"]) == (10, [{"type": "QUICK_REPLY", "content": "Stop", "clicks": 2}])
    service.emulator.advance(2 * DAY)
    assert (await service.get())["analytics"] == []
    assert (await service.get(templateAnalyticsDateRange="WEEK"))["analytics"] == [day]
    page = await service.ask("GET", templateAnalyticsDateRange="WEEK", fieldMask="analytics.0.sent")
    assert page["templates"] == [{"analytics": [{"sent": 10}]}]


async def test_what_else_meta_does(service: Templates) -> None:
    await service.approved()
    control, name = service.control, (service.project, "sale", "EN")
    control.set_state(*name, "PAUSED", comment="Quality.")
    assert (await service.get())["state"] == "PAUSED"
    assert service.emulator.events[-1].extra == {"newState": "PAUSED", "comment": "Quality."}
    control.set_state(*name, "FLAGGED")
    assert (await service.get())["state"] == "PAUSED"
    control.set_state(*name, "UNPAUSED")
    assert (await service.get())["state"] == "APPROVED"
    control.set_quality(*name, "QUALITY_SCORE_RED")
    assert (await service.get())["qualityScore"] == "QUALITY_SCORE_RED"
    control.announce_category(*name, "UTILITY")
    assert service.emulator.events[-1].extra == {"futureCategory": "UTILITY"}
    control.set_category(*name, "UTILITY")
    assert (await service.get())["category"] == "UTILITY"
    control.set_state(*name, "DISABLED")
    await service.update({"details": {"messageSendTtlSeconds": 60}})
    control.set_pending(*name)
    await service.refused(409, "template_not_updatable", "PATCH", "/sale/languages/EN", {})
    control.delete(*name)
    assert service.raised("WHATSAPP_TEMPLATE_") == [
        "APPROVED",
        *["STATUS_UPDATED"] * 3,
        "QUALITY_SCORE_UPDATED",
        "CATEGORY_FUTURE_UPDATE",
        "CATEGORY_UPDATED",
        "STATUS_UPDATED",
        "DELETED",
    ]


async def test_decisions_about_nothing_are_mistakes(service: Templates) -> None:
    await service.create(status="DRAFT")
    with pytest.raises(ValueError, match="nothing is in review"):
        service.control.approve(service.project, "sale", "EN")
    with pytest.raises(ValueError, match="not live"):
        service.control.set_state(service.project, "sale", "EN", "PAUSED")
    with pytest.raises(Problem, match="no template"):
        service.control.reject(service.project, "sale", "PL")


async def test_an_old_review_does_not_approve_a_new_submission(service: Templates) -> None:
    await service.create()
    service.emulator.advance(10)
    service.control.reject(service.project, "sale", "EN")
    service.control.hold(service.project)
    await service.update({"status": "SUBMIT"})
    service.emulator.advance(REVIEW)
    assert (await service.get())["changes"]["status"] == "IN_PROGRESS"


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Sale"},
        {"language": "XX"},
        {"category": "NEWS"},
        {"details": {"components": [{"type": "BODY", "text": "x" * 1025}]}},
        {"details": {"components": [{"type": "POLL"}]}},
        {"details": {"components": [BODY, BODY]}},
        {"more": 1},
    ],
)
async def test_fields_that_break_the_contract(service: Templates, change: dict[str, Any]) -> None:
    body = {"name": "sale", "language": "EN", "category": "MARKETING", "details": {"components": [BODY]}}
    refusal = await service.refused(400, "invalid_input", "POST", "", {**body, **change})
    assert refusal["additionalInformation"]["validationErrors"]
    await service.create()
    if "details" in change:
        await service.refused(400, "invalid_payload", "PATCH", "/sale/languages/EN", {"details": change["details"]})


async def test_a_project_without_whatsapp(service: Templates) -> None:
    service.project = service.emulator.add_project()
    compare = {"templates": [{"templateName": "a", "templateLanguage": "EN"}]}
    create = {"name": "sale", "language": "EN", "category": "MARKETING", "details": {"components": [BODY]}}
    path = "/sale/languages/EN"
    for method, tail, body in (
        ("GET", "", None),
        ("POST", "", create),
        ("POST", "/sync", None),
        ("GET", "/sale", None),
        ("DELETE", "/sale", None),
        ("GET", path, None),
        ("PATCH", path, {}),
        ("DELETE", path, None),
        ("GET", f"{path}/activities", None),
        ("POST", f"{path}/comments", {"comment": "?"}),
        ("POST", f"{path}/compare", compare),
    ):
        await service.refused(400, "project_not_initialized", method, tail, body)


async def test_templates_go_with_the_account(service: Templates) -> None:
    await service.approved()
    await service.ask("DELETE", "", root="/whatsapp")
    await service.refused(400, "project_not_initialized", "GET")
    await service.ask("POST", "", ACCOUNT, root="/whatsapp")
    assert (await service.ask("GET"))["templates"] == []


async def test_a_review_goes_on_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    async with aiohttp.ClientSession() as session:
        async with Emulator(check_replies=True, frozen=True, state=file) as emulator:
            service = Templates(emulator, session)
            await service.ask("POST", "", ACCOUNT, root="/whatsapp")
            await service.create()
            service.control.reject_next(service.project)
            body = {"name": "kept", "language": "EN", "category": "MARKETING", "details": {"components": [BODY]}}
            await service.refused(424, "template_submit_error", "POST", "", {**body, "saveDraftOnFailure": True})
        async with Emulator(check_replies=True, frozen=True, state=file) as emulator:
            service = Templates(emulator, session)
            assert (await service.get())["changes"]["status"] == "IN_PROGRESS"
            assert (await service.get("kept"))["changes"]["status"] == "DRAFT"
            emulator.advance(REVIEW)
            assert (await service.get())["state"] == "APPROVED"


async def test_a_name_that_exists_comes_with_the_languages_that_are_free(service: Templates) -> None:
    await service.create()
    await service.create(language="PL")
    body = {"name": "sale", "language": "EN", "category": "MARKETING", "details": {"components": [BODY]}}
    rejection = await service.refused(409, "template_exists", "POST", "", body)
    free = rejection["additionalInformation"]["supportedCodes"].split(", ")
    assert {"DE", "FR"} < set(free)
    assert not {"EN", "PL"} & set(free)
