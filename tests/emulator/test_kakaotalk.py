"""KakaoTalk in the emulator, over plain HTTP: the lives of senders and templates, and every documented refusal."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Literal

import aiohttp
import attrs
import pytest

from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.emulator.events import Event
from sinch_provisioning.emulator.problems import Problem
from tests.emulator.service import Service

pytestmark = pytest.mark.anyio

WORK = 5.0
INSPECTION = 20.0
DAY = 86_400.0
LOGO = "https://shop.example/logo.png"
IMAGE = "https://shop.example/image.png"
DETAILS: dict[str, Any] = {
    "adminPhoneNo": "+48777777777",
    "name": "Shop",
    "topLevelCategoryCode": "019",
    "midLevelCategoryCode": "0006",
    "subLevelCategoryCode": "0001",
}
CONTENT: dict[str, Any] = {"name": "welcome", "language": "KO", "content": "Hello"}
BUTTONS: list[dict[str, Any]] = [
    {"ordering": 1, "type": "WEB_LINK", "name": "Shop", "linkMo": "https://m.shop.example"},
    {"ordering": 2, "type": "BOT_TRANSFER", "name": "Talk"},
]
FILE_TROUBLES = ["file_invalid_mime_type", "file_not_found", "file_size_too_large", "file_unexpected_error"]


class Kakaotalk(Service):
    """A project's KakaoTalk, and how it is asked for."""

    root = "/kakaotalk"

    def __init__(self, emulator: Emulator, session: aiohttp.ClientSession, project: str | None = None) -> None:
        super().__init__(emulator, session, project)
        self.control = emulator.control.kakaotalk

    async def create(self, name: str = "shop", expect: int | None = None, **fields: Any) -> Any:
        return await self.ask("POST", "/senders", {"plusFriendId": name, "details": DETAILS, **fields}, expect)

    async def sender(self, name: str = "shop") -> Any:
        return await self.ask("GET", f"/senders/{name}")

    async def edit(self, sender: str = "shop", status: str = "SUBMIT", **details: Any) -> Any:
        return await self.ask("PATCH", f"/senders/{sender}", {"status": status, "details": details})

    async def register(self, name: str = "shop") -> Any:
        return await self.ask("POST", f"/senders/{name}/register", expect=200)

    async def verify(self, name: str = "shop") -> Any:
        code = int(self.control.senders.code(self.project, name))
        return await self.ask("POST", f"/senders/{name}/verify", {"code": code}, 200)

    async def live(self, name: str = "shop", **details: Any) -> Any:
        await self.create(name, details={**DETAILS, **details})
        await self.register(name)
        return await self.verify(name)

    async def template(self, sender: str = "shop", status: str = "SUBMIT", **details: Any) -> str:
        """Return the code of a new template."""
        body = {"status": status, "details": {**CONTENT, **details}}
        return str((await self.ask("POST", f"/senders/{sender}/templates", body))["code"])

    async def inspected(self, sender: str = "shop", **details: Any) -> str:
        """Return the code of a new template that was approved."""
        code = await self.template(sender, **details)
        self.emulator.advance(INSPECTION)
        return code

    async def get(self, code: str, sender: str = "shop") -> Any:
        return await self.ask("GET", f"/senders/{sender}/templates/{code}")

    async def update(self, code: str, status: str = "SUBMIT", **details: Any) -> Any:
        body: dict[str, Any] = {"status": status, **({"details": details} if details else {})}
        return await self.ask("PATCH", f"/senders/shop/templates/{code}", body)

    async def activities(self, path: str) -> list[str]:
        page = await self.ask("GET", f"/senders/{path}/activities")
        return [entry["type"] for entry in page["notifications"]]


@pytest.fixture
async def kakao() -> AsyncIterator[Kakaotalk]:
    """A project without KakaoTalk. Each event that a test raised is checked against the contract."""
    async with Emulator(check_replies=True, frozen=True) as emulator, aiohttp.ClientSession() as session:
        yield Kakaotalk(emulator, session)
        for event in emulator.events:
            check(event)


@pytest.fixture
async def shop(kakao: Kakaotalk) -> Kakaotalk:
    """The same with a live sender, `shop`."""
    await kakao.live()
    return kakao


def check(event: Event) -> None:
    """Let an event be what the contract says, without a field more."""
    kind = "Sender" if event.type.startswith("KAKAOTALK_SENDER") else "Template"
    comment = "Comment" if event.type.endswith("COMMENT_ADDED") else ""
    schema = {"$ref": f"#/components/schemas/WebhookKakaotalk{kind}{comment}Event"}
    body = {"type": event.type, "payload": event.payload, **event.extra}
    wrong = [error.message for error in the_contract().validator(schema, strict=True).iter_errors(body)]
    assert not wrong, (event, wrong)


class TestSenders:
    async def test_a_sender_is_made_registered_and_verified(self, kakao: Kakaotalk) -> None:
        made = await kakao.create(details={**DETAILS, "logoImage": LOGO})
        assert made["changes"] == {"status": "IN_PROGRESS", "details": {**DETAILS, "logoImage": LOGO}}
        assert not {"state", "details"} & made.keys()
        kakao.emulator.advance(DAY)
        assert await kakao.sender() == made
        registered = await kakao.register()
        assert (registered["state"], registered["details"]) == ("VERIFYING", {**DETAILS, "logoImage": LOGO})
        assert "changes" not in registered
        assert kakao.raised() == []
        active = await kakao.verify()
        assert active["state"] == "ACTIVE"
        assert await kakao.sender() == active
        assert kakao.raised() == ["KAKAOTALK_SENDER_ACTIVE"]
        assert kakao.events()[0].payload == active
        assert await kakao.activities("shop") == ["ACTIVE", "IN_PROGRESS", "CREATED"]
        assert active["created"] < active["modified"]

    async def test_each_registration_sends_another_code_and_the_last_one_counts(self, kakao: Kakaotalk) -> None:
        await kakao.create()
        with pytest.raises(ValueError, match="no code is out"):
            kakao.control.senders.code(kakao.project, "shop")
        codes = []
        for _ in range(3):
            await kakao.register()
            codes.append(kakao.control.senders.code(kakao.project, "shop"))
        assert all(len(code) == 6 and code.isdecimal() for code in codes)
        assert len(set(codes)) > 1
        wrong = next(number for number in range(10**6) if number != int(codes[-1]))
        refusal = await kakao.refused(409, "not_allowed_verify", "POST", "/senders/shop/verify", {"code": wrong})
        assert "wrong" in refusal["message"]
        assert (await kakao.sender())["state"] == "VERIFYING"
        await kakao.verify()
        with pytest.raises(ValueError, match="no code is out"):
            kakao.control.senders.code(kakao.project, "shop")

    async def test_a_code_is_the_same_as_a_number(self, kakao: Kakaotalk) -> None:
        await kakao.create()
        for _ in range(60):  # one in ten would begin with 0
            await kakao.register()
            code = kakao.control.senders.code(kakao.project, "shop")
            assert str(int(code)) == code
        await kakao.refused(400, "invalid_input", "POST", "/senders/shop/verify", {"code": code})

    async def test_codes_are_not_made_from_the_seed(self) -> None:
        async def codes() -> list[str]:
            async with Emulator(project_id="p", seed=1) as emulator, aiohttp.ClientSession() as session:
                kakao = Kakaotalk(emulator, session)
                await kakao.create()
                found = []
                for _ in range(4):
                    await kakao.register()
                    found.append(kakao.control.senders.code(kakao.project, "shop"))
                return found

        assert await codes() != await codes()

    async def test_a_draft_may_lack_everything_and_a_submission_nothing(self, kakao: Kakaotalk) -> None:
        draft = await kakao.ask("POST", "/senders", {"plusFriendId": "shop", "status": "DRAFT"})
        assert draft["changes"] == {"status": "DRAFT", "details": {}}
        # A part of a path is not judged yet.
        half = await kakao.edit(status="DRAFT", topLevelCategoryCode="999", logoImage=LOGO)
        assert half["changes"]["details"] == {"topLevelCategoryCode": "999", "logoImage": LOGO}
        refusal = await kakao.refused(400, "invalid_input", "PATCH", "/senders/shop", {"status": "SUBMIT"})
        assert refusal["additionalInformation"]["validationErrors"] == [
            f"details.{name} should not be null or undefined" for name in DETAILS if name != "topLevelCategoryCode"
        ]
        whole = await kakao.edit(**DETAILS, logoImage=None)
        assert whole["changes"] == {"status": "IN_PROGRESS", "details": DETAILS}
        assert await kakao.activities("shop") == ["IN_PROGRESS", "EDITED", "EDITED", "DRAFT", "CREATED"]
        await kakao.register()

    @pytest.mark.parametrize("status", ["DRAFT", "REJECTED"])
    async def test_only_what_is_handed_in_can_be_registered(self, kakao: Kakaotalk, status: str) -> None:
        await kakao.create(status="DRAFT" if status == "DRAFT" else "SUBMIT")
        if status == "REJECTED":
            kakao.control.senders.reject(kakao.project, "shop")
        refusal = await kakao.refused(409, "not_allowed_register", "POST", "/senders/shop/register")
        assert status in refusal["message"]
        await kakao.ask("PATCH", "/senders/shop", {"status": "SUBMIT"})
        await kakao.register()

    async def test_a_refused_sender_is_corrected_or_dropped(self, kakao: Kakaotalk) -> None:
        await kakao.create()
        kakao.control.senders.reject(kakao.project, "shop", "No such company")
        refused = await kakao.sender()
        assert refused["changes"]["status"] == "REJECTED"
        [event] = kakao.events("KAKAOTALK_SENDER_REJECTED")
        assert (event.payload, event.extra) == (refused, {"comment": "No such company"})
        assert not {"state", "details"} & refused.keys()
        page = await kakao.ask("GET", "/senders/shop/activities", pageSize=1)
        assert (page["notifications"][0]["type"], page["notifications"][0]["comment"]) == (
            "REJECTED",
            "No such company",
        )
        assert (await kakao.edit(name="Company"))["changes"] == {
            "status": "IN_PROGRESS",
            "details": {**DETAILS, "name": "Company"},
        }
        kakao.control.senders.reject(kakao.project, "shop")
        assert kakao.events()[-1].extra == {}
        await kakao.ask("DELETE", "/senders/shop/changes")
        await kakao.refused(404, "sender_not_found", "GET", "/senders/shop")
        assert (await kakao.ask("GET", "/senders"))["senders"] == []
        await kakao.create()

    async def test_kakao_may_do_without_a_code(self, kakao: Kakaotalk) -> None:
        await kakao.create()
        kakao.control.senders.approve(kakao.project, "shop")
        active = await kakao.sender()
        assert (active["state"], active["details"]) == ("ACTIVE", DETAILS)
        assert kakao.raised() == ["KAKAOTALK_SENDER_ACTIVE"]

    async def test_an_edit_stands_beside_what_is_live_until_the_clock_decides(self, kakao: Kakaotalk) -> None:
        await kakao.live(logoImage=LOGO)
        draft = await kakao.edit(status="DRAFT", name="Store")
        assert draft["changes"] == {"status": "DRAFT", "details": {"name": "Store"}}
        both = await kakao.edit(logoImage=None)
        assert both["changes"] == {"status": "IN_PROGRESS", "details": {"name": "Store"}}
        assert both["details"] == {**DETAILS, "logoImage": LOGO}
        kakao.emulator.advance(WORK - 1)
        assert await kakao.sender() == both
        kakao.emulator.advance(1)
        edited = await kakao.sender()
        assert (edited["state"], edited["details"]) == ("ACTIVE", {**DETAILS, "name": "Store"})
        assert "changes" not in edited
        assert kakao.raised() == ["KAKAOTALK_SENDER_ACTIVE"] * 2
        assert await kakao.activities("shop") == [
            "ACTIVE",
            "IN_PROGRESS",
            "EDITED",
            "EDITED",
            "ACTIVE",
            "IN_PROGRESS",
            "CREATED",
        ]

    async def test_an_edit_is_decided_by_hand(self, shop: Kakaotalk) -> None:
        shop.control.senders.hold(shop.project)
        await shop.edit(name="Store")
        shop.emulator.advance(DAY)
        assert (await shop.sender())["changes"]["status"] == "IN_PROGRESS"
        await shop.refused(409, "sender_changes_not_deletable", "DELETE", "/senders/shop/changes")
        shop.control.senders.reject(shop.project, "shop")
        refused = await shop.sender()
        assert (refused["state"], refused["details"], refused["changes"]["status"]) == ("ACTIVE", DETAILS, "REJECTED")
        assert shop.raised()[-1] == "KAKAOTALK_SENDER_REJECTED"
        await shop.ask("PATCH", "/senders/shop", {"status": "SUBMIT"})
        shop.control.senders.approve(shop.project, "shop")
        assert (await shop.sender())["details"]["name"] == "Store"
        shop.control.senders.hold(shop.project, on=False)
        await shop.edit(name="Market")
        shop.emulator.advance(WORK)
        assert (await shop.sender())["details"]["name"] == "Market"

    async def test_the_clock_does_not_decide_about_a_later_edit(self, shop: Kakaotalk) -> None:
        await shop.edit(name="Store")
        shop.control.senders.reject(shop.project, "shop")
        shop.control.senders.hold(shop.project)
        await shop.edit(name="Market")
        shop.emulator.advance(DAY)
        assert (await shop.sender())["changes"]["status"] == "IN_PROGRESS"

    async def test_changes_of_a_live_sender_are_dropped_alone(self, shop: Kakaotalk) -> None:
        before = await shop.sender()
        await shop.edit(status="DRAFT", name="Store")
        await shop.ask("DELETE", "/senders/shop/changes")
        assert (await shop.sender()).items() >= {"state": "ACTIVE", "details": DETAILS, "id": before["id"]}.items()
        await shop.refused(404, "sender_changes_not_found", "DELETE", "/senders/shop/changes")
        await shop.refused(404, "sender_changes_not_found", "DELETE", "/senders/nobody/changes")

    @pytest.mark.parametrize("state", ["BLOCKED", "INACTIVE", "SUSPENDED"])
    async def test_a_sender_is_stopped_by_others(
        self, shop: Kakaotalk, state: Literal["BLOCKED", "INACTIVE", "SUSPENDED"]
    ) -> None:
        shop.control.senders.set_state(shop.project, "shop", state)
        assert (await shop.sender())["state"] == state
        told = ["KAKAOTALK_SENDER_INACTIVE"] if state == "INACTIVE" else []
        assert shop.raised() == ["KAKAOTALK_SENDER_ACTIVE", *told]
        refusal = await shop.refused(409, "sender_not_updatable", "PATCH", "/senders/shop", {"details": {"name": "?"}})
        assert state in refusal["message"]
        assert (await shop.register())["state"] == "VERIFYING"
        assert (await shop.verify())["state"] == "ACTIVE"
        assert shop.raised()[-1] == "KAKAOTALK_SENDER_ACTIVE"

    async def test_a_sender_that_is_registered_again_keeps_its_edit(self, shop: Kakaotalk) -> None:
        await shop.edit(status="DRAFT", name="Store")
        shop.control.senders.set_state(shop.project, "shop", "INACTIVE")
        again = await shop.register()
        assert (again["details"], again["changes"]) == (DETAILS, {"status": "DRAFT", "details": {"name": "Store"}})

    async def test_a_code_is_worth_nothing_once_others_have_decided(self, kakao: Kakaotalk) -> None:
        await kakao.create()
        await kakao.register()
        kakao.control.senders.set_state(kakao.project, "shop", "BLOCKED")
        with pytest.raises(ValueError, match="no code is out"):
            kakao.control.senders.code(kakao.project, "shop")
        await kakao.refused(409, "not_allowed_verify", "POST", "/senders/shop/verify", {"code": 1})

    async def test_an_edit_that_outlives_its_sender_being_active_does_not_wake_it(self, shop: Kakaotalk) -> None:
        await shop.edit(name="Store")
        shop.control.senders.set_state(shop.project, "shop", "SUSPENDED")
        shop.emulator.advance(WORK)
        suspended = await shop.sender()
        assert (suspended["state"], suspended["details"]["name"]) == ("SUSPENDED", "Store")
        assert shop.raised() == ["KAKAOTALK_SENDER_ACTIVE"]

    async def test_a_deleted_sender_works_for_sixty_days(self, shop: Kakaotalk) -> None:
        code = await shop.inspected()
        await shop.ask("DELETE", "/senders/shop")
        shop.emulator.advance(59 * DAY)
        assert (await shop.edit(name="Store"))["state"] == "ACTIVE"
        await shop.refused(409, "sender_already_deleted", "DELETE", "/senders/shop")
        await shop.create(expect=409)
        shop.emulator.advance(DAY)
        await shop.refused(404, "sender_not_found", "GET", "/senders/shop")
        await shop.refused(404, "sender_not_found", "GET", f"/senders/shop/templates/{code}")
        assert (await shop.ask("GET", "/senders"))["totalSize"] == 0
        await shop.live()
        assert (await shop.ask("GET", "/senders/shop/templates"))["totalSize"] == 0
        assert {event.removeprefix("KAKAOTALK_") for event in shop.raised()} == {"SENDER_ACTIVE", "TEMPLATE_APPROVED"}

    async def test_a_deletion_spares_a_later_sender_of_the_same_channel(self, kakao: Kakaotalk) -> None:
        await kakao.create(status="DRAFT")
        await kakao.ask("DELETE", "/senders/shop")
        await kakao.ask("DELETE", "/senders/shop/changes")
        await kakao.live()
        kakao.emulator.advance(61 * DAY)
        assert (await kakao.sender())["state"] == "ACTIVE"

    async def test_a_channel_has_one_sender_in_all_projects(self, shop: Kakaotalk) -> None:
        shop.project = shop.emulator.add_project()
        await shop.refused(409, "plus_friend_id_used", "POST", "/senders", {"plusFriendId": "shop", "details": DETAILS})
        # What was refused brought no account along.
        await shop.refused(400, "project_not_initialized", "GET", "/senders")

    @pytest.mark.parametrize(
        ("code", "details"),
        [
            ("sender_invalid_category_code", {**DETAILS, "topLevelCategoryCode": "999"}),
            ("file_not_found", {**DETAILS, "logoImage": LOGO}),
        ],
    )
    async def test_what_fails_to_be_submitted_is_kept_if_asked_for(
        self, kakao: Kakaotalk, code: str, details: dict[str, Any]
    ) -> None:
        kakao.control.senders.fail_file(kakao.project, LOGO, "file_not_found")
        body = {"plusFriendId": "shop", "details": details}
        status = 409 if code == "file_not_found" else 400
        for extra in ({}, {"saveDraftOnFailure": False}, {"saveDraftOnFailure": True, "status": "DRAFT"}):
            await kakao.refused(status, code, "POST", "/senders", {**body, **extra})
            await kakao.refused(400, "project_not_initialized", "GET", "/senders/shop")
        await kakao.refused(status, code, "POST", "/senders", {**body, "saveDraftOnFailure": True})
        assert (await kakao.sender())["changes"] == {"status": "DRAFT", "details": details}
        assert await kakao.activities("shop") == ["DRAFT", "CREATED"]
        kakao.control.senders.fail_file(kakao.project, LOGO, None)
        assert (await kakao.edit(**DETAILS, logoImage=LOGO))["changes"]["status"] == "IN_PROGRESS"

    async def test_a_refused_edit_leaves_nothing_behind(self, shop: Kakaotalk) -> None:
        shop.control.senders.fail_file(shop.project, LOGO, "file_size_too_large")
        before = await shop.sender()
        await shop.refused(
            409, "file_size_too_large", "PATCH", "/senders/shop", {"details": {"logoImage": LOGO, "name": "Store"}}
        )
        # The codes are judged together with those that are live.
        body = {"details": {"subLevelCategoryCode": "0099"}}
        await shop.refused(400, "sender_invalid_category_code", "PATCH", "/senders/shop", body)
        assert await shop.sender() == before

    @pytest.mark.parametrize("body", [{}, {"details": {}}, {"status": "DRAFT"}, {"status": "SUBMIT"}])
    async def test_an_update_of_nothing(self, shop: Kakaotalk, body: dict[str, Any]) -> None:
        await shop.refused(400, "no_fields_to_update", "PATCH", "/senders/shop", body)

    async def test_lists_keep_the_order_and_filter(self, kakao: Kakaotalk) -> None:
        for name in ("c", "a", "b"):
            await kakao.live(name)
        kakao.control.senders.set_state(kakao.project, "b", "BLOCKED")
        await kakao.edit("a", status="DRAFT", name="Store")
        await kakao.create("e", status="DRAFT")
        await kakao.create("d")

        async def names(**query: Any) -> list[str]:
            return [sender["plusFriendId"] for sender in (await kakao.ask("GET", "/senders", **query))["senders"]]

        assert await names() == ["c", "a", "b", "e", "d"]
        assert await names(filterStates=["BLOCKED", "VERIFYING"]) == ["b"]
        assert await names(filterStatuses="DRAFT") == ["a", "e"]
        assert await names(filterStatuses=["DRAFT", "IN_PROGRESS"], filterStates="ACTIVE") == ["a"]
        assert await names(filterStates="SUSPENDED") == []
        first = await kakao.ask("GET", "/senders", pageSize=2)
        assert (first["totalSize"], first["pageSize"]) == (5, 2)
        assert "previousPageToken" not in first
        second = await kakao.ask("GET", "/senders", pageSize=2, pageToken=first["nextPageToken"])
        assert [sender["plusFriendId"] for sender in second["senders"]] == ["b", "e"]
        third = await kakao.ask("GET", "/senders", pageSize=2, pageToken=second["nextPageToken"])
        assert "nextPageToken" not in third
        back = await kakao.ask("GET", "/senders", pageSize=2, pageToken=second["previousPageToken"])
        assert back["senders"] == first["senders"]
        assert (await kakao.ask("GET", "/senders"))["pageSize"] == 50
        refusal = await kakao.refused(400, "invalid_filter_states", "GET", "/senders", filterStates="LIVE")
        supported = "ACTIVE, BLOCKED, INACTIVE, SUSPENDED, VERIFYING"
        assert refusal["additionalInformation"] == {"supportedCodes": supported}

    async def test_comments_are_activities_and_events(self, shop: Kakaotalk) -> None:
        before = await shop.sender()
        shop.emulator.advance(1)
        comment = await shop.ask("POST", "/senders/shop/comments", {"comment": "Hello"})
        assert (comment["type"], comment["comment"]) == ("CREATED", "Hello")
        assert await shop.sender() == before
        [event] = shop.events("KAKAOTALK_SENDER_COMMENT_ADDED")
        assert (event.payload, event.extra) == (before, {"comment": "Hello"})
        page = await shop.ask("GET", "/senders/shop/activities", pageSize=1)
        assert page["notifications"][0] == {
            "type": "COMMENT_ADDED",
            "comment": "Hello",
            "created": comment["created"],
            "author": "Provisioning API user",
        }
        rest = await shop.ask("GET", "/senders/shop/activities", pageSize=1, pageToken=page["nextPageToken"])
        assert (rest["notifications"][0]["type"], rest["notifications"][0]["author"]) == ("ACTIVE", "Sinch")
        await shop.create("other")
        path = "/senders/other/activities"
        await shop.refused(400, "invalid_page_token", "GET", path, pageSize=1, pageToken=page["nextPageToken"])

    async def test_an_id_may_need_encoding(self, kakao: Kakaotalk) -> None:
        await kakao.create("@a/b")
        assert (await kakao.sender("%40a%2Fb"))["plusFriendId"] == "@a/b"

    async def test_decisions_about_nothing_are_mistakes(self, kakao: Kakaotalk) -> None:
        control, project = kakao.control.senders, kakao.project
        for decide in (control.approve, control.reject, control.code):
            with pytest.raises(Problem, match="no sender"):
                decide(project, "shop")
        await kakao.create(status="DRAFT")
        for decide in (control.approve, control.reject):
            with pytest.raises(ValueError, match="nothing is in review"):
                decide(project, "shop")
        with pytest.raises(ValueError, match="nothing but changes"):
            control.set_state(project, "shop", "ACTIVE")

    async def test_an_account_may_be_there_before_its_senders(self, kakao: Kakaotalk) -> None:
        kakao.control.account.initialize(kakao.project)
        assert (await kakao.ask("GET", "/senders"))["senders"] == []
        kakao.control.account.fail(kakao.project, "account_is_in_progress")
        await kakao.create(expect=412)
        kakao.control.account.fail(kakao.project, None)
        await kakao.create()


class TestTemplates:
    async def test_a_submission_is_approved_after_a_while(self, shop: Kakaotalk) -> None:
        body = {"details": {**CONTENT, "buttons": BUTTONS, "imageUrl": IMAGE, "categoryCode": "001001"}}
        made = await shop.ask("POST", "/senders/shop/templates", body)
        whole = {
            **body["details"],
            "messageType": "BASIC",
            "emphasizeType": "EMPHASIZE_TYPE_NONE",
            "securityFlag": False,
        }
        assert made["changes"] == {"status": "IN_PROGRESS", "details": whole}
        assert not {"state", "details"} & made.keys()
        shop.emulator.advance(INSPECTION - 1)
        assert await shop.get(made["code"]) == made
        shop.emulator.advance(1)
        approved = await shop.get(made["code"])
        assert (approved["state"], approved["details"]) == ("APPROVED", whole)
        assert "changes" not in approved
        assert made["modified"] < approved["modified"]
        [event] = shop.events("KAKAOTALK_TEMPLATE")
        assert (event.type, event.payload, event.extra) == ("KAKAOTALK_TEMPLATE_APPROVED", approved, {})
        assert await shop.activities(f"shop/templates/{made['code']}") == ["IN_PROGRESS", "CREATED"]

    async def test_a_draft_waits_until_it_is_submitted(self, shop: Kakaotalk) -> None:
        half = {"name": "welcome", "language": "EN", "buttons": [{"ordering": 1, "type": "WEB_LINK"}]}
        await shop.refused(400, "invalid_payload", "POST", "/senders/shop/templates", {"details": half})
        draft = await shop.ask("POST", "/senders/shop/templates", {"details": half, "status": "DRAFT"})
        path = f"/senders/shop/templates/{draft['code']}"
        shop.emulator.advance(DAY)
        assert await shop.get(draft["code"]) == draft
        refusal = await shop.refused(400, "invalid_input", "PATCH", path, {"status": "SUBMIT"})
        assert refusal["additionalInformation"]["validationErrors"] == [
            "details.content should not be null or undefined",
            "details.buttons.0.name should not be null or undefined",
        ]
        assert await shop.get(draft["code"]) == draft
        edited = await shop.update(draft["code"], "DRAFT", content="Hello", buttons=None, title="Hi")
        assert edited["changes"]["status"] == "DRAFT"
        assert (edited["changes"]["details"]["buttons"], edited["changes"]["details"]["title"]) == ([], "Hi")
        assert "title" not in (await shop.update(draft["code"], "DRAFT", title=None))["changes"]["details"]
        assert (await shop.update(draft["code"]))["changes"]["status"] == "IN_PROGRESS"
        shop.emulator.advance(INSPECTION)
        assert (await shop.get(draft["code"]))["details"]["content"] == "Hello"
        expected = ["IN_PROGRESS", "EDITED", "EDITED", "DRAFT", "CREATED"]
        assert await shop.activities(f"shop/templates/{draft['code']}") == expected

    async def test_a_first_refusal_is_a_decision_and_can_be_answered(self, shop: Kakaotalk) -> None:
        control, project = shop.control.templates, shop.project
        control.hold(project)
        code = await shop.template()
        shop.emulator.advance(DAY)
        assert (await shop.get(code))["changes"]["status"] == "IN_PROGRESS"
        control.reject(project, "shop", code, "Too loud")
        refused = await shop.get(code)
        assert (refused["state"], refused["details"]["content"]) == ("REJECTED", "Hello")
        assert "changes" not in refused
        [event] = shop.events("KAKAOTALK_TEMPLATE_REJECTED")
        assert (event.payload, event.extra) == (refused, {})
        page = await shop.ask("GET", f"/senders/shop/templates/{code}/activities")
        assert page["notifications"][0].items() >= {"type": "REJECTED", "comment": "Too loud"}.items()
        again = await shop.update(code, content="Quiet")
        assert (again["state"], again["changes"]) == (
            "REJECTED",
            {"status": "IN_PROGRESS", "details": {"content": "Quiet"}},
        )
        control.reject(project, "shop", code)
        twice = await shop.get(code)
        assert (twice["state"], twice["details"]["content"], twice["changes"]["status"]) == (
            "REJECTED",
            "Hello",
            "REJECTED",
        )
        await shop.update(code)
        control.approve(project, "shop", code)
        approved = await shop.get(code)
        assert (approved["state"], approved["details"]["content"]) == ("APPROVED", "Quiet")
        assert "changes" not in approved

    async def test_an_edit_stands_beside_the_live_version(self, shop: Kakaotalk) -> None:
        code = await shop.inspected(buttons=BUTTONS, title="Hi", extra="More")
        before = (await shop.get(code))["details"]
        draft = await shop.update(code, "DRAFT", title=None, extra="Less")
        assert (draft["state"], draft["details"]) == ("APPROVED", before)
        assert draft["changes"] == {"status": "DRAFT", "details": {"extra": "Less"}}
        more = await shop.update(code, buttons=BUTTONS[1:])
        assert more["changes"]["details"] == {"extra": "Less", "buttons": BUTTONS[1:]}
        shop.control.templates.reject(shop.project, "shop", code)
        refused = await shop.get(code)
        assert (refused["state"], refused["details"], refused["changes"]["status"]) == ("APPROVED", before, "REJECTED")
        await shop.update(code, buttons=None)
        shop.emulator.advance(INSPECTION)
        after = await shop.get(code)
        assert after["details"] == {**{k: v for k, v in before.items() if k != "title"}, "extra": "Less", "buttons": []}
        assert shop.raised("KAKAOTALK_TEMPLATE_") == ["APPROVED", "REJECTED", "APPROVED"]

    async def test_the_clock_does_not_decide_about_a_later_submission(self, shop: Kakaotalk) -> None:
        code = await shop.template()
        shop.control.templates.reject(shop.project, "shop", code)
        shop.control.templates.hold(shop.project)
        await shop.update(code, content="Quiet")
        shop.emulator.advance(DAY)
        assert (await shop.get(code))["changes"]["status"] == "IN_PROGRESS"
        shop.control.templates.hold(shop.project, on=False)
        other = await shop.inspected(name="other")
        assert (await shop.get(other))["state"] == "APPROVED"

    @pytest.mark.parametrize("body", [{}, {"details": {}}, {"status": "DRAFT"}, {"status": "SUBMIT"}])
    async def test_an_update_of_nothing_changes_nothing(self, shop: Kakaotalk, body: dict[str, Any]) -> None:
        code = await shop.inspected()
        before = await shop.get(code)
        shop.emulator.advance(1)
        assert await shop.ask("PATCH", f"/senders/shop/templates/{code}", body) == before
        assert await shop.get(code) == before

    async def test_names_are_unique_within_a_sender(self, shop: Kakaotalk) -> None:
        code = await shop.inspected()
        await shop.update(code, "DRAFT", name="hello")
        other = await shop.template(name="other", status="DRAFT")
        for taken in ("welcome", "hello"):
            body = {"details": {**CONTENT, "name": taken}}
            await shop.refused(409, "template_exists", "POST", "/senders/shop/templates", body)
            path = f"/senders/shop/templates/{other}"
            await shop.refused(409, "template_exists", "PATCH", path, {"details": {"name": taken}})
        assert (await shop.update(other, "DRAFT", name="other"))["changes"]["details"]["name"] == "other"
        await shop.update(code)
        shop.emulator.advance(INSPECTION)
        await shop.template()
        await shop.live("second")
        await shop.template("second", name="hello")

    @pytest.mark.parametrize("state", ["draft", "running", "approved", "rejected"])
    async def test_a_template_is_deleted_in_any_state(self, shop: Kakaotalk, state: str) -> None:
        code = await shop.template(status="DRAFT" if state == "draft" else "SUBMIT")
        if state == "approved":
            shop.control.templates.approve(shop.project, "shop", code)
        if state == "rejected":
            shop.control.templates.reject(shop.project, "shop", code)
        raised = shop.raised()
        await shop.ask("DELETE", f"/senders/shop/templates/{code}")
        await shop.refused(404, "template_not_found", "DELETE", f"/senders/shop/templates/{code}")
        shop.emulator.advance(DAY)
        assert shop.raised() == raised
        await shop.template()

    async def test_only_drafts_are_thrown_away(self, shop: Kakaotalk) -> None:
        code = await shop.template(status="DRAFT")
        path = f"/senders/shop/templates/{code}"
        await shop.ask("DELETE", f"{path}/changes")
        await shop.refused(404, "template_not_found", "GET", path)
        code = await shop.inspected()
        path, before = f"/senders/shop/templates/{code}", await shop.get(code)
        await shop.refused(409, "template_not_deletable", "DELETE", f"{path}/changes")
        await shop.update(code, "DRAFT", content="Quiet")
        await shop.ask("DELETE", f"{path}/changes")
        assert (await shop.get(code)).items() >= {"state": "APPROVED", "details": before["details"]}.items()
        await shop.update(code, content="Quiet")
        await shop.refused(409, "template_not_deletable", "DELETE", f"{path}/changes")
        shop.control.templates.reject(shop.project, "shop", code)
        await shop.refused(409, "template_not_deletable", "DELETE", f"{path}/changes")

    @pytest.mark.parametrize(
        ("status", "code"), [(424, "template_kakaotalk_validation_error"), (500, "internal_error")]
    )
    async def test_a_failed_submission_tells_of_the_draft_that_was_kept(
        self, shop: Kakaotalk, status: int, code: Literal["template_kakaotalk_validation_error", "internal_error"]
    ) -> None:
        body, path = {"details": CONTENT}, "/senders/shop/templates"
        shop.control.templates.reject_next(shop.project, "Bad taste.", code)
        draft = await shop.template(name="draft", status="DRAFT")
        lost = await shop.refused(status, code, "POST", path, body)
        assert lost["additionalInformation"] == {}
        assert lost["message"].endswith("Bad taste.")
        assert (await shop.ask("GET", path))["totalSize"] == 1
        shop.control.templates.reject_next(shop.project, code=code)
        kept = await shop.refused(status, code, "POST", path, {**body, "saveDraftOnFailure": True})
        template = kept["additionalInformation"]["templateCode"]
        assert (await shop.get(template))["changes"]["status"] == "DRAFT"
        assert await shop.activities(f"shop/templates/{template}") == ["DRAFT", "CREATED"]
        shop.control.templates.reject_next(shop.project, code=code)
        update = {"status": "SUBMIT", "details": {"content": "Quiet"}}
        edited = await shop.refused(status, code, "PATCH", f"{path}/{draft}", update)
        assert edited["additionalInformation"] == {"templateCode": draft}
        changes = (await shop.get(draft))["changes"]
        assert (changes["status"], changes["details"]["content"]) == ("DRAFT", "Quiet")
        assert (await shop.update(template))["changes"]["status"] == "IN_PROGRESS"

    @pytest.mark.parametrize("trouble", FILE_TROUBLES)
    async def test_kakao_refuses_images_that_are_of_no_use(self, shop: Kakaotalk, trouble: Any) -> None:
        shop.control.templates.fail_file(shop.project, IMAGE, trouble)
        code = await shop.template(status="DRAFT", imageUrl=IMAGE)
        path = f"/senders/shop/templates/{code}"
        refusal = await shop.refused(424, "template_kakaotalk_validation_error", "PATCH", path, {"status": "SUBMIT"})
        assert trouble in refusal["message"]
        shop.control.templates.fail_file(shop.project, IMAGE, None)
        await shop.update(code)

    async def test_a_button_type_comes_once(self, shop: Kakaotalk) -> None:
        twice = [BUTTONS[0], {**BUTTONS[0], "ordering": 2}]
        path = "/senders/shop/templates"
        for status in ("DRAFT", "SUBMIT"):
            body = {"status": status, "details": {**CONTENT, "buttons": twice}}
            refusal = await shop.refused(400, "invalid_payload", "POST", path, body)
            assert refusal["additionalInformation"]["validationErrors"] == [
                "details.buttons has 2 buttons of type WEB_LINK"
            ]
        code = await shop.inspected()
        await shop.refused(400, "invalid_input", "PATCH", f"{path}/{code}", {"details": {"buttons": twice}})

    @pytest.mark.parametrize(
        "change",
        [
            {"name": None},
            {"content": None},
            {"language": "EN"},
            {"ad": "Buy!"},
            {"messageType": "UNRECOGNIZED"},
            {"content": "x" * 1001},
            {"buttons": [{**BUTTONS[0], "ordering": 6}]},
            {"buttons": [{**BUTTONS[0], "ordering": n, "name": str(n)} for n in range(1, 7)]},
        ],
    )
    async def test_fields_that_break_the_contract(self, shop: Kakaotalk, change: dict[str, Any]) -> None:
        path, body = "/senders/shop/templates", {"details": {**CONTENT, **change}}
        if change != {"language": "EN"}:
            refusal = await shop.refused(400, "invalid_payload", "POST", path, body)
            assert refusal["additionalInformation"]["validationErrors"]
        code = await shop.inspected()
        await shop.refused(400, "invalid_input", "PATCH", f"{path}/{code}", {"details": change})

    async def test_lists_are_sorted_by_name_and_filter(self, shop: Kakaotalk) -> None:
        for name in ("sale_b", "news", "sale_a"):
            await shop.inspected(name=name)
        shop.control.templates.hold(shop.project)
        refused = await shop.template(name="zoo")
        shop.control.templates.reject(shop.project, "shop", refused)
        await shop.template(name="draft", status="DRAFT")
        await shop.template(name="sale_c")

        async def names(**query: Any) -> list[str]:
            page = await shop.ask("GET", "/senders/shop/templates", **query)
            return [(one.get("details") or one["changes"]["details"])["name"] for one in page["templates"]]

        assert await names() == ["draft", "news", "sale_a", "sale_b", "sale_c", "zoo"]
        assert await names(templateName="sale_") == ["sale_a", "sale_b", "sale_c"]
        assert await names(templateName="ale_") == []
        assert await names(filterStates="REJECTED") == ["zoo"]
        assert await names(filterStatuses=["DRAFT", "IN_PROGRESS"]) == ["draft", "sale_c"]
        assert await names(filterStates="APPROVED", filterStatuses="DRAFT") == []
        first = await shop.ask("GET", "/senders/shop/templates", pageSize=4)
        assert (first["totalSize"], first["pageSize"]) == (6, 4)
        token = first["nextPageToken"]
        assert await names(pageSize=4, pageToken=token) == ["sale_c", "zoo"]
        assert (await shop.ask("GET", "/senders/shop/templates", pageSize=1000))["pageSize"] == 1000
        assert (await shop.ask("GET", "/senders/shop/templates"))["pageSize"] == 50
        for size in (0, 1001):
            await shop.refused(400, "invalid_page_size", "GET", "/senders/shop/templates", pageSize=size)
        # No code is documented for these two.
        refusal = await shop.refused(
            400, "invalid_filter_states", "GET", "/senders/shop/templates", filterStates="DRAFT"
        )
        assert refusal["additionalInformation"] == {"supportedCodes": "APPROVED, REJECTED"}
        path = "/senders/shop/templates"
        await shop.refused(400, "invalid_filter_statuses", "GET", path, filterStatuses="APPROVED")
        await shop.live("second")
        path = "/senders/second/templates"
        await shop.refused(400, "invalid_page_token", "GET", path, pageSize=4, pageToken=token)

    async def test_comments_are_activities_and_events(self, shop: Kakaotalk) -> None:
        code = await shop.inspected()
        before = await shop.get(code)
        shop.emulator.advance(1)
        comment = await shop.ask("POST", f"/senders/shop/templates/{code}/comments", {"comment": "Hello"})
        assert (comment["type"], comment["comment"]) == ("CREATED", "Hello")
        assert await shop.get(code) == before
        [event] = shop.events("KAKAOTALK_TEMPLATE_COMMENT_ADDED")
        assert (event.payload, event.extra) == (before, {"comment": "Hello"})
        page = await shop.ask("GET", f"/senders/shop/templates/{code}/activities", pageSize=2)
        assert [entry["type"] for entry in page["notifications"]] == ["COMMENT_ADDED", "IN_PROGRESS"]
        assert page["totalSize"] == 3

    async def test_a_sender_that_is_no_more_than_a_draft_has_templates_too(self, kakao: Kakaotalk) -> None:
        await kakao.create(status="DRAFT")
        assert (await kakao.get(await kakao.inspected()))["state"] == "APPROVED"
        await kakao.template(name="running")
        await kakao.ask("DELETE", "/senders/shop/changes")
        kakao.emulator.advance(DAY)
        assert kakao.raised("KAKAOTALK_TEMPLATE_") == ["APPROVED"]
        await kakao.create(status="DRAFT")
        assert (await kakao.ask("GET", "/senders/shop/templates"))["templates"] == []

    async def test_decisions_about_nothing_are_mistakes(self, shop: Kakaotalk) -> None:
        control, project = shop.control.templates, shop.project
        code = await shop.inspected()
        for decide in (control.approve, control.reject):
            with pytest.raises(ValueError, match="nothing is in review"):
                decide(project, "shop", code)
            with pytest.raises(Problem, match="no template"):
                decide(project, "shop", "gone")
            with pytest.raises(Problem, match="no template"):
                decide(project, "nobody", code)


class TestCategories:
    async def test_codes_of_the_sender_tree_are_unique_among_siblings_only(self, shop: Kakaotalk) -> None:
        tree = (await shop.ask("GET", "/categories/senders"))["categories"]

        def walk(branches: list[Any], parent: str, depth: int) -> list[tuple[str, ...]]:
            codes = [branch["code"] for branch in branches]
            assert len(set(codes)) == len(codes)
            assert {(branch["parentCode"], branch["depth"]) for branch in branches} == {(parent, depth)}
            assert {len(code) for code in codes} == {3 if depth == 1 else 4}
            if depth == 3:
                assert all(branch["subcategories"] == [] for branch in branches)
                return [(code,) for code in codes]
            below = [(branch["code"], walk(branch["subcategories"], branch["code"], depth + 1)) for branch in branches]
            return [(code, *path) for code, paths in below for path in paths]

        paths = walk(tree, "", 1)
        assert len(paths) > 200
        assert len({path[1:] for path in paths}) < len(paths)
        for number, path in enumerate((paths[0], paths[-1])):
            names = ("topLevelCategoryCode", "midLevelCategoryCode", "subLevelCategoryCode")
            await shop.create(f"s{number}", details={**DETAILS, **dict(zip(names, path, strict=True))})

    async def test_a_template_may_carry_each_code_of_the_list(self, shop: Kakaotalk) -> None:
        path = "/categories/senders/shop/templates"
        page = await shop.ask("GET", path, pageSize=4)
        assert (page["totalSize"], len(page["categories"])) == (10, 4)
        rest = await shop.ask("GET", path, pageSize=100)
        assert rest["categories"][:4] == page["categories"]
        codes = [part["code"] for category in rest["categories"] for part in category["subcategories"]]
        assert len(set(codes)) == len(codes) == 42
        assert "999999" in codes
        for code in codes:
            await shop.template(status="DRAFT", name=code, categoryCode=code)


@attrs.frozen
class Call:
    """A request that succeeds, unless something is in the way."""

    method: str
    path: str = ""
    body: Any = None
    status: int = 200
    query: dict[str, Any] = attrs.field(factory=dict)
    key_secret: str | None = None


SENDER = "/senders/shop"
TEMPLATE = "/senders/shop/templates/{code}"
CALLS = {
    "listKakaotalkSenderCategories": Call("GET", "/categories/senders"),
    "listKakaotalkTemplateCategories": Call("GET", "/categories/senders/shop/templates"),
    "listKakaotalkSenders": Call("GET", "/senders"),
    "createKakaotalkSender": Call("POST", "/senders", {"plusFriendId": "new", "details": DETAILS}, 201),
    "getKakaotalkSender": Call("GET", SENDER),
    "updateKakaotalkSender": Call("PATCH", SENDER, {"details": {"name": "Store"}}),
    "deleteKakaotalkSender": Call("DELETE", SENDER, status=204),
    "deleteKakaotalkSenderChanges": Call("DELETE", f"{SENDER}/changes", status=204),
    "registerKakaotalkSender": Call("POST", f"{SENDER}/register"),
    "verifyKakaotalkSender": Call("POST", f"{SENDER}/verify", {"code": 1}),
    "listKakaotalkSenderActivities": Call("GET", f"{SENDER}/activities"),
    "createKakaotalkSenderComment": Call("POST", f"{SENDER}/comments", {"comment": "Hello"}, 201),
    "listKakaotalkTemplates": Call("GET", f"{SENDER}/templates"),
    "createKakaotalkTemplate": Call("POST", f"{SENDER}/templates", {"details": {**CONTENT, "name": "new"}}, 201),
    "getKakaotalkTemplate": Call("GET", TEMPLATE),
    "updateKakaotalkTemplate": Call("PATCH", TEMPLATE, {"status": "SUBMIT", "details": {"content": "Hi"}}),
    "deleteKakaotalkTemplate": Call("DELETE", TEMPLATE, status=204),
    "deleteKakaotalkTemplateChanges": Call("DELETE", f"{TEMPLATE}/changes", status=204),
    "listKakaotalkTemplateActivities": Call("GET", f"{TEMPLATE}/activities"),
    "createKakaotalkTemplateComment": Call("POST", f"{TEMPLATE}/comments", {"comment": "Hello"}, 201),
}

Cause = Callable[[Kakaotalk, Call, str], Awaitable[Call]]
causes: dict[str, Cause] = {}


def causing(*codes: str) -> Callable[[Cause], Cause]:
    """Make a function the cause of refusals: it brings about what is in the way, and returns the call to make."""

    def register(cause: Cause) -> Cause:
        causes.update(dict.fromkeys(codes, cause))
        return cause

    return register


def with_details(call: Call, **details: Any) -> Call:
    return attrs.evolve(call, body={**call.body, "details": {**call.body["details"], **details}})


@causing("unauthorized_error")
async def wrong_key(shop: Kakaotalk, call: Call, code: str) -> Call:
    return attrs.evolve(call, key_secret="wrong")


@causing(
    # What no request can bring about, or the contract puts where it cannot come up.
    "internal_error",
    "project_not_found",
    "template_invalid_language_code",
    "listKakaotalkSenders sender_not_found",
    "listKakaotalkTemplates template_not_found",
)
async def fault(shop: Kakaotalk, call: Call, code: str) -> Call:
    operation = next(name for name, one in CALLS.items() if one is call)
    status = next(number for number, codes in the_contract().operations[operation].error_codes.items() if code in codes)
    shop.emulator.fail(operation, status=status, error_code=code, times=1)
    return call


@causing("project_not_initialized")
async def no_account(shop: Kakaotalk, call: Call, code: str) -> Call:
    shop.control.account.initialize(shop.project, on=False)
    return call


@causing("invalid_page_size", "invalid_page_token", "invalid_filter_states", "invalid_filter_statuses")
async def bad_query(shop: Kakaotalk, call: Call, code: str) -> Call:
    values: dict[str, tuple[str, Any]] = {
        "invalid_page_size": ("pageSize", "many"),
        "invalid_page_token": ("pageToken", "made-up"),
        "invalid_filter_states": ("filterStates", ["ACTIVE", "LIVE"]),
        "invalid_filter_statuses": ("filterStatuses", "LIVE"),
    }
    return attrs.evolve(call, query=dict([values[code]]))


@causing("invalid_payload")
async def bad_body(shop: Kakaotalk, call: Call, code: str) -> Call:
    return attrs.evolve(call, body=b"{")


@causing("invalid_input")
async def bad_field(shop: Kakaotalk, call: Call, code: str) -> Call:
    return attrs.evolve(call, body={**call.body, "more": 1})


@causing("sender_not_found")
async def unknown_sender(shop: Kakaotalk, call: Call, code: str) -> Call:
    return attrs.evolve(call, path=call.path.replace("/shop", "/nobody"))


@causing("template_not_found")
async def unknown_template(shop: Kakaotalk, call: Call, code: str) -> Call:
    return attrs.evolve(call, path=call.path.replace("{code}", "gone"))


@causing(*FILE_TROUBLES)
async def bad_logo(shop: Kakaotalk, call: Call, code: Any) -> Call:
    shop.control.senders.fail_file(shop.project, LOGO, code)
    return with_details(call, logoImage=LOGO)


@causing("account_data_is_corrupt", "account_exists", "account_is_in_progress", "account_not_updatable")
async def bad_account(shop: Kakaotalk, call: Call, code: Any) -> Call:
    shop.control.account.fail(shop.project, code)
    return call


@causing("sender_invalid_category_code")
async def unknown_path(shop: Kakaotalk, call: Call, code: str) -> Call:
    return with_details(call, midLevelCategoryCode="0099")


@causing("plus_friend_id_used")
async def used_channel(shop: Kakaotalk, call: Call, code: str) -> Call:
    return attrs.evolve(call, body={**call.body, "plusFriendId": "shop"})


@causing("no_fields_to_update")
async def no_fields(shop: Kakaotalk, call: Call, code: str) -> Call:
    return attrs.evolve(call, body={})


@causing("sender_not_updatable")
async def stopped(shop: Kakaotalk, call: Call, code: str) -> Call:
    shop.control.senders.set_state(shop.project, "shop", "SUSPENDED")
    return call


@causing("sender_changes_not_updatable", "sender_changes_not_deletable")
async def edit_in_work(shop: Kakaotalk, call: Call, code: str) -> Call:
    await shop.edit(name="Market")
    return call


@causing(
    # A live sender with nothing pending, and an approved template, are in the way by themselves.
    "sender_changes_not_found",
    "not_allowed_register",
    "not_allowed_verify",
    "template_not_deletable",
)
async def nothing_more(shop: Kakaotalk, call: Call, code: str) -> Call:
    return call


@causing("sender_already_deleted")
async def deleted(shop: Kakaotalk, call: Call, code: str) -> Call:
    await shop.ask("DELETE", SENDER)
    return call


@causing("invalid_app_key")
async def wrong_app_key(shop: Kakaotalk, call: Call, code: str) -> Call:
    shop.control.senders.set_state(shop.project, "shop", "INACTIVE")
    shop.control.senders.fail_app_key(shop.project)
    return call


@causing("template_exists")
async def taken_name(shop: Kakaotalk, call: Call, code: str) -> Call:
    await shop.template(name="taken", status="DRAFT")
    return with_details(call, name="taken")


@causing("template_invalid_category_code")
async def unknown_category(shop: Kakaotalk, call: Call, code: str) -> Call:
    return with_details(call, categoryCode="001099")


@causing("template_kakaotalk_validation_error")
async def refused_at_once(shop: Kakaotalk, call: Call, code: str) -> Call:
    shop.control.templates.reject_next(shop.project)
    return call


@causing("template_not_updatable")
async def frozen(shop: Kakaotalk, call: Call, code: str) -> Call:
    [template] = (await shop.ask("GET", "/senders/shop/templates"))["templates"]
    shop.control.templates.freeze(shop.project, "shop", template["code"])
    return call


@causing("template_changes_not_updatable")
async def inspection(shop: Kakaotalk, call: Call, code: str) -> Call:
    [template] = (await shop.ask("GET", "/senders/shop/templates"))["templates"]
    await shop.update(template["code"], content="Quiet")
    return call


REFUSALS = [
    (name, status, code)
    for name in CALLS
    for status, codes in the_contract().operations[name].error_codes.items()
    for code in codes
]


def test_all_operations_are_called() -> None:
    assert {name for name in the_contract().operations if "Kakaotalk" in name} == CALLS.keys()


@pytest.mark.parametrize(("name", "status", "code"), REFUSALS, ids=[f"{name} {code}" for name, _, code in REFUSALS])
async def test_each_documented_refusal_can_happen(shop: Kakaotalk, name: str, status: int, code: str) -> None:
    template = await shop.inspected()
    call = CALLS[name]
    cause = causes.get(f"{name} {code}") or causes[code]
    made = await cause(shop, call, code)
    path = made.path.format(code=template)
    await shop.refused(status, code, made.method, path, made.body, key_secret=made.key_secret, **made.query)


@pytest.mark.parametrize("name", CALLS)
async def test_each_call_succeeds_with_its_documented_status(shop: Kakaotalk, name: str) -> None:
    call, template = CALLS[name], await shop.inspected()
    body = call.body
    if name in {"deleteKakaotalkSenderChanges", "deleteKakaotalkTemplateChanges"}:
        await shop.edit(status="DRAFT", name="Store")
        await shop.update(template, "DRAFT", content="Quiet")
    if name in {"registerKakaotalkSender", "verifyKakaotalkSender"}:
        shop.control.senders.set_state(shop.project, "shop", "INACTIVE")
    if name == "verifyKakaotalkSender":
        await shop.register()
        body = {"code": int(shop.control.senders.code(shop.project, "shop"))}
    await shop.ask(call.method, call.path.format(code=template), body, call.status)


async def test_a_code_is_a_number_and_nothing_else(shop: Kakaotalk) -> None:
    for body in (b"[]", b"{", {"code": "123456"}, {"code": True}, {}):
        code = "invalid_payload" if isinstance(body, bytes) else "invalid_input"
        await shop.refused(400, code, "POST", "/senders/shop/verify", body)


async def test_where_no_refusal_of_the_sender_is_documented_the_template_is_unknown(shop: Kakaotalk) -> None:
    code = await shop.template(status="DRAFT")
    path = f"/senders/nobody/templates/{code}"
    await shop.refused(404, "template_not_found", "DELETE", f"{path}/changes")
    await shop.refused(404, "template_not_found", "POST", f"{path}/comments", {"comment": "Hello"})
    await shop.refused(404, "sender_not_found", "GET", path)


async def test_the_state_outlives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    listings = ["/senders", "/senders/shop/activities", "/senders/shop/templates"]

    async with aiohttp.ClientSession() as session:
        async with Emulator(check_replies=True, frozen=True, state=file) as emulator:
            kakao = Kakaotalk(emulator, session)
            await kakao.live()
            await kakao.create("waiting")
            await kakao.register("waiting")
            await kakao.create("leaving", status="DRAFT")
            await kakao.ask("DELETE", "/senders/leaving")
            running = await kakao.template()
            await kakao.edit(name="Store")
            kakao.control.senders.fail_file(kakao.project, LOGO, "file_not_found")
            kakao.control.templates.reject_next(kakao.project, "Bad taste.")
            kakao.control.account.fail(kakao.project, "account_exists")
            kakao.control.templates.hold(kakao.project)
            before = [await kakao.ask("GET", path) for path in listings]
            code = kakao.control.senders.code(kakao.project, "waiting")
        async with Emulator(check_replies=True, frozen=True, state=file) as emulator:
            kakao = Kakaotalk(emulator, session)
            assert [await kakao.ask("GET", path) for path in listings] == before
            assert kakao.control.senders.code(kakao.project, "waiting") == code
            body = {"plusFriendId": "late", "details": DETAILS}
            await kakao.refused(409, "account_exists", "POST", "/senders", body)
            path = "/senders/shop/templates"
            await kakao.refused(
                424, "template_kakaotalk_validation_error", "POST", path, {"details": {**CONTENT, "name": "b"}}
            )
            emulator.advance(INSPECTION)
            assert (await kakao.get(running))["state"] == "APPROVED"
            assert (await kakao.sender())["details"]["name"] == "Store"
            held = await kakao.template(name="held")
            emulator.advance(60 * DAY)
            assert (await kakao.get(held))["changes"]["status"] == "IN_PROGRESS"
            await kakao.refused(404, "sender_not_found", "GET", "/senders/leaving")
            await kakao.refused(409, "file_not_found", "PATCH", "/senders/shop", {"details": {"logoImage": LOGO}})
            assert (await kakao.verify("waiting"))["state"] == "ACTIVE"


async def test_what_is_made_after_a_restart_has_other_ids(tmp_path: Path) -> None:
    ids, codes = set(), set()
    async with aiohttp.ClientSession() as session:
        for number in range(3):
            async with Emulator(check_replies=True, frozen=True, state=tmp_path / "state.json") as emulator:
                kakao = Kakaotalk(emulator, session)
                ids.add((await kakao.create(f"shop{number}"))["id"])
                codes.add(await kakao.template(f"shop{number}"))
    assert (len(ids), len(codes)) == (3, 3)


async def test_whoever_has_no_account_is_shown_the_way_in(kakao: Kakaotalk) -> None:
    rejection = await kakao.refused(400, "project_not_initialized", "GET", "/categories/senders")
    assert "Create its first sender with status DRAFT" in rejection["message"]
    await kakao.create(status="DRAFT", details={"name": "Shop"})
    assert (await kakao.ask("GET", "/categories/senders"))["categories"]
    wrong = {**DETAILS, "subLevelCategoryCode": "9999"}
    rejection = await kakao.refused(400, "sender_invalid_category_code", "PATCH", "/senders/shop", {"details": wrong})
    assert "List the sender categories" in rejection["message"]
    rejection = await kakao.refused(409, "not_allowed_register", "POST", "/senders/shop/register")
    assert "status SUBMIT first" in rejection["message"]
