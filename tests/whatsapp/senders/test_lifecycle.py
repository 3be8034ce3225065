"""How far a sender is, read off what a response holds, however little that is."""

import pytest

from sinch_provisioning.whatsapp import Sender, SenderChanges, SenderErrorCode, SenderState, SenderStatus
from sinch_provisioning.whatsapp.senders.lifecycle import LIFECYCLE, why_changes_stay

ACTIVE = frozenset({SenderState.ACTIVE})


def sender(state: SenderState | None = None, status: SenderStatus | None = None, **changes: str) -> Sender:
    pending = SenderChanges(status=status, error_code=SenderErrorCode(changes["code"]) if changes else None)
    return Sender(id="1", state=state, changes=pending if status or changes else None)


@pytest.mark.parametrize(
    "last",
    [
        Sender(id="1"),
        Sender(id="1", changes=SenderChanges()),
        Sender(id="1", changes=SenderChanges(status=SenderStatus("NEW"))),
        sender(SenderState("NEW")),
        sender(SenderState.SUSPENDED),
        sender(SenderState.PENDING_VERIFICATION),
        sender(SenderState.ERROR, SenderStatus.IN_PROGRESS),
    ],
)
def test_what_may_still_become_active(last: Sender) -> None:
    assert LIFECYCLE.why_unreachable(last, ACTIVE) is None


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (sender(status=SenderStatus.DRAFT), "not submitted"),
        (sender(status=SenderStatus.REJECTED), "rejected"),
        (sender(status=SenderStatus.ERROR, code="NO_PRICING_PLAN"), "failed (NO_PRICING_PLAN); delete_changes()"),
        (sender(SenderState.ERROR), "does not lead to ACTIVE"),
        (sender(SenderState.INACTIVE, SenderStatus.REJECTED), "does not lead to ACTIVE"),
    ],
)
def test_what_does_not_become_active_by_itself(last: Sender, words: str) -> None:
    assert words in (LIFECYCLE.why_unreachable(last, ACTIVE) or "")


def test_changes_without_a_status_may_still_become_live() -> None:
    assert why_changes_stay(Sender(id="1", changes=SenderChanges())) is None
    assert why_changes_stay(Sender(id="1")) is None


def test_what_leads_to_a_newer_state_is_not_known() -> None:
    newer = {SenderState("PAUSED")}
    assert LIFECYCLE.why_unreachable(sender(SenderState.ACTIVE), newer) is None
    assert "not submitted" in (LIFECYCLE.why_unreachable(sender(status=SenderStatus.DRAFT), newer) or "")
