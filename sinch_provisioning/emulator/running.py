"""What an emulator runs in: a loop, a thread with a loop of its own, a process that ends on a signal."""

import asyncio
import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import TypeVarTuple, Unpack

Ts = TypeVarTuple("Ts")


@contextmanager
def on_signals(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> Generator[None]:
    """Call `stop` in the loop on SIGINT and SIGTERM.

    Handlers of the loop would not do: Windows has none, and a signal that comes while the loop's own pipe is full
    never reaches them.
    """

    def caught(*_: object) -> None:
        loop.call_soon_threadsafe(stop)

    names: list[int] = [signal.SIGINT, signal.SIGTERM]
    if sys.platform == "win32":
        names.append(signal.SIGBREAK)  # Ctrl+Break
    before = {name: signal.signal(name, caught) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            # None is a handler that was not installed by Python; it cannot be put back.
            signal.signal(name, signal.SIG_DFL if handler is None else handler)


class EmulatorThread:
    """Runs an emulator in a loop of its own."""

    def __init__(self, emulator: AbstractAsyncContextManager[object]) -> None:
        self._emulator = emulator
        self._ready = threading.Event()
        self._error: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="sinch_provisioning emulator", daemon=True)

    def begin(self) -> None:
        self._thread.start()
        self._ready.wait()
        if self._error is not None:
            self._thread.join()
            raise self._error

    def end(self) -> None:
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            self._stop = asyncio.Event()
            async with self._emulator:
                self._ready.set()
                await self._stop.wait()

        try:
            asyncio.run(serve())
        except BaseException as error:  # noqa: BLE001 - it is raised where `with` was written
            self._error = error
        finally:
            self._ready.set()


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
