"""What all forms of a report have in common: the colours of its parts, and values as people read them."""

from datetime import datetime
from typing import Any, Final

# The colours of Okabe and Ito, which the colour-blind can tell apart; bars have the counts written in them too.
COLOURS: Final = {
    "launched": "#0072B2",
    "approved": "#0072B2",
    "live": "#0072B2",
    "pending": "#F0E442",
    "new": "#56B4E9",
    "rejected": "#D55E00",
    "gone": "#CC79A7",
    "other": "#B8BCC2",
}


def written(moment: datetime) -> str:
    """Return a time as people read it."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def cell(name: str, value: Any) -> str:
    """Return a value as text, control characters and the like made visible."""
    if isinstance(value, datetime):
        return written(value)
    if name == "share":
        return f"{value:.0%}"
    text = "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
