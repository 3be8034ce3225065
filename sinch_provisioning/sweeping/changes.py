"""What sweeps have found new, gone or changed."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal

import attrs

from sinch_provisioning.core.durations import seconds
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.sweeping.ledger import written
from sinch_provisioning.tables import HISTORY, TABLES, Table
from sinch_provisioning.tables.rows import connect

_TABLES: Final = tuple(table for table in TABLES.values() if table.sources and table.name != "activities")
_AGO: Final = re.compile(r"\d{1,6}[mhdw]")
_KEPT: Final = {"unchanged_since", "seen", *(column.name for column in HISTORY)}


@attrs.frozen(kw_only=True)
class Change:
    """One difference between two states of an item, as sweeps have seen them."""

    seen: datetime
    """When a sweep saw the later state first, or that the item was gone."""
    before_seen: datetime | None
    """When a sweep saw the earlier state last; None for what is new."""
    kind: Literal["new", "gone", "changed"]
    table: str
    """Table that it is in: a change of one operator is in `sender_countries`."""
    channel: str | None = None
    project: str
    id: str
    """Id of the sender, template or other item."""
    name: str | None = None
    country: str | None = None
    operator: str | None = None
    part: str | None = None
    """What else tells the row from others of its item, as a test number."""
    field: str | None = None
    """Column that changed; None if the item, or the row, is new or gone as a whole."""
    before: Any = None
    after: Any = None
    remark: str | None = None
    """The operator's remark on the later state."""


# Ended versions that nothing took the place of are gone; what the first walk of a list found is not new.
_STEPS: Final = """
SELECT n.version, o.version, n.first_seen AS moment, o.last_seen, n.operation, n.project, n.item,
  o.version IS NULL AND w.first
FROM versions n LEFT JOIN versions o ON o.version = n.previous JOIN walks w ON w.walk = n.first_walk
WHERE n.first_seen > ? AND n.problem IS NULL
UNION ALL
SELECT NULL, g.version, g.ended, g.last_seen, g.operation, g.project, g.item, 0
FROM versions g WHERE g.ended > ? AND NOT EXISTS (SELECT 1 FROM versions WHERE previous = g.version)
ORDER BY moment, 5, 6, 7"""


def changes(path: Path, since: datetime) -> Iterator[Change]:
    """Walk what sweeps have found since then."""
    with closing(connect(path)) as connection, closing(connect(path)) as details:
        steps = connection.execute(_STEPS, [written(since)] * 2)
        for new, old, seen, before_seen, operation, project, item, first in steps:
            if first:
                continue
            base: dict[str, Any] = {
                "seen": datetime.fromisoformat(seen),
                "before_seen": None if before_seen is None else datetime.fromisoformat(before_seen),
                "project": project,
                "id": item,
            }
            yield from _compare(details, operation, old, new, base)


Row = dict[str, Any]


def _compare(
    connection: sqlite3.Connection, operation: str, old: int | None, new: int | None, base: Row
) -> Iterator[Change]:
    """Compare what the tables have of two versions of an item."""
    item, *parts = (table for table in _TABLES if operation in table.sources)
    before, after = (_rows(connection, item, version).get((), {}) for version in (old, new))
    base |= {name: (after or before).get(name) for name in ("channel", "name")}
    if old is None or new is None:
        yield Change(**base, kind="gone" if new is None else "new", table=item.name)
    elif before:  # else the earlier state could not be read
        yield from _changed(item, base, before, after)
        for table in parts:
            yield from _compare_parts(table, base, _rows(connection, table, old), _rows(connection, table, new))


def _compare_parts(table: Table, base: Row, before: dict[Any, Row], after: dict[Any, Row]) -> Iterator[Change]:
    countries = {row.get("country") for row in after.values()}
    for key in before | after:
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None:
            yield from _changed(table, base, old, new)
        elif new is not None or not (key[1:] == (None,) and key[0] in countries):
            # A country that has got its operators is not gone.
            row: Row = new if new is not None else old or {}
            state: Row = {"before" if new is None else "after": row.get("status", row.get("state"))}
            kind: Literal["new", "gone"] = "gone" if new is None else "new"
            yield Change(**base, **_place(table, row), **state, kind=kind, table=table.name)


def _changed(table: Table, base: Row, old: Row, new: Row) -> Iterator[Change]:
    fields = [name for name in new if old[name] != new[name] and name not in table.quiet]
    for field in fields:
        if field != "remark" or "status" not in fields:  # a remark goes with its status
            place, values = _place(table, new), {"before": old[field], "after": new[field]}
            yield Change(**base, **place, **values, kind="changed", table=table.name, field=field)


def _place(table: Table, row: Row) -> Row:
    other = next((row[name] for name in table.key if name not in {"country", "operator"}), None)
    remark = row.get("remark") or row.get("error_reason") or row.get("rejection")
    return {"country": row.get("country"), "operator": row.get("operator"), "part": other, "remark": remark}


def _rows(connection: sqlite3.Connection, table: Table, version: int | None) -> dict[Any, Row]:
    """Return what a table has of a version of an item, by the columns that tell its rows apart."""
    names = [column.name for column in table.columns if column.name not in _KEPT]
    found = connection.execute(f"SELECT {', '.join(names)} FROM {table.name}_history WHERE version = ?", (version,))
    rows = (dict(zip(names, row, strict=True)) for row in found)
    return {tuple(row[name] for name in table.key): row for row in rows}


def moment(since: str | datetime | timedelta, now: datetime) -> datetime:
    """Return the time that a caller means: `24h`, `7d`, `2026-11-01`, `2026-11-01T09:30+01:00`, or what Python has.

    Raises:
        InvalidRequest: it is none of these, or a datetime without a zone. Dates and texts without one are in UTC.
    """
    if isinstance(since, timedelta):
        return now - since
    if isinstance(since, datetime):
        if since.tzinfo is None:
            raise InvalidRequest([("since", "has to have a time zone, as datetime.now(UTC)")])
        return since
    try:
        if _AGO.fullmatch(since):
            return now - timedelta(seconds=seconds(since))
        found = datetime.fromisoformat(since)
    except (ValueError, OverflowError):
        rule = f"must be like 30m, 24h, 7d, 2w, 2026-11-01 or 2026-11-01T09:30Z, not {since!r}"
        raise InvalidRequest([("since", rule)]) from None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
