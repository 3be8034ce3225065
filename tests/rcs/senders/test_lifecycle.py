"""Which states a sender can still reach by itself."""

import pytest

from sinch_provisioning import rcs
from sinch_provisioning.rcs.senders.lifecycle import LIFECYCLE

State = rcs.SenderState


def sender(state: State | None) -> rcs.Sender:
    return rcs.Sender(id="s", state=state)


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        (State.DRAFT, State.IN_PROGRESS),
        (State.DRAFT, State.IN_TEST),
        (State.IN_PROGRESS, State.IN_TEST),
        (State.PREPARING_LAUNCH, State.LAUNCHED),
        (State.LAUNCHING, State.LAUNCHED),
        (State.LAUNCHED, State.UNLAUNCHED),
        (None, State.IN_TEST),
        (State("PAUSED"), State.LAUNCHED),
        (State.IN_TEST, State("PAUSED")),
    ],
)
def test_a_state_that_follows_by_itself_is_waited_for(state: State | None, wanted: State) -> None:
    assert LIFECYCLE.why_unreachable(sender(state), {wanted}) is None


@pytest.mark.parametrize(
    ("state", "wanted", "words"),
    [
        (State.DRAFT, State.LAUNCHED, "call launch() first"),
        (State.IN_TEST, State.LAUNCHING, "LAUNCHING does not follow without another call"),
        (State.IN_TEST, State.LAUNCHED, "call launch() first"),
        (State.UNLAUNCHED, State.LAUNCHED, "call launch() first"),
        (State.LAUNCHED, State.IN_TEST, "IN_TEST does not follow without another call"),
        (State.LAUNCHING, State.DRAFT, "DRAFT does not follow without another call"),
        (State.UNKNOWN, State.LAUNCHED, "LAUNCHED does not follow"),
    ],
)
def test_a_state_that_does_not_follow_ends_the_wait(state: State, wanted: State, words: str) -> None:
    reason = LIFECYCLE.why_unreachable(sender(state), {wanted})
    assert reason is not None
    assert words in reason
    assert ("launch()" in reason) is (wanted is State.LAUNCHED and state is not State.UNKNOWN)
