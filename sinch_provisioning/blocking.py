"""The bridge from plain calls to the one event loop that a blocking client runs in a thread of its own."""

import asyncio
import atexit
import os
import threading
import warnings
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, cast, overload

import anyio
from anyio.from_thread import BlockingPortal

from sinch_provisioning._call_group import CallGroup
from sinch_provisioning._starting import exiting, start
from sinch_provisioning.core.pages import Page
from sinch_provisioning.errors import ClientClosed, ConfigurationError
from sinch_provisioning.paging import Listing

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
Target = TypeVar("Target", covariant=True)

__all__ = [
    "BlockingListing",
    "BlockingResource",
    "Bridge",
    "Method",
    "across",
    "blocking",
    "blocking_listing",
]


class Bridge:
    """Runs coroutines in the loop's thread and waits for them here. The thread starts with the first call.

    Args:
        farewell: What to run in the loop before it ends.
        unclosed: What to warn of if the process ends and nobody has closed the bridge.
    """

    def __init__(self, farewell: Callable[[], Coroutine[Any, Any, None]], unclosed: str) -> None:
        self._farewell = farewell
        self._unclosed = unclosed
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._portal: BlockingPortal | None = None
        self._pid = 0
        self._closed = False
        self._warned = False

    @property
    def is_open(self) -> bool:
        """Whether the thread runs, in this process."""
        return self._portal is not None and self._pid == os.getpid()

    def run(self, fn: Callable[..., Coroutine[Any, Any, R]], *args: Any, **kwargs: Any) -> R:
        """Return what the coroutine returns. Ctrl-C reaches only this thread, so it cancels the coroutine too."""
        portal = self._portal if self._pid == os.getpid() else None
        if portal is None:
            portal = self._open()
        elif self._thread is threading.current_thread():
            # It would wait for itself for ever.
            raise ConfigurationError("a blocking client cannot be used in its own event loop, as in a hook of its own")

        async def call() -> R:
            return await fn(*args, **kwargs)

        try:
            future = portal.start_task_soon(call)
        except RuntimeError:
            raise ClientClosed("this client was closed meanwhile; make a new one") from None
        group = CallGroup.current.get()
        try:
            return future.result() if group is None else group.wait(future)
        except CancelledError:
            raise ClientClosed("this client was closed while the call was under way") from None
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        """Say farewell and end the thread; calls that still run in it are cancelled."""
        with self._lock:
            thread, portal = self._thread, self._portal
            self._thread = self._portal = None
            self._closed = True
        if thread is None or portal is None or self._pid != os.getpid():
            return
        atexit.unregister(self._at_exit)
        try:
            portal.start_task_soon(self._farewell).result()
        finally:
            portal.start_task_soon(portal.stop, True).result()
            thread.join()

    def abandon(self) -> None:
        """Close from a thread of its own: garbage collection must wait for nothing, and may run anywhere."""
        if self.is_open:
            self._warn(stacklevel=4)
            # While the interpreter shuts down `_at_exit` is still to come.
            with suppress(ConfigurationError):
                start(threading.Thread(target=self.close, daemon=True))

    def _at_exit(self) -> None:
        # After this point daemon threads no longer run; waiting for the loop would deadlock.
        if self.is_open:
            self._warn(stacklevel=3)
            self.close()

    def _warn(self, *, stacklevel: int) -> None:
        if not self._warned:
            self._warned = True
            warnings.warn(self._unclosed, ResourceWarning, stacklevel=stacklevel, source=self)

    def _open(self) -> BlockingPortal:
        if self._pid not in {0, os.getpid()}:
            # A thread does not survive a fork, and its sockets would be shared with the parent.
            raise ConfigurationError("this client was made before a fork; make a new one in the child process")
        with self._lock:
            if self._closed:
                raise ClientClosed("this client is closed; make a new one")
            if self._portal is not None:
                return self._portal
            ready: Future[BlockingPortal] = Future()
            # anyio's own `start_blocking_portal` hangs in a child process whose garbage collection comes upon it.
            thread = threading.Thread(target=_serve, args=(ready,), name="sinch_provisioning", daemon=True)
            start(thread)
            portal = ready.result()
            self._thread = thread
            self._pid = os.getpid()
            self._portal = portal
            atexit.register(self._at_exit)
            return portal


def _serve(ready: "Future[BlockingPortal]") -> None:
    """Run a loop until its portal is stopped."""

    async def serve() -> None:
        async with BlockingPortal() as portal:
            ready.set_result(portal)
            await portal.sleep_until_stopped()

    try:
        anyio.run(serve)
    except BaseException as error:
        if not ready.done():
            ready.set_exception(error)
        elif not (isinstance(error, RuntimeError) and exiting()):
            raise
        # Else the loop could not start the thread that waits for its executor, which has nothing left to do.


class BlockingResource(Generic[Target]):
    """Base of the blocking twin of a group of methods."""

    __slots__ = ("_bridge", "_target")

    def __init__(self, bridge: Bridge, target: Target) -> None:
        self._bridge = bridge
        self._target = target

    def _group(self, name: str, cls: Callable[[Bridge, Any], R], /) -> R:
        return cls(self._bridge, getattr(self._target, name))


class BlockingListing(Generic[T]):
    """A list that is fetched while it is walked through: `for item in listing`; crosses to the loop once a page."""

    __slots__ = ("_bridge", "_listing")

    def __init__(self, bridge: Bridge, listing: Listing[T]) -> None:
        self._bridge = bridge
        self._listing = listing

    def __repr__(self) -> str:
        return repr(self._listing)

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items

    def pages(self, after: str | None = None, *, prefetch: bool = True) -> Iterator[Page[T]]:
        """Walk page by page.

        Args:
            after: The `next_token` of a page, or the `resume_token` of an error, to go on from; None is the first page.
            prefetch: Fetch the next page while the caller works on this one.
        """
        return across(self._bridge, self._listing.pages(after, prefetch=prefetch))

    def page(self, token: str | None = None) -> Page[T]:
        """Fetch one page: the first, or the one that `token` leads to."""
        return self._bridge.run(self._listing.page, token)

    def collect(self, limit: int | None = None) -> list[T]:
        """Return all items in a list, or the first `limit` of them."""
        return self._bridge.run(self._listing.collect, limit)

    def first(self) -> T | None:
        """Return the first item, or None if there is none."""
        return self._bridge.run(self._listing.first)


def across(bridge: Bridge, walk: AsyncGenerator[T, None]) -> Iterator[T]:
    """Walk an asynchronous generator of the loop from here."""
    # After Ctrl-C the step that it interrupts needs a moment to end, and the walk cannot end before it.
    turn = asyncio.Lock()

    async def step() -> T:
        async with turn:
            return await anext(walk)

    async def end() -> None:
        async with turn:
            await walk.aclose()

    try:
        while True:
            try:
                item = bridge.run(step)
            except StopAsyncIteration:
                return
            yield item
    finally:
        # The walk has to end properly also where the calls of this thread are being cancelled.
        group = CallGroup.current.set(None)
        try:
            # A client that is closed, or another process's, has ended its walks already.
            with suppress(ConfigurationError):
                bridge.run(end)
        finally:
            CallGroup.current.reset(group)


class Method(Generic[P, R]):
    """What a type checker sees of a blocking twin; at run time it is a plain function."""

    @overload
    def __get__(self, obj: None, owner: object = None, /) -> Self: ...
    @overload
    def __get__(self, obj: BlockingResource[Any], owner: object = None, /) -> Callable[P, R]: ...
    def __get__(self, obj: object, owner: object = None, /) -> object:
        raise NotImplementedError


def blocking(fn: Callable[Concatenate[Any, P], Coroutine[Any, Any, R]]) -> Method[P, R]:
    """Make the blocking twin of an async method."""

    def call(self: BlockingResource[Any], /, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._bridge.run(fn, self._target, *args, **kwargs)

    update_wrapper(call, fn)
    return cast("Method[P, R]", call)


def blocking_listing(fn: Callable[Concatenate[Any, P], Listing[T]]) -> Method[P, BlockingListing[T]]:
    """Make the blocking twin of a method that returns a listing."""

    def call(self: BlockingResource[Any], /, *args: P.args, **kwargs: P.kwargs) -> BlockingListing[T]:
        return BlockingListing(self._bridge, fn(self._target, *args, **kwargs))

    update_wrapper(call, fn)
    return cast("Method[P, BlockingListing[T]]", call)
