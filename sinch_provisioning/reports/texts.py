"""What all forms of a report have in common: the colours of its parts, and values as people read them."""

from datetime import datetime
from typing import Any, Final

from sinch_provisioning.core.rows import visible

# The colours of Okabe and Ito, which the colour-blind can tell apart; bars have the counts written in them too.
COLOURS: Final = dict.fromkeys(("launched", "approved", "live"), "#0072B2") | {
    "pending": "#F0E442", "rejected": "#D55E00", "new": "#56B4E9", "gone": "#CC79A7", "other": "#B8BCC2"
}  # fmt: skip


def written(moment: datetime) -> str:
    """Return a time as people read it."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def cell(name: str, value: Any) -> str:
    """Return a value as text, control characters and the like made visible."""
    if isinstance(value, datetime):
        return written(value)
    if name == "share":
        return f"{value:.0%}"
    return visible(f"{value:,}" if isinstance(value, int) else None if value is None else str(value))
