"""What a family knows of the network: a way to send an operation, and a clock."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Protocol, TypeVar

from sinch_provisioning.core.operation import Operation
from sinch_provisioning.core.unset import UNSET

T = TypeVar("T")
G = TypeVar("G")


class Clock(Protocol):
    """Whose time counts; a test brings its own, so that nothing has to sleep."""

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        ...

    def time(self) -> float:
        """Return seconds since 1970."""
        ...

    async def sleep(self, seconds: float, /) -> None:
        """Wait."""
        ...


class Dispatch(Protocol):
    """Carries a call to the service and its response back."""

    @property
    def clock(self) -> Clock:
        """Whose time counts for waits."""
        ...

    async def send(
        self,
        operation: Operation[T],
        /,
        *,
        path: Mapping[str, str],
        query: Mapping[str, object],
        body: object,
    ) -> T:
        """Send one request; query names are Python's, the body is a model or UNSET."""
        ...

    async def send_deferred(
        self, operation: Operation[T], /, *, path: Mapping[str, str], query: Mapping[str, object]
    ) -> Callable[[], T]:
        """Send one request without a body, and return a function that reads the response when it is needed."""
        ...


class Resource:
    """Base of every group of methods; all that it holds is the way to the network.

    What all methods share is said here, not at each:

    - Where a body is sent it is given as the model (the whole request; or the whole change, as the family's `changes`
      returns it) or as its fields. Arguments are checked first: with InvalidRequest nothing was sent.
    - `page_size` is how many items a page has at most, 1 to the operation's `max_page_size`; `on_unreadable` is called
      with each item that this version cannot read, instead of an error at the end of its page.
    - `state` is the state to wait for, or several of which any will do, and `deadline` how many seconds to wait at
      most; then it is WaitFailed, whose `.last` is the resource as last seen.
    """

    __slots__ = ("_dispatch",)

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    def _group(self, _name: str, cls: Callable[[Dispatch], G], /) -> G:
        return cls(self._dispatch)

    def _send(
        self,
        operation: Operation[T],
        /,
        body: object = UNSET,
        *,
        query: Mapping[str, object] = {},
        **path: str,
    ) -> Coroutine[Any, Any, T]:
        return self._dispatch.send(operation, path=path, query=query, body=body)
