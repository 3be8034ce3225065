"""How far a sender is, read off `state` and `changes`, and what it can still reach by itself."""

from collections.abc import Collection
from typing import Final

from sinch_provisioning.core.bodies import NOT_SUBMITTED
from sinch_provisioning.waiting import Lifecycle, join_or
from sinch_provisioning.whatsapp.senders.models import Sender, SenderState, SenderStatus

# Moves that need no call of ours. What follows SUSPENDED is not documented, so every state counts as reachable.
_MOVES: dict[SenderState, frozenset[SenderState]] = {
    SenderState.ACTIVE: frozenset({SenderState.INACTIVE, SenderState.SUSPENDED}),
    SenderState.INACTIVE: frozenset(),
    SenderState.ERROR: frozenset(),
}


def why_unreachable(sender: Sender, wanted: Collection[SenderState]) -> str | None:
    """Return why none of the wanted states can follow without another call, or None while one can.

    PENDING_VERIFICATION is not final: another process may submit the code, which then takes a moment to work.
    """
    if sender.state is None:
        return why_changes_stay(sender)
    in_work = sender.changes is not None and sender.changes.status == SenderStatus.IN_PROGRESS
    if in_work or not _MOVES.get(sender.state, frozenset(wanted)).isdisjoint(wanted):
        return None
    return f"the sender is {sender.state}, which does not lead to {join_or(wanted)} by itself"


def why_changes_stay(sender: Sender) -> str | None:
    """Return why a creation or an edit cannot become live without another call, or None while it can."""
    changes = sender.changes
    if changes is None:
        return None
    if changes.status == SenderStatus.DRAFT:
        return NOT_SUBMITTED
    if changes.status == SenderStatus.REJECTED:
        return "it was rejected; change and submit it again with update()"
    if changes.status in {SenderStatus.ERROR, SenderStatus.MULTIPLE_WABA_ERROR}:
        known = ": ".join(str(part) for part in (changes.error_code, changes.error_reason) if part)
        return f"it failed{f' ({known})' if known else ''}; delete_changes() removes it"
    return None


LIFECYCLE: Final = Lifecycle("sender", SenderState, lambda sender: sender.state, why_unreachable)
