"""What an operation of the API is, as a value."""

import enum
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar, cast, final

import attrs

from sinch_provisioning.core.codec.names import snake
from sinch_provisioning.core.pages import Page, page_of
from sinch_provisioning.core.paths import segment

R = TypeVar("R", covariant=True)
I = TypeVar("I")


@final
class Safety(enum.Enum):
    """What sending a request a second time would do."""

    SAFE = "safe"
    """Nothing: it only reads."""
    IDEMPOTENT = "idempotent"
    """The same as the first time."""
    ONCE = "once"
    """Something more: a second resource, another message to a person. Never retried unless it provably never left."""


@attrs.frozen(eq=False)
class Operation(Generic[R]):
    """One operation of the contract."""

    id: str
    """The contract's operationId."""
    method: str
    path: str
    """Path template of the contract, as `/v1/projects/{projectId}/rcs/senders/{senderId}`."""
    returns: Callable[..., R]
    """Class of the response; NoneType where it has no body."""
    safety: Safety
    body: Any = attrs.field(default=None, kw_only=True)
    """Model that is sent, or a union of models; None where nothing is."""
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
class ListOperation(Operation[Page[I]], Generic[I]):
    """An operation whose response is one page of a list."""

    max_page_size: int = attrs.field(kw_only=True)
    """Most items that a page may be asked to hold."""


def paged(id: str, path: str, key: str, item: type[I], *, max_page_size: int = 100) -> ListOperation[I]:
    """Declare an operation that lists items, which stand under `key` in its response."""
    return ListOperation(id, "GET", path, page_of(key, cast("Any", item)), Safety.SAFE, max_page_size=max_page_size)
