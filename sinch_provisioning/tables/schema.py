"""The schemas of the tables, read from `schemas.toml`, which is where a column is added."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, Literal

import attrs

Type = Literal["text", "list", "boolean", "number", "integer", "timestamp", "json", "any"]
"""A `list` is texts with commas between, a `timestamp` is in UTC to the microsecond, `json` is as it came, and `any` is
what a query of the caller's has."""


@attrs.frozen
class Column:
    """A column of a table."""

    name: str
    type: Type
    doc: str
    paths: tuple[str, ...] = attrs.field(default=(), repr=False)
    """Where its values stand in the items of each of the table's sources."""


@attrs.frozen
class Table:
    """A table: a row for each item, or for each element of an array within it."""

    name: str
    doc: str
    columns: tuple[Column, ...]
    sources: tuple[str, ...] = ()
    """Operations whose items it has rows of; none for what the store knows of itself."""
    arrays: tuple[str, ...] = ()
    """Up to two arrays, the second in the first, each element of which makes a row; the second may be empty."""
    key: tuple[str, ...] = ()
    """Columns that tell the rows of one item apart."""
    quiet: frozenset[str] = frozenset()
    """Columns that change whenever anything does, so that a change of them alone says nothing."""


_LIFETIME = (
    Column("unchanged_since", "timestamp", "When this state was first seen by a sweep."),
    Column("seen", "timestamp", "When it was last seen by a sweep."),
)
HISTORY: Final = (
    Column("ended", "timestamp", "When a sweep saw another state, or found it gone; null while it lasts."),
    Column("version", "integer", "Number of this state in the store."),
)
"""What a history, as `senders_history`, has behind the columns of its table; it has a row for each state ever seen."""


def _table(name: str, found: Mapping[str, Any]) -> Table:
    columns = [Column(name, type, doc, tuple(paths)) for name, (type, doc, *paths) in found["columns"].items()]
    sources, arrays, key = (tuple(found.get(part, ())) for part in ("sources", "arrays", "key"))
    made = (*columns, *_LIFETIME) if sources else tuple(columns)
    return Table(name, found["doc"], made, sources, arrays, key, frozenset(found.get("quiet", ())))


_SCHEMAS: Final[Mapping[str, Any]] = tomllib.loads(
    files("sinch_provisioning.tables").joinpath("schemas.toml").read_text("utf-8")
)

VERSION: Final[int] = _SCHEMAS["version"]
"""Of the schemas; it grows when a column is renamed or removed, or changes its type or meaning."""
TABLES: Final[Mapping[str, Table]] = MappingProxyType(
    {name: _table(name, found) for name, found in _SCHEMAS["tables"].items()}
)
"""Table by name. Each is a view of the store, and if it has sources `<name>_history` is another."""
