"""KakaoTalk senders, async and blocking, against the emulator."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, errors, evolve, kakaotalk
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.kakaotalk import (
    Action,
    ActivityType,
    CommentInput,
    SenderDetails,
    SenderDetailsUpdate,
    SenderState,
    SenderStatus,
)
from tests.kakaotalk.scene import FIELDS, code_without_zero, details, live, make

pytestmark = pytest.mark.anyio


class TestSenders:
    async def test_from_creation_to_deletion(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders = sinch.kakaotalk.senders
        made = await make(sinch)
        assert emulator.requests[-1].body["status"] == "SUBMIT"
        assert made.state is None
        assert made.changes is not None
        assert made.changes.status is SenderStatus.IN_PROGRESS
        assert made.changes.details == SenderDetails(**FIELDS)
        assert await senders.get("shop") == made

        asked = await senders.register("shop")
        assert (asked.state, asked.changes) == (SenderState.VERIFYING, None)
        code = await code_without_zero(sinch, emulator)
        active = await senders.verify("shop", code=code)
        assert active.state is SenderState.ACTIVE
        assert active.details == made.changes.details
        assert emulator.requests[-1].body == {"code": int(code)}
        assert [event.type for event in emulator.events] == ["KAKAOTALK_SENDER_ACTIVE"]

        await senders.delete("shop")
        with pytest.raises(errors.Conflict) as caught:
            await senders.delete("shop")
        assert caught.value.error_code == "sender_already_deleted"
        assert (await senders.get("shop")).state is SenderState.ACTIVE
        emulator.advance(60 * 86_400)
        with pytest.raises(errors.NotFound) as gone:
            await senders.get("shop")
        assert gone.value.error_code == "sender_not_found"

    async def test_a_draft_and_its_submission(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders = sinch.kakaotalk.senders
        empty = await senders.create(plus_friend_id="shop", status=Action.DRAFT)
        assert emulator.requests[-1].body == {"plusFriendId": "shop", "status": "DRAFT"}
        assert empty.changes is not None
        assert empty.changes.details == SenderDetails()
        for wait in (senders.wait_for("shop", SenderState.ACTIVE), senders.wait_for_changes("shop")):
            with pytest.raises(errors.WaitFailed, match="was not submitted") as caught:
                await wait
            assert caught.value.last == empty

        with pytest.raises(errors.BadRequest) as lacking:
            await senders.update("shop", details=SenderDetailsUpdate(name="Shop"), status=Action.SUBMIT)
        assert "details.adminPhoneNo should not be null or undefined" in lacking.value.validation_errors

        half = await senders.update("shop", details=SenderDetailsUpdate(name="Shop"))
        assert emulator.requests[-1].body == {"status": "DRAFT", "details": {"name": "Shop"}}
        assert half.changes is not None
        assert half.changes.details == SenderDetails(name="Shop")
        await senders.update("shop", details=SenderDetailsUpdate(**FIELDS))
        submitted = await senders.update("shop", status=Action.SUBMIT)
        assert submitted.changes is not None
        assert submitted.changes.status is SenderStatus.IN_PROGRESS
        assert submitted.changes.details == SenderDetails(**FIELDS)

    async def test_an_edit_of_a_live_sender(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders = sinch.kakaotalk.senders
        await live(sinch, emulator)
        edited = await senders.update(
            "shop", details=SenderDetailsUpdate(name="The Shop", logo_image=None), status=Action.SUBMIT
        )
        assert emulator.requests[-1].body == {"status": "SUBMIT", "details": {"name": "The Shop", "logoImage": None}}
        assert edited.details.name == "Shop"
        assert edited.changes is not None
        assert edited.changes.details == SenderDetails(name="The Shop")
        done = await senders.wait_for_changes("shop")
        assert (done.details.name, done.details.logo_image) == ("The Shop", None)
        assert done.state is SenderState.ACTIVE

    async def test_a_refused_edit_is_told_and_thrown_away(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders, control = sinch.kakaotalk.senders, emulator.control.kakaotalk.senders
        await live(sinch, emulator)
        control.hold(emulator.project_id)
        await senders.update("shop", details=SenderDetailsUpdate(name="The Shop"), status=Action.SUBMIT)
        with pytest.raises(errors.Conflict) as busy:
            await senders.delete_changes("shop")
        assert busy.value.error_code == "sender_changes_not_deletable"
        with pytest.raises(errors.Conflict) as taken:
            await senders.update("shop", details=SenderDetailsUpdate(name="A Shop"))
        assert taken.value.error_code == "sender_changes_not_updatable"
        with pytest.raises(errors.WaitFailed, match="not reached within 60 seconds"):
            await senders.wait_for_changes("shop", deadline=60)
        control.reject(emulator.project_id, "shop", "Another shop has that name")
        with pytest.raises(errors.WaitFailed, match="rejected") as caught:
            await senders.wait_for_changes("shop")
        assert caught.value.last.changes.status is SenderStatus.REJECTED
        newest = await senders.activities("shop").first()
        assert newest is not None
        assert (newest.type, newest.comment) == (ActivityType.REJECTED, "Another shop has that name")
        assert (await senders.wait_for("shop", SenderState.ACTIVE)).changes is not None
        await senders.delete_changes("shop")
        assert (await senders.get("shop")).changes is None
        with pytest.raises(errors.NotFound) as nothing:
            await senders.delete_changes("shop")
        assert nothing.value.error_code == "sender_changes_not_found"

    async def test_a_refused_sender_is_not_waited_for(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders = sinch.kakaotalk.senders
        await make(sinch)
        emulator.control.kakaotalk.senders.reject(emulator.project_id, "shop")
        with pytest.raises(errors.WaitFailed, match="rejected"):
            await senders.wait_for("shop", [SenderState.VERIFYING, SenderState.ACTIVE])
        await senders.delete_changes("shop")
        assert await senders.list().collect() == []

    async def test_waits_end_where_nothing_can_come(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders, control = sinch.kakaotalk.senders, emulator.control.kakaotalk.senders
        await make(sinch)
        with pytest.raises(errors.WaitFailed, match="not reached within 90 seconds"):
            await senders.wait_for("shop", SenderState.ACTIVE, deadline=90)
        control.approve(emulator.project_id, "shop")
        assert (await senders.wait_for("shop", {SenderState.ACTIVE})).state is SenderState.ACTIVE
        with pytest.raises(errors.WaitFailed, match="ACTIVE does not become VERIFYING"):
            await senders.wait_for("shop", SenderState.VERIFYING)
        for state in (SenderState.BLOCKED, SenderState.SUSPENDED, SenderState.INACTIVE):
            control.set_state(emulator.project_id, "shop", state.value)
            with pytest.raises(errors.WaitFailed, match="not reached within"):
                await senders.wait_for("shop", SenderState.ACTIVE, deadline=90)
            assert (await senders.wait_for("shop", state)).state is state
            with pytest.raises(errors.Conflict) as caught:
                await senders.update("shop", details=SenderDetailsUpdate(name="A Shop"))
            assert caught.value.error_code == "sender_not_updatable"

    async def test_lists_and_filters(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders = sinch.kakaotalk.senders
        for number in range(5):
            await make(sinch, f"shop{number}")
        await live(sinch, emulator, "live")
        await senders.create(plus_friend_id="draft", status=Action.DRAFT)
        names = ["shop0", "shop1", "shop2", "shop3", "shop4", "live", "draft"]
        assert [sender.plus_friend_id async for sender in senders.list(page_size=2)] == names
        sizes = [(len(page.items), page.total_size) async for page in senders.list(page_size=3).pages()]
        assert sizes == [(3, 7), (3, 7), (1, 7)]
        first = await senders.list(page_size=4).page()
        rest = [page async for page in senders.list(page_size=4).pages(after=first.next_token)]
        assert [sender.plus_friend_id for page in rest for sender in page.items] == names[4:]
        active = await senders.list(states=[SenderState.ACTIVE, "BLOCKED"]).collect()
        assert [sender.plus_friend_id for sender in active] == ["live"]
        assert emulator.requests[-1].query == "filterStates=ACTIVE&filterStates=BLOCKED"
        pending = await senders.list(statuses=[SenderStatus.DRAFT]).collect()
        assert [sender.plus_friend_id for sender in pending] == ["draft"]
        both = senders.list(states=[SenderState.ACTIVE], statuses=[SenderStatus.DRAFT])
        assert await both.collect() == []

    @pytest.mark.parametrize(
        ("filters", "code"),
        [
            ({"states": [SenderState("ASLEEP")]}, "invalid_filter_states"),
            ({"statuses": [SenderStatus("ASLEEP")]}, "invalid_filter_statuses"),
        ],
    )
    async def test_a_filter_that_the_service_does_not_know(
        self, sinch: AsyncClient, filters: dict[str, Any], code: str
    ) -> None:
        await make(sinch)
        with pytest.raises(errors.BadRequest) as caught:
            await sinch.kakaotalk.senders.list(**filters).collect()
        assert caught.value.error_code == code
        assert "supportedCodes" in caught.value.additional_information

    async def test_comments_and_activities(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders = sinch.kakaotalk.senders
        await live(sinch, emulator)
        comment = await senders.comment("shop", CommentInput(comment="Please hurry"))
        assert comment.comment == "Please hurry"
        assert emulator.events[-1].type == "KAKAOTALK_SENDER_COMMENT_ADDED"
        entries = [entry async for entry in senders.activities("shop", page_size=1)]
        assert [entry.type for entry in entries] == [
            ActivityType.COMMENT_ADDED,
            ActivityType.ACTIVE,
            ActivityType.IN_PROGRESS,
            ActivityType.CREATED,
        ]
        assert entries[0].comment == "Please hurry"

    @pytest.mark.parametrize(
        ("changes", "kind", "code"),
        [
            ({"sub_level_category_code": "9999"}, errors.BadRequest, "sender_invalid_category_code"),
            ({"logo_image": "https://shop.example/logo.bmp"}, errors.BadRequest, "file_invalid_mime_type"),
            ({"logo_image": "https://shop.example/gone.png"}, errors.Conflict, "file_not_found"),
        ],
    )
    async def test_refused_details_leave_a_draft_only_if_asked_for(
        self,
        sinch: AsyncClient,
        emulator: Emulator,
        changes: dict[str, str],
        kind: type[errors.ApiError],
        code: str,
    ) -> None:
        senders, control = sinch.kakaotalk.senders, emulator.control.kakaotalk.senders
        control.fail_file(emulator.project_id, "https://shop.example/logo.bmp", "file_invalid_mime_type")
        control.fail_file(emulator.project_id, "https://shop.example/gone.png", "file_not_found")
        await make(sinch, "first")
        for keep in (False, True):
            with pytest.raises(kind) as caught:
                await senders.create(plus_friend_id="shop", details=details(**changes), save_draft_on_failure=keep)
            assert caught.value.error_code == code
            drafts = await senders.list(statuses=[SenderStatus.DRAFT]).collect()
            assert [sender.plus_friend_id for sender in drafts] == ["shop"] * keep

    async def test_what_stands_in_the_way_of_a_new_sender(self, sinch: AsyncClient, emulator: Emulator) -> None:
        await make(sinch)
        with pytest.raises(errors.Conflict) as taken:
            await make(sinch)
        assert taken.value.error_code == "plus_friend_id_used"
        account = emulator.control.kakaotalk.account
        account.fail(emulator.project_id, "account_is_in_progress")
        with pytest.raises(errors.PreconditionFailed) as early:
            await make(sinch, "other")
        assert early.value.error_code == "account_is_in_progress"
        account.fail(emulator.project_id, "account_data_is_corrupt")
        with pytest.raises(errors.Conflict) as corrupt:
            await make(sinch, "other")
        assert corrupt.value.error_code == "account_data_is_corrupt"

    async def test_a_sender_that_was_read_is_changed_and_sent(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders = sinch.kakaotalk.senders
        before = await live(sinch, emulator)
        after = evolve(before, details=evolve(before.details, name="The Shop", logo_image=None))
        change = evolve(kakaotalk.changes(before, after), status=Action.SUBMIT)
        await senders.update("shop", change)
        assert emulator.requests[-1].body == {"status": "SUBMIT", "details": {"name": "The Shop", "logoImage": None}}
        assert (await senders.wait_for_changes("shop")).details == after.details
        await senders.update("shop", details=evolve(after.details, logo_image=None), status="DRAFT")
        assert "logoImage" not in emulator.requests[-1].body["details"]

    async def test_a_request_is_a_model_or_its_fields(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders = sinch.kakaotalk.senders
        await senders.create(kakaotalk.SenderInput(plus_friend_id="shop", details=details()))
        assert emulator.requests[-1].body["status"] == "SUBMIT"
        await senders.create(kakaotalk.SenderInput(plus_friend_id="draft", status=Action.DRAFT))
        assert emulator.requests[-1].body == {"plusFriendId": "draft", "status": "DRAFT"}
        calls: list[tuple[Callable[[], Awaitable[Any]], str]] = [
            (lambda: senders.create(details=details()), "plus_friend_id"),
            (lambda: senders.create(kakaotalk.SenderInput(plus_friend_id="x"), details=details()), "details"),
            (lambda: senders.update("shop", kakaotalk.SenderUpdate(), status="DRAFT"), "status"),
            (lambda: sinch.kakaotalk.templates.create("shop"), "details"),
        ]
        sent = len(emulator.requests)
        for call, field in calls:
            with pytest.raises(errors.InvalidRequest) as caught:
                await call()
            assert caught.value.field == field
        assert len(emulator.requests) == sent

    async def test_an_update_of_nothing(self, sinch: AsyncClient, emulator: Emulator) -> None:
        await live(sinch, emulator)
        with pytest.raises(errors.BadRequest) as caught:
            await sinch.kakaotalk.senders.update("shop")
        assert caught.value.error_code == "no_fields_to_update"

    async def test_a_project_without_kakaotalk(self, sinch: AsyncClient) -> None:
        calls: list[Callable[[], Awaitable[Any]]] = [
            lambda: sinch.kakaotalk.senders.list().collect(),
            lambda: sinch.kakaotalk.senders.get("shop"),
            sinch.kakaotalk.categories.senders,
            lambda: sinch.kakaotalk.categories.templates("shop").collect(),
        ]
        for call in calls:
            with pytest.raises(errors.BadRequest) as caught:
                await call()
            assert caught.value.error_code == "project_not_initialized"

    async def test_a_sender_that_is_not_there(self, sinch: AsyncClient) -> None:
        await make(sinch)
        senders = sinch.kakaotalk.senders
        calls: list[Callable[[], Awaitable[Any]]] = [
            lambda: senders.get("gone"),
            lambda: senders.update("gone", details=SenderDetailsUpdate(name="Shop")),
            lambda: senders.delete("gone"),
            lambda: senders.activities("gone").collect(),
            lambda: senders.comment("gone", "Hello"),
            lambda: senders.register("gone"),
            lambda: senders.verify("gone", code="123456"),
            lambda: senders.wait_for("gone", SenderState.ACTIVE),
            lambda: sinch.kakaotalk.categories.templates("gone").collect(),
        ]
        for call in calls:
            with pytest.raises(errors.NotFound) as caught:
                await call()
            assert caught.value.error_code == "sender_not_found"
        with pytest.raises(errors.NotFound) as changes:
            await senders.delete_changes("gone")
        assert changes.value.error_code == "sender_changes_not_found"

    @pytest.mark.parametrize("operation", ["createKakaotalkSender", "registerKakaotalkSender", "verifyKakaotalkSender"])
    async def test_what_reaches_a_person_or_makes_something_is_never_repeated(
        self, sinch: AsyncClient, emulator: Emulator, operation: str
    ) -> None:
        calls: dict[str, Callable[[], Awaitable[Any]]] = {
            "createKakaotalkSender": lambda: make(sinch, "other"),
            "registerKakaotalkSender": lambda: sinch.kakaotalk.senders.register("shop"),
            "verifyKakaotalkSender": lambda: sinch.kakaotalk.senders.verify("shop", code=code),
        }
        await make(sinch)
        code = await code_without_zero(sinch, emulator)
        before = len(emulator.requests)
        emulator.fail(operation, reset="after", times=1)
        with pytest.raises(errors.TransportError) as caught:
            await calls[operation]()
        assert caught.value.sent
        assert [entry.operation for entry in emulator.requests][before:] == [operation]
