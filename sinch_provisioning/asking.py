"""Ask the caller for something in the middle of a call, through a function of theirs, plain or async."""

import inspect
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

__all__ = ["ask"]


async def ask(question: Callable[[T], R | Awaitable[R]], about: T) -> R:
    """Return what the function answers.

    A plain function may keep a person at a prompt, so it runs in a thread of its own and holds up nobody; if the call
    is cancelled, nobody waits for its answer any more.
    """
    if inspect.iscoroutinefunction(question):
        return cast("R", await question(about))
    from anyio.to_thread import run_sync

    answer = await run_sync(question, about, abandon_on_cancel=True)
    # An object or a lambda can be async without looking it.
    return cast("R", await answer) if inspect.isawaitable(answer) else answer
