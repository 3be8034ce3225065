"""Calls about the project's WhatsApp account."""

from collections.abc import Collection
from types import NoneType
from typing import Any, Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.bodies import body_of, comment_of
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety, paged
from sinch_provisioning.core.rules import check_kind
from sinch_provisioning.core.shared import Activity, Comment, CommentInput
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.paging import Listing, OnUnreadable
from sinch_provisioning.waiting import Lifecycle, join_or, wait_for
from sinch_provisioning.whatsapp.account.models import (
    Account,
    AccountInputVariant,
    AccountSenderDetails,
    AccountSenderDetailsUpdate,
    AccountState,
    AccountStatus,
    AccountUpdate,
    PartnerInitiatedAccountInput,
)
from sinch_provisioning.whatsapp.shared import BusinessManager

_ACCOUNT = "/v1/projects/{projectId}/whatsapp"

GET = Operation("getWhatsappAccount", "GET", _ACCOUNT, Account, Safety.SAFE)
CREATE = Operation("createWhatsappAccount", "POST", _ACCOUNT, Account, Safety.ONCE, body=AccountInputVariant)
UPDATE = Operation("updateWhatsappAccount", "PATCH", _ACCOUNT, Account, Safety.IDEMPOTENT, body=AccountUpdate)
DELETE = Operation("deleteWhatsappAccount", "DELETE", _ACCOUNT, NoneType, Safety.IDEMPOTENT)
ACTIVITIES = paged("listWhatsappAccountActivities", _ACCOUNT + "/activities", "notifications", Activity)
COMMENT = Operation(
    "createWhatsappAccountComment", "POST", _ACCOUNT + "/comments", Comment, Safety.ONCE, body=CommentInput
)


_STANDING = {
    AccountStatus.IN_PROGRESS: None,
    AccountStatus.PENDING_FACEBOOK_VERIFICATION: AccountState.PENDING_FACEBOOK_VERIFICATION,
    AccountStatus.REJECTED: AccountState.REJECTED,
}


def standing(account: Account) -> AccountState | None:
    """Return the result of the latest request, None while it is undecided.

    The documents show a rejection in two shapes, `state` or `changes.status`; and an account that was submitted again
    keeps the state of its first rejection.
    """
    status = account.changes.status if account.changes else None
    return account.state if status is None else _STANDING.get(status, account.state)


def _why_unreachable(account: Account, wanted: Collection[AccountState]) -> str | None:
    reached = standing(account)
    if reached == AccountState.REJECTED:
        return "the request for the account was rejected; correct it with update()"
    if reached == AccountState.ONBOARDED:
        return f"the account is ONBOARDED, which does not lead to {join_or(wanted)}"
    return None


LIFECYCLE: Final = Lifecycle("account", AccountState, standing, _why_unreachable)


class AccountResource(Resource):
    """The project's one WhatsApp account, a WhatsApp Business Account (WABA) at Meta that holds its senders."""

    async def get(self) -> Account:
        """Return the account (getWhatsappAccount).

        Raises:
            NotFound: `account_not_found`: the project does not have one yet.
        """
        return await self._send(GET)

    async def create(
        self,
        account: AccountInputVariant | None = None,
        *,
        waba_name: str | None = None,
        client_business_manager_id: str | None = None,
        sender_details: AccountSenderDetails | None = None,
        business_manager: BusinessManager | str | None = None,
    ) -> Account:
        """Request an account and return it, usually not live yet (createWhatsappAccount).

        The client has to accept it at Meta; `wait_for` or a webhook shows when it is live. Embedded Signup does not
        need this call: the first sender brings the account.

        Args:
            account: The whole request, a PartnerInitiatedAccountInput or the deprecated OnBehalfOfAccountInput, instead
                of the fields of a PartnerInitiatedAccountInput below.
            waba_name: Name of the brand, the same as in the client's business manager.
            client_business_manager_id: The client's own business manager at Meta.
            sender_details: The first sender.
            business_manager: Which of Sinch's business managers at Meta.

        Raises:
            BadRequest: the service rejects a field, or that business manager on this server.
            Conflict: `account_exists`: a project has at most one account.
            TransportError: with `.sent` true the account may exist: get it before trying again.
        """
        kind: type[Any] = PartnerInitiatedAccountInput
        if account is not None:
            check_kind("account", account, AccountInputVariant)
            kind = type(account)
        fields = {
            "waba_name": waba_name,
            "client_business_manager_id": client_business_manager_id,
            "sender_details": sender_details,
            "business_manager": business_manager,
        }
        return await self._send(CREATE, body_of(kind, account, fields))

    async def update(
        self,
        change: AccountUpdate | None = None,
        *,
        waba_name: str | Unset = UNSET,
        client_business_manager_id: str | Unset = UNSET,
        sender_details: AccountSenderDetailsUpdate | AccountSenderDetails | Unset = UNSET,
        company_legal_name: str | Unset = UNSET,
    ) -> Account:
        """Correct a rejected request, submit it again and return the account (updateWhatsappAccount).

        What is left out stays. The business manager of Sinch cannot change.

        Args:
            change: The whole change, as `whatsapp.changes` returns it, instead of its fields below.
            waba_name: Name of the brand, the same as in the client's business manager.
            client_business_manager_id: The client's own business manager at Meta.
            sender_details: What to correct of the first sender.
            company_legal_name: Deprecated; use `waba_name`.

        Raises:
            BadRequest: `no_fields_to_update`, or a rejected field.
            Conflict: `account_not_updatable`: it is not rejected. The same follows if an earlier attempt of this call
                succeeded and only its response was lost.
        """
        fields = {
            "waba_name": waba_name,
            "client_business_manager_id": client_business_manager_id,
            "sender_details": sender_details,
            "company_legal_name": company_legal_name,
        }
        return await self._send(UPDATE, body_of(AccountUpdate, change, fields))

    async def delete(self) -> None:
        """Delete the account and its template drafts (deleteWhatsappAccount, a Closed Beta).

        Raises:
            BadRequest: `project_not_initialized`: the project does not have an account.
            Conflict: `account_has_senders` or `account_has_sender_changes`: delete those first.
        """
        await self._send(DELETE)

    async def wait_for(
        self,
        state: AccountState | str | Collection[AccountState | str] = AccountState.ONBOARDED,
        *,
        deadline: float = 3600.0,
    ) -> Account:
        """Return the account as soon as its latest request has led to `state`, or to one of several.

        A rejection counts as REJECTED in either of its two shapes, `state` or `changes.status`.

        Raises:
            WaitFailed: also if the account is in a state that does not lead to the wanted one without another call.
        """
        return await wait_for(LIFECYCLE, self.get, state, deadline, self._dispatch.clock)

    def activities(
        self, *, page_size: int | None = None, on_unreadable: OnUnreadable | None = None
    ) -> Listing[Activity]:
        """List what happened to the account, newest first (listWhatsappAccountActivities)."""
        return Listing(self._dispatch, ACTIVITIES, page_size, on_unreadable)

    async def comment(self, comment: str | CommentInput) -> Comment:
        """Leave a comment of 1 to 65535 characters for the people at Sinch (createWhatsappAccountComment)."""
        return await self._send(COMMENT, comment_of(comment))


class BlockingAccountResource(BlockingResource[AccountResource]):
    get: Final = blocking(AccountResource.get)
    create: Final = blocking(AccountResource.create)
    update: Final = blocking(AccountResource.update)
    delete: Final = blocking(AccountResource.delete)
    wait_for: Final = blocking(AccountResource.wait_for)
    activities: Final = blocking_listing(AccountResource.activities)
    comment: Final = blocking(AccountResource.comment)
