"""Wait until something at the service has changed: ask with growing pauses, give up early where hope is gone."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from typing import Any, TypeVar

from sinch_provisioning.core.model import OpenEnum
from sinch_provisioning.core.operation import Clock
from sinch_provisioning.errors import InvalidRequest, WaitFailed

T = TypeVar("T")
S = TypeVar("S", bound=OpenEnum)

__all__ = ["any_of", "either", "poll"]

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
GROWTH = 1.5


async def poll(
    fetch: Callable[[], Awaitable[T]],
    *,
    done: Callable[[T], bool],
    hopeless: Callable[[T], str | None],
    deadline: float,
    clock: Clock,
) -> T:
    """Call `fetch` until its answer is `done`, pausing 1 second at first and up to 30 later on.

    Args:
        fetch: Reads the object.
        done: Whether this is what is waited for.
        hopeless: Why it cannot come any more, in words; None while it can.
        deadline: Seconds to wait at most.
        clock: Whose time counts.

    Raises:
        WaitFailed: `hopeless` gave a reason, or the deadline has passed; `.last` is the object as last seen.
        ProvisioningError: `fetch` failed.
    """
    if isinstance(deadline, bool) or not isinstance(deadline, int | float) or not deadline > 0:
        raise InvalidRequest([("deadline", f"has to be a positive number of seconds, is {deadline!r}")])
    end = clock.monotonic() + deadline
    pause = FIRST_PAUSE
    while True:
        last = await fetch()
        if done(last):
            return last
        reason = hopeless(last)
        if reason is not None:
            raise WaitFailed(reason, last=last)
        left = end - clock.monotonic()
        if left <= 0:
            raise WaitFailed(f"not there within {deadline:g} seconds", last=last)
        await clock.sleep(min(pause, left))
        pause = min(pause * GROWTH, LONGEST_PAUSE)


def any_of(kind: type[S], state: S | Collection[S], *, field: str = "state") -> frozenset[S]:
    """Return the states that a caller waits for, given as one or as several.

    Args:
        kind: Enum of the states.
        state: What the caller gave.
        field: The caller's name for it.

    Raises:
        InvalidRequest: none is given, or one is not a state, which would be waited for in vain.
    """
    if isinstance(state, str) or not isinstance(state, Iterable):
        given: list[Any] = [state]
    else:
        given = list(state)
    if not given:
        raise InvalidRequest([(field, "needs at least one state")])
    known = [member.value for member in kind]
    for one in given:
        if not isinstance(one, kind) and one not in known:
            newer = f"one that is newer than this version goes as {kind.__name__}(...)"
            raise InvalidRequest([(field, f"{one!r} is not one of {', '.join(known)}; {newer}")])
    return frozenset(kind(one) for one in given)


def either(wanted: Collection[str]) -> str:
    """Return the states that were waited for, in words."""
    return " or ".join(sorted(str(one) for one in wanted))
