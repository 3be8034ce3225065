"""Cells of CSV, which people open with a spreadsheet."""

import re

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.]*")


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; a number or a phone number is none."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
