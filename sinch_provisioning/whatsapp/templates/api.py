"""Calls about WhatsApp templates."""

import builtins
from collections.abc import Collection, Sequence
from datetime import datetime
from types import NoneType
from typing import Any, Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.bodies import body_of, comment_of, with_status
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.languages import TemplateLanguage
from sinch_provisioning.core.operation import Operation, Safety, paged
from sinch_provisioning.core.shared import Action, Activity, Comment, CommentInput
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import Conflict
from sinch_provisioning.paging import Listing, OnUnreadable
from sinch_provisioning.waiting import poll, wait_for
from sinch_provisioning.whatsapp.templates.arguments import as_sent, code, comparison_of, query_of
from sinch_provisioning.whatsapp.templates.lifecycle import LIFECYCLE
from sinch_provisioning.whatsapp.templates.models import (
    AnalyticsDateRange,
    CompareTimeframe,
    PartialTemplate,
    Template,
    TemplateCategory,
    TemplateComparison,
    TemplateComparisonInput,
    TemplateDetails,
    TemplateDetailsUpdate,
    TemplateField,
    TemplateInput,
    TemplateState,
    TemplateStatus,
    TemplateUpdate,
)

_TEMPLATES = "/v1/projects/{projectId}/whatsapp/templates"
_NAME = _TEMPLATES + "/{templateName}"
_TEMPLATE = _NAME + "/languages/{languageCode}"
_COMMENTS = _TEMPLATE + "/comments"
_COMPARE = _TEMPLATE + "/compare"

# Older documents allow no more than this, and a larger page has not been tried.
_PAGE = 100

LIST = paged("listWhatsappTemplates", _TEMPLATES, "templates", Template, max_page_size=1000)
CREATE = Operation("createWhatsappTemplate", "POST", _TEMPLATES, Template, Safety.ONCE, body=TemplateInput)
# It brings the stored templates in line with Meta; doing that twice ends where doing it once does, and notifies nobody.
SYNC = Operation("syncWhatsappTemplates", "POST", _TEMPLATES + "/sync", NoneType, Safety.IDEMPOTENT)
LIST_BY_NAME = paged("listWhatsappTemplatesByName", _NAME, "templates", Template, max_page_size=1000)
DELETE_BY_NAME = Operation("deleteWhatsappTemplatesByName", "DELETE", _NAME, NoneType, Safety.IDEMPOTENT)
GET = Operation("getWhatsappTemplate", "GET", _TEMPLATE, Template, Safety.SAFE)
DELETE = Operation("deleteWhatsappTemplate", "DELETE", _TEMPLATE, NoneType, Safety.IDEMPOTENT)
UPDATE = Operation("updateWhatsappTemplate", "PATCH", _TEMPLATE, Template, Safety.IDEMPOTENT, body=TemplateUpdate)
ACTIVITIES = paged("listWhatsappTemplateActivities", _TEMPLATE + "/activities", "notifications", Activity)
COMMENT = Operation("createWhatsappTemplateComment", "POST", _COMMENTS, Comment, Safety.ONCE, body=CommentInput)
# A POST that only reads.
COMPARE = Operation(
    "compareWhatsappTemplates", "POST", _COMPARE, TemplateComparison, Safety.SAFE, body=TemplateComparisonInput
)

# The same three with a field mask, for which the service responds in another shape.
LIST_PARTIAL = paged(LIST.id, _TEMPLATES, "templates", PartialTemplate, max_page_size=1000)
PARTIAL_BY_NAME = paged(LIST_BY_NAME.id, _NAME, "templates", PartialTemplate, max_page_size=1000)
GET_PARTIAL = Operation(GET.id, GET.method, GET.path, PartialTemplate, GET.safety)


class Templates(Resource):
    """Message templates. Name and language identify one; it can have a live version and a pending one at once."""

    def list(
        self,
        *,
        states: Sequence[TemplateState | str] | None = None,
        statuses: Sequence[TemplateStatus | str] | None = None,
        name_prefix: str | None = None,
        analytics_date_range: AnalyticsDateRange | str | None = None,
        page_size: int | None = None,
        on_unreadable: OnUnreadable | None = None,
    ) -> Listing[Template]:
        """Return the project's templates sorted by name, page after page (listWhatsappTemplates).

        Args:
            states: Only templates whose live version is in one of these states.
            statuses: Only templates whose pending version has one of these statuses.
            name_prefix: Only templates whose name starts with this text.
            analytics_date_range: Period of the figures; the service's default is a day.
            page_size: Templates a page, 1 to 1000; the service's default is 50.
        """
        query = query_of(analytics_date_range, None, states, statuses, name_prefix)
        return Listing(self._dispatch, LIST, page_size, on_unreadable, query)

    def list_partial(
        self,
        fields: Sequence[TemplateField | str],
        *,
        states: Sequence[TemplateState | str] | None = None,
        statuses: Sequence[TemplateStatus | str] | None = None,
        name_prefix: str | None = None,
        analytics_date_range: AnalyticsDateRange | str | None = None,
        page_size: int | None = None,
        on_unreadable: OnUnreadable | None = None,
    ) -> Listing[PartialTemplate]:
        """Return only some fields of the project's templates, page after page (listWhatsappTemplates, fieldMask).

        Each of `fields` includes those inside it; NAME and LANGUAGE are not added by themselves. The other arguments
        are those of `list`.

        Raises:
            BadRequest: `invalid_fields`: the service does not know a field.
        """
        query = query_of(analytics_date_range, fields, states, statuses, name_prefix)
        return Listing(self._dispatch, LIST_PARTIAL, page_size, on_unreadable, query)

    def list_by_name(
        self,
        template_name: str,
        *,
        analytics_date_range: AnalyticsDateRange | str | None = None,
        page_size: int | None = None,
        on_unreadable: OnUnreadable | None = None,
    ) -> Listing[Template]:
        """Return a template in all of its languages, in pages of 1 to 1000 (listWhatsappTemplatesByName).

        The name has to be exact, unlike the prefix of `list`.
        """
        query = query_of(analytics_date_range)
        return Listing(self._dispatch, LIST_BY_NAME, page_size, on_unreadable, query, template_name=template_name)

    def list_partial_by_name(
        self,
        template_name: str,
        fields: Sequence[TemplateField | str],
        *,
        analytics_date_range: AnalyticsDateRange | str | None = None,
        page_size: int | None = None,
        on_unreadable: OnUnreadable | None = None,
    ) -> Listing[PartialTemplate]:
        """Return only some fields of a template in all languages (listWhatsappTemplatesByName, fieldMask)."""
        query = query_of(analytics_date_range, fields)
        return Listing(self._dispatch, PARTIAL_BY_NAME, page_size, on_unreadable, query, template_name=template_name)

    async def create(
        self,
        template: TemplateInput | None = None,
        /,
        *,
        name: str | Unset = UNSET,
        language: TemplateLanguage | str | Unset = UNSET,
        category: TemplateCategory | str | Unset = UNSET,
        details: TemplateDetails | None = None,
        status: Action | str | None = None,
        save_draft_on_failure: bool | None = None,
        allow_category_change: bool | None = None,
    ) -> Template:
        """Create a template and submit it to Meta in the same call, or store it as a draft (createWhatsappTemplate).

        Args:
            template: The template, instead of the other arguments.
            name: 2 to 512 lower-case letters, digits and inner underscores.
            language: Identifies the template together with the name.
            category: The same for all languages of a name.
            details: Content, also as it was read from another template; a draft may lack it, or parts of it.
            status: SUBMIT, the default, submits it to Meta; DRAFT only stores it.
            save_draft_on_failure: Keep it as a draft if Meta rejects it; the error is raised all the same.
            allow_category_change: Let Meta move it to another category instead of rejecting it.

        Raises:
            InvalidRequest: a field breaks a rule of the contract, or is missing for a submission; nothing was sent.
            BadRequest: the service or Meta's policies reject the content; see `.error_code`.
            Conflict: name and language exist, or were in use lately; or a file behind a URL is not usable.
            FailedDependency: Meta rejects it; `.additional_information["metaError"]` says why.
            TransportError: with `.sent` true the template may exist: get it before trying again.
        """
        fields: dict[str, Any] = {
            "name": name,
            "language": language,
            "category": category,
            "details": details,
            "status": status,
            "save_draft_on_failure": save_draft_on_failure,
            "allow_category_change": allow_category_change,
        }
        body = with_status(body_of(TemplateInput, template, fields), Action.SUBMIT)
        return await self._send(CREATE, as_sent(body))

    async def get(
        self,
        template_name: str,
        language_code: TemplateLanguage | str,
        *,
        analytics_date_range: AnalyticsDateRange | str | None = None,
    ) -> Template:
        """Return one template (getWhatsappTemplate)."""
        query = query_of(analytics_date_range)
        return await self._send(GET, query=query, template_name=template_name, language_code=code(language_code))

    async def get_partial(
        self,
        template_name: str,
        language_code: TemplateLanguage | str,
        fields: Sequence[TemplateField | str],
        *,
        analytics_date_range: AnalyticsDateRange | str | None = None,
    ) -> PartialTemplate:
        """Return only some fields of one template (getWhatsappTemplate, fieldMask)."""
        query = query_of(analytics_date_range, fields)
        return await self._send(
            GET_PARTIAL, query=query, template_name=template_name, language_code=code(language_code)
        )

    async def update(
        self,
        template_name: str,
        language_code: TemplateLanguage | str,
        change: TemplateUpdate | None = None,
        *,
        details: TemplateDetailsUpdate | TemplateDetails | Unset = UNSET,
        status: Action | str | Unset = UNSET,
        category: TemplateCategory | str | Unset = UNSET,
        allow_category_change: bool | Unset = UNSET,
    ) -> Template:
        """Change a draft, or prepare the next version of a live template (updateWhatsappTemplate).

        The new content appears in `changes`; `details` keeps the live version until Meta approves. A draft is submitted
        by `status=Action.SUBMIT` alone.

        Args:
            change: What to change, instead of the following arguments; `whatsapp.changes` makes it of two templates.
            details: What to change in the content; what is left out is kept, components are replaced as a whole.
            status: DRAFT, the default, only stores; SUBMIT submits it to Meta.
            category: Only for what was never submitted, or was rejected with INCORRECT_CATEGORY.
            allow_category_change: Under the same condition.

        Raises:
            InvalidRequest: a field breaks a rule of the contract, or is missing for a submission; nothing was sent.
            Conflict: state, review or origin of the template forbid it. `template_changes_not_updatable` also follows
                when an earlier attempt of this call succeeded and only its response was lost.
            FailedDependency: Meta rejects it; `.additional_information["metaError"]` says why.
        """
        fields: dict[str, Any] = {
            "details": details,
            "status": status,
            "category": category,
            "allow_category_change": allow_category_change,
        }
        body = with_status(body_of(TemplateUpdate, change, fields), Action.DRAFT)
        return await self._send(UPDATE, as_sent(body), template_name=template_name, language_code=code(language_code))

    async def delete(
        self, template_name: str, language_code: TemplateLanguage | str, *, delete_submitted: bool = False
    ) -> None:
        """Delete a template in one language (deleteWhatsappTemplate).

        With `delete_submitted` it is deleted even if it was submitted, at Meta too; then name and language together
        cannot be used for 30 days.

        Raises:
            Conflict: it was submitted and `delete_submitted` is not true, or another operation works on it.
        """
        query = {"delete_submitted": delete_submitted}
        await self._send(DELETE, query=query, template_name=template_name, language_code=code(language_code))

    async def delete_by_name(self, template_name: str) -> None:
        """Delete a template in all of its languages, drafts or not, at Meta too (deleteWhatsappTemplatesByName).

        The name cannot be used for 30 days.
        """
        await self._send(DELETE_BY_NAME, template_name=template_name)

    async def sync(self) -> None:
        """Bring the stored templates in line with those at Meta (syncWhatsappTemplates).

        Whether that is done on return is not documented.

        Raises:
            Conflict: `resource_locked`: another operation is running; try again later.
            RateLimited: it was called too often.
        """
        await self._send(SYNC)

    async def sync_and_list(
        self, *, deadline: float = 300.0, on_unreadable: OnUnreadable | None = None
    ) -> builtins.list[Template]:
        """Return all templates of the project after a `sync`, which waits while another operation is running.

        Raises:
            WaitFailed: the other operation did not end within `deadline` seconds.
            RateLimited: `sync` was called too often.
        """

        async def synced() -> bool:
            try:
                await self.sync()
            except Conflict as error:
                if error.error_code != "resource_locked":
                    raise
                return False
            return True

        templates = self.list(page_size=_PAGE, on_unreadable=on_unreadable)
        await poll(synced, done=bool, give_up=lambda _: None, deadline=deadline, clock=self._dispatch.clock)
        return await templates.collect()

    async def wait_for(
        self,
        template_name: str,
        language_code: TemplateLanguage | str,
        state: TemplateState | str | Collection[TemplateState | str],
        *,
        deadline: float = 3600.0,
    ) -> Template:
        """Return the template as soon as its newest version is in a state, or in one of several.

        While the newest version is a draft or at Meta, it has no state, whatever the state of the live one.

        Raises:
            WaitFailed: also if the state cannot follow without another call; the text says why.
        """
        clock = self._dispatch.clock
        return await wait_for(LIFECYCLE, lambda: self.get(template_name, language_code), state, deadline, clock)

    async def wait_for_review(
        self, template_name: str, language_code: TemplateLanguage | str, *, deadline: float = 3600.0
    ) -> Template:
        """Return the template as soon as Meta has approved what was submitted; a pause by Meta is waited out.

        Raises:
            WaitFailed: also if Meta rejected it, or a draft was not submitted; the text says which.
        """
        return await self.wait_for(template_name, language_code, TemplateState.APPROVED, deadline=deadline)

    async def compare(
        self,
        template_name: str,
        language_code: TemplateLanguage | str,
        comparison: TemplateComparisonInput | None = None,
        *,
        other_name: str | Unset = UNSET,
        other_language: TemplateLanguage | str | Unset = UNSET,
        timeframe: CompareTimeframe | str | None = None,
        end_timestamp: datetime | None = None,
    ) -> TemplateComparison:
        """Return how often two templates made people block the sender (compareWhatsappTemplates).

        Args:
            template_name: Name of one template.
            language_code: Language of it.
            comparison: The other template and the period, instead of the following arguments.
            other_name: Name of the other.
            other_language: Language of the other.
            timeframe: Days to look back; the service's default is 7.
            end_timestamp: End of that period, in UTC if it has no time zone; now if it is left out.

        Raises:
            NotFound: `templates_compare_not_found`: the other template is missing.
            Conflict: both are the same template, or not both were sent 1,000 times.
        """
        body = comparison_of(comparison, other_name, other_language, timeframe, end_timestamp)
        return await self._send(COMPARE, body, template_name=template_name, language_code=code(language_code))

    def activities(
        self,
        template_name: str,
        language_code: TemplateLanguage | str,
        *,
        page_size: int | None = None,
        on_unreadable: OnUnreadable | None = None,
    ) -> Listing[Activity]:
        """Return a template's history, newest first, in pages of 1 to 100 (listWhatsappTemplateActivities)."""
        return Listing(
            self._dispatch,
            ACTIVITIES,
            page_size,
            on_unreadable,
            template_name=template_name,
            language_code=code(language_code),
        )

    async def comment(
        self, template_name: str, language_code: TemplateLanguage | str, comment: CommentInput | str
    ) -> Comment:
        """Leave a comment of 1 to 65535 characters for the people at Sinch (createWhatsappTemplateComment)."""
        return await self._send(
            COMMENT, comment_of(comment), template_name=template_name, language_code=code(language_code)
        )


class BlockingTemplates(BlockingResource[Templates]):
    list: Final = blocking_listing(Templates.list)
    list_partial: Final = blocking_listing(Templates.list_partial)
    list_by_name: Final = blocking_listing(Templates.list_by_name)
    list_partial_by_name: Final = blocking_listing(Templates.list_partial_by_name)
    create: Final = blocking(Templates.create)
    get: Final = blocking(Templates.get)
    get_partial: Final = blocking(Templates.get_partial)
    update: Final = blocking(Templates.update)
    delete: Final = blocking(Templates.delete)
    delete_by_name: Final = blocking(Templates.delete_by_name)
    sync: Final = blocking(Templates.sync)
    sync_and_list: Final = blocking(Templates.sync_and_list)
    wait_for: Final = blocking(Templates.wait_for)
    wait_for_review: Final = blocking(Templates.wait_for_review)
    compare: Final = blocking(Templates.compare)
    activities: Final = blocking_listing(Templates.activities)
    comment: Final = blocking(Templates.comment)
