"""The calls about senders."""

from collections.abc import Collection, Sequence
from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.arguments import choice, choices
from sinch_provisioning.core.bodies import body_of, comment_of
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.groups import Group
from sinch_provisioning.core.operation import Operation, Safety, paged
from sinch_provisioning.core.shared import Activity, Comment, CommentInput
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.paging import Listing, OnUnreadable
from sinch_provisioning.rcs.questionnaires.models import UseCase, UsQuestionnaireVersion
from sinch_provisioning.rcs.senders.lifecycle import LIFECYCLE
from sinch_provisioning.rcs.senders.models import (
    BillingCategory,
    Details,
    DetailsInput,
    DetailsUpdate,
    Region,
    Sender,
    SenderInput,
    SenderState,
    SenderUpdate,
    SortColumn,
    SortDirection,
)
from sinch_provisioning.rcs.test_numbers.api import BlockingSenderTestNumbers, SenderTestNumbers
from sinch_provisioning.waiting import wait_for

_SENDERS = "/v1/projects/{projectId}/rcs/senders"
_SENDER = _SENDERS + "/{senderId}"

LIST = paged("listRcsSenders", _SENDERS, "senders", Sender)
CREATE = Operation("createRcsSender", "POST", _SENDERS, Sender, Safety.ONCE, body=SenderInput)
GET = Operation("getRcsSender", "GET", _SENDER, Sender, Safety.SAFE)
UPDATE = Operation("updateRcsSender", "PATCH", _SENDER, Sender, Safety.IDEMPOTENT, body=SenderUpdate)
LAUNCH = Operation("launchRcsSender", "POST", _SENDER + "/launch", Sender, Safety.ONCE)
ACTIVITIES = paged("listRcsSenderActivities", _SENDER + "/activities", "notifications", Activity)
COMMENT = Operation("createRcsSenderComment", "POST", _SENDER + "/comments", Comment, Safety.ONCE, body=CommentInput)


class Senders(Resource):
    """RCS senders: each is one Google agent with all that its launch needs."""

    test_numbers: Final = Group(SenderTestNumbers)

    def list(
        self,
        *,
        states: Sequence[SenderState | str] | None = None,
        search: str | None = None,
        conversation_api_app_id: str | None = None,
        sender_ids: str | None = None,
        sender_name: str | None = None,
        sort_column: SortColumn | str | None = None,
        sort_direction: SortDirection | str | None = None,
        page_size: int | None = None,
        on_unreadable: OnUnreadable | None = None,
    ) -> Listing[Sender]:
        """List the project's senders (listRcsSenders).

        Args:
            states: Only senders in one of these states.
            search: Part of a sender's name, in upper or lower case.
            conversation_api_app_id: Only senders linked to this Conversation API app.
            sender_ids: Only the sender with this id; one text, as no document says how several are given.
            sender_name: Superseded by `search`.
            sort_column: What to sort by.
            sort_direction: Which way.
            page_size: Senders per page, 1 to 100; the service's default is 50.
        """
        query = {
            "filter_states": choices("states", SenderState, states),
            "search": search,
            "filter_conversation_api_app_id": conversation_api_app_id,
            "filter_sender_ids": sender_ids,
            "filter_sender_name": sender_name,
            "sort_column": choice("sort_column", SortColumn, sort_column),
            "sort_direction": choice("sort_direction", SortDirection, sort_direction),
        }
        return Listing(self._dispatch, LIST, page_size, on_unreadable, query)

    async def create(
        self,
        sender: SenderInput | None = None,
        /,
        *,
        region: Region | str | None = None,
        billing_category: BillingCategory | str | None = None,
        use_case: UseCase | str | None = None,
        details: DetailsInput | None = None,
    ) -> Sender:
        """Create a sender and return it, usually as a DRAFT (createRcsSender).

        Region, billing category and use case are required, and fixed from then on; details can be given later with
        `update`.

        Args:
            region: Region of the sender and its Conversation API app.
            billing_category: How messages are billed.
            use_case: What the sender is for.
            details: Brand, test numbers, countries, answers.

        Raises:
            BadRequest: the service rejects a field; see `.validation_errors`.
            Conflict: a file behind a URL is missing, too large or of a wrong size.
            TransportError: with `.sent` true the sender may exist: list before you try again.
        """
        fields = {"region": region, "billing_category": billing_category, "use_case": use_case, "details": details}
        return await self._send(CREATE, body_of(SenderInput, sender, fields))

    async def get(self, sender_id: str) -> Sender:
        """Return one sender (getRcsSender)."""
        return await self._send(GET, sender_id=sender_id)

    async def update(
        self,
        sender_id: str,
        change: SenderUpdate | None = None,
        *,
        details: DetailsUpdate | Details | Unset = UNSET,
        us_questionnaire_version: UsQuestionnaireVersion | str | None = None,
    ) -> Sender:
        """Change details and return the sender as it is then (updateRcsSender).

        What is left out stays, a value replaces, None removes. In LAUNCHING and LAUNCHED only `countries` may change.

        Args:
            details: What to change. In `Details` None keeps.
            us_questionnaire_version: Generation that the US answers in `details` belong to.

        Raises:
            BadRequest: `no_fields_to_update`, `fields_not_updatable` or a rejected field.
        """
        query = {
            "us_questionnaire_version": choice(
                "us_questionnaire_version", UsQuestionnaireVersion, us_questionnaire_version
            )
        }
        body = body_of(SenderUpdate, change, {"details": details})
        return await self._send(UPDATE, body, query=query, sender_id=sender_id)

    async def launch(self, sender_id: str) -> Sender:
        """Start the launch in the sender's countries and return the sender (launchRcsSender).

        `rcs.missing_launch_requirements(sender)` says before the call what it would be rejected for.

        Raises:
            Conflict: the sender's state does not allow a launch.
            PreconditionFailed: data is missing; see `.validation_errors`.
        """
        return await self._send(LAUNCH, sender_id=sender_id)

    async def wait_for(
        self, sender_id: str, state: SenderState | str | Collection[SenderState | str], *, deadline: float = 3600.0
    ) -> Sender:
        """Return the sender as soon as it is in `state`, or in one of several.

        Raises:
            WaitFailed: also if the sender is in a state from which the wanted one does not follow without another call.
        """
        return await wait_for(LIFECYCLE, lambda: self.get(sender_id), state, deadline, self._dispatch.clock)

    def activities(
        self, sender_id: str, *, page_size: int | None = None, on_unreadable: OnUnreadable | None = None
    ) -> Listing[Activity]:
        """List what happened to a sender, newest first (listRcsSenderActivities)."""
        return Listing(self._dispatch, ACTIVITIES, page_size, on_unreadable, sender_id=sender_id)

    async def comment(self, sender_id: str, comment: str | CommentInput) -> Comment:
        """Leave a comment of 1 to 65535 characters for the people at Sinch (createRcsSenderComment)."""
        return await self._send(COMMENT, comment_of(comment), sender_id=sender_id)


class BlockingSenders(BlockingResource[Senders]):
    list: Final = blocking_listing(Senders.list)
    create: Final = blocking(Senders.create)
    get: Final = blocking(Senders.get)
    update: Final = blocking(Senders.update)
    launch: Final = blocking(Senders.launch)
    wait_for: Final = blocking(Senders.wait_for)
    activities: Final = blocking_listing(Senders.activities)
    comment: Final = blocking(Senders.comment)

    test_numbers: Final = Group(BlockingSenderTestNumbers)
