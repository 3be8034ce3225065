"""The calls about KakaoTalk templates."""

from collections.abc import Sequence
from types import NoneType

from sinch_provisioning.core.arguments import optional_list
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.core.shared import Action, Comment, CommentInput
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.kakaotalk.lifecycle import approved, template_stuck
from sinch_provisioning.kakaotalk.models import (
    Template,
    TemplateActivity,
    TemplateActivityList,
    TemplateDetailsInput,
    TemplateDetailsUpdate,
    TemplateInput,
    TemplateList,
    TemplateState,
    TemplateStatus,
    TemplateUpdate,
)
from sinch_provisioning.kakaotalk.submission import check_complete
from sinch_provisioning.paging import Listing, listing
from sinch_provisioning.waiting import poll

_TEMPLATES = "/v1/projects/{projectId}/kakaotalk/senders/{plusFriendId}/templates"
_TEMPLATE = _TEMPLATES + "/{templateCode}"

LIST = ListOperation(
    "listKakaotalkTemplates",
    "GET",
    _TEMPLATES,
    TemplateList,
    Safety.SAFE,
    max_page_size=1000,
)
CREATE = Operation("createKakaotalkTemplate", "POST", _TEMPLATES, Template, Safety.ONCE)
GET = Operation("getKakaotalkTemplate", "GET", _TEMPLATE, Template, Safety.SAFE)
# Handing in the same edit twice ends where handing it in once does: the second is refused.
UPDATE = Operation("updateKakaotalkTemplate", "PATCH", _TEMPLATE, Template, Safety.IDEMPOTENT)
DELETE = Operation("deleteKakaotalkTemplate", "DELETE", _TEMPLATE, NoneType, Safety.IDEMPOTENT)
DELETE_CHANGES = Operation(
    "deleteKakaotalkTemplateChanges", "DELETE", _TEMPLATE + "/changes", NoneType, Safety.IDEMPOTENT
)
ACTIVITIES = ListOperation(
    "listKakaotalkTemplateActivities",
    "GET",
    _TEMPLATE + "/activities",
    TemplateActivityList,
    Safety.SAFE,
    max_page_size=100,
)
COMMENT = Operation("createKakaotalkTemplateComment", "POST", _TEMPLATE + "/comments", Comment, Safety.ONCE)


class KakaotalkTemplates(Resource):
    """Message templates. Each belongs to a sender and is known by the `code` that the service gave it."""

    def list(
        self,
        plus_friend_id: str,
        *,
        states: Sequence[TemplateState] | None = None,
        statuses: Sequence[TemplateStatus] | None = None,
        name_prefix: str | None = None,
        page_size: int | None = None,
    ) -> Listing[Template]:
        """Return a sender's templates in alphabetical order, page after page (listKakaotalkTemplates).

        Args:
            plus_friend_id: Id of the sender.
            states: Only templates that KakaoTalk has decided on in one of these ways.
            statuses: Only templates whose `changes` have one of these statuses.
            name_prefix: Only templates whose name starts with this text.
            page_size: Templates a page, 1 to 1000; the service's default is 50.

        Raises:
            InvalidRequest: an argument is out of range.
        """
        query = {
            "filter_states": optional_list("states", states),
            "filter_statuses": optional_list("statuses", statuses),
            "template_name": name_prefix,
        }
        return listing(self._dispatch, LIST, page_size=page_size, query=query, plus_friend_id=plus_friend_id)

    async def create(
        self,
        plus_friend_id: str,
        *,
        details: TemplateDetailsInput,
        status: Action = Action.SUBMIT,
        save_draft_on_failure: bool | Unset = UNSET,
    ) -> Template:
        """Make a template and ask KakaoTalk to inspect it, or store it as a draft (createKakaotalkTemplate).

        Args:
            plus_friend_id: Id of the sender.
            details: Content; a draft may lack the text and the labels of buttons.
            status: SUBMIT asks for the inspection, DRAFT only stores it.
            save_draft_on_failure: Keep it as a draft if submitting it fails; the error is raised all the same.

        Raises:
            InvalidRequest: a field breaks a rule of the contract, or is missing for a submission; nothing was sent.
            BadRequest: `template_invalid_category_code`, or a field that the service refuses.
            Conflict: `template_exists`: the name is taken.
            FailedDependency: KakaoTalk refuses, in words that end the message. The code of the draft that was kept is
                in `.additional_information["templateCode"]`, and nowhere else.
            TransportError: with `.sent` true the template may exist: list before trying again.
        """
        body = TemplateInput(details=details, status=status, save_draft_on_failure=save_draft_on_failure)
        if status == Action.SUBMIT:
            check_complete(body)
        return await self._send(CREATE, body, plus_friend_id=plus_friend_id)

    async def get(self, plus_friend_id: str, template_code: str) -> Template:
        """Return one template (getKakaotalkTemplate)."""
        return await self._send(GET, plus_friend_id=plus_friend_id, template_code=template_code)

    async def update(
        self,
        plus_friend_id: str,
        template_code: str,
        *,
        details: TemplateDetailsUpdate | Unset = UNSET,
        status: Action = Action.DRAFT,
    ) -> Template:
        """Change a draft, or prepare the next content of a template (updateKakaotalkTemplate).

        What is left out stays, a value replaces, None removes. The new content lands in `changes`; `details` keeps
        what is live. A draft is presumably submitted by `status=Action.SUBMIT` alone.

        Args:
            plus_friend_id: Id of the sender.
            template_code: Code of the template.
            details: What to change; buttons are replaced as a whole, the language stays.
            status: DRAFT only stores, SUBMIT asks for the inspection. It is always sent.

        Raises:
            InvalidRequest: a field breaks a rule of the contract, or is missing for a submission; nothing was sent.
            BadRequest: `template_invalid_category_code`, or a field that the service refuses.
            Conflict: the name is taken, or the template is being inspected. `template_changes_not_updatable` also
                follows when an earlier attempt of this call got through and only its answer was lost.
            FailedDependency: KakaoTalk refuses, in words that end the message.
        """
        body = TemplateUpdate(status=status, details=details)
        if status == Action.SUBMIT:
            check_complete(body)
        return await self._send(UPDATE, body, plus_friend_id=plus_friend_id, template_code=template_code)

    async def delete(self, plus_friend_id: str, template_code: str) -> None:
        """Delete a template in any state (deleteKakaotalkTemplate).

        Raises:
            NotFound: there is none, maybe after an earlier attempt of this call.
        """
        await self._send(DELETE, plus_friend_id=plus_friend_id, template_code=template_code)

    async def delete_changes(self, plus_friend_id: str, template_code: str) -> None:
        """Throw away a draft that never went to KakaoTalk; what is live stays (deleteKakaotalkTemplateChanges).

        A template that was never more than a draft presumably disappears with it.

        Raises:
            NotFound: there is nothing to throw away, maybe after an earlier attempt of this call.
            Conflict: `template_not_deletable`: it was submitted.
        """
        await self._send(DELETE_CHANGES, plus_friend_id=plus_friend_id, template_code=template_code)

    async def wait_for_review(self, plus_friend_id: str, template_code: str, *, deadline: float = 3600.0) -> Template:
        """Return the template as soon as KakaoTalk has approved what was submitted, new or edited.

        Args:
            plus_friend_id: Id of the sender.
            template_code: Code of the template.
            deadline: Seconds to wait at most.

        Raises:
            WaitFailed: KakaoTalk refused it, a draft was not submitted (the text says which), or the deadline has
                passed; `.last` is the template as last seen.
        """
        return await poll(
            lambda: self.get(plus_friend_id, template_code),
            done=approved,
            give_up=template_stuck,
            deadline=deadline,
            clock=self._dispatch.clock,
        )

    def activities(
        self, plus_friend_id: str, template_code: str, *, page_size: int | None = None
    ) -> Listing[TemplateActivity]:
        """Return what happened to a template, newest first, in pages of 1 to 100 (listKakaotalkTemplateActivities)."""
        return listing(
            self._dispatch, ACTIVITIES, page_size=page_size, plus_friend_id=plus_friend_id, template_code=template_code
        )

    async def comment(self, plus_friend_id: str, template_code: str, comment: str) -> Comment:
        """Leave a comment of 1 to 65535 characters for the people at Sinch (createKakaotalkTemplateComment)."""
        body = CommentInput(comment=comment)
        return await self._send(COMMENT, body, plus_friend_id=plus_friend_id, template_code=template_code)


OPERATIONS = (LIST, CREATE, GET, UPDATE, DELETE, DELETE_CHANGES, ACTIVITIES, COMMENT)
