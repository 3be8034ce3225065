"""How far the account is, read off `state` and `changes`, and what it can still reach by itself."""

from collections.abc import Collection

from sinch_provisioning.waiting import Lifecycle, join_or
from sinch_provisioning.whatsapp.account.models import Account, AccountState, AccountStatus

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
    return account.state if status is None or status not in _STANDING else _STANDING[status]


def why_unreachable(account: Account, wanted: Collection[AccountState]) -> str | None:
    """Return why none of the wanted states can follow without another call, or None while one can."""
    reached = standing(account)
    if reached == AccountState.REJECTED:
        return "the request for the account was rejected; correct it with update()"
    if reached == AccountState.ONBOARDED:
        return f"the account is ONBOARDED, which does not lead to {join_or(wanted)}"
    return None


LIFECYCLE = Lifecycle(noun="account", states=AccountState, state=standing, why_unreachable=why_unreachable)
