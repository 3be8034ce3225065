"""Calls into an event loop from any thread."""

import asyncio
from collections.abc import Callable
from typing import TypeVarTuple, Unpack

Ts = TypeVarTuple("Ts")


def call_soon(loop: asyncio.AbstractEventLoop, callback: Callable[[Unpack[Ts]], object], *args: *Ts) -> None:
    """Let a loop call something soon.

    From the loop's own thread it is not woken, as `call_soon_threadsafe` would do: thousands of wake-ups in one turn
    fill the loop's pipe, and then signals are lost.
    """
    try:
        is_own = asyncio.get_running_loop() is loop
    except RuntimeError:
        is_own = False
    if is_own:
        loop.call_soon(callback, *args)
    else:
        loop.call_soon_threadsafe(callback, *args)
