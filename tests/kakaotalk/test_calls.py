"""KakaoTalk senders, templates and categories, async and blocking, against the emulator."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Secret, errors, evolve, kakaotalk
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.kakaotalk import (
    Action,
    ActivityType,
    Button,
    Buttons,
    ButtonType,
    EmphasizeType,
    MessageType,
    SenderDetails,
    SenderDetailsUpdate,
    SenderState,
    SenderStatus,
    TemplateDetails,
    TemplateDetailsUpdate,
    TemplateLanguage,
    TemplateState,
    TemplateStatus,
)
from sinch_provisioning.kakaotalk.templates.api import Templates

pytestmark = pytest.mark.anyio

FIELDS: dict[str, Any] = {
    "admin_phone_no": "+48777777777",
    "name": "Shop",
    "top_level_category_code": "001",
    "mid_level_category_code": "0001",
    "sub_level_category_code": "0002",
    "logo_image": "https://shop.example/logo.png",
}


def details(**changes: Any) -> SenderDetails:
    return SenderDetails(**FIELDS | changes)


async def make(sinch: AsyncClient, plus_friend_id: str = "shop") -> kakaotalk.Sender:
    return await sinch.kakaotalk.senders.create(plus_friend_id=plus_friend_id, details=details())


async def code_without_zero(sinch: AsyncClient, emulator: Emulator, plus_friend_id: str = "shop") -> str:
    """Register until the code is one that the API can take."""
    while True:
        await sinch.kakaotalk.senders.register(plus_friend_id)
        code = emulator.control.kakaotalk.senders.code(emulator.project_id, plus_friend_id)
        if not code.startswith("0"):
            return code


async def live(sinch: AsyncClient, emulator: Emulator, plus_friend_id: str = "shop") -> kakaotalk.Sender:
    await make(sinch, plus_friend_id)
    code = await code_without_zero(sinch, emulator, plus_friend_id)
    return await sinch.kakaotalk.senders.verify(plus_friend_id, code=code)


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
        assert "details.adminPhoneNo is required to submit" in lacking.value.validation_errors

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
        comment = await senders.comment("shop", "Please hurry")
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


class TestCodes:
    async def test_the_caller_is_asked_for_the_code(self, sinch: AsyncClient, emulator: Emulator) -> None:
        await make(sinch)
        asked: list[kakaotalk.Sender] = []

        def plain(sender: kakaotalk.Sender) -> Secret:
            asked.append(sender)
            return Secret(emulator.control.kakaotalk.senders.code(emulator.project_id, "shop"))

        async def waiting(sender: kakaotalk.Sender) -> str:
            return plain(sender).reveal()

        for question in (plain, waiting):
            sender = await verified(sinch, question)
            assert sender.state is SenderState.ACTIVE
            assert asked[-1].state is SenderState.VERIFYING
            emulator.control.kakaotalk.senders.set_state(emulator.project_id, "shop", "INACTIVE")

    async def test_after_a_wrong_code_the_caller_is_asked_again(self, sinch: AsyncClient, emulator: Emulator) -> None:
        await make(sinch)
        asked: list[str] = []

        def question(_: kakaotalk.Sender) -> str:
            right = emulator.control.kakaotalk.senders.code(emulator.project_id, "shop")
            asked.append(["12 34", "1", right][len(asked) % 3])
            return asked[-1]

        assert (await verified(sinch, question)).state is SenderState.ACTIVE
        assert [asked[0], asked[1]] == ["12 34", "1"]
        sent = [entry.operation for entry in emulator.requests]
        assert sent[-3:] == ["registerKakaotalkSender", "verifyKakaotalkSender", "verifyKakaotalkSender"]

    @pytest.mark.parametrize("tries", [1, 2])
    async def test_the_last_wrong_code_is_raised(self, sinch: AsyncClient, emulator: Emulator, tries: int) -> None:
        await make(sinch)
        asked: list[kakaotalk.Sender] = []

        def question(sender: kakaotalk.Sender) -> str:
            asked.append(sender)
            return "1"

        with pytest.raises(errors.Conflict) as caught:
            await sinch.kakaotalk.senders.register_and_verify("shop", question, tries=tries)
        assert caught.value.error_code == "not_allowed_verify"
        assert len(asked) == tries

    async def test_a_code_that_begins_with_zero_is_not_sent_as_another(
        self, sinch: AsyncClient, emulator: Emulator
    ) -> None:
        await make(sinch)
        asked: list[kakaotalk.Sender] = []

        def question(sender: kakaotalk.Sender) -> str:
            asked.append(sender)
            return "012345"

        with pytest.raises(errors.InvalidRequest, match="code: cannot begin with 0"):
            await sinch.kakaotalk.senders.register_and_verify("shop", question)
        assert len(asked) == 1
        assert emulator.requests[-1].operation == "registerKakaotalkSender"

    async def test_what_ends_it_before_anybody_is_asked(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders = sinch.kakaotalk.senders

        def never(sender: kakaotalk.Sender) -> str:
            pytest.fail(f"asked about {sender}")

        await make(sinch)
        before = len(emulator.requests)
        with pytest.raises(errors.InvalidRequest, match="tries: has to be at least 1"):
            await senders.register_and_verify("shop", never, tries=0)
        assert len(emulator.requests) == before
        emulator.control.kakaotalk.senders.fail_app_key(emulator.project_id)
        with pytest.raises(errors.BadRequest) as broken:
            await senders.register_and_verify("shop", never)
        assert broken.value.error_code == "invalid_app_key"
        with pytest.raises(errors.Conflict) as early:
            await senders.verify("shop", code=123456)
        assert early.value.error_code == "not_allowed_verify"
        emulator.control.kakaotalk.senders.approve(emulator.project_id, "shop")
        with pytest.raises(errors.Conflict) as active:
            await senders.register_and_verify("shop", never)
        assert active.value.error_code == "not_allowed_register"


async def verified(sinch: AsyncClient, question: Callable[[kakaotalk.Sender], Any]) -> kakaotalk.Sender:
    """Register and verify, again if the code began with 0, which happens with one in ten."""
    while True:
        try:
            return await sinch.kakaotalk.senders.register_and_verify("shop", question)
        except errors.InvalidRequest as error:
            assert "begin with 0" in error.rule  # noqa: PT017 - other errors fail the test by themselves


def content(**changes: Any) -> TemplateDetails:
    given: dict[str, Any] = {"name": "welcome", "language": TemplateLanguage.KO, "content": "Hello"}
    return TemplateDetails(**given | changes)


class TestTemplates:
    @pytest.fixture
    async def templates(self, sinch: AsyncClient, emulator: Emulator) -> Any:
        await live(sinch, emulator)
        return sinch.kakaotalk.templates

    async def test_from_creation_to_deletion(self, templates: Templates, emulator: Emulator) -> None:
        made = await templates.create(
            "shop",
            details=content(
                message_type=MessageType.EXTRA_INFORMATION,
                emphasize_type=EmphasizeType.EMPHASIZE_TYPE_TEXT,
                category_code="001001",
                security_flag=True,
                extra="More",
                title="Welcome",
                subtitle="to the shop",
                buttons=Buttons(
                    Button.web_link("Shop", "https://m.shop.example", pc="https://shop.example"),
                    Button.app_link("Open", ios="shop://ios", android="shop://android"),
                    Button.of(ButtonType.CHANNEL_ID_ADDED, "Follow"),
                ),
            ),
        )
        assert emulator.requests[-1].body["status"] == "SUBMIT"
        assert (made.state, made.details) == (None, TemplateDetails())
        assert made.changes is not None
        assert made.changes.status is TemplateStatus.IN_PROGRESS
        assert await templates.get("shop", made.code) == made

        approved = await templates.wait_for_review("shop", made.code)
        assert (approved.state, approved.changes) == (TemplateState.APPROVED, None)
        assert approved.details == made.changes.details
        assert [(button.ordering, button.type) for button in approved.details.buttons or ()] == [
            (1, ButtonType.WEB_LINK),
            (2, ButtonType.APP_LINK),
            (3, ButtonType.CHANNEL_ID_ADDED),
        ]
        assert emulator.events[-1].type == "KAKAOTALK_TEMPLATE_APPROVED"

        await templates.delete("shop", made.code)
        with pytest.raises(errors.NotFound) as caught:
            await templates.get("shop", made.code)
        assert caught.value.error_code == "template_not_found"

    async def test_what_is_left_out_gets_its_documented_value(self, templates: Templates) -> None:
        made = await templates.create("shop", details=content())
        assert made.changes is not None
        match made.changes.details:
            case TemplateDetails(
                message_type=MessageType.BASIC,
                emphasize_type=EmphasizeType.EMPHASIZE_TYPE_NONE,
                category_code="999999",
                security_flag=False,
                buttons=(),
            ):
                pass
            case other:
                pytest.fail(f"not matched: {other}")

    async def test_a_draft_and_its_submission(self, templates: Templates, emulator: Emulator) -> None:
        half = TemplateDetails(
            name="welcome", language=TemplateLanguage.EN, buttons=Buttons(Button.of(ButtonType.BOT_TRANSFER))
        )
        draft = await templates.create("shop", details=half, status=Action.DRAFT)
        assert draft.changes is not None
        assert draft.changes.status is TemplateStatus.DRAFT
        with pytest.raises(errors.WaitFailed, match="was not submitted") as caught:
            await templates.wait_for_review("shop", draft.code)
        assert caught.value.last == draft
        edited = await templates.update("shop", draft.code, details=TemplateDetailsUpdate(content="Hi", buttons=None))
        assert emulator.requests[-1].body == {"status": "DRAFT", "details": {"content": "Hi", "buttons": None}}
        assert edited.changes is not None
        assert (edited.changes.details.content, edited.changes.details.buttons) == ("Hi", ())
        submitted = await templates.update("shop", draft.code, status=Action.SUBMIT)
        assert submitted.changes is not None
        assert submitted.changes.status is TemplateStatus.IN_PROGRESS
        assert (await templates.wait_for_review("shop", draft.code)).state is TemplateState.APPROVED

    async def test_a_refusal_is_told(self, templates: Templates, emulator: Emulator) -> None:
        control, project = emulator.control.kakaotalk.templates, emulator.project_id
        control.hold(project)
        made = await templates.create("shop", details=content())
        with pytest.raises(errors.WaitFailed, match="not reached within 60 seconds"):
            await templates.wait_for_review("shop", made.code, deadline=60)
        control.reject(project, "shop", made.code, "Too loud")
        with pytest.raises(errors.WaitFailed, match="rejected") as caught:
            await templates.wait_for_review("shop", made.code)
        assert caught.value.last.state is TemplateState.REJECTED
        newest = await templates.activities("shop", made.code).first()
        assert newest is not None
        assert (newest.type, newest.comment) == (ActivityType.REJECTED, "Too loud")

        again = TemplateDetailsUpdate(content="Quiet")
        await templates.update("shop", made.code, details=again, status=Action.SUBMIT)
        control.approve(project, "shop", made.code)
        approved = await templates.wait_for_review("shop", made.code)
        assert approved.details.content == "Quiet"

    async def test_an_edit_of_an_approved_template(self, templates: Templates, emulator: Emulator) -> None:
        control, project = emulator.control.kakaotalk.templates, emulator.project_id
        made = await templates.create("shop", details=content(title="Welcome"))
        await templates.wait_for_review("shop", made.code)
        control.hold(project)
        edited = await templates.update(
            "shop", made.code, details=TemplateDetailsUpdate(title=None, content="New"), status=Action.SUBMIT
        )
        assert edited.details.title == "Welcome"
        assert edited.changes is not None
        assert edited.changes.details.content == "New"
        with pytest.raises(errors.Conflict) as busy:
            await templates.update("shop", made.code, details=TemplateDetailsUpdate(content="Newer"))
        assert busy.value.error_code == "template_changes_not_updatable"
        with pytest.raises(errors.Conflict) as stays:
            await templates.delete_changes("shop", made.code)
        assert stays.value.error_code == "template_not_deletable"
        control.reject(project, "shop", made.code)
        with pytest.raises(errors.WaitFailed, match="rejected") as caught:
            await templates.wait_for_review("shop", made.code)
        assert caught.value.last.state is TemplateState.APPROVED

        control.hold(project, False)
        await templates.update("shop", made.code, status=Action.SUBMIT)
        approved = await templates.wait_for_review("shop", made.code)
        assert (approved.details.title, approved.details.content) == (None, "New")

    async def test_drafts_are_thrown_away(self, templates: Templates) -> None:
        draft = await templates.create("shop", details=content(), status=Action.DRAFT)
        await templates.delete_changes("shop", draft.code)
        with pytest.raises(errors.NotFound) as gone:
            await templates.delete_changes("shop", draft.code)
        assert gone.value.error_code == "template_not_found"
        assert await templates.list("shop").collect() == []

    async def test_lists_and_filters(self, templates: Templates, emulator: Emulator) -> None:
        for name in ("sale_b", "sale_a", "news", "sale_c"):
            await templates.create("shop", details=content(name=name))
        emulator.advance(86_400)
        await templates.create("shop", details=content(name="draft"), status=Action.DRAFT)

        async def names(**filters: Any) -> list[str | None]:
            found = await templates.list("shop", **filters).collect()
            return [(template.changes or template).details.name for template in found]

        assert await names(page_size=2) == ["draft", "news", "sale_a", "sale_b", "sale_c"]
        assert await names(name_prefix="sale_", page_size=1000) == ["sale_a", "sale_b", "sale_c"]
        assert emulator.requests[-1].query == "templateName=sale_&pageSize=1000"
        assert await names(statuses=[TemplateStatus.DRAFT, TemplateStatus.REJECTED]) == ["draft"]
        assert await names(states=[TemplateState.APPROVED]) == ["news", "sale_a", "sale_b", "sale_c"]
        assert await names(states=[TemplateState.REJECTED]) == []
        pages = [len(page.items) async for page in templates.list("shop", page_size=2).pages()]
        assert pages == [2, 2, 1]

    async def test_comments_and_activities(self, templates: Templates, emulator: Emulator) -> None:
        made = await templates.create("shop", details=content())
        comment = await templates.comment("shop", made.code, "Please hurry")
        assert comment.comment == "Please hurry"
        assert emulator.events[-1].type == "KAKAOTALK_TEMPLATE_COMMENT_ADDED"
        entries = [entry async for entry in templates.activities("shop", made.code, page_size=1)]
        assert [entry.type for entry in entries] == [
            ActivityType.COMMENT_ADDED,
            ActivityType.IN_PROGRESS,
            ActivityType.CREATED,
        ]
        assert entries[0].comment == "Please hurry"

    async def test_what_kakao_refuses_is_kept_if_asked_for(self, templates: Templates, emulator: Emulator) -> None:
        control, project = emulator.control.kakaotalk.templates, emulator.project_id
        control.reject_next(project, "Bad taste.")
        with pytest.raises(errors.FailedDependency) as lost:
            await templates.create("shop", details=content())
        assert lost.value.error_code == "template_kakaotalk_validation_error"
        assert lost.value.additional_information == {}
        assert "Bad taste." in str(lost.value)
        assert await templates.list("shop").collect() == []
        control.reject_next(project, "Bad taste.")
        with pytest.raises(errors.FailedDependency) as kept:
            await templates.create("shop", details=content(), save_draft_on_failure=True)
        draft = await templates.get("shop", kept.value.additional_information["templateCode"])
        assert draft.changes is not None
        assert draft.changes.status is TemplateStatus.DRAFT
        control.reject_next(project, "Still bad.")
        with pytest.raises(errors.FailedDependency, match=r"Still bad\."):
            await templates.update("shop", draft.code, status=Action.SUBMIT)

    async def test_names_and_categories_that_are_refused(self, templates: Templates) -> None:
        made = await templates.create("shop", details=content())
        other = await templates.create("shop", details=content(name="other"), status=Action.DRAFT)
        for status in Action:
            with pytest.raises(errors.Conflict) as taken:
                await templates.create("shop", details=content(), status=status)
            assert taken.value.error_code == "template_exists"
        with pytest.raises(errors.Conflict) as renamed:
            await templates.update("shop", other.code, details=TemplateDetailsUpdate(name="welcome"))
        assert renamed.value.error_code == "template_exists"
        with pytest.raises(errors.BadRequest) as category:
            await templates.create("shop", details=content(name="third", category_code="123456"))
        assert category.value.error_code == "template_invalid_category_code"
        with pytest.raises(errors.BadRequest) as edited:
            await templates.update("shop", other.code, details=TemplateDetailsUpdate(category_code="123456"))
        assert edited.value.error_code == "template_invalid_category_code"
        assert (await templates.get("shop", made.code)) == made

    async def test_an_empty_update_changes_nothing(self, templates: Templates, emulator: Emulator) -> None:
        made = await templates.create("shop", details=content(), status=Action.DRAFT)
        assert (await templates.update("shop", made.code)).changes == made.changes
        assert emulator.requests[-1].body == {"status": "DRAFT"}

    async def test_what_is_not_there(self, templates: Templates) -> None:
        calls: list[Callable[[str], Awaitable[Any]]] = [
            lambda sender: templates.get(sender, "gone"),
            lambda sender: templates.update(sender, "gone", details=TemplateDetailsUpdate(content="Hi")),
            lambda sender: templates.delete(sender, "gone"),
            lambda sender: templates.delete_changes(sender, "gone"),
            lambda sender: templates.activities(sender, "gone").collect(),
            lambda sender: templates.comment(sender, "gone", "Hello"),
            lambda sender: templates.wait_for_review(sender, "gone"),
        ]
        for call in calls:
            with pytest.raises(errors.NotFound) as template:
                await call("shop")
            assert template.value.error_code == "template_not_found"
            with pytest.raises(errors.NotFound):
                await call("nobody")
        with pytest.raises(errors.NotFound) as sender:
            await templates.create("nobody", details=content())
        assert sender.value.error_code == "sender_not_found"
        with pytest.raises(errors.NotFound):
            await templates.list("nobody").collect()

    async def test_a_lost_answer(self, templates: Templates, emulator: Emulator) -> None:
        emulator.fail("createKakaotalkTemplate", reset="after", times=1)
        with pytest.raises(errors.TransportError) as caught:
            await templates.create("shop", details=content())
        assert caught.value.sent
        [made] = await templates.list("shop").collect()
        assert [entry.operation for entry in emulator.requests].count("createKakaotalkTemplate") == 1
        await templates.wait_for_review("shop", made.code)
        emulator.fail("updateKakaotalkTemplate", reset="after", times=1)
        edited = await templates.update("shop", made.code, details=TemplateDetailsUpdate(content="Hi"))
        assert edited.changes is not None
        assert edited.changes.details.content == "Hi"
        emulator.fail("updateKakaotalkTemplate", reset="after", times=1)
        with pytest.raises(errors.Conflict) as conflict:
            await templates.update("shop", made.code, status=Action.SUBMIT)
        assert conflict.value.error_code == "template_changes_not_updatable"

    async def test_ids_stay_in_their_segments(self, templates: Templates, emulator: Emulator) -> None:
        with pytest.raises(errors.NotFound):
            await templates.get("a/b", "code/changes?x=1")
        assert emulator.requests[-1].path.endswith("/senders/a%2Fb/templates/code%2Fchanges%3Fx%3D1")

    async def test_a_template_in_no_state_for_updates(self, templates: Templates, emulator: Emulator) -> None:
        made = await templates.create("shop", details=content(), status=Action.DRAFT)
        emulator.control.kakaotalk.templates.freeze(emulator.project_id, "shop", made.code)
        with pytest.raises(errors.Conflict) as caught:
            await templates.update("shop", made.code, details=TemplateDetailsUpdate(content="Hi"))
        assert caught.value.error_code == "template_not_updatable"


class TestCategories:
    async def test_a_sender_is_made_with_a_path_of_the_tree(self, sinch: AsyncClient) -> None:
        await make(sinch)
        tree = await sinch.kakaotalk.categories.senders()
        assert [category.depth for category in tree.categories] == [1] * len(tree.categories)
        *_, last = kakaotalk.sender_category_paths(tree)
        given = details(
            top_level_category_code=last.top_level.code,
            mid_level_category_code=last.mid_level.code,
            sub_level_category_code=last.sub_level.code,
        )
        sender = await sinch.kakaotalk.senders.create(plus_friend_id="other", details=given)
        assert sender.changes is not None
        assert sender.changes.details.sub_level_category_code == last.sub_level.code

    async def test_template_categories_come_page_by_page(self, sinch: AsyncClient) -> None:
        await make(sinch)
        categories = sinch.kakaotalk.categories
        whole = await categories.templates("shop", page_size=100).collect()
        assert [category async for category in categories.templates("shop", page_size=3)] == whole
        names = {category.name_english for category in whole}
        assert kakaotalk.TemplateCategoryEnglishName.MEMBERSHIP in names
        assert all(
            part.name and part.name.is_known and part.name_english and part.name_english.is_known
            for one in whole
            for part in one.subcategories
        )
        codes = [part.code for category in whole for part in category.subcategories]
        assert "999999" in codes
        assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("call", "field", "rule"),
    [
        (lambda k: k.senders.create(plus_friend_id="x" * 31, details=details()), "plus_friend_id", "at most 30"),
        (lambda k: k.senders.create(plus_friend_id="shop"), "details", "required to submit"),
        (
            lambda k: k.senders.create(plus_friend_id="shop", details=details(name="")),
            "details.name",
            "at least 1",
        ),
        (
            lambda k: k.senders.create(plus_friend_id="shop", details=SenderDetails(name="Shop")),
            "details.admin_phone_no",
            "required to submit",
        ),
        (
            lambda k: k.senders.update("shop", details=SenderDetailsUpdate(top_level_category_code="1")),
            "details.top_level_category_code",
            "three digits",
        ),
        (lambda k: k.senders.update("shop", status="SEND"), "status", "none of"),
        (lambda k: k.senders.get(""), "plus_friend_id", "empty"),
        (lambda k: k.senders.get(".."), "plus_friend_id", "another resource"),
        (lambda k: k.senders.comment("shop", ""), "comment", "at least 1"),
        (lambda k: k.senders.verify("shop", code="012345"), "code", "cannot begin with 0"),
        (lambda k: k.senders.verify("shop", code="secret"), "code", "digits only"),
        (lambda k: k.templates.create("shop", details=content(name="")), "details.name", "at least 1"),
        (
            lambda k: k.templates.create("shop", details=TemplateDetails(name="welcome", language=TemplateLanguage.EN)),
            "details.content",
            "required to submit",
        ),
        (
            lambda k: k.templates.update(
                "shop",
                "code",
                details=TemplateDetailsUpdate(buttons=Buttons(Button.of(ButtonType.BOT_KEYWORD))),
                status=Action.SUBMIT,
            ),
            "details.buttons[0].name",
            "required to submit",
        ),
        (
            lambda k: k.templates.update(
                "shop",
                "code",
                details=TemplateDetailsUpdate(
                    buttons=Buttons(Button.of(ButtonType.BOT_KEYWORD, "A"), Button.of(ButtonType.BOT_KEYWORD, "B"))
                ),
            ),
            "details.buttons",
            "no type may be there twice",
        ),
        (lambda k: k.templates.get("shop", ""), "template_code", "empty"),
        (lambda k: k.templates.get("shop", ".."), "template_code", "another resource"),
        (lambda k: k.templates.comment("shop", "code", ""), "comment", "at least 1"),
        (lambda k: k.templates.wait_for_review("shop", "code", deadline=-1), "deadline", "positive"),
        (lambda k: k.senders.wait_for("shop", SenderState.ACTIVE, deadline=0), "deadline", "positive"),
    ],
)
async def test_bad_input_is_told_before_sending(
    sinch: AsyncClient, emulator: Emulator, call: Callable[[Any], Awaitable[Any]], field: str, rule: str
) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        await call(sinch.kakaotalk)
    assert caught.value.field == field
    assert rule in caught.value.rule
    assert not emulator.requests


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda k, size: k.senders.list(page_size=size), "1 to 100,"),
        (lambda k, size: k.senders.activities("shop", page_size=size), "1 to 100,"),
        (lambda k, size: k.categories.templates("shop", page_size=size), "1 to 100,"),
        (lambda k, size: k.templates.list("shop", page_size=10 * size), "1 to 1000,"),
        (lambda k, size: k.templates.activities("shop", "code", page_size=size), "1 to 100,"),
    ],
)
async def test_page_sizes_have_limits(sinch: AsyncClient, call: Callable[[Any, int], object], words: str) -> None:
    call(sinch.kakaotalk, 100)
    for size in (0, 101):
        with pytest.raises(errors.InvalidRequest, match=words):
            call(sinch.kakaotalk, size)


async def test_words_that_are_not_states_are_rejected(sinch: AsyncClient, emulator: Emulator) -> None:
    kakao = sinch.kakaotalk
    for call in (
        lambda: kakao.senders.list(states=["ACTVE"]),
        lambda: kakao.senders.list(statuses=["DRAFTED"]),
        lambda: kakao.templates.list("shop", states=["ACTVE"]),
        lambda: kakao.templates.list("shop", statuses=["ACTVE"]),
    ):
        with pytest.raises(errors.InvalidRequest, match=r"stat(es|uses)\[0\]"):
            call()
    for states in ("ACTVE", ["ACTIVE", "ACTVE"], []):
        with pytest.raises(errors.InvalidRequest, match="state"):
            await kakao.senders.wait_for("shop", states)
    assert not emulator.requests


async def test_a_lone_value_is_not_a_list(sinch: AsyncClient) -> None:
    with pytest.raises(errors.InvalidRequest, match="states: has to be a list"):
        sinch.kakaotalk.senders.list(states=SenderState.ACTIVE)
    with pytest.raises(errors.InvalidRequest, match="statuses: has to be a list"):
        sinch.kakaotalk.templates.list("shop", statuses=TemplateStatus.DRAFT)
