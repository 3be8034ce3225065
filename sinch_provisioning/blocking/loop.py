"""One event loop in a thread of its own, and calls into it from other threads."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, final

from sinch_provisioning.blocking.threads import exiting, start_native
from sinch_provisioning.errors import ClientClosed

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal

R = TypeVar("R")


@final
class Call(Future[R]):
    """A coroutine in the loop of another thread: cancelling it here cancels its task there.

    The portal's own `start_task_soon` waits once more, for the task to be started, which costs two thirds of a call.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, R]) -> None:
        super().__init__()
        self._loop = loop
        self._coroutine = coroutine
        self._task: asyncio.Task[R] | None = None

    def start(self) -> None:
        """Start the task, in the loop's thread."""
        if self.cancelled():
            self._coroutine.close()
        else:
            self._task = self._loop.create_task(self._coroutine)
            self._task.add_done_callback(self._finish)

    def cancel(self) -> bool:
        """Cancel the call, and its task as soon as the loop comes to it."""
        with suppress(RuntimeError):  # the loop has ended, and its tasks with it
            self._loop.call_soon_threadsafe(self._stop)
        return super().cancel()

    def drop(self) -> None:
        """Cancel the call after the end of the loop."""
        super().cancel()
        with suppress(RuntimeError):  # of a task that would not end with its loop
            self._stop()

    def _stop(self) -> None:
        if self._task is None:
            self._coroutine.close()
        else:
            self._task.cancel()

    def _finish(self, task: "asyncio.Task[R]") -> None:
        error = None if task.cancelled() else task.exception()
        if task.cancelled():
            super().cancel()
        if not self.set_running_or_notify_cancel():
            return
        if error is not None:
            self.set_exception(error)
        else:
            self.set_result(task.result())


@final
class LoopThread:
    """A loop that runs until it is ended; made in its own thread."""

    def __init__(self, portal: "BlockingPortal") -> None:
        self.ident: int = threading.get_ident()
        self._portal = portal
        self._loop = asyncio.get_running_loop()
        self._calls: set[Call[Any]] = set()
        self._ending = False

    @staticmethod
    def launch() -> "tuple[Future[LoopThread], Callable[[], object]]":
        """Start a thread; return the loop that is to come, and what waits for the thread's end; raises as `start`."""
        ready: Future[LoopThread] = Future()
        return ready, start_native(partial(_serve, ready))

    def submit(self, coroutine: Coroutine[Any, Any, R]) -> Call[R]:
        """Have a coroutine run in the loop, in a copy of this thread's context.

        Raises:
            ClientClosed: the loop has ended.
        """
        call = Call(self._loop, coroutine)
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)
        try:
            self._loop.call_soon_threadsafe(self._start, call)
        except RuntimeError:
            call.drop()
            raise ClientClosed("this client was closed meanwhile; make a new one") from None
        return call

    def _start(self, call: Call[Any]) -> None:
        if self._ending:  # it would not live to see its result
            call.drop()
        else:
            call.start()

    def end(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run a last coroutine, and let the loop end; calls that are still under way are cancelled."""
        try:
            self._portal.start_task_soon(last).result()
        finally:
            self._ending = True
            self._portal.start_task_soon(self._portal.stop, True).result()

    def drop_calls(self) -> None:
        """Cancel what reached the loop too late; nothing else is left when it has ended."""
        for call in list(self._calls):
            call.drop()


def _serve(ready: "Future[LoopThread]") -> None:
    """Run a loop until its portal is stopped."""
    # Not at the top, as the async client's modules come here too: the twins stand beside the async classes.
    import anyio
    from anyio.from_thread import BlockingPortal

    async def serve() -> None:
        async with BlockingPortal() as portal:
            ready.set_result(LoopThread(portal))
            await portal.sleep_until_stopped()

    # anyio's own `start_blocking_portal` hangs in a child process whose garbage collection comes upon it.
    try:
        anyio.run(serve)
    except BaseException as error:
        if not ready.done():
            ready.set_exception(error)
        elif not (isinstance(error, RuntimeError) and exiting()):
            raise
        # Else the loop could not start the thread that waits for its executor, which has nothing left to do.
    finally:
        if ready.exception() is None:
            ready.result().drop_calls()
