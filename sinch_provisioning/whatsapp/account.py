"""The calls about the project's WhatsApp account."""

from collections.abc import Collection
from types import NoneType

from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.core.rules import check_kind
from sinch_provisioning.core.shared import Comment, CommentInput
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.paging import Listing, listing
from sinch_provisioning.waiting import parse_states, poll
from sinch_provisioning.whatsapp.lifecycle import account_standing, account_stuck
from sinch_provisioning.whatsapp.models import (
    Account,
    AccountActivity,
    AccountActivityList,
    AccountInputVariant,
    AccountSenderDetailsUpdate,
    AccountState,
    AccountUpdate,
    OnBehalfOfAccountInput,  # pyright: ignore[reportDeprecated]
    PartnerInitiatedAccountInput,
)

_WHATSAPP = "/v1/projects/{projectId}/whatsapp"

GET = Operation("getWhatsappAccount", "GET", _WHATSAPP, Account, Safety.SAFE)
CREATE = Operation("createWhatsappAccount", "POST", _WHATSAPP, Account, Safety.ONCE)
UPDATE = Operation("updateWhatsappAccount", "PATCH", _WHATSAPP, Account, Safety.IDEMPOTENT)
DELETE = Operation("deleteWhatsappAccount", "DELETE", _WHATSAPP, NoneType, Safety.IDEMPOTENT)
ACTIVITIES = ListOperation(
    "listWhatsappAccountActivities",
    "GET",
    _WHATSAPP + "/activities",
    AccountActivityList,
    Safety.SAFE,
    max_page_size=100,
)
COMMENT = Operation("createWhatsappAccountComment", "POST", _WHATSAPP + "/comments", Comment, Safety.ONCE)


class WhatsappAccount(Resource):
    """The project's one WhatsApp account, a WhatsApp Business Account (WABA) at Meta that holds its senders."""

    async def get(self) -> Account:
        """Return the account (getWhatsappAccount).

        Raises:
            NotFound: `account_not_found`: the project has none yet.
        """
        return await self._send(GET)

    async def create(self, account: AccountInputVariant) -> Account:
        """Ask for an account and return it, as a rule on its way (createWhatsappAccount).

        The client has to accept it at Meta; follow it with `wait_for` or by webhook. Embedded Signup needs no call:
        its first sender brings the account.

        Args:
            account: A PartnerInitiatedAccountInput, or the deprecated OnBehalfOfAccountInput.

        Raises:
            InvalidRequest: a field breaks a rule of the contract; nothing was sent.
            BadRequest: the service refuses a field, or that business manager on this server.
            Conflict: `account_exists`: a project has one account at most.
            TransportError: with `.sent` true the account may exist: get it before trying again.
        """
        check_kind("account", account, PartnerInitiatedAccountInput, OnBehalfOfAccountInput)  # pyright: ignore[reportDeprecated]
        return await self._send(CREATE, account)

    async def update(
        self,
        *,
        waba_name: str | Unset = UNSET,
        client_business_manager_id: str | Unset = UNSET,
        sender_details: AccountSenderDetailsUpdate | Unset = UNSET,
        company_legal_name: str | Unset = UNSET,
    ) -> Account:
        """Correct a rejected request, hand it in again and return the account (updateWhatsappAccount).

        What is left out stays. The business manager cannot change.

        Args:
            waba_name: Name of the brand, the same as in the client's business manager.
            client_business_manager_id: The client's own business manager at Meta.
            sender_details: What to correct of the first sender.
            company_legal_name: Deprecated; use `waba_name`.

        Raises:
            InvalidRequest: a field breaks a rule of the contract; nothing was sent.
            BadRequest: `no_fields_to_update`, or a refused field.
            Conflict: `account_not_updatable`: it is not rejected. The same follows when an earlier attempt of this
                call got through and only its answer was lost.
        """
        body = AccountUpdate(
            waba_name=waba_name,
            client_business_manager_id=client_business_manager_id,
            sender_details=sender_details,
            company_legal_name=company_legal_name,
        )
        return await self._send(UPDATE, body)

    async def delete(self) -> None:
        """Delete the account and its template drafts (deleteWhatsappAccount, a Closed Beta).

        Raises:
            BadRequest: `project_not_initialized`: there is no account.
            Conflict: `account_has_senders` or `account_has_sender_changes`: delete those first.
        """
        await self._send(DELETE)

    async def wait_for(
        self, state: AccountState | Collection[AccountState] = AccountState.ONBOARDED, *, deadline: float = 3600.0
    ) -> Account:
        """Return the account as soon as its latest request has led to `state`, or to one of several.

        A refusal counts as REJECTED in either of its two shapes, `state` or `changes.status`.

        Args:
            state: The state, or any of these states.
            deadline: Seconds to wait at most.

        Raises:
            InvalidRequest: there is no such state, or the deadline is not positive.
            WaitFailed: the deadline has passed, or the account is in a state from which the wanted one cannot come
                without another call; `.last` is the account as last seen.
        """
        wanted = parse_states(AccountState, state)
        return await poll(
            self.get,
            done=lambda account: account_standing(account) in wanted,
            give_up=lambda account: account_stuck(account, wanted),
            deadline=deadline,
            clock=self._dispatch.clock,
        )

    def activities(self, *, page_size: int | None = None) -> Listing[AccountActivity]:
        """Return what happened to the account, newest first, in pages of 1 to 100 (listWhatsappAccountActivities)."""
        return listing(self._dispatch, ACTIVITIES, page_size=page_size)

    async def comment(self, comment: str) -> Comment:
        """Leave a comment of 1 to 65535 characters for the people at Sinch (createWhatsappAccountComment)."""
        return await self._send(COMMENT, CommentInput(comment=comment))


OPERATIONS = (GET, CREATE, UPDATE, DELETE, ACTIVITIES, COMMENT)
