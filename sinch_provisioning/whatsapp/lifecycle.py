"""How far accounts and senders are, read off their `state` and `changes`, and what cannot come without another call."""

from collections.abc import Collection

from sinch_provisioning.core.drafts import NOT_SUBMITTED
from sinch_provisioning.waiting import join_or
from sinch_provisioning.whatsapp.models import (
    Account,
    AccountState,
    AccountStatus,
    Sender,
    SenderChanges,
    SenderState,
    SenderStatus,
)

_ACCOUNT_STANDING = {
    AccountStatus.IN_PROGRESS: None,
    AccountStatus.PENDING_FACEBOOK_VERIFICATION: AccountState.PENDING_FACEBOOK_VERIFICATION,
    AccountStatus.REJECTED: AccountState.REJECTED,
}


def account_standing(account: Account) -> AccountState | None:
    """Return what the latest request has come to, None as long as it is undecided.

    The documents show a refusal in two shapes, `state` or `changes.status`; and an account that was handed in again
    keeps the state of its first refusal.
    """
    if account.changes is None or account.changes.status not in _ACCOUNT_STANDING:
        return account.state
    return _ACCOUNT_STANDING[account.changes.status]


def account_stuck(account: Account, wanted: Collection[AccountState]) -> str | None:
    """Return why none of the wanted states can follow without another call, or None while one can."""
    standing = account_standing(account)
    if standing == AccountState.REJECTED:
        return "the request for the account was refused; correct it with update()"
    if standing == AccountState.ONBOARDED:
        return f"the account is ONBOARDED, from which {join_or(wanted)} cannot come"
    return None


# Moves of a sender that no call of ours makes; what leads out of SUSPENDED is not documented, so hope is left there.
_SENDER_MOVES: dict[SenderState, frozenset[SenderState]] = {
    SenderState.ACTIVE: frozenset({SenderState.INACTIVE, SenderState.SUSPENDED}),
    SenderState.INACTIVE: frozenset(),
    SenderState.ERROR: frozenset(),
}
_HANDED_IN = frozenset({SenderStatus.IN_PROGRESS})


def sender_stuck(sender: Sender, wanted: Collection[SenderState]) -> str | None:
    """Return why none of the wanted states can follow without another call, or None while one can.

    PENDING_VERIFICATION is no end: the code may be handed in by somebody else, and take a moment to work.
    """
    if sender.changes is not None:
        if sender.changes.status in _HANDED_IN:
            return None
        if sender.state is None:
            return changes_stuck(sender)
    if sender.state is None or not _SENDER_MOVES.get(sender.state, frozenset(wanted)).isdisjoint(wanted):
        return None
    return f"the sender is {sender.state}, from which {join_or(wanted)} cannot come by itself"


def changes_stuck(sender: Sender) -> str | None:
    """Return why a creation or an edit cannot come about without another call, or None while it can."""
    changes = sender.changes
    if changes is None:
        return None
    if changes.status == SenderStatus.DRAFT:
        return NOT_SUBMITTED
    if changes.status == SenderStatus.REJECTED:
        return "it was refused; change and submit it again with update()"
    if changes.status in {SenderStatus.ERROR, SenderStatus.MULTIPLE_WABA_ERROR}:
        return f"it failed{_why(changes)}; delete_changes() clears it away"
    return None


def _why(changes: SenderChanges) -> str:
    known = [str(part) for part in (changes.error_code, changes.error_reason) if part]
    return f" ({': '.join(known)})" if known else ""
