"""KakaoTalk templates, async and blocking, against the emulator."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, errors
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.kakaotalk import (
    Action,
    ActivityType,
    Button,
    Buttons,
    ButtonType,
    EmphasizeType,
    MessageType,
    TemplateDetails,
    TemplateDetailsUpdate,
    TemplateLanguage,
    TemplateState,
    TemplateStatus,
)
from sinch_provisioning.kakaotalk.templates.api import Templates
from tests.kakaotalk.scene import content, live

pytestmark = pytest.mark.anyio


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
        assert (caught.value.wanted, caught.value.state) == ((TemplateState.APPROVED,), TemplateState.REJECTED)
        assert (await templates.wait_for("shop", made.code, "REJECTED")).state is TemplateState.REJECTED
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
