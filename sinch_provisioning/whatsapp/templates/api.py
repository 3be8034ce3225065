"""The calls about WhatsApp templates."""

import builtins
from collections.abc import Sequence
from datetime import datetime
from types import NoneType

from sinch_provisioning.core.arguments import as_list, optional_list
from sinch_provisioning.core.codec.names import in_utc
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.core.shared import Action, Comment, CommentInput, TemplateLanguage
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import Conflict
from sinch_provisioning.paging import Listing, listing
from sinch_provisioning.waiting import poll
from sinch_provisioning.whatsapp.templates.models import (
    AnalyticsDateRange,
    CompareTimeframe,
    PartialTemplate,
    PartialTemplateList,
    Template,
    TemplateActivity,
    TemplateActivityList,
    TemplateCategory,
    TemplateComparison,
    TemplateComparisonInput,
    TemplateDetailsInput,
    TemplateDetailsUpdate,
    TemplateField,
    TemplateInput,
    TemplateList,
    TemplateState,
    TemplateStatus,
    TemplateToCompare,
    TemplateUpdate,
)
from sinch_provisioning.whatsapp.templates.review import approved, refused
from sinch_provisioning.whatsapp.templates.submission import check_complete

_TEMPLATES = "/v1/projects/{projectId}/whatsapp/templates"
_NAME = _TEMPLATES + "/{templateName}"
_TEMPLATE = _NAME + "/languages/{languageCode}"

LIST = ListOperation(
    "listWhatsappTemplates",
    "GET",
    _TEMPLATES,
    TemplateList,
    Safety.SAFE,
    max_page_size=1000,
)
CREATE = Operation("createWhatsappTemplate", "POST", _TEMPLATES, Template, Safety.ONCE)
# It brings the stored templates in line with Meta; doing that twice ends where doing it once does, and tells nobody.
SYNC = Operation("syncWhatsappTemplates", "POST", _TEMPLATES + "/sync", NoneType, Safety.IDEMPOTENT)
LIST_BY_NAME = ListOperation(
    "listWhatsappTemplatesByName",
    "GET",
    _NAME,
    TemplateList,
    Safety.SAFE,
    max_page_size=1000,
)
DELETE_BY_NAME = Operation("deleteWhatsappTemplatesByName", "DELETE", _NAME, NoneType, Safety.IDEMPOTENT)
GET = Operation("getWhatsappTemplate", "GET", _TEMPLATE, Template, Safety.SAFE)
DELETE = Operation("deleteWhatsappTemplate", "DELETE", _TEMPLATE, NoneType, Safety.IDEMPOTENT)
UPDATE = Operation("updateWhatsappTemplate", "PATCH", _TEMPLATE, Template, Safety.IDEMPOTENT)
ACTIVITIES = ListOperation(
    "listWhatsappTemplateActivities",
    "GET",
    _TEMPLATE + "/activities",
    TemplateActivityList,
    Safety.SAFE,
    max_page_size=100,
)
COMMENT = Operation("createWhatsappTemplateComment", "POST", _TEMPLATE + "/comments", Comment, Safety.ONCE)
# A POST that only reads.
COMPARE = Operation("compareWhatsappTemplates", "POST", _TEMPLATE + "/compare", TemplateComparison, Safety.SAFE)

# The same three with a field mask, which makes the service answer another shape.
LIST_PARTIAL = ListOperation(
    LIST.id,
    LIST.method,
    LIST.path,
    PartialTemplateList,
    LIST.safety,
    max_page_size=LIST.max_page_size,
)
LIST_PARTIAL_BY_NAME = ListOperation(
    LIST_BY_NAME.id,
    LIST_BY_NAME.method,
    LIST_BY_NAME.path,
    PartialTemplateList,
    LIST_BY_NAME.safety,
    max_page_size=LIST_BY_NAME.max_page_size,
)
GET_PARTIAL = Operation(GET.id, GET.method, GET.path, PartialTemplate, GET.safety)


class Templates(Resource):
    """Message templates. Name and language identify one; its live version and a pending one can stand side by side."""

    def list(
        self,
        *,
        states: Sequence[TemplateState] | None = None,
        statuses: Sequence[TemplateStatus] | None = None,
        name_prefix: str | None = None,
        analytics_date_range: AnalyticsDateRange | None = None,
        page_size: int | None = None,
    ) -> Listing[Template]:
        """Return the project's templates sorted by name, page after page (listWhatsappTemplates).

        Args:
            states: Only templates whose live version is in one of these states.
            statuses: Only templates whose pending version has one of these statuses.
            name_prefix: Only templates whose name starts with this text.
            analytics_date_range: Time that the figures are about; the service's default is a day.
            page_size: Templates a page, 1 to 1000; the service's default is 50.

        Raises:
            InvalidRequest: an argument is out of range.
        """
        query = _filters(states, statuses, name_prefix, analytics_date_range)
        return listing(self._dispatch, LIST, page_size=page_size, query=query)

    def list_partial(
        self,
        fields: Sequence[TemplateField],
        *,
        states: Sequence[TemplateState] | None = None,
        statuses: Sequence[TemplateStatus] | None = None,
        name_prefix: str | None = None,
        analytics_date_range: AnalyticsDateRange | None = None,
        page_size: int | None = None,
    ) -> Listing[PartialTemplate]:
        """Return just some fields of the project's templates, page after page (listWhatsappTemplates, fieldMask).

        Args:
            fields: What is wanted; a field brings those inside it. NAME and LANGUAGE too come only if asked for.
            states: Only templates whose live version is in one of these states.
            statuses: Only templates whose pending version has one of these statuses.
            name_prefix: Only templates whose name starts with this text.
            analytics_date_range: Time that the figures are about; the service's default is a day.
            page_size: Templates a page, 1 to 1000; the service's default is 50.

        Raises:
            InvalidRequest: an argument is out of range.
            BadRequest: `invalid_fields`: the service does not know a field.
        """
        query = _filters(states, statuses, name_prefix, analytics_date_range) | _mask(fields)
        return listing(self._dispatch, LIST_PARTIAL, page_size=page_size, query=query)

    def list_by_name(
        self,
        template_name: str,
        *,
        analytics_date_range: AnalyticsDateRange | None = None,
        page_size: int | None = None,
    ) -> Listing[Template]:
        """Return a template in all of its languages, in pages of 1 to 1000 (listWhatsappTemplatesByName).

        The name has to be exact, unlike the prefix of `list`.
        """
        query = {"template_analytics_date_range": analytics_date_range}
        return listing(self._dispatch, LIST_BY_NAME, page_size=page_size, query=query, template_name=template_name)

    def list_partial_by_name(
        self,
        template_name: str,
        fields: Sequence[TemplateField],
        *,
        analytics_date_range: AnalyticsDateRange | None = None,
        page_size: int | None = None,
    ) -> Listing[PartialTemplate]:
        """Return just some fields of a template in all languages (listWhatsappTemplatesByName, fieldMask)."""
        query = {"template_analytics_date_range": analytics_date_range} | _mask(fields)
        return listing(
            self._dispatch, LIST_PARTIAL_BY_NAME, page_size=page_size, query=query, template_name=template_name
        )

    async def create(
        self,
        *,
        name: str,
        language: TemplateLanguage,
        category: TemplateCategory,
        details: TemplateDetailsInput | Unset = UNSET,
        status: Action = Action.SUBMIT,
        save_draft_on_failure: bool | Unset = UNSET,
        allow_category_change: bool | Unset = UNSET,
    ) -> Template:
        """Make a template and hand it to Meta in the same call, or store it as a draft (createWhatsappTemplate).

        Args:
            name: 2 to 512 lower-case letters, digits and inner underscores.
            language: With the name it identifies the template.
            category: The same for all languages of a name.
            details: Content; a draft may go without, and without parts of it.
            status: SUBMIT hands it to Meta, DRAFT only stores it.
            save_draft_on_failure: Keep it as a draft if Meta refuses it; the error is raised all the same.
            allow_category_change: Let Meta move it to another category instead of rejecting it.

        Raises:
            InvalidRequest: a field breaks a rule of the contract, or is missing for a submission; nothing was sent.
            BadRequest: the service or Meta's policies refuse the content; see `.error_code`.
            Conflict: name and language are taken, or were in use lately; or a file behind a URL is not usable.
            FailedDependency: Meta refuses; `.additional_information["metaError"]` says why.
            TransportError: with `.sent` true the template may exist: get it before trying again.
        """
        body = TemplateInput(
            name=name,
            language=language,
            category=category,
            details=details,
            status=status,
            save_draft_on_failure=save_draft_on_failure,
            allow_category_change=allow_category_change,
        )
        if status == Action.SUBMIT:
            check_complete(body)
        return await self._send(CREATE, body)

    async def get(
        self,
        template_name: str,
        language_code: TemplateLanguage,
        *,
        analytics_date_range: AnalyticsDateRange | None = None,
    ) -> Template:
        """Return one template (getWhatsappTemplate)."""
        query = {"template_analytics_date_range": analytics_date_range}
        return await self._send(GET, query=query, template_name=template_name, language_code=language_code)

    async def get_partial(
        self,
        template_name: str,
        language_code: TemplateLanguage,
        fields: Sequence[TemplateField],
        *,
        analytics_date_range: AnalyticsDateRange | None = None,
    ) -> PartialTemplate:
        """Return just some fields of one template (getWhatsappTemplate, fieldMask)."""
        query = {"template_analytics_date_range": analytics_date_range} | _mask(fields)
        return await self._send(GET_PARTIAL, query=query, template_name=template_name, language_code=language_code)

    async def update(
        self,
        template_name: str,
        language_code: TemplateLanguage,
        *,
        details: TemplateDetailsUpdate | Unset = UNSET,
        status: Action = Action.DRAFT,
        category: TemplateCategory | Unset = UNSET,
        allow_category_change: bool | Unset = UNSET,
    ) -> Template:
        """Change a draft, or prepare the next version of a live template (updateWhatsappTemplate).

        The new content lands in `changes`; `details` keeps the live version until Meta approves. A draft is submitted
        by `status=Action.SUBMIT` alone.

        Args:
            template_name: Name of the template.
            language_code: Language of the template.
            details: What to change; what is left out stays, components are replaced as a whole.
            status: DRAFT only stores, SUBMIT hands it to Meta.
            category: Only for what was never submitted, or was rejected with INCORRECT_CATEGORY.
            allow_category_change: Under the same condition.

        Raises:
            InvalidRequest: a field breaks a rule of the contract, or is missing for a submission; nothing was sent.
            Conflict: state, review or origin of the template forbid it. `template_changes_not_updatable` also follows
                when an earlier attempt of this call got through and only its answer was lost.
            FailedDependency: Meta refuses; `.additional_information["metaError"]` says why.
        """
        body = TemplateUpdate(
            status=status, category=category, allow_category_change=allow_category_change, details=details
        )
        if status == Action.SUBMIT:
            check_complete(body)
        return await self._send(UPDATE, body, template_name=template_name, language_code=language_code)

    async def delete(
        self, template_name: str, language_code: TemplateLanguage, *, delete_submitted: bool = False
    ) -> None:
        """Delete a template in one language (deleteWhatsappTemplate).

        Args:
            template_name: Name of the template.
            language_code: Language of the template.
            delete_submitted: Delete it even if it was submitted, at Meta too. Then name and language together cannot
                be used for 30 days.

        Raises:
            Conflict: it was submitted and `delete_submitted` is not true, or another operation works on it.
        """
        query = {"delete_submitted": delete_submitted}
        await self._send(DELETE, query=query, template_name=template_name, language_code=language_code)

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

    async def sync_and_list(self, *, deadline: float = 300.0) -> builtins.list[Template]:
        """Return all templates of the project after a `sync`, which waits while another operation is running.

        Args:
            deadline: Seconds to wait at most for the other operation.

        Raises:
            WaitFailed: the other operation did not end in time.
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

        await poll(synced, done=bool, give_up=lambda _: None, deadline=deadline, clock=self._dispatch.clock)
        return await self.list(page_size=_PAGE).collect()

    async def wait_for_review(
        self, template_name: str, language_code: TemplateLanguage, *, deadline: float = 3600.0
    ) -> Template:
        """Return the template as soon as Meta has approved what was submitted.

        A pause by Meta is waited out.

        Args:
            template_name: Name of the template.
            language_code: Language of the template.
            deadline: Seconds to wait at most.

        Raises:
            WaitFailed: Meta refused it (the text says why), a draft was not submitted, or the deadline has passed;
                `.last` is the template as last seen.
        """
        return await poll(
            lambda: self.get(template_name, language_code),
            done=approved,
            give_up=refused,
            deadline=deadline,
            clock=self._dispatch.clock,
        )

    async def compare(
        self,
        template_name: str,
        language_code: TemplateLanguage,
        *,
        other_name: str,
        other_language: TemplateLanguage,
        timeframe: CompareTimeframe | Unset = UNSET,
        end_timestamp: datetime | Unset = UNSET,
    ) -> TemplateComparison:
        """Return how often two templates made people block the sender (compareWhatsappTemplates).

        Args:
            template_name: Name of one template.
            language_code: Language of it.
            other_name: Name of the other.
            other_language: Language of the other.
            timeframe: Days to look back; the service's default is 7.
            end_timestamp: End of that time, in UTC if it names no zone; now if it is left out.

        Raises:
            NotFound: `templates_compare_not_found`: the other template is missing.
            Conflict: they are one and the same, or not both were sent 1,000 times.
        """
        body = TemplateComparisonInput(
            templates=[TemplateToCompare(template_name=other_name, template_language=other_language)],
            timeframe=timeframe,
            end_timestamp=UNSET
            if isinstance(end_timestamp, Unset)
            else round(in_utc(end_timestamp).timestamp() * 1000),
        )
        return await self._send(COMPARE, body, template_name=template_name, language_code=language_code)

    def activities(
        self, template_name: str, language_code: TemplateLanguage, *, page_size: int | None = None
    ) -> Listing[TemplateActivity]:
        """Return what happened to a template, newest first, in pages of 1 to 100 (listWhatsappTemplateActivities)."""
        return listing(
            self._dispatch,
            ACTIVITIES,
            page_size=page_size,
            template_name=template_name,
            language_code=language_code,
        )

    async def comment(self, template_name: str, language_code: TemplateLanguage, comment: str) -> Comment:
        """Leave a comment of 1 to 65535 characters for the people at Sinch (createWhatsappTemplateComment)."""
        body = CommentInput(comment=comment)
        return await self._send(COMMENT, body, template_name=template_name, language_code=language_code)


# Older documents allow no more, and the larger number has not been tried.
_PAGE = 100


def _filters(
    states: Sequence[TemplateState] | None,
    statuses: Sequence[TemplateStatus] | None,
    name_prefix: str | None,
    analytics_date_range: AnalyticsDateRange | None,
) -> dict[str, object]:
    return {
        "filter_states": optional_list("states", states),
        "filter_statuses": optional_list("statuses", statuses),
        "template_name": name_prefix,
        "template_analytics_date_range": analytics_date_range,
    }


def _mask(fields: Sequence[TemplateField]) -> dict[str, object]:
    return {"field_mask": as_list("fields", fields)}


OPERATIONS = (
    LIST,
    CREATE,
    SYNC,
    LIST_BY_NAME,
    DELETE_BY_NAME,
    GET,
    DELETE,
    UPDATE,
    ACTIVITIES,
    COMMENT,
    COMPARE,
)
