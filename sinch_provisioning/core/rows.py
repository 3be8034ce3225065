"""Plain data as rows: fields by their dotted names, cells of text, tables that fit a width, lines of CSV."""

# JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import SimpleNamespace
from typing import Any, Final, TextIO

from sinch_provisioning.core.codec.names import camel

_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
_NUMBER: Final = re.compile(r"[+-]?[0-9][0-9.]*")


def pick(row: Any, name: str) -> Any:
    """Return a field by its dotted name, the wire's or Python's; of a list, those of its items."""
    for part in name.split("."):
        if isinstance(row, list):
            row = [pick(item, part) for item in row]
        else:
            row = row.get(part, row.get(camel(part))) if isinstance(row, dict) else None
    return row


def rank(value: Any) -> tuple[bool, bool, Any]:
    """Return what values of any kind are sorted by: numbers, then texts, then nothing."""
    return value is None, isinstance(value, str), value if isinstance(value, str | int | float) else cell(value)


def cell(value: Any) -> str:
    """Return a value as one cell."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return ", ".join(map(cell, value))
    return json.dumps(value, ensure_ascii=False)


def visible(value: Any) -> str:
    """Return a cell whose control characters show, instead of moving the cursor or changing colours."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in cell(value))


def flat(value: Any, name: str = "") -> list[dict[str, Any]]:
    """Return an object as rows of field and value; what is empty is left out."""
    if isinstance(value, dict):
        inner = [(f"{name}.{key}" if name else key, item) for key, item in value.items()]
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        inner = [(f"{name}[{index}]", item) for index, item in enumerate(value)]
    else:
        return [{"field": name, "value": value} if name else {"value": value}] if value not in ("", [], None) else []
    return [row for key, item in inner for row in flat(item, key)]


def worth_a_column(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the fields that are short, and what the items are called, which often stands deeper."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    names = [name for name in names if all(_is_short(row.get(name)) for row in rows)]
    if not {"name", "displayName"} & {*names}:
        deeper = (one.get("field", "") for row in rows for one in flat(row))
        names[1:1] = islice((name for name in deeper if re.fullmatch(r"[\w.]+\.(name|displayName)", name)), 1)
    return names


def _is_short(value: Any) -> bool:
    return not isinstance(value, dict | list) or (
        isinstance(value, list) and all(isinstance(item, str) for item in value)
    )


def table(
    rows: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    *,
    header: bool,
    width: int | None,
    length: Callable[[str], int],
) -> tuple[Iterator[str], Sequence[str]]:
    """Return the lines of a table of the columns `names`, and those that its width has no room for.

    `width` is that of the terminal, None as wide as it comes; `length` tells how much of it a text takes.
    """
    cells = [
        [*[name] * header, *(visible(row[name] if name in row else pick(row, name)) for row in rows)] for name in names
    ]
    widths, fits = [max(map(length, column)) for column in cells], len(names)
    while width is not None and fits > 1 and sum(widths[:fits]) + 2 * fits - 2 > width:
        fits -= 1
    lines = (
        "  ".join(text + " " * (width - length(text)) for text, width in zip(line, widths, strict=False)).rstrip()
        for line in zip(*cells[:fits], strict=True)
    )
    return lines, names[fits:]


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers, also of phones, stay as they are."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def row_writer(out: TextIO) -> Callable[[Iterable[Any]], object]:
    """Return a function that writes a row of CSV as a line."""

    def write(row: str) -> None:
        out.write(f"{row[:-2]}\n")

    # Told to end lines with a line feed, csv would leave a carriage return in a cell unquoted.
    lines: Any = SimpleNamespace(write=write)
    return csv.writer(lines, lineterminator="\r\n").writerow
