"""What the rows of a table have to be, taken from the models rather than from their JSON; and stores to read."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

from sinch_provisioning import Page, from_json
from sinch_provisioning.core.codec.names import snake
from sinch_provisioning.core.pages import page_of
from sinch_provisioning.operations import OPERATIONS
from sinch_provisioning.sweeping import Store
from sinch_provisioning.sweeping.ledger import Ledger
from sinch_provisioning.tables import Column, Table

SEEN = dt.datetime(2026, 11, 1, 12, tzinfo=UTC)


def item_of(operation: str) -> Any:
    """Return the model of an operation's items."""
    returns: Any = OPERATIONS[operation].returns
    return getattr(returns, "item_type", returns)


def rows(table: Table, source: int, raw: bytes, project: str, parent: str = "") -> Iterator[tuple[Any, ...]]:
    """Return a table's rows of one item."""
    item = from_json(item_of(table.sources[source]), raw)
    firsts: Sequence[Any] = walk(item, table.arrays[0]) or () if table.arrays else (None,)
    for first in firsts:
        seconds: Sequence[Any] = walk(first, table.arrays[1]) or () if len(table.arrays) > 1 else ()
        for second in seconds or (None,):
            places = {"@project": project, "@parent": parent, "item": item, "1": first, "2": second}
            yield tuple(value(column, source, places) for column in table.columns)


def value(column: Column, source: int, places: dict[str, Any]) -> Any:
    """Return what stands in a column."""
    if column.name in {"unchanged_since", "seen"}:
        return SEEN
    for path in map(str.strip, column.paths[source].split("|")):
        found = one(path, places)
        if found is not None:
            return plain(found)
    return None


def one(path: str, places: dict[str, Any]) -> Any:
    if not path or path.startswith("'"):
        return path.strip("'") or None
    if path.startswith("@"):
        return places[path]
    return walk(places[path[0]], path[2:]) if path[1] == ":" else walk(places["item"], path)


def walk(found: Any, path: str) -> Any:
    for name in path.split("."):
        found = getattr(found, snake(name)) if found is not None else None
    return found


def plain(found: Any) -> Any:
    if isinstance(found, dt.datetime):
        return found.astimezone(UTC)
    if isinstance(found, tuple):
        return ",".join(map(str, found)) or None
    return str(found) if isinstance(found, str) else found


def swept(path: Path, operation: str, raws: Sequence[bytes]) -> Store:
    """Return a store that has each item in a project of its own, p0, p1 and so on."""
    store = Store(path, now=lambda: SEEN)
    with store.sweeping() as connection:
        ledger = Ledger(connection, operation, "", store.now)
        walks = ledger.open([(f"p{number}", "") for number in range(len(raws))], fresh=True, retry_failed=False)
        for walk_, raw in zip(walks.values(), raws, strict=True):
            ledger.take_page(walk_, page(raw))
        ledger.finish()
    return store


def page(*raws: bytes) -> Page[bytes]:
    return page_of("items", bytes)(items=raws, total_size=len(raws), page_size=100)


def written(body: Any) -> bytes:
    return json.dumps(body).encode()
