"""The views of the store that the tables are, written for sqlite3.

They stand on `versions`, a row for each state of each item, with the reason in `problem` if no model fits it, and the
times `first_seen`, `last_seen` and `ended`; and on `bodies`, which holds the JSON in `raw`.
"""

from collections.abc import Iterator

from sinch_provisioning.tables.schema import HISTORY, TABLES, Column, Table, Type

_KEPT = {"unchanged_since": "v.first_seen", "seen": "v.last_seen", "ended": "v.ended", "version": "v.version"}
_ALIASES = {"1:": "a.value", "2:": "b.value"}


def views() -> Iterator[str]:
    """Return the statements that create the views of tables with sources, and of their histories."""
    for table in TABLES.values():
        if table.sources:
            names = ", ".join(column.name for column in table.columns)
            parts = (_select(table, index, operation) for index, operation in enumerate(table.sources))
            yield f"CREATE VIEW {table.name}_history AS {' UNION ALL '.join(parts)}"
            yield f"CREATE VIEW {table.name} AS SELECT {names} FROM {table.name}_history WHERE ended IS NULL"


def _select(table: Table, source: int, operation: str) -> str:
    columns = (f"{_expression(column, source)} AS {column.name}" for column in (*table.columns, *HISTORY))
    tables = "versions v JOIN bodies j USING (body)"
    if table.arrays:
        tables += f" JOIN json_each(j.raw, '$.{table.arrays[0]}') a"
    if len(table.arrays) > 1:
        tables += f" LEFT JOIN json_each(a.value, '$.{table.arrays[1]}') b"
    return f"SELECT {', '.join(columns)} FROM {tables} WHERE v.operation = '{operation}' AND v.problem IS NULL"


def _expression(column: Column, source: int) -> str:
    if column.name in _KEPT:
        return _KEPT[column.name]
    found = [_value(path.strip(), column.type) for path in column.paths[source].split("|") if path]
    return f"coalesce({', '.join(found)})" if len(found) > 1 else next(iter(found), "NULL")


def _value(path: str, type: Type) -> str:
    if path.startswith("'"):
        return path
    if path.startswith("@"):
        return f"v.{path[1:]}"
    item = _ALIASES.get(path[:2], "j.raw")
    path = path[2:] if path[:2] in _ALIASES else path
    if type == "list":
        return f"(SELECT group_concat(value, ',') FROM json_each({item}, '$.{path}'))"
    value = f"json_extract({item}, '$.{path}')"
    return _moment(value) if type == "timestamp" else value


def _moment(text: str) -> str:
    """Return the expression of a time in one form, `2026-11-01T09:30:00.000000Z`, which sorts as the times do.

    sqlite3's own functions stop at milliseconds, and know no lower-case t; further digits than six are cut.
    """
    zone = "ltrim(substr(t, 20), '.0123456789')"
    colon = f"substr({zone}, 1, 3) || ':' || substr({zone}, 4)"
    offset = f"CASE length({zone}) WHEN 6 THEN {zone} WHEN 5 THEN {colon} ELSE '' END"
    second = f"strftime('%Y-%m-%dT%H:%M:%S.', substr(t, 1, 10) || ' ' || substr(t, 12, 8) || {offset})"
    fraction = f"substr(t, 21, max(0, length(t) - 20 - length({zone})))"
    return f"(SELECT {second} || substr({fraction} || '000000', 1, 6) || 'Z' FROM (SELECT {text} AS t))"
