"""How often templates made people block the sender."""

from collections import Counter

import attrs

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.reviewed import DAY
from sinch_provisioning.emulator.tables import JSON, Record

LEAST_SENDS = 1000


@attrs.frozen
class Figures:
    """What was counted for one template."""

    record: Record
    sends: int
    blocks: int
    reasons: Counter[str]


def compared(records: list[Record], *, days: int, end: float) -> list[JSON]:
    """Return the figures of templates over some days; reject if one was sent too seldom."""
    counted = [_count(record, end - days * DAY, end) for record in records]
    if any(figures.sends < LEAST_SENDS for figures in counted):
        raise problem("templates_not_eligible_for_comparison", f"Each needs {LEAST_SENDS} sends in {days} days.")
    # The least blocked comes first (inferred: which end is 1 is not documented).
    ranked = sorted(counted, key=lambda figures: figures.blocks / figures.sends)
    return [
        {
            "name": figures.record["name"],
            "language": figures.record["language"],
            "blockOrder": ranked.index(figures) + 1,
            "messageSends": figures.sends,
            "topBlockReason": max(figures.reasons, key=figures.reasons.__getitem__, default="NO_REASON"),
        }
        for figures in counted
    ]


def _count(record: Record, start: float, end: float) -> Figures:
    entries = [entry for entry in record["sends"] if start < entry["at"] <= end]
    reasons: Counter[str] = Counter()
    for entry in entries:
        if entry["blocks"]:
            reasons[entry["reason"]] += entry["blocks"]
    return Figures(record, sum(e["sends"] for e in entries), sum(e["blocks"] for e in entries), reasons)
