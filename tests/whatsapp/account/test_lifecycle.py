"""How far the account is, read off what a response holds, however little that is."""

import pytest

from sinch_provisioning.whatsapp import Account, AccountChanges, AccountState, AccountStatus
from sinch_provisioning.whatsapp.account.api import LIFECYCLE, standing

ONBOARDED, PENDING, REJECTED = (
    AccountState.ONBOARDED,
    AccountState.PENDING_FACEBOOK_VERIFICATION,
    AccountState.REJECTED,
)


@pytest.mark.parametrize(
    ("state", "changes", "reached"),
    [
        (None, None, None),
        (None, AccountChanges(), None),
        (REJECTED, None, REJECTED),
        (None, AccountChanges(status=AccountStatus.REJECTED), REJECTED),
        (REJECTED, AccountChanges(status=AccountStatus.IN_PROGRESS), None),
        (REJECTED, AccountChanges(status=AccountStatus.PENDING_FACEBOOK_VERIFICATION), PENDING),
        (ONBOARDED, AccountChanges(status=AccountStatus.DRAFT), ONBOARDED),
        (ONBOARDED, AccountChanges(status=AccountStatus("NEW")), ONBOARDED),
    ],
)
def test_the_latest_request_decides(
    state: AccountState | None, changes: AccountChanges | None, reached: AccountState | None
) -> None:
    account = Account(state=state, changes=changes)
    assert standing(account) == LIFECYCLE.state(account) == reached


def test_what_can_still_follow() -> None:
    assert LIFECYCLE.why_unreachable(Account(), {ONBOARDED}) is None
    assert LIFECYCLE.why_unreachable(Account(state=PENDING), {ONBOARDED}) is None
    assert "update()" in (LIFECYCLE.why_unreachable(Account(state=REJECTED), {ONBOARDED}) or "")
    assert "does not lead to REJECTED" in (LIFECYCLE.why_unreachable(Account(state=ONBOARDED), {REJECTED}) or "")
