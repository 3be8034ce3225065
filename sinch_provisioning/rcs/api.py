"""The calls of the RCS family."""

from collections.abc import Collection, Sequence
from types import NoneType
from typing import Final

from sinch_provisioning.core.arguments import as_list, optional_list
from sinch_provisioning.core.deprecation import deprecated
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.groups import Group
from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.core.shared import Comment, CommentInput
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.paging import Listing, listing
from sinch_provisioning.rcs.launching import no_way
from sinch_provisioning.rcs.models import (
    AccountActivity,
    AccountActivityList,
    BillingCategory,
    BlankQuestionnaire,
    DetailsInput,
    DetailsUpdate,
    LaunchCountry,
    Region,
    Sender,
    SenderActivity,
    SenderActivityList,
    SenderInput,
    SenderList,
    SenderState,
    SenderUpdate,
    SortColumn,
    SortDirection,
    TestNumber,
    TestNumberCapabilities,
    TestNumbers,
    TestNumbersInput,
    UsBrandCampaignVersion,
    UseCase,
    UsQuestionnaireVersion,
)
from sinch_provisioning.waiting import parse_states, poll

_RCS = "/v1/projects/{projectId}/rcs"
_SENDER = _RCS + "/senders/{senderId}"
_NUMBER = _SENDER + "/testNumbers/{testNumber}"

LIST = ListOperation(
    "listRcsSenders",
    "GET",
    _RCS + "/senders",
    SenderList,
    Safety.SAFE,
    max_page_size=100,
)
CREATE = Operation("createRcsSender", "POST", _RCS + "/senders", Sender, Safety.ONCE)
GET = Operation("getRcsSender", "GET", _SENDER, Sender, Safety.SAFE)
UPDATE = Operation("updateRcsSender", "PATCH", _SENDER, Sender, Safety.IDEMPOTENT)
LAUNCH = Operation("launchRcsSender", "POST", _SENDER + "/launch", Sender, Safety.ONCE)
ACTIVITIES = ListOperation(
    "listRcsSenderActivities",
    "GET",
    _SENDER + "/activities",
    SenderActivityList,
    Safety.SAFE,
    max_page_size=100,
)
COMMENT = Operation("createRcsSenderComment", "POST", _SENDER + "/comments", Comment, Safety.ONCE)

# An added number gets an invitation each time, and so does a retried one: its GET changes state.
ADD_NUMBERS = Operation("addRcsTestNumbers", "POST", _SENDER + "/testNumbers", TestNumbers, Safety.ONCE)
NUMBER_STATE = Operation("getRcsTestNumberState", "GET", _NUMBER, TestNumber, Safety.SAFE)
DELETE_NUMBER = Operation("deleteRcsTestNumber", "DELETE", _NUMBER, NoneType, Safety.IDEMPOTENT)
CAPABILITIES = Operation(
    "getRcsTestNumberCapabilities", "GET", _NUMBER + "/capabilities", TestNumberCapabilities, Safety.SAFE
)
RETRY_NUMBER = Operation("retryRcsTestNumber", "GET", _NUMBER + "/retry", TestNumber, Safety.ONCE)

ACCOUNT_ACTIVITIES = ListOperation(
    "listRcsAccountActivities",
    "GET",
    _RCS + "/activities",
    AccountActivityList,
    Safety.SAFE,
    max_page_size=100,
)
ACCOUNT_COMMENT = Operation("createRcsAccountComment", "POST", _RCS + "/comments", Comment, Safety.ONCE)
QUESTIONNAIRE = Operation(
    "getRcsQuestionnaire", "GET", _RCS + "/questionnaire/{useCase}", BlankQuestionnaire, Safety.SAFE
)


class SenderTestNumbers(Resource):
    """Phones that may try a sender before its launch. Numbers are E.164 with a plus, as `+46123123222`."""

    async def add(self, sender_id: str, numbers: Sequence[str]) -> TestNumbers:
        """Invite test numbers and return the states of all of the sender's (addRcsTestNumbers).

        At most 200 a sender and 20 invitations a day. A number that is VERIFIED already is invited again.

        Raises:
            InvalidRequest: more than 200 numbers, one of them twice, or not in E.164 form.
            RateLimited: the day's invitations are used up; go on tomorrow.
        """
        body = TestNumbersInput(test_numbers=as_list("numbers", numbers))
        return await self._send(ADD_NUMBERS, body, sender_id=sender_id)

    async def state(self, sender_id: str, number: str) -> TestNumber:
        """Return how far the invitation of one number is (getRcsTestNumberState)."""
        return await self._send(NUMBER_STATE, sender_id=sender_id, test_number=number)

    async def delete(self, sender_id: str, number: str) -> None:
        """Remove one number (deleteRcsTestNumber)."""
        await self._send(DELETE_NUMBER, sender_id=sender_id, test_number=number)

    async def capabilities(self, sender_id: str, number: str) -> TestNumberCapabilities:
        """Return what the phone behind a number can show (getRcsTestNumberCapabilities).

        Raises:
            NotFound: see `.error_code`: the invitation is not accepted, or the phone has no RCS.
        """
        return await self._send(CAPABILITIES, sender_id=sender_id, test_number=number)

    @deprecated("the documents mark this operation as deprecated since 1.2.126 and name no successor", category=None)
    async def retry(self, sender_id: str, number: str) -> TestNumber:
        """Invite one number again and return its new state (retryRcsTestNumber).

        A person gets a message each time, so it is never repeated by itself, though it is a GET.
        """
        return await self._send(RETRY_NUMBER, sender_id=sender_id, test_number=number)


class Senders(Resource):
    """RCS senders: each is one Google agent with all that its launch needs."""

    test_numbers: Final = Group(SenderTestNumbers)

    def list(
        self,
        *,
        states: Sequence[SenderState] | None = None,
        search: str | None = None,
        conversation_api_app_id: str | None = None,
        sender_ids: str | None = None,
        sender_name: str | None = None,
        sort_column: SortColumn | None = None,
        sort_direction: SortDirection | None = None,
        page_size: int | None = None,
    ) -> Listing[Sender]:
        """Return the project's senders, page after page (listRcsSenders).

        Args:
            states: Only senders in one of these states.
            search: Part of a sender's name, upper and lower case alike.
            conversation_api_app_id: Only senders linked to this Conversation API app.
            sender_ids: By id; one text, as the service does not say how it takes several.
            sender_name: Superseded by `search`.
            sort_column: What to sort by.
            sort_direction: Which way.
            page_size: Senders a page, 1 to 100; the service's default is 50.

        Raises:
            InvalidRequest: an argument is out of range.
        """
        query = {
            "filter_states": optional_list("states", states),
            "search": search,
            "filter_conversation_api_app_id": conversation_api_app_id,
            "filter_sender_ids": sender_ids,
            "filter_sender_name": sender_name,
            "sort_column": sort_column,
            "sort_direction": sort_direction,
        }
        return listing(self._dispatch, LIST, page_size=page_size, query=query)

    async def create(
        self,
        *,
        region: Region,
        billing_category: BillingCategory,
        use_case: UseCase,
        details: DetailsInput | Unset = UNSET,
    ) -> Sender:
        """Make a sender and return it, a DRAFT as a rule (createRcsSender).

        Region, billing category and use case are fixed from then on; details can be given later with `update`.

        Raises:
            InvalidRequest: a field breaks a rule of the contract; nothing was sent.
            BadRequest: the service refuses a field; see `.validation_errors`.
            Conflict: a file behind a URL is missing, too large or of a wrong size.
            TransportError: with `.sent` true the sender may exist: list before trying again.
        """
        body = SenderInput(region=region, billing_category=billing_category, use_case=use_case, details=details)
        return await self._send(CREATE, body)

    async def get(self, sender_id: str) -> Sender:
        """Return one sender (getRcsSender)."""
        return await self._send(GET, sender_id=sender_id)

    async def update(
        self,
        sender_id: str,
        *,
        details: DetailsUpdate,
        us_questionnaire_version: UsQuestionnaireVersion | None = None,
    ) -> Sender:
        """Change details and return the sender as it is then (updateRcsSender).

        What is left out stays, a value replaces, None removes. In LAUNCHING and LAUNCHED only `countries` may change.

        Args:
            sender_id: Id of the sender.
            details: What to change.
            us_questionnaire_version: Generation that the US answers in `details` belong to.

        Raises:
            InvalidRequest: a field breaks a rule of the contract; nothing was sent.
            BadRequest: `no_fields_to_update`, `fields_not_updatable` or a refused field.
        """
        query = {"us_questionnaire_version": us_questionnaire_version}
        return await self._send(UPDATE, SenderUpdate(details=details), query=query, sender_id=sender_id)

    async def launch(self, sender_id: str) -> Sender:
        """Ask for the launch in the sender's countries and return the sender, on its way (launchRcsSender).

        `rcs.missing_launch_requirements(sender)` tells before the call what this one would refuse.

        Raises:
            Conflict: the sender's state does not allow a launch.
            PreconditionFailed: data is missing; see `.validation_errors`.
        """
        return await self._send(LAUNCH, sender_id=sender_id)

    async def wait_for(
        self, sender_id: str, state: SenderState | Collection[SenderState], *, deadline: float = 3600.0
    ) -> Sender:
        """Return the sender as soon as it is in `state`, or in one of several.

        Args:
            sender_id: Id of the sender.
            state: The state, or any of these states.
            deadline: Seconds to wait at most.

        Raises:
            InvalidRequest: there is no such state, or the deadline is not positive.
            WaitFailed: the deadline has passed, or the sender is in a state from which the wanted one cannot come
                without another call; `.last` is the sender as last seen.
        """
        wanted = parse_states(SenderState, state)
        return await poll(
            lambda: self.get(sender_id),
            done=lambda sender: sender.state in wanted,
            give_up=lambda sender: no_way(sender.state, wanted),
            deadline=deadline,
            clock=self._dispatch.clock,
        )

    def activities(self, sender_id: str, *, page_size: int | None = None) -> Listing[SenderActivity]:
        """Return what happened to a sender, newest first, in pages of 1 to 100 (listRcsSenderActivities)."""
        return listing(self._dispatch, ACTIVITIES, page_size=page_size, sender_id=sender_id)

    async def comment(self, sender_id: str, comment: str) -> Comment:
        """Leave a comment of 1 to 65535 characters for the people at Sinch (createRcsSenderComment)."""
        return await self._send(COMMENT, CommentInput(comment=comment), sender_id=sender_id)


class Account(Resource):
    """The project's RCS account, which holds its senders."""

    def activities(self, *, page_size: int | None = None) -> Listing[AccountActivity]:
        """Return what happened to the account, newest first, in pages of 1 to 100 (listRcsAccountActivities)."""
        return listing(self._dispatch, ACCOUNT_ACTIVITIES, page_size=page_size)

    async def comment(self, comment: str) -> Comment:
        """Leave a comment of 1 to 65535 characters for the people at Sinch (createRcsAccountComment)."""
        return await self._send(ACCOUNT_COMMENT, CommentInput(comment=comment))


class Questionnaires(Resource):
    """The questions that senders have to answer before their launch."""

    async def get(
        self,
        use_case: UseCase,
        *,
        countries: Sequence[LaunchCountry] | None = None,
        us_questionnaire_version: UsQuestionnaireVersion | None = None,
        us_brand_campaign_version: UsBrandCampaignVersion | None = None,
    ) -> BlankQuestionnaire:
        """Return the questions for a use case, with the sections of the given countries (getRcsQuestionnaire).

        Args:
            use_case: What the sender is for.
            countries: Launch countries; GB, FR and US have sections of their own.
            us_questionnaire_version: Generation of the US section.
            us_brand_campaign_version: Form of the US section, generation v2.
        """
        query = {
            "countries": optional_list("countries", countries),
            "us_questionnaire_version": us_questionnaire_version,
            "us_questionnaire_brand_campaign_version": us_brand_campaign_version,
        }
        return await self._send(QUESTIONNAIRE, query=query, use_case=use_case)


class Rcs(Resource):
    """RCS: senders, the account that holds them, and the questions before a launch."""

    senders: Final = Group(Senders)
    account: Final = Group(Account)
    questionnaires: Final = Group(Questionnaires)


OPERATIONS = (
    LIST,
    CREATE,
    GET,
    UPDATE,
    LAUNCH,
    ACTIVITIES,
    COMMENT,
    ADD_NUMBERS,
    NUMBER_STATE,
    DELETE_NUMBER,
    CAPABILITIES,
    RETRY_NUMBER,
    ACCOUNT_ACTIVITIES,
    ACCOUNT_COMMENT,
    QUESTIONNAIRE,
)
