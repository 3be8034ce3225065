"""Times, as a store keeps them and as callers say them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from sinch_provisioning.core.durations import seconds
from sinch_provisioning.errors import InvalidRequest

_AGO: Final = re.compile(r"\d{1,6}[mhdw]")


def written(moment: datetime) -> str:
    """Return a time as the store keeps it: in UTC, to the microsecond, so that texts sort as the times do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def moment(since: str | datetime | timedelta, now: datetime) -> datetime:
    """Return the time that a caller means: `24h`, `7d`, `2026-11-01`, `2026-11-01T09:30+01:00`, or what Python has.

    Raises:
        InvalidRequest: it is none of these, or a datetime without a zone. Dates and texts without one are in UTC.
    """
    if isinstance(since, timedelta):
        return now - since
    if isinstance(since, datetime):
        if since.tzinfo is None:
            raise InvalidRequest([("since", "has to have a time zone, as datetime.now(UTC)")])
        return since
    try:
        if _AGO.fullmatch(since):
            return now - timedelta(seconds=seconds(since))
        found = datetime.fromisoformat(since)
    except (ValueError, OverflowError):
        rule = f"must be like 30m, 24h, 7d, 2w, 2026-11-01 or 2026-11-01T09:30Z, not {since!r}"
        raise InvalidRequest([("since", rule)]) from None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
