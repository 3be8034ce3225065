"""CSV, which people open with a spreadsheet."""

import csv
import re
from collections.abc import Callable, Iterable
from typing import Any, Protocol

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.]*")


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers, also of phones, stay as they are."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


class _Text(Protocol):
    def write(self, text: str, /) -> object: ...


class _Lines:
    """Ends the rows of a csv writer with a line feed alone."""

    def __init__(self, out: _Text) -> None:
        self._write = out.write

    def write(self, row: str) -> None:
        self._write(row[:-2] + "\n")


def row_writer(out: _Text) -> Callable[[Iterable[Any]], object]:
    """Return a function that writes a row of CSV as a line."""
    # Told to end lines with a line feed, csv would leave a carriage return in a cell unquoted.
    return csv.writer(_Lines(out), lineterminator="\r\n").writerow
