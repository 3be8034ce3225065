"""How far a sender is, read off `state` and `changes`, and which states need another call."""

from collections.abc import Collection
from typing import Final

from sinch_provisioning.core.bodies import NOT_SUBMITTED
from sinch_provisioning.kakaotalk.senders.models import Sender, SenderState, SenderStatus
from sinch_provisioning.waiting import Lifecycle, join_or

# Changes of state that no call of ours makes. How a sender leaves INACTIVE, BLOCKED and SUSPENDED is not documented,
# and another process may request and verify a code, so every state counts as reachable from there.
_MOVES: dict[SenderState, frozenset[SenderState]] = {
    SenderState.ACTIVE: frozenset({SenderState.INACTIVE, SenderState.BLOCKED, SenderState.SUSPENDED}),
}


def why_unreachable(sender: Sender, wanted: Collection[SenderState]) -> str | None:
    """Return why none of the wanted states can follow without another call, or None while one can."""
    if sender.state is None:
        return why_changes_stay(sender)
    if not _MOVES.get(sender.state, frozenset(wanted)).isdisjoint(wanted):
        return None
    return f"a sender that is {sender.state} does not become {join_or(wanted)} by itself"


def why_changes_stay(sender: Sender) -> str | None:
    """Return why a creation or an edit cannot become live without another call, or None while it can."""
    status = sender.changes.status if sender.changes else None
    if status == SenderStatus.DRAFT:
        return NOT_SUBMITTED
    if status == SenderStatus.REJECTED:
        return (
            "it was rejected, and activities() may say why; "
            "delete_changes() removes it, or change it and submit it again with update()"
        )
    return None


LIFECYCLE: Final = Lifecycle("sender", SenderState, lambda sender: sender.state, why_unreachable)
