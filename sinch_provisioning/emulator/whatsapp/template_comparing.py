"""How often templates made people block the sender."""

from collections import Counter

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.reviewed import DAY
from sinch_provisioning.emulator.tables import JSON, Record

LEAST_SENDS = 1000


def compared(records: list[Record], *, days: int, end: float) -> list[JSON]:
    """Return the figures of templates over some days; reject if one was sent too seldom."""
    rates: list[float] = []
    rows: list[JSON] = []
    for record in records:
        entries = [entry for entry in record["sends"] if end - days * DAY < entry["at"] <= end]
        sends = sum(entry["sends"] for entry in entries)
        if sends < LEAST_SENDS:
            raise problem("templates_not_eligible_for_comparison", f"Each needs {LEAST_SENDS} sends in {days} days.")
        reasons: Counter[str] = Counter()
        for entry in entries:
            reasons[entry["reason"]] += entry["blocks"]
        rates.append(reasons.total() / sends)
        reason = max(+reasons, key=reasons.__getitem__, default="NO_REASON")
        names = {"name": record["name"], "language": record["language"]}
        rows.append({**names, "messageSends": sends, "topBlockReason": reason})
    # The least blocked comes first (inferred: which end is 1 is not documented).
    ranked = sorted(range(len(rows)), key=rates.__getitem__)
    return [{**row, "blockOrder": ranked.index(number) + 1} for number, row in enumerate(rows)]
