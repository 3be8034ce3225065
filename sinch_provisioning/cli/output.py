"""Data on standard output: as a table, JSON, JSON lines, CSV or YAML."""

# JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import io
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from functools import partial
from itertools import islice
from typing import Any

import attrs

from sinch_provisioning import Secret, to_json
from sinch_provisioning.cli.options import Options, Problem, note
from sinch_provisioning.core.cells import harmless, row_writer
from sinch_provisioning.core.codec.names import camel

redrawn: ContextVar[bool] = ContextVar("redrawn", default=False)
"""Whether the terminal is cleared before data is written."""
MASK = "***"
# Names of secrets where no model says what is one: in responses of `api`, and in events.
_SECRETS = re.compile(r"secret|(access|auth|bearer)_?token|longLivedAccessToken", re.IGNORECASE)


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
    search, wanted = _search(options.query), names_in(options.columns)
    many = isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)
    form = options.output or ("table" if sys.stdout.isatty() else "jsonl")
    streams = form in {"jsonl", "csv"}
    rows: Any = (plain(item, options.reveal) for item in (value if many else [value]))
    for field in reversed(names_in(options.sort)):
        rows = sorted(rows, key=partial(_rank, field.removeprefix("-")), reverse=field.startswith("-"))
    if not streams:
        found = list(rows) if many else next(rows if isinstance(rows, Iterator) else iter(rows))
        found = search(found) if search else found
        many = isinstance(found, list)
        rows = found if many else [found]
    elif search:
        rows = _each(options.query or "", search, rows)
    if wanted:
        rows = _columns(rows, wanted)
    if isinstance(sys.stdout, io.TextIOWrapper) and form != "table":
        sys.stdout.reconfigure(encoding="utf-8", line_buffering=streams)  # a reader gets each item as it comes
    if redrawn.get():
        print("\x1b[H\x1b[2J", end="")
    if form == "csv":
        _write_csv(rows, wanted or ([] if search else columns), header=not options.no_header)
    elif form == "table":
        single = not many and not wanted
        _write_table(_flat(rows[0]) if single else list(rows), wanted, header=not single and not options.no_header)
    elif form == "jsonl":
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        _write_whole(list(rows) if many else next(iter(rows)), form)


def _write_whole(value: Any, form: str) -> None:
    if form == "json":
        print(json.dumps(value, ensure_ascii=False, indent=2))
        return
    from ruamel.yaml import YAML

    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.dump(value, sys.stdout)


def names_in(given: Sequence[str] | None) -> list[str]:
    """Return the values of an option that is repeated, or has commas."""
    return [name for text in given or [] for name in text.split(",")]


def plain(value: object, reveal: bool = True) -> Any:
    """Return a model as plain data with the wire's names, its secrets masked unless they are to be shown."""
    return json.loads(to_json(value if reveal else _masked(value)))


def _masked(value: Any) -> Any:
    if isinstance(value, Secret):
        return Secret(MASK)
    if isinstance(value, tuple | list):
        return tuple(_masked(item) for item in value)
    if isinstance(value, Mapping):
        return {
            key: MASK if isinstance(item, str) and _SECRETS.fullmatch(key) else _masked(item)
            for key, item in value.items()
        }
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

    def told(do: Callable[[Any], Any], value: Any) -> Any:
        try:
            return do(value)
        except JMESPathError as error:
            raise Problem(f"--query: {' '.join(str(error).split())}") from None

    return partial(told, told(jmespath.compile, query).search)


def _each(query: str, search: Callable[[Any], Any], rows: Iterable[Any]) -> Iterator[Any]:
    """Ask each item; a query that can only be for a list, as `[].id`, gets a list of that one item."""
    for_list = query.lstrip().startswith(("[]", "[*]", "[?"))
    for row in rows:
        found = search([row] if for_list else row)
        yield from (found or []) if for_list else [found]


def pick(row: Any, name: str) -> Any:
    """Return a field by its dotted name, the wire's or Python's; of a list, those of its items."""
    for part in name.split("."):
        if isinstance(row, list):
            row = [pick(item, part) for item in row]
        else:
            row = row.get(part, row.get(camel(part))) if isinstance(row, dict) else None
    return row


def _columns(rows: Iterable[Any], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    unseen: set[str] = set()
    for number, row in enumerate(rows):
        picked = {name: pick(row, name) for name in names}
        unseen = {name for name in (unseen if number else names) if picked[name] in (None, [])}
        yield picked
    if unseen:
        note(f"nothing has a field {' or '.join(sorted(unseen))}")


def _rank(name: str, row: Any) -> tuple[bool, bool, Any]:
    value = pick(row, name)
    return value is None, isinstance(value, str), value if isinstance(value, str | int | float) else _cell(value)


def _cell(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return ", ".join(map(_cell, value))
    return json.dumps(value, ensure_ascii=False)


def _write_csv(rows: Iterable[Any], columns: Sequence[str], *, header: bool) -> None:
    write = row_writer(sys.stdout)
    if header and columns:
        write(columns)
    for row in rows:
        fields = row if isinstance(row, dict) else {"value": row}
        if not columns:
            columns = list(fields)
            if header:
                write(columns)
        if more := fields.keys() - set(columns):
            note(f"left out, as earlier rows do not have it: {', '.join(sorted(more))}; --columns takes it along")
        write([harmless(_cell(fields.get(name))) for name in columns])


def _flat(value: Any, name: str = "") -> list[dict[str, Any]]:
    """Return an object as rows of field and value; what is empty is left out."""
    if isinstance(value, dict):
        inner = [(f"{name}.{key}" if name else key, item) for key, item in value.items()]
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        inner = [(f"{name}[{index}]", item) for index, item in enumerate(value)]
    else:
        return [{"field": name, "value": value} if name else {"value": value}] if value not in ("", [], None) else []
    return [row for key, item in inner for row in _flat(item, key)]


def _write_table(rows: Sequence[Any], wanted: Sequence[str], *, header: bool) -> None:
    from rich.cells import cell_len

    if not rows:
        return note("nothing found")
    fields = [row if isinstance(row, dict) else {"value": row} for row in rows]
    names = wanted or _worth_a_column(fields)
    cells = [
        [*[name] * header, *(_visible(row[name] if name in row else pick(row, name)) for row in fields)]
        for name in names
    ]
    widths = [max(map(cell_len, column)) for column in cells]
    fits = len(names)
    while sys.stdout.isatty() and header and not wanted and fits > 1 and sum(widths[:fits]) + 2 * fits - 2 > _width():
        fits -= 1
    if names[fits:]:
        note(f"too wide for this terminal: {', '.join(names[fits:])}; --columns chooses, -o json shows all")
    for line in zip(*cells[:fits], strict=True):
        padded = (text + " " * (width - cell_len(text)) for text, width in zip(line, widths, strict=False))
        print("  ".join(padded).rstrip())
    return None


def _width() -> int:
    return shutil.get_terminal_size().columns


def _visible(value: Any) -> str:
    """Return a cell whose control characters show, instead of moving the cursor or changing colours."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in _cell(value))


def _worth_a_column(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the fields that are short, and what the items are called, which often stands deeper."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    names = [name for name in names if all(_is_short(row.get(name)) for row in rows)]
    if not {"name", "displayName"} & {*names}:
        deeper = (one["field"] for row in rows for one in _flat(row))
        names[1:1] = list(islice((name for name in deeper if re.fullmatch(r"[\w.]+\.(name|displayName)", name)), 1))
    return names


def _is_short(value: Any) -> bool:
    return not isinstance(value, dict | list) or (
        isinstance(value, list) and all(isinstance(item, str) for item in value)
    )
