"""A harness that cancels a coroutine at one of its checkpoints: the places where it waits.

Two moments matter at each of them: while it waits, and when what it waits for has come but it has not gone on yet. The
second is where locks, places and connections get lost: they are its own already, and it does not know.
"""

import asyncio
import enum
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any, Generic, TypeVar, final

import attrs

T = TypeVar("T")
S = TypeVar("S")


@final
class Moment(enum.Enum):
    """When at a checkpoint something is done to the coroutine."""

    WAITING = "while it waits"
    DONE = "when what it waits for has come"


@attrs.define
class Stepped(Generic[T]):
    """Runs a coroutine, and calls `disturb` at its checkpoint number `at` (from 1)."""

    coroutine: Coroutine[Any, Any, T]
    at: int
    moment: Moment
    disturb: Callable[[], object]
    passed: int = 0
    """Checkpoints that it has come to."""

    def __await__(self) -> Generator[Any, Any, T]:
        steps = self.coroutine.__await__()
        send: Callable[[], Any] = lambda: next(steps)  # noqa: E731 - replaced each time round
        while True:
            try:
                waits_for = send()
            except StopIteration as end:
                result: T = end.value
                return result
            self.passed += 1
            if self.passed == self.at:
                self._arm(waits_for)
            try:
                value = yield waits_for
            except BaseException as error:  # noqa: BLE001 - handed on as it is
                send = _thrower(steps, error)
            else:
                send = _sender(steps, value)

    def _arm(self, waits_for: "asyncio.Future[Any] | None") -> None:
        if waits_for is None or self.moment is Moment.WAITING:
            asyncio.get_running_loop().call_soon(self.disturb)
        else:
            # Before the task's own callback, so that the task has not been told yet.
            waits_for.add_done_callback(lambda _: self.disturb())


def _thrower(steps: Generator[Any, Any, Any], error: BaseException) -> Callable[[], Any]:
    return lambda: steps.throw(error)


def _sender(steps: Generator[Any, Any, Any], value: object) -> Callable[[], Any]:
    return lambda: steps.send(value)


@attrs.define
class Disturbed(Generic[T]):
    """How a run ended."""

    struck: bool
    """Whether it came to that checkpoint at all."""
    outcome: T | BaseException


async def disturbed(
    run: Callable[[], Coroutine[Any, Any, T]],
    at: int,
    moment: Moment,
    disturb: Callable[["asyncio.Task[Any]"], object],
) -> Disturbed[T]:
    """Run a coroutine in a task of its own and disturb it at a checkpoint."""
    struck: list[None] = []

    async def main() -> T:
        task = asyncio.current_task()
        assert task is not None

        def strike() -> None:
            struck.append(None)
            disturb(task)

        return await Stepped(run(), at, moment, strike)

    task = asyncio.create_task(main())
    await asyncio.wait([task])
    outcome: T | BaseException
    outcome = asyncio.CancelledError() if task.cancelled() else task.exception() or task.result()
    return Disturbed(bool(struck), outcome)


async def at_every_checkpoint(
    fresh: Callable[[], AbstractAsyncContextManager[S]],
    run: Callable[[S], Coroutine[Any, Any, Any]],
    moment: Moment,
    disturb: Callable[[S, "asyncio.Task[Any]"], object],
    check: Callable[[S, int, Any], Awaitable[None]],
) -> int:
    """Run a coroutine again and again, disturb it at its first, second, third checkpoint, and check each outcome.

    Each run has something of its own to run on, from `fresh`. Returns how many checkpoints there were.
    """
    for at in range(1, 1000):
        async with fresh() as ground:
            ended = await disturbed(partial(run, ground), at, moment, partial(disturb, ground))
            if not ended.struck:
                assert not isinstance(ended.outcome, BaseException), ended.outcome
                return at - 1
            await check(ground, at, ended.outcome)
    raise AssertionError("the coroutine has no end of checkpoints")


async def at_many_turns(
    fresh: Callable[[], AbstractAsyncContextManager[S]],
    run: Callable[[S], Coroutine[Any, Any, Any]],
    disturb: Callable[[S, "asyncio.Task[Any]"], object],
    check: Callable[[S, int, Any], Awaitable[None]],
    *,
    runs: int,
) -> int:
    """Run a coroutine many times and disturb it after more and more turns of the loop, wherever its tasks are then.

    Returns in how many runs it was struck before it ended.
    """
    async with fresh() as ground:
        whole = await _turns(asyncio.create_task(run(ground)), None, lambda: None)
    struck = 0
    for number in range(runs):
        async with fresh() as ground:
            task = asyncio.create_task(run(ground))
            await _turns(task, whole * number // runs, partial(disturb, ground, task))
            if task.cancelled():
                struck += 1
                await check(ground, number, asyncio.CancelledError())
            else:
                await check(ground, number, task.exception() or task.result())
    return struck


async def _turns(task: "asyncio.Task[Any]", limit: int | None, strike: Callable[[], object]) -> int:
    """Count turns until a task ends, and strike after so many of them."""
    turns = 0
    while not task.done():
        if turns == limit:
            strike()
        turns += 1
        await asyncio.sleep(0)
    return turns
