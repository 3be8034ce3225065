"""Wait until something at the service has changed: poll with growing pauses, stop early when it cannot happen."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any, Generic, TypeVar

from sinch_provisioning.core.arguments import choice
from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import value
from sinch_provisioning.errors import InvalidRequest, WaitFailed

T = TypeVar("T")
S = TypeVar("S", bound=OpenEnum)

__all__ = ["Lifecycle", "join_or", "parse_states", "poll", "wait_for"]

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
GROWTH = 1.5


@value
class Lifecycle(Generic[T, S]):
    """How far a resource is, and which states it can still reach by itself."""

    noun: str
    """What the resource is called in messages, as "sender"."""
    states: type[S]
    """Its states."""
    state: Callable[[T], S | None]
    """Reads the state off the resource."""
    obstacle: Callable[[T, Collection[S]], str | None]
    """Says why none of the wanted states, all of them known, can follow without another call; None while one can."""

    def why_unreachable(self, found: T, wanted: Collection[S]) -> str | None:
        """Return why none of the wanted states can follow without another call, or None while one can.

        What leads to a state that is newer than this version is not known, so only the lack of any state, as of a
        draft, can rule it out.
        """
        is_open = self.state(found) is not None and not all(one.is_known for one in wanted)
        return None if is_open else self.obstacle(found, wanted)


async def wait_for(
    lifecycle: Lifecycle[T, S],
    fetch: Callable[[], Awaitable[T]],
    state: S | str | Collection[S | str],
    deadline: float,
    clock: Clock,
) -> T:
    """Return the resource that `fetch` reads as soon as it is in a state, or in one of several; else as `poll`.

    Raises:
        InvalidRequest: there is no such state, or the deadline is not positive.
        WaitFailed: the deadline has passed, or the state cannot be reached without another call; `.wanted` holds the
            wanted states, `.state` the last one, `.last` the resource as last seen.
    """
    wanted = parse_states(lifecycle.states, state)
    try:
        return await poll(
            fetch,
            done=lambda found: lifecycle.state(found) in wanted,
            give_up=lambda found: lifecycle.why_unreachable(found, wanted),
            deadline=deadline,
            clock=clock,
        )
    except WaitFailed as error:
        last = lifecycle.state(error.last)
        raise WaitFailed(
            f"waited for the {lifecycle.noun} to be {join_or(wanted)}, but it is {last}: {error}",
            last=error.last,
            wanted=tuple(sorted(wanted)),
            state=last,
        ) from None


async def poll(
    fetch: Callable[[], Awaitable[T]],
    *,
    done: Callable[[T], bool],
    give_up: Callable[[T], str | None],
    deadline: float,
    clock: Clock,
) -> T:
    """Call `fetch` until its result is `done`, pausing 1 second at first and up to 30 later on.

    Args:
        fetch: Reads the object; its errors come through.
        done: Whether this is what is waited for.
        give_up: Says why it cannot happen any more; None while it can.
        deadline: Seconds to wait at most, by the clock.
        clock: Whose time counts.

    Raises:
        InvalidRequest: the deadline is not positive.
        WaitFailed: `give_up` gave a reason, or the deadline has passed; `.last` is the object as last seen.
    """
    if isinstance(deadline, bool) or not isinstance(deadline, int | float) or not deadline > 0:
        raise InvalidRequest([("deadline", f"must be a positive number of seconds, not {deadline!r}")])
    end = clock.monotonic() + deadline
    pause = FIRST_PAUSE
    while True:
        last = await fetch()
        if done(last):
            return last
        reason = give_up(last)
        if reason is not None:
            raise WaitFailed(reason, last=last)
        left = end - clock.monotonic()
        if left <= 0:
            raise WaitFailed(f"not reached within {deadline:g} seconds", last=last)
        await clock.sleep(min(pause, left))
        pause = min(pause * GROWTH, LONGEST_PAUSE)


def parse_states(kind: type[S], state: S | str | Collection[S | str]) -> frozenset[S]:
    """Return the states that a caller waits for, given as one or as several.

    Raises:
        InvalidRequest: none is given, or one is not a state of this enum, which would be waited for in vain.
    """
    given: list[Any] = list(state) if isinstance(state, Collection) and not isinstance(state, str) else [state]
    if not given or None in given:
        raise InvalidRequest([("state", "needs at least one state")])
    return frozenset(kind(choice("state", kind, one)) for one in given)


def join_or(wanted: Collection[str]) -> str:
    """Return the states that were waited for, in words."""
    return " or ".join(sorted(str(one) for one in wanted))
