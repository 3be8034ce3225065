"""What an operation of the API is, as a value; what a family needs in order to call one; where its ids go."""

import enum
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, Protocol, TypeVar, final
from urllib.parse import quote

import attrs

from sinch_provisioning.core.model import UNSET, ListAnswer
from sinch_provisioning.core.wire import snake
from sinch_provisioning.errors import InvalidRequest

T = TypeVar("T")
R = TypeVar("R", covariant=True)
L = TypeVar("L", bound=ListAnswer)
I = TypeVar("I")


@final
class Safety(enum.Enum):
    """What a repetition of a request would do."""

    SAFE = "safe"
    """Nothing: it only reads."""
    IDEMPOTENT = "idempotent"
    """The same as the first time."""
    ONCE = "once"
    """Something more: a second resource, another message to a person. Never repeated unless it provably never left."""


@attrs.frozen(eq=False)
class Operation(Generic[R]):
    """One operation of the contract."""

    id: str
    """The contract's operationId."""
    method: str
    path: str
    """Path template of the contract, as `/v1/projects/{projectId}/rcs/senders/{senderId}`."""
    returns: Callable[..., R]
    """Class of the answer; NoneType where there is no body."""
    safety: Safety
    _head: str = attrs.field(init=False, repr=False)
    _tail: tuple[tuple[str, str], ...] = attrs.field(init=False, repr=False)
    """Each id's name, and the text after it."""

    def __attrs_post_init__(self) -> None:
        head, *parts = self.path.replace("}", "{").split("{")
        object.__setattr__(self, "_head", head)
        object.__setattr__(self, "_tail", tuple(zip(map(snake, parts[::2]), parts[1::2], strict=True)))

    def target(self, project_id: str, values: Mapping[str, str]) -> str:
        """Return the path with its ids in place, each percent-encoded within its one segment."""
        text = self._head
        for name, piece in self._tail:
            text += segment(name, project_id if name == "project_id" else values[name]) + piece
        return text


@attrs.frozen(eq=False)
class ListOperation(Operation[L], Generic[L, I]):
    """An operation that answers page by page."""

    items: Callable[[L], list[I]] = attrs.field(kw_only=True)
    largest_page: int = attrs.field(kw_only=True)
    """Most items that a page may be asked to hold."""


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
    """What carries a call to the service and its answer back: all that a family knows of the network."""

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

    async def fetch(
        self, operation: Operation[T], /, *, path: Mapping[str, str], query: Mapping[str, object]
    ) -> Callable[[], T]:
        """Send one request without a body and return what reads its answer, which costs little until then."""
        ...


class Resource:
    """Base of every group of methods; all that it holds is the way to the network."""

    __slots__ = ("_dispatch",)

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    def _group(self, _name: str, cls: Callable[[Dispatch], I], /) -> I:
        return cls(self._dispatch)

    async def _send(
        self,
        operation: Operation[T],
        /,
        body: object = UNSET,
        *,
        query: Mapping[str, object] = {},
        **path: str,
    ) -> T:
        return await self._dispatch.send(operation, path=path, query=query, body=body)


# An encoded slash is no slash, but an encoded dot is a dot to servers and proxies: such a segment would lead elsewhere.
_DOTS = frozenset({".", ".."})
# Most ids are of these letters only, and go as they are.
_is_plain = re.compile(r"[0-9A-Za-z_~-]+").fullmatch


def segment(name: str, value: str) -> str:
    """Return an id as one path segment.

    Raises:
        InvalidRequest: the id is no text, or empty, or a directory's dots, which would address another resource.
    """
    if not isinstance(value, str):
        raise InvalidRequest([(name, f"has to be a text, is {type(value).__name__}")])
    if _is_plain(value):
        return value
    if not value:
        raise InvalidRequest([(name, "is empty")])
    if "\x00" in value or "\r" in value or "\n" in value:
        raise InvalidRequest([(name, "holds a control character")])
    if value in _DOTS:
        raise InvalidRequest([(name, f"is {value}, which would lead to another resource")])
    try:
        return quote(value, safe="")
    except UnicodeEncodeError:
        raise InvalidRequest([(name, "is no valid text")]) from None


def list_of(name: str, value: Sequence[T]) -> list[T]:
    """Return the items of an argument that takes several.

    Raises:
        InvalidRequest: a lone text was given, which Python would take for a list of its letters.
    """
    if isinstance(value, str | bytes):
        raise InvalidRequest([(name, f"has to be a list, as [{value!r}]")])
    return list(value)


def choices(name: str, value: Sequence[T] | None) -> list[T] | None:
    """Return the values of a filter that takes several, or None for none; raises as `list_of`."""
    return None if value is None else list_of(name, value)
