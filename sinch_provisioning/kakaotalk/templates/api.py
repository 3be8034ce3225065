"""Calls for KakaoTalk templates."""

from collections.abc import Collection, Sequence
from types import NoneType
from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.arguments import choices
from sinch_provisioning.core.bodies import body_of, comment_of, with_status
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety, paged
from sinch_provisioning.core.shared import Action, Activity, Comment, CommentInput
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.kakaotalk.templates.lifecycle import LIFECYCLE
from sinch_provisioning.kakaotalk.templates.models import (
    Template,
    TemplateDetails,
    TemplateDetailsUpdate,
    TemplateInput,
    TemplateState,
    TemplateStatus,
    TemplateUpdate,
)
from sinch_provisioning.paging import Listing, OnUnreadable
from sinch_provisioning.waiting import wait_for

_TEMPLATES = "/v1/projects/{projectId}/kakaotalk/senders/{plusFriendId}/templates"
_TEMPLATE = _TEMPLATES + "/{templateCode}"

LIST = paged("listKakaotalkTemplates", _TEMPLATES, "templates", Template, max_page_size=1000)
CREATE = Operation("createKakaotalkTemplate", "POST", _TEMPLATES, Template, Safety.ONCE, body=TemplateInput)
GET = Operation("getKakaotalkTemplate", "GET", _TEMPLATE, Template, Safety.SAFE)
# Submitting the same edit twice has the same result as submitting it once: the second time it is rejected.
UPDATE = Operation("updateKakaotalkTemplate", "PATCH", _TEMPLATE, Template, Safety.IDEMPOTENT, body=TemplateUpdate)
DELETE = Operation("deleteKakaotalkTemplate", "DELETE", _TEMPLATE, NoneType, Safety.IDEMPOTENT)
DELETE_CHANGES = Operation(
    "deleteKakaotalkTemplateChanges", "DELETE", _TEMPLATE + "/changes", NoneType, Safety.IDEMPOTENT
)
ACTIVITIES = paged("listKakaotalkTemplateActivities", _TEMPLATE + "/activities", "notifications", Activity)
COMMENT = Operation(
    "createKakaotalkTemplateComment", "POST", _TEMPLATE + "/comments", Comment, Safety.ONCE, body=CommentInput
)


class Templates(Resource):
    """Message templates. Each belongs to a sender and is identified by the `code` that the service gave it."""

    def list(
        self,
        plus_friend_id: str,
        *,
        states: Sequence[TemplateState | str] | None = None,
        statuses: Sequence[TemplateStatus | str] | None = None,
        name_prefix: str | None = None,
        page_size: int | None = None,
        on_unreadable: OnUnreadable | None = None,
    ) -> Listing[Template]:
        """List a sender's templates in alphabetical order (listKakaotalkTemplates).

        Args:
            states: Only templates with one of these decisions of KakaoTalk.
            statuses: Only templates whose `changes` have one of these statuses.
            name_prefix: Only templates whose name starts with this text.
            page_size: Templates per page, 1 to 1000; the service's default is 50.
        """
        query = {
            "filter_states": choices("states", TemplateState, states),
            "filter_statuses": choices("statuses", TemplateStatus, statuses),
            "template_name": name_prefix,
        }
        return Listing(self._dispatch, LIST, page_size, on_unreadable, query, plus_friend_id=plus_friend_id)

    async def create(
        self,
        plus_friend_id: str,
        template: TemplateInput | None = None,
        *,
        details: TemplateDetails | None = None,
        status: Action | str | None = None,
        save_draft_on_failure: bool | None = None,
    ) -> Template:
        """Create a template and have KakaoTalk inspect it, or store it as a draft (createKakaotalkTemplate).

        Args:
            details: The content; required unless `template` is given. A draft may lack the text and buttons' labels.
            status: SUBMIT, the default, asks for the inspection; DRAFT only stores it.
            save_draft_on_failure: Keep it as a draft if the submission fails; the error is raised all the same.

        Raises:
            InvalidRequest: a field breaks a rule of the contract, or is missing for a submission; nothing was sent.
            BadRequest: `template_invalid_category_code`, or a field that the service rejects.
            Conflict: `template_exists`: the name is taken.
            FailedDependency: KakaoTalk rejects it, with its reason at the end of the message. If a draft was kept, its
                code is in `.additional_information["templateCode"]`, and nowhere else.
            TransportError: with `.sent` true the template may exist: list before trying again.
        """
        fields = {"details": details, "status": status, "save_draft_on_failure": save_draft_on_failure}
        body = with_status(body_of(TemplateInput, template, fields), Action.SUBMIT)
        return await self._send(CREATE, body, plus_friend_id=plus_friend_id)

    async def get(self, plus_friend_id: str, template_code: str) -> Template:
        """Return one template (getKakaotalkTemplate)."""
        return await self._send(GET, plus_friend_id=plus_friend_id, template_code=template_code)

    async def update(
        self,
        plus_friend_id: str,
        template_code: str,
        change: TemplateUpdate | None = None,
        *,
        details: TemplateDetailsUpdate | TemplateDetails | Unset = UNSET,
        status: Action | str | Unset = UNSET,
    ) -> Template:
        """Change a draft, or prepare the next content of a template, and return it (updateKakaotalkTemplate).

        What is left out stays, a value replaces, None removes. The new content is stored in `changes`; `details` keeps
        what is live. A draft is presumably submitted by `status=Action.SUBMIT` alone.

        Args:
            details: What to change; buttons are replaced as a whole, the language stays.
            status: DRAFT, the default, only stores the change; SUBMIT asks for the inspection.

        Raises:
            InvalidRequest: a field breaks a rule of the contract, or is missing for a submission; nothing was sent.
            BadRequest: `template_invalid_category_code`, or a field that the service rejects.
            Conflict: the name is taken, or the template is being inspected. `template_changes_not_updatable` also
                follows if an earlier attempt of this call succeeded and only its response was lost.
            FailedDependency: KakaoTalk rejects it, with its reason at the end of the message.
        """
        body = with_status(body_of(TemplateUpdate, change, {"status": status, "details": details}), Action.DRAFT)
        return await self._send(UPDATE, body, plus_friend_id=plus_friend_id, template_code=template_code)

    async def delete(self, plus_friend_id: str, template_code: str) -> None:
        """Delete a template in any state (deleteKakaotalkTemplate).

        Raises:
            NotFound: there is none, maybe after an earlier attempt of this call.
        """
        await self._send(DELETE, plus_friend_id=plus_friend_id, template_code=template_code)

    async def delete_changes(self, plus_friend_id: str, template_code: str) -> None:
        """Discard a draft that never went to KakaoTalk; what is live stays (deleteKakaotalkTemplateChanges).

        A template that never was more than a draft presumably disappears with it.

        Raises:
            NotFound: there is nothing to discard, maybe after an earlier attempt of this call.
            Conflict: `template_not_deletable`: it was submitted.
        """
        await self._send(DELETE_CHANGES, plus_friend_id=plus_friend_id, template_code=template_code)

    async def wait_for(
        self,
        plus_friend_id: str,
        template_code: str,
        state: TemplateState | str | Collection[TemplateState | str],
        *,
        deadline: float = 3600.0,
    ) -> Template:
        """Return the template as soon as KakaoTalk's decision on its newest content is `state`, or one of several.

        While the newest content is a draft or being inspected there is none, whatever the state of the live content.

        Raises:
            WaitFailed: also if the state cannot follow without another call; the text says why.
        """
        clock = self._dispatch.clock
        return await wait_for(LIFECYCLE, lambda: self.get(plus_friend_id, template_code), state, deadline, clock)

    async def wait_for_review(self, plus_friend_id: str, template_code: str, *, deadline: float = 3600.0) -> Template:
        """Return the template as soon as KakaoTalk has approved what was submitted, new or edited.

        Raises:
            WaitFailed: also if KakaoTalk rejected it, or a draft was not submitted; the text says which.
        """
        return await self.wait_for(plus_friend_id, template_code, TemplateState.APPROVED, deadline=deadline)

    def activities(
        self,
        plus_friend_id: str,
        template_code: str,
        *,
        page_size: int | None = None,
        on_unreadable: OnUnreadable | None = None,
    ) -> Listing[Activity]:
        """List what happened to a template, newest first (listKakaotalkTemplateActivities)."""
        return Listing(
            self._dispatch,
            ACTIVITIES,
            page_size,
            on_unreadable,
            plus_friend_id=plus_friend_id,
            template_code=template_code,
        )

    async def comment(self, plus_friend_id: str, template_code: str, comment: str | CommentInput) -> Comment:
        """Leave a comment of 1 to 65535 characters for the people at Sinch (createKakaotalkTemplateComment)."""
        body = comment_of(comment)
        return await self._send(COMMENT, body, plus_friend_id=plus_friend_id, template_code=template_code)


class BlockingTemplates(BlockingResource[Templates]):
    list: Final = blocking_listing(Templates.list)
    create: Final = blocking(Templates.create)
    get: Final = blocking(Templates.get)
    update: Final = blocking(Templates.update)
    delete: Final = blocking(Templates.delete)
    delete_changes: Final = blocking(Templates.delete_changes)
    wait_for: Final = blocking(Templates.wait_for)
    wait_for_review: Final = blocking(Templates.wait_for_review)
    activities: Final = blocking_listing(Templates.activities)
    comment: Final = blocking(Templates.comment)
