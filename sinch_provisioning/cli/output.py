"""Data on standard output: as a table, JSON, JSON lines, CSV or YAML."""

# JSON is anything.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import io
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from functools import partial
from importlib import import_module
from typing import Any, TextIO

from sinch_provisioning import to_json
from sinch_provisioning.cli.options import Options, Problem, note
from sinch_provisioning.core.masking import masked
from sinch_provisioning.core.rows import cell, flat, harmless, pick, rank, row_writer, table, worth_a_column

redrawn: ContextVar[bool] = ContextVar("redrawn", default=False)
"""Whether the terminal is cleared before data is written."""


def emit(value: Any, options: Options, *, columns: Sequence[str] = ()) -> None:
    """Write a model, plain data, or an iterable of them in the form that was asked for; nothing for None.

    JSON lines and CSV are written item by item, everything else as a whole or not at all. `columns` are the fields that
    CSV has if none are asked for, with the wire's names.
    """
    if value is None:
        return
    search, wanted = _search(options.query), names_in(options.columns)
    many = isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)
    form = options.output or ("table" if sys.stdout.isatty() else "jsonl")
    streams = form in {"jsonl", "csv"}
    rows: Any = (plain(item, options.reveal) for item in (value if many else [value]))
    for field in reversed(names_in(options.sort)):
        name = field.removeprefix("-")
        rows = sorted(rows, key=lambda row, name=name: rank(pick(row, name)), reverse=name != field)  # type: ignore[misc]
    if not streams:
        found = list(rows) if many else next(iter(rows))
        found = search(found)
        many = isinstance(found, list)
        rows = found if many else [found]
    else:
        rows = _each(options.query or "", search, rows)
    if wanted:
        rows = _columns(rows, wanted)
    if form != "table":
        data_out(line_buffering=streams)  # a reader gets each item as it comes
    if redrawn.get():
        print("\x1b[H\x1b[2J", end="")
    if form == "csv":
        _write_csv(rows, wanted or ([] if options.query else columns), header=not options.no_header)
    elif form == "table":
        single = not many and not wanted
        _write_table(flat(rows[0]) if single else list(rows), wanted, header=not single and not options.no_header)
    elif form == "jsonl":
        sys.stdout.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    elif form == "json":
        print(json.dumps(list(rows) if many else next(iter(rows)), ensure_ascii=False, indent=2))
    else:
        _write_yaml(list(rows) if many else next(iter(rows)))


def data_out(*, line_buffering: bool = False) -> TextIO:
    """Return standard output, which writes UTF-8 from now on, and a line feed as it is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n", line_buffering=line_buffering)
    return sys.stdout


def check(options: Options) -> None:
    """Reject a query that is not JMESPath, an empty name, and a form whose library is missing."""
    _search(options.query)
    names_in(options.columns)
    names_in(options.sort)
    if options.output == "yaml":
        import_module("ruamel.yaml")


def names_in(given: Sequence[str] | None) -> list[str]:
    """Return the values of an option that is repeated, or has commas."""
    found = [name.strip() for text in given or [] for name in text.split(",")]
    if not all(found):
        raise Problem(f"{','.join(given or [])!r} names nothing between two commas, or at an end")
    return found


def plain(value: object, reveal: bool = True) -> Any:
    """Return a model as plain data with the wire's names, its secrets masked unless they are to be shown."""
    return json.loads(to_json(value if reveal else masked(value)))


def _search(query: str | None) -> Callable[[Any], Any]:
    if query is None:
        return lambda found: found
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


def _columns(rows: Iterable[Any], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    unseen: set[str] = set()
    for number, row in enumerate(rows):
        picked = {name: pick(row, name) for name in names}
        unseen = {name for name in (unseen if number else names) if picked[name] in (None, [])}
        yield picked
    if unseen:
        note(f"nothing has a field {' or '.join(sorted(unseen))}")


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
        write([harmless(cell(fields.get(name))) for name in columns])


def _write_table(rows: Sequence[Any], wanted: Sequence[str], *, header: bool) -> None:
    from rich.cells import cell_len

    if not rows:
        return note("nothing found")
    fields = [row if isinstance(row, dict) else {"value": row} for row in rows]
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() and header and not wanted else None
    lines, left = table(fields, wanted or worth_a_column(fields), header=header, width=width, length=cell_len)
    if left:
        note(f"too wide for this terminal: {', '.join(left)}; --columns chooses, -o json shows all")
    for line in lines:
        print(line)
    return None


def _write_yaml(value: Any) -> None:
    from ruamel.yaml import YAML

    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.dump(value, sys.stdout)
