"""A page with an item that does not fit: the others are read all the same."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from functools import cache, partial
from typing import Any, TypedDict, TypeVar, cast

import msgspec

from sinch_provisioning.core.codec import attempt, attempt_plainly, parse
from sinch_provisioning.core.codec.plain import read
from sinch_provisioning.core.model import evolve
from sinch_provisioning.core.pages import Page, Unreadable
from sinch_provisioning.core.shapes import fields
from sinch_provisioning.errors import DecodeError

P = TypeVar("P", bound=Page[Any])

MOST_UNREADABLE = 100
"""Items of one page that may be unreadable; with more of them the page itself is."""


def read_page(cls: type[P], body: bytes, operation: str | None, *, fast: bool) -> P | DecodeError:
    """Read a page item by item; or return the error, if it is not a page or has too many unreadable items."""
    key, item_type = cast("Any", cls).items_key, cast("Any", cls).item_type
    split = _split(cls, key, body, operation)
    if isinstance(split, DecodeError):
        return split
    envelope, raws = split
    page = read(cls, envelope, body=body, operation=operation)
    if isinstance(page, DecodeError):
        return page
    if item_type is bytes:
        return evolve(page, items=[bytes(raw) for raw in raws])
    read_item = attempt if fast else attempt_plainly
    items: list[Any] = []
    unreadable: list[Unreadable] = []
    for index, raw in enumerate(map(bytes, raws)):
        found = read_item(item_type, raw, operation)
        if not isinstance(found, DecodeError):
            items.append(found)
            continue
        error = DecodeError(found.reason, path=f"$.{key}[{index}]{found.path[1:]}", operation=operation, body=raw)
        unreadable.append(Unreadable(index=index, raw=raw, error=error))
        if len(unreadable) > MOST_UNREADABLE:
            first = unreadable[0].error
            reason = f"more than {MOST_UNREADABLE} items are unreadable; the first: {first.reason}"
            return DecodeError(reason, path=first.path, operation=operation, body=body)
    return evolve(page, items=items, unreadable=unreadable)


def _split(
    cls: Any, key: str, body: bytes, operation: str | None
) -> tuple[dict[str, Any], list[msgspec.Raw]] | DecodeError:
    """Return the page's own fields, and its items still raw."""
    envelope: Any = parse(body, operation, partial(msgspec.json.decode, type=_form(cls, key)))
    if not isinstance(envelope, DecodeError):
        return envelope, envelope.pop(key, None) or []
    content = parse(body, operation)
    if isinstance(content, DecodeError):
        return content
    path, kind = (f"$.{key}", "an array") if isinstance(content, dict) else ("$", "an object")
    return DecodeError(f"expected {kind}", path=path, operation=operation, body=body)


@cache
def _form(cls: Any, key: str) -> Any:
    form: dict[str, Any] = {field.wire: Any for field in fields(cls)}
    return TypedDict("Form", form | {key: list[msgspec.Raw] | None}, total=False)  # type: ignore[operator]
