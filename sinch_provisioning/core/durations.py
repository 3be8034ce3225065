"""Durations as people write them."""

import re
from typing import Final

from sinch_provisioning.errors import InvalidRequest

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def seconds(text: str, *, pause: bool = False) -> float:
    """Return the seconds of `90`, `45s`, `30m`, `6h`, `14d` or `2w`; a pause has some.

    Raises:
        InvalidRequest: it is none of these.
    """
    found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)([smhdw]?)", text)
    if found is None:
        raise InvalidRequest([("time", f"must be like 90, 45s, 30m, 6h, 14d or 2w, not {text!r}")])
    if pause and not float(found[1]):
        raise InvalidRequest([("time", f"must be more than {text}: without a pause, nothing else gets a turn")])
    return float(found[1]) * _UNITS.get(found[2], 1)
