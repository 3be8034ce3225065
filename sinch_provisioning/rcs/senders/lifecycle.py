"""How a sender's state moves on without another call."""

from collections.abc import Collection
from typing import Final

from sinch_provisioning.rcs.senders.models import Sender, SenderState
from sinch_provisioning.waiting import Lifecycle, join_or

# Moves that the service makes by itself. DRAFT is among them, as an update completes a draft asynchronously.
_MOVES: Final = {
    SenderState.DRAFT: SenderState.IN_PROGRESS,
    SenderState.IN_PROGRESS: SenderState.IN_TEST,
    SenderState.PREPARING_LAUNCH: SenderState.LAUNCHING,
    SenderState.LAUNCHING: SenderState.LAUNCHED,
    SenderState.LAUNCHED: SenderState.UNLAUNCHED,
}


def why_unreachable(sender: Sender, wanted: Collection[SenderState]) -> str | None:
    """Return why none of the wanted states can follow without another call; None while one can."""
    state = sender.state
    if state is None or not state.is_known:
        return None  # what a newer state can lead to is not known here
    ahead: SenderState | None = state
    while ahead is not None:
        if ahead in wanted:
            return None
        ahead = _MOVES.get(ahead)
    hint = "; call launch() first" if SenderState.LAUNCHED in wanted and state is not SenderState.UNKNOWN else ""
    return f"{join_or(wanted)} does not follow without another call{hint}"


LIFECYCLE: Final = Lifecycle("sender", SenderState, lambda sender: sender.state, why_unreachable)
