"""KakaoTalk senders, templates and categories, async and blocking, against the emulator."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Secret, errors, kakaotalk
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.kakaotalk import (
    Action,
    Button,
    Buttons,
    ButtonType,
    SenderActivityType,
    SenderDetailsInput,
    SenderDetailsUpdate,
    SenderState,
    SenderStatus,
    TemplateActivityType,
    TemplateDetailsInput,
    TemplateDetailsUpdate,
    TemplateLanguage,
    TemplateState,
    TemplateStatus,
)

pytestmark = pytest.mark.anyio

FIELDS: dict[str, Any] = {
    "admin_phone_no": "+48777777777",
    "name": "Shop",
    "top_level_category_code": "001",
    "mid_level_category_code": "0001",
    "sub_level_category_code": "0002",
    "logo_image": "https://shop.example/logo.png",
}


def details(**changes: Any) -> SenderDetailsInput:
    return SenderDetailsInput(**FIELDS | changes)


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
        assert made.changes.details == kakaotalk.SenderDetails(**FIELDS)
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
        assert empty.changes.details == kakaotalk.SenderChangesDetails()
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
        assert half.changes.details == kakaotalk.SenderChangesDetails(name="Shop")
        await senders.update("shop", details=SenderDetailsUpdate(**FIELDS))
        handed_in = await senders.update("shop", status=Action.SUBMIT)
        assert handed_in.changes is not None
        assert handed_in.changes.status is SenderStatus.IN_PROGRESS
        assert isinstance(handed_in.changes.details, kakaotalk.SenderDetails)

    async def test_an_edit_of_a_live_sender(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders = sinch.kakaotalk.senders
        await live(sinch, emulator)
        edited = await senders.update(
            "shop", details=SenderDetailsUpdate(name="The Shop", logo_image=None), status=Action.SUBMIT
        )
        assert emulator.requests[-1].body == {"status": "SUBMIT", "details": {"name": "The Shop", "logoImage": None}}
        assert edited.details is not None
        assert edited.details.name == "Shop"
        assert edited.changes is not None
        assert edited.changes.details == kakaotalk.SenderChangesDetails(name="The Shop")
        done = await senders.wait_for_changes("shop")
        assert done.details is not None
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
        with pytest.raises(errors.WaitFailed, match="not there within 60 seconds"):
            await senders.wait_for_changes("shop", deadline=60)
        control.reject(emulator.project_id, "shop", "Another shop has that name")
        with pytest.raises(errors.WaitFailed, match="refused") as caught:
            await senders.wait_for_changes("shop")
        assert caught.value.last.changes.status is SenderStatus.REJECTED
        newest = await senders.activities("shop").first()
        assert newest is not None
        assert (newest.type, newest.comment) == (SenderActivityType.REJECTED, "Another shop has that name")
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
        with pytest.raises(errors.WaitFailed, match="refused"):
            await senders.wait_for("shop", [SenderState.VERIFYING, SenderState.ACTIVE])
        await senders.delete_changes("shop")
        assert await senders.list().collect() == []

    async def test_waits_end_where_nothing_can_come(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders, control = sinch.kakaotalk.senders, emulator.control.kakaotalk.senders
        await make(sinch)
        with pytest.raises(errors.WaitFailed, match="not there within 90 seconds"):
            await senders.wait_for("shop", SenderState.ACTIVE, deadline=90)
        control.approve(emulator.project_id, "shop")
        assert (await senders.wait_for("shop", {SenderState.ACTIVE})).state is SenderState.ACTIVE
        with pytest.raises(errors.WaitFailed, match="ACTIVE, from which VERIFYING cannot come"):
            await senders.wait_for("shop", SenderState.VERIFYING)
        for state in (SenderState.BLOCKED, SenderState.SUSPENDED, SenderState.INACTIVE):
            control.set_state(emulator.project_id, "shop", state.value)
            with pytest.raises(errors.WaitFailed, match="not there within"):
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
        active = await senders.list(states=[SenderState.ACTIVE, SenderState.BLOCKED]).collect()
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
            SenderActivityType.COMMENT_ADDED,
            SenderActivityType.ACTIVE,
            SenderActivityType.IN_PROGRESS,
            SenderActivityType.CREATED,
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
        control.break_file(emulator.project_id, "https://shop.example/logo.bmp", "file_invalid_mime_type")
        control.break_file(emulator.project_id, "https://shop.example/gone.png", "file_not_found")
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
        account.set_trouble(emulator.project_id, "account_is_in_progress")
        with pytest.raises(errors.PreconditionFailed) as early:
            await make(sinch, "other")
        assert early.value.error_code == "account_is_in_progress"
        account.set_trouble(emulator.project_id, "account_data_is_corrupt")
        with pytest.raises(errors.Conflict) as corrupt:
            await make(sinch, "other")
        assert corrupt.value.error_code == "account_data_is_corrupt"

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
        emulator.control.kakaotalk.senders.break_app_key(emulator.project_id)
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
        assert isinstance(sender.changes.details, kakaotalk.SenderDetails)
        assert sender.changes.details.sub_level_category_code == last.sub_level.code

    async def test_template_categories_come_page_by_page(self, sinch: AsyncClient) -> None:
        await make(sinch)
        categories = sinch.kakaotalk.categories
        whole = await categories.templates("shop", page_size=100).collect()
        assert [category async for category in categories.templates("shop", page_size=3)] == whole
        names = {category.name_english for category in whole}
        assert kakaotalk.TemplateCategoryEnglishName.MEMBERSHIP in names
        assert all(part.name.is_known and part.name_english.is_known for one in whole for part in one.subcategories)
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
            lambda k: k.senders.create(plus_friend_id="shop", details=SenderDetailsInput(name="Shop")),
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
        (lambda k: k.senders.get(".."), "plus_friend_id", ""),
        (lambda k: k.senders.comment("shop", ""), "comment", "at least 1"),
        (lambda k: k.senders.verify("shop", code="012345"), "code", "cannot begin with 0"),
        (lambda k: k.senders.verify("shop", code="secret"), "code", "digits only"),
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


async def test_a_lone_value_is_no_list(sinch: AsyncClient) -> None:
    with pytest.raises(errors.InvalidRequest, match="states: has to be a list"):
        sinch.kakaotalk.senders.list(states=SenderState.ACTIVE)  # type: ignore[arg-type]
    with pytest.raises(errors.InvalidRequest, match="statuses: has to be a list"):
        sinch.kakaotalk.templates.list("shop", statuses=TemplateStatus.DRAFT)  # type: ignore[arg-type]
