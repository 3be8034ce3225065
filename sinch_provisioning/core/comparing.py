"""What is wanted, what was written and what is there: three models compared field by field, on digests."""

from collections.abc import Collection, Iterator, Mapping, Sized
from hashlib import sha256
from typing import Any, TypeVar, cast

import attrs

from sinch_provisioning.core.codec import to_json
from sinch_provisioning.core.model import evolve, is_model
from sinch_provisioning.core.unset import UNSET

T = TypeVar("T")


def digest(value: object) -> str:
    """Return a short digest of plain data or models; values that are equal on the wire have the same."""
    return sha256(to_json(value)).hexdigest()[:16]


def leaves(model: object, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield path and value of each field that holds something; a list is one value, a nested model is not."""
    for field in attrs.fields(cast("Any", type(model))) if model is not None else ():
        value = getattr(model, field.name)
        inner = f"{path}.{field.name}" if path else field.name
        if is_model(value.__class__):
            yield from leaves(value, inner)
        elif not _is_absent(value) and field.name != "questions":  # those are only read
            yield inner, value


def _is_absent(value: object) -> bool:
    return value is None or value is UNSET or (isinstance(value, Sized) and not len(value))


def at(model: object, path: str) -> Any:
    """Return the value at a path, None if there is nothing."""
    for name in path.split("."):
        model = getattr(model, name, None)
    return model


def overlaid(below: T, above: Any, paths: Collection[str] | None = None, path: str = "") -> T:
    """Return a model with what another one holds in its place, or only with that at some paths."""
    found: dict[str, Any] = {}
    names = {field.name for field in attrs.fields(cast("Any", type(below)))}
    for field in attrs.fields(cast("Any", type(above))):
        value, inner = getattr(above, field.name), f"{path}.{field.name}" if path else field.name
        if field.name not in names or _is_absent(value):
            continue
        old = getattr(below, field.name)
        if is_model(value.__class__) and type(old) is type(value):
            found[field.name] = overlaid(old, value, paths, inner)
        elif paths is None or any(one == inner or one.startswith(f"{inner}.") for one in paths):
            found[field.name] = value
    return evolve(below, **found) if found else below


def compared(
    wanted: object, shown: object, written: Mapping[str, tuple[str, str]], *, unsure: Collection[str] = ()
) -> tuple[list[str], list[str]]:
    """Return the paths to be written, as they were wanted since, and those that others have changed meanwhile.

    Args:
        wanted: Its leaves are compared; what it leaves out is left alone.
        shown: The newest details.
        written: By path, digests of what was sent last and of what the service showed then.
        unsure: Paths of a write of ours that may have arrived or not.
    """
    to_write: list[str] = []
    by_hand: list[str] = []
    for path, value in leaves(wanted):
        if (found := at(shown, path)) == value:
            continue
        sent, seen = written.get(path, (None, digest(None)))
        if path in unsure:
            to_write.append(path)
        elif digest(found) != seen:
            by_hand.append(path)
        elif digest(value) != sent:  # otherwise the service has its own way of showing what was sent
            to_write.append(path)
    return to_write, by_hand


def written(wanted: object, shown: object, *, only_equal: bool) -> dict[str, list[str]]:
    """Return the digests to remember: of all that is wanted, or of what the service shows as it is wanted."""
    pairs = ((path, value, at(shown, path)) for path, value in leaves(wanted))
    return {path: [digest(value), digest(found)] for path, value, found in pairs if found == value or not only_equal}
