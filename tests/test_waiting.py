"""Waiting: growing pauses, an end in time, and an early end where hope is gone."""

from collections.abc import Callable

import pytest

from sinch_provisioning import errors, rcs
from sinch_provisioning.testing import ManualClock
from sinch_provisioning.waiting import any_of, poll

pytestmark = pytest.mark.anyio


class Object:
    """Something at the service that counts how often it was read."""

    def __init__(self, fails_at: int | None = None) -> None:
        self.reads = 0
        self._fails_at = fails_at

    async def read(self) -> int:
        self.reads += 1
        if self.reads == self._fails_at:
            raise errors.NotFound(status=404, error_code="sender_not_found")
        return self.reads


def never(_: int) -> str | None:
    return None


def at(count: int) -> Callable[[int], bool]:
    return lambda reads: reads >= count


async def test_what_is_there_already_is_not_waited_for() -> None:
    clock = ManualClock()
    assert await poll(Object().read, done=at(1), hopeless=never, deadline=1, clock=clock) == 1
    assert clock.slept == []


async def test_pauses_grow_from_one_second_to_thirty() -> None:
    clock = ManualClock()
    assert await poll(Object().read, done=at(13), hopeless=never, deadline=3600, clock=clock) == 13
    assert clock.slept[:4] == [1.0, 1.5, 2.25, 3.375]
    assert clock.slept == sorted(clock.slept)
    assert clock.slept[-2:] == [30.0, 30.0]


async def test_the_deadline_is_kept_to_the_second_and_looked_at_once_more() -> None:
    clock, thing = ManualClock(), Object()
    with pytest.raises(errors.WaitFailed, match="not there within 100 seconds") as caught:
        await poll(thing.read, done=at(10**6), hopeless=never, deadline=100, clock=clock)
    assert sum(clock.slept) == pytest.approx(100)
    assert caught.value.last == thing.reads == len(clock.slept) + 1


async def test_what_comes_with_the_last_look_has_come() -> None:
    clock = ManualClock()
    assert await poll(Object().read, done=at(2), hopeless=never, deadline=0.5, clock=clock) == 2
    assert clock.slept == [0.5]


async def test_no_hope_ends_the_wait_at_once() -> None:
    clock = ManualClock()

    def hopeless(reads: int) -> str | None:
        return "it was refused" if reads == 3 else None

    with pytest.raises(errors.WaitFailed, match="it was refused") as caught:
        await poll(Object().read, done=at(5), hopeless=hopeless, deadline=3600, clock=clock)
    assert caught.value.last == 3
    assert len(clock.slept) == 2


async def test_what_is_done_needs_no_hope() -> None:
    assert await poll(Object().read, done=at(1), hopeless=lambda _: "gone", deadline=1, clock=ManualClock()) == 1


async def test_an_error_of_reading_is_the_callers() -> None:
    with pytest.raises(errors.NotFound):
        await poll(Object(fails_at=2).read, done=at(5), hopeless=never, deadline=3600, clock=ManualClock())


@pytest.mark.parametrize("deadline", [0, -1, float("nan")])
async def test_a_deadline_has_to_be_positive(deadline: float) -> None:
    thing = Object()
    with pytest.raises(errors.InvalidRequest) as caught:
        await poll(thing.read, done=at(1), hopeless=never, deadline=deadline, clock=ManualClock())
    assert caught.value.field == "deadline"
    assert thing.reads == 0


def test_states_are_given_as_one_or_as_several() -> None:
    assert any_of(rcs.SenderState, rcs.SenderState.LAUNCHED) == {rcs.SenderState.LAUNCHED}
    both = any_of(rcs.SenderState, [rcs.SenderState.LAUNCHED, rcs.SenderState.IN_TEST])
    assert both == {rcs.SenderState.LAUNCHED, rcs.SenderState.IN_TEST}
    newer = rcs.SenderState("PAUSED")
    assert any_of(rcs.SenderState, [newer]) == {newer}


def test_a_text_that_is_no_state_would_be_waited_for_in_vain() -> None:
    with pytest.raises(errors.InvalidRequest, match="'LAUNCHD' is none of DRAFT, ") as caught:
        any_of(rcs.SenderState, "LAUNCHD")  # type: ignore[type-var]
    assert caught.value.field == "state"
    assert any_of(rcs.SenderState, "LAUNCHED") == {rcs.SenderState.LAUNCHED}  # type: ignore[type-var]
    with pytest.raises(errors.InvalidRequest, match="at least one state"):
        any_of(rcs.SenderState, [])
