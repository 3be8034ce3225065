"""Data on standard output: as a table, JSON, JSON lines, CSV or YAML."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import csv
import io
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import attrs

from sinch_provisioning import Secret, to_json
from sinch_provisioning.cli.options import Options, Problem, note
from sinch_provisioning.core.cells import harmless
from sinch_provisioning.core.codec.names import camel

MASK = "***"
_MASKED = Secret(MASK)
# Names of secrets where no model says what is one: in responses of `api`, and in events.
_NAMES = frozenset(
    {"accessToken", "access_token", "authToken", "bearerToken", "keySecret", "longLivedAccessToken", "secret"}
)


def emit(value: Any, options: Options, *, columns: Sequence[str] = ()) -> None:
    """Write data in the form that was asked for; None has no form, and writes nothing.

    JSON lines and CSV are written item by item, everything else as a whole or not at all.

    Args:
        value: A model, plain data, or an iterable of them.
        options: Form, query, columns, order.
        columns: Fields that CSV has if nobody asks for others, with the wire's names.

    Raises:
        Problem: the query is not JMESPath.
    """
    if value is None:
        return
    search = _search(options.query)
    many = isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)
    form = options.output or ("table" if sys.stdout.isatty() else "jsonl")
    streams = form in {"jsonl", "csv"}
    rows: Any = (plain(item, options.reveal) for item in (value if many else [value]))
    for field in reversed(_names(options.sort)):
        rows = sorted(rows, key=partial(_rank, field.removeprefix("-")), reverse=field.startswith("-"))
    if streams:
        rows = _each(options.query or "", search, rows) if search else rows
    else:
        found = list(rows) if many else next(iter(rows))
        found = search(found) if search else found
        many = isinstance(found, list)
        rows = found if many else [found]
    wanted = _names(options.columns)
    if wanted:
        rows = _columns(rows, wanted) if streams else list(_columns(rows, wanted))
    if form == "table":
        single = not many and not wanted
        _write_table(_flat(rows[0]) if single else rows, wanted, header=not single and not options.no_header)
        return
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", line_buffering=streams)  # a reader gets each page as it comes
    if form == "csv":
        _write_csv(rows, wanted or ([] if search else list(columns)), header=not options.no_header)
    elif form == "jsonl":
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        _write_whole(rows if many else rows[0], form)


def _names(given: Sequence[str] | None) -> list[str]:
    """Return the fields of an option that is repeated, or has commas."""
    return [name for text in given or [] for name in text.split(",")]


def _write_whole(value: Any, form: str) -> None:
    if form == "json":
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
        return
    from ruamel.yaml import YAML

    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.dump(value, sys.stdout)


def plain(value: object, reveal: bool = True) -> Any:
    """Return a model as plain data with the wire's names, its secrets masked unless they are to be shown."""
    return json.loads(to_json(value if reveal else _masked(value)))


def _masked(value: Any) -> Any:
    if isinstance(value, Secret):
        return _MASKED
    if isinstance(value, tuple | list):
        return tuple(_masked(item) for item in value)
    if isinstance(value, Mapping):
        items = value.items()
        return {key: MASK if key in _NAMES and isinstance(item, str) else _masked(item) for key, item in items}
    if not hasattr(type(value), "__wire_model__"):
        return value
    fields = ((field.alias, getattr(value, field.name)) for field in attrs.fields(type(value)) if field.init)
    changed = {name: new for name, old in fields if (new := _masked(old)) != old}
    return attrs.evolve(value, **changed) if changed else value


def _search(query: str | None) -> Callable[[Any], Any] | None:
    if query is None:
        return None
    import jmespath  # type: ignore[import-untyped]
    from jmespath.exceptions import JMESPathError  # type: ignore[import-untyped]

    def checked(do: Callable[[Any], Any], value: Any) -> Any:
        try:
            return do(value)
        except JMESPathError as error:
            raise Problem(f"--query: {' '.join(str(error).split())}") from None

    compiled = checked(jmespath.compile, query)  # what is not JMESPath is told before anything is fetched
    return lambda value: checked(compiled.search, value)


def _each(query: str, search: Callable[[Any], Any], rows: Iterable[Any]) -> Iterator[Any]:
    """Ask each item; a query that can only be for a list, as `[].id`, gets a list of that one item."""
    for_list = query.lstrip().startswith(("[]", "[*]", "[?"))
    for row in rows:
        found = search([row] if for_list else row)
        yield from (found or []) if for_list else [found]


def pick(row: Any, name: str) -> Any:
    """Return a field by its dotted name, the wire's or Python's; of a list, those of its items."""
    for part in name.split(".") if name else []:
        if isinstance(row, list):
            row = [pick(item, part) for item in row]
        elif isinstance(row, dict):
            found = row
            row = found[part] if part in found else found.get(camel(part))
        else:
            return None
    return row


def _columns(rows: Iterable[Any], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    unseen, any_row = set(names), False
    for row in rows:
        picked = {name: pick(row, name) for name in names}
        unseen -= {name for name, value in picked.items() if value not in (None, [])}
        any_row = True
        yield picked
    if any_row and unseen:
        note(f"nothing has a field {' or '.join(sorted(unseen))}")


def _rank(name: str, row: Any) -> tuple[bool, bool, Any]:
    value = pick(row, name)
    return value is None, isinstance(value, str), value if isinstance(value, str | int | float) else _cell(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return ", ".join(_cell(item) for item in value)
    return json.dumps(value, ensure_ascii=False)


def _write_csv(rows: Iterable[Any], columns: Sequence[str], *, header: bool) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for row in rows:
        fields = row if isinstance(row, dict) else {"value": row}
        if not columns:
            columns = list(fields)
        if header:
            writer.writerow(columns)
            header = False
        if more := fields.keys() - set(columns):
            note(f"left out, as earlier rows do not have it: {', '.join(sorted(more))}; --columns takes it along")
        writer.writerow([harmless(_cell(fields.get(name))) for name in columns])
    if header and columns:
        writer.writerow(columns)


def _flat(value: Any, name: str = "") -> list[dict[str, Any]]:
    """Return an object as rows of path and value."""
    inner: Iterable[tuple[str, Any]] = ()
    if isinstance(value, dict):
        inner = ((f"{name}.{key}" if name else key, item) for key, item in value.items())
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        inner = ((f"{name}[{index}]", item) for index, item in enumerate(value))
    else:
        return [] if value in ("", [], None) else [{"field": name, "value": value}]
    return [row for key, item in inner for row in _flat(item, key)]


def _visible(text: str) -> str:
    """Return a text whose control characters show, instead of moving the cursor or changing colours."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _write_table(rows: Sequence[Any], wanted: Sequence[str], *, header: bool) -> None:
    from rich.cells import cell_len

    if not rows:
        note("nothing found")
        return
    fields = [row if isinstance(row, dict) else {"value": row} for row in rows]
    names = list(wanted) or _worth_a_column(fields)
    cells = [
        [name, *(_visible(_cell(row[name] if name in row else pick(row, name))) for row in fields)] for name in names
    ]
    widths = [max(map(cell_len, column)) for column in cells]
    if sys.stdout.isatty() and not wanted:
        room, shown = shutil.get_terminal_size().columns, 0
        while shown < len(names) and (not shown or sum(widths[: shown + 1]) + 2 * shown <= room):
            shown += 1
        if shown < len(names):
            note(f"too wide for this terminal: {', '.join(names[shown:])}; --columns chooses, -o json shows all")
        cells = cells[:shown]
    for line in list(zip(*cells, strict=True))[0 if header else 1 :]:
        padded = (text + " " * (width - cell_len(text)) for text, width in zip(line, widths, strict=False))
        print("  ".join(padded).rstrip())


def _worth_a_column(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the fields that are short, and what the items are called, which often stands deeper."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    names = [name for name in names if all(_is_short(row.get(name)) for row in rows)]
    if not {"name", "displayName"} & {*names}:
        deeper = (
            one["field"] for row in rows for one in _flat(row) if re.search(r"\.(name|displayName)$", one["field"])
        )
        names[1:1] = [found for found in [next(deeper, None)] if found and "[" not in found]
    return names


def _is_short(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return not isinstance(value, dict)
