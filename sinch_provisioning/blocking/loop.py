"""One event loop in a thread of its own."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar, final

from sinch_provisioning.blocking.calls import Call, CallGroup
from sinch_provisioning.blocking.threads import exiting, start_native
from sinch_provisioning.errors import ClientClosed

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal

R = TypeVar("R")


@final
class LoopThread:
    """A loop that runs from now on, until it is ended; raises as `threads.start`."""

    def __init__(self) -> None:
        self.ident: int | None = None
        """Of the thread, once the loop runs."""
        self._loop: asyncio.AbstractEventLoop
        self._calls = CallGroup()
        self._ready: Future[BlockingPortal] = Future()
        self._join = start_native(self._run)

    def portal(self) -> "BlockingPortal":
        """Wait until the loop runs; raises what kept it from running."""
        return self._ready.result()

    def submit(self, coroutine: Coroutine[Any, Any, R]) -> Call[R]:
        """Have a coroutine run in the loop, in a copy of this thread's context.

        Raises:
            ClientClosed: the loop has ended.
        """
        group = CallGroup.current.get()
        call = Call(self._loop, coroutine, (self._calls,) if group is None else (self._calls, group))
        try:
            self._loop.call_soon_threadsafe(call.start)
        except RuntimeError:
            call.drop()
            raise ClientClosed("this client was closed meanwhile; make a new one") from None
        return call

    def end(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run a last coroutine, and let the loop and its thread end; calls that are still under way are cancelled."""
        try:
            portal = self.portal()
            try:
                portal.call(last)
            finally:
                portal.call(portal.stop, True)
        finally:
            self._join()

    def _run(self) -> None:
        # Not at the top, as the async client's modules come here too: the twins stand beside the async classes.
        import anyio
        from anyio.from_thread import BlockingPortal

        async def serve() -> None:
            async with BlockingPortal() as portal:
                self._loop = asyncio.get_running_loop()
                self.ident = threading.get_ident()
                self._ready.set_result(portal)
                try:
                    await portal.sleep_until_stopped()
                finally:
                    self._calls.cancel()

        # anyio's own `start_blocking_portal` hangs in a child process whose garbage collection comes upon it.
        try:
            anyio.run(serve)
        except BaseException as error:
            if not self._ready.done():
                self._ready.set_exception(error)
            elif not (isinstance(error, RuntimeError) and exiting()):
                raise
            # Else the loop could not start the thread that waits for its executor, which has nothing left to do.
        finally:
            self._calls.cancel()  # what came too late
