"""Arguments of methods that are in no body, checked where the caller wrote them."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.rules import check_argument
from sinch_provisioning.errors import InvalidRequest

T = TypeVar("T")
E = TypeVar("E", bound=OpenEnum)


def as_list(name: str, value: Iterable[T]) -> list[T]:
    """Return the items of an argument that takes several.

    Raises:
        InvalidRequest: it is a single text, which Python would take for a list of its letters, or not iterable.
    """
    if isinstance(value, str | bytes):
        raise InvalidRequest([(name, f"must be a list, as [{value!r}]")])
    if not isinstance(value, Iterable):
        raise InvalidRequest([(name, f"must be a list, not {type(value).__name__}")])
    return list(value)


def check_whole(name: str, value: object, least: int, most: int | None = None) -> None:
    """Reject what is not a whole number of at least `least`, and at most `most`."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least or (most is not None and value > most):
        bounds = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise InvalidRequest([(name, f"must be a whole number {bounds}, not {value!r}")])


def choice(name: str, kind: type[E], value: E | str | None) -> E | str | None:
    """Return an enum argument; None stands for none.

    Raises:
        InvalidRequest: the text is not one of the enum's.
    """
    if value is not None:
        check_argument(name, kind, value)
    return value


def choices(name: str, kind: type[E], values: Sequence[E | str] | None) -> list[E | str] | None:
    """Return an enum argument that takes several values; None stands for none.

    Raises:
        InvalidRequest: one of the texts is not one of the enum's, or a single text was given.
    """
    if values is None:
        return None
    given = as_list(name, values)
    check_argument(name, list.__class_getitem__(kind), given)
    return given
