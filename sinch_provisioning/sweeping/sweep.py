"""A sweep: many listings at once, each page stored as it comes."""

# Listings may be anything until they are checked.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import ExitStack, aclosing, closing, suppress
from datetime import datetime
from typing import Any, Final, TypeVar, overload

import attrs
from anyio import CancelScope, to_thread

from sinch_provisioning import BlockingListing, Listing, Page, bulk, errors
from sinch_provisioning.core.arguments import check_whole
from sinch_provisioning.errors import ApiError, InvalidRequest, ProvisioningError
from sinch_provisioning.sweeping.ledger import Key, Ledger, Walk
from sinch_provisioning.sweeping.store import Store

T = TypeVar("T")

_PASSING: Final = (errors.TransportError, errors.DeadlineExceeded, errors.RateLimited, errors.ServerError)
"""Errors that may be over by the end of a sweep, when their listings are tried once more."""
_NOTHING: Final = ("account_not_found", "project_not_initialized", "sms_service_not_found")
"""Error codes of a project that does not have the channel, and so nothing to list."""
_MOST_ROUNDS: Final = 3
"""How often a listing may start again because its token is not valid any more."""


@attrs.frozen(kw_only=True)
class Failure:
    """A listing that could not be walked to its end; also a row of the table `failures`."""

    project: str
    parent: str
    """The rest of its key; mostly empty."""
    error: ProvisioningError
    resume_token: str | None
    """Where it goes on; None means from its start."""


@attrs.frozen(kw_only=True)
class Progress:
    """How far a sweep is. Pages, items and time are those of this call, which may go on with what another began."""

    sweep: int
    """Its number in the store."""
    started: datetime
    """When it was started, perhaps by a call that was interrupted."""
    listings: int
    earlier: int
    """Listings that an interrupted call had done already."""
    done: int
    """Listings that are done, with the earlier ones."""
    failures: tuple[Failure, ...]
    pages: int
    items: int
    unreadable: int
    """Items that no model fits; they are kept as they came, in the table `items`."""
    expected: int
    """Items still to come: as the service counts them, or on average where nothing was listed yet."""
    elapsed: float

    @property
    def rate(self) -> float:
        """Items a second."""
        return self.items / self.elapsed if self.elapsed > 0 else 0.0

    @property
    def remaining(self) -> float | None:
        """Seconds that are probably left; None while nothing tells."""
        return self.expected / self.rate if self.rate > 0 else None


Observer = Callable[[Progress], object]
"""What is called after each page and each failure; it must be quick."""


@overload
def sweep(
    store: Store,
    listings: Mapping[Any, Listing[Any]],
    *,
    concurrency: int = 16,
    observer: Observer | None = None,
    fresh: bool = False,
    retry_failed: bool = False,
) -> Coroutine[Any, Any, Progress]: ...
@overload
def sweep(
    store: Store,
    listings: Mapping[Any, BlockingListing[Any]],
    *,
    concurrency: int = 16,
    observer: Observer | None = None,
    fresh: bool = False,
    retry_failed: bool = False,
) -> Progress: ...
def sweep(
    store: Store,
    listings: Mapping[Any, Any],
    *,
    concurrency: int = 16,
    observer: Observer | None = None,
    fresh: bool = False,
    retry_failed: bool = False,
) -> Any:
    """Walk many listings of one kind at once, and store each page with the token of the next as it comes.

    To be awaited if the listings are an async client's. If it is interrupted, however suddenly, the same call goes on
    where it was: nothing is lost or stored twice. A listing that fails does not end the others. What a complete listing
    does not have any more is gone; a listing with a filter cannot tell.

    Args:
        store: Where to.
        listings: Project to listing; or a tuple of texts, the project first, as `(project, sender)` for activities.
        concurrency: Listings under way at once.
        observer: Called after each page, and after each failure.
        fresh: Begin from the start, also if a sweep was interrupted.
        retry_failed: Go on with the latest sweep, where listings failed in it.

    Raises:
        InvalidRequest: the listings are not all of one operation and client, or they leave out fields.
        ConfigurationError: another sweep writes to the store, or it cannot be written.
    """
    check_whole("concurrency", concurrency, 1)
    run = Run(store, listings, observer, fresh, retry_failed)
    return _in_loop(run, concurrency) if run.is_async else _blocking(run, concurrency)


async def _in_loop(run: "Run", concurrency: int) -> Progress:
    with run.exits:
        # The store is written in a thread, as a disk may keep its caller waiting.
        await _to_its_end(run.open)
        while todo := run.todo():
            async with aclosing(bulk.pages(todo, concurrency=concurrency, after=run.after(todo))) as found:
                async for result in found:
                    await _to_its_end(run.take, result)
                    run.tell()
        return await _to_its_end(run.finish)


async def _to_its_end(work: Callable[..., T], *given: Any) -> T:
    """Run a function in a thread, and leave it only when it has ended: to close a store that is in use may crash."""
    task = asyncio.ensure_future(to_thread.run_sync(work, *given))
    try:
        return await asyncio.shield(task)
    finally:
        with CancelScope(shield=True):
            while not task.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([task])


def _blocking(run: "Run", concurrency: int) -> Progress:
    with run.exits:
        run.open()
        while todo := run.todo():
            pages: Any = bulk.pages(todo, concurrency=concurrency, after=run.after(todo))
            with closing(pages):
                for result in pages:
                    run.take(result)
                    run.tell()
        return run.finish()


class Run:
    """What all kinds of sweep do between pages."""

    def __init__(self, store: Store, listings: Any, observer: Observer | None, fresh: bool, retry_failed: bool) -> None:
        self._store, self._fresh, self._retry_failed = store, fresh, retry_failed
        self.is_async: bool
        self.is_async, self._operation, self._filters = _checked(listings)
        self._listings = {key_of(key): listing for key, listing in listings.items()}
        self._observer = observer
        self._walks: dict[Key, Walk] = {}
        self._tried_again: set[Key] = set()
        self._failures: tuple[Failure, ...] = ()
        self._earlier = self._done = self._pages = self._items = self._unreadable = 0
        self._begun = time.monotonic()
        self.exits: ExitStack = ExitStack()

    def open(self) -> None:
        connection = self.exits.enter_context(self._store.sweeping())
        self._ledger = Ledger(connection, self._operation, self._filters, self._store.now)
        self._walks = self._ledger.open(self._listings, fresh=self._fresh, retry_failed=self._retry_failed)
        self._earlier = self._done = sum(walk.state == "done" for walk in self._walks.values())
        counted = [walk for walk in self._walks.values() if walk.total is not None]
        self._counted, self._total = len(counted), sum(walk.total or 0 for walk in counted)
        self._stored = sum(walk.items for walk in counted)

    def todo(self) -> dict[Key, Any]:
        """Return the listings that are not at their end; those that start or are tried again come in a later pass."""
        return {key: self._listings[key].raw() for key, walk in self._walks.items() if walk.state == "open"}

    def after(self, todo: Mapping[Key, Any]) -> dict[Key, str | None]:
        return {key: self._walks[key].token for key in todo}

    def take(self, result: "bulk.PageResult[Key, bytes]") -> None:
        """Store a page or an error."""
        walk, error = self._walks[result.key], result.error
        code = error.error_code if isinstance(error, ApiError) else None
        if error is not None and (walk.token is not None or code not in _NOTHING):
            self._take_error(walk, error, code)
            return
        page = Page[bytes](total_size=0, page_size=1) if result.error is not None else result.page
        size, before = len(page.items), walk.total
        self._unreadable += self._ledger.take_page(walk, page)
        self._counted += before is None
        self._total += page.total_size - (before or 0)
        self._stored += size
        self._items += size
        self._pages += 1
        self._done += walk.state == "done"

    def _take_error(self, walk: Walk, error: ProvisioningError, code: str | None) -> None:
        if code == "invalid_page_token" and walk.token is not None and walk.round < _MOST_ROUNDS:
            self._stored -= walk.items
            self._ledger.restart(walk)
            return
        again = isinstance(error, _PASSING) and walk.key not in self._tried_again
        self._ledger.take_error(walk, error, final=not again)
        if again:
            self._tried_again.add(walk.key)
            return
        project, parent = walk.key
        self._failures += (Failure(project=project, parent=parent, error=error, resume_token=walk.token),)

    def tell(self) -> None:
        """Call the observer, in the caller's thread or loop."""
        if self._observer is not None:
            self._observer(self._progress())

    def finish(self) -> Progress:
        self._ledger.finish()
        return self._progress()

    def _progress(self) -> Progress:
        uncounted = len(self._walks) - self._counted - len(self._failures)
        mean = self._total / self._counted if self._counted else 0.0
        return Progress(
            sweep=self._ledger.snapshot,
            started=datetime.fromisoformat(self._ledger.started),
            listings=len(self._walks),
            earlier=self._earlier,
            done=self._done,
            failures=self._failures,
            pages=self._pages,
            items=self._items,
            unreadable=self._unreadable,
            expected=max(0, round(self._total - self._stored + mean * uncounted)),
            elapsed=time.monotonic() - self._begun,
        )


def key_of(key: Any) -> Key:
    """Return a key of a listing as the store has it."""
    parts: Any = key if isinstance(key, tuple) else (key,)
    if not parts or not all(isinstance(part, str) and part for part in parts):
        raise InvalidRequest([("listings", f"have to have texts, or tuples of texts, as keys, not {key!r}")])
    return parts[0], "/".join(parts[1:])


def _checked(listings: Any) -> tuple[bool, str, str]:
    """Return whether the listings are of an async client, their operation, and their filters as a text."""
    if not isinstance(listings, Mapping) or not listings:
        raise InvalidRequest([("listings", "have to be a mapping of projects to listings, and not empty")])
    found: dict[Any, Any] = dict(listings)
    kind = BlockingListing if isinstance(next(iter(found.values())), BlockingListing) else Listing
    for key, one in found.items():
        if not isinstance(one, kind):
            rule = f"have to be listings, as sinch.rcs.senders.list(), all of one client; hold a {type(one).__name__}"
            raise InvalidRequest([("listings", f"{rule} for {key!r}")])
    targets: list[Listing[Any]] = [getattr(one, "target", one) for one in found.values()]
    first = targets[0]
    if any((one.operation_id, one.filters) != (first.operation_id, first.filters) for one in targets):
        raise InvalidRequest([("listings", "have to be of one operation, with the same filters")])
    if "field_mask" in first.filters:
        raise InvalidRequest([("listings", "must not leave out fields: what is left out would look changed")])
    return kind is Listing, first.operation_id, repr(sorted(first.filters.items())) if first.filters else ""
