"""Stores with what reports are about, and a report written by hand."""

from datetime import UTC, datetime
from pathlib import Path

from sinch_provisioning import AsyncClient, sweeping
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.reports import Bars, Report, Section
from sinch_provisioning.sweeping import Store

PROJECTS = ("acme", "globex")
SEEN = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script>\r\n\x1b[31m\u202eevil &amp; \"quoted\""


async def swept(path: Path, emulator: Emulator, *names: str) -> Store:
    """Return the store of a sweep of an emulator's projects."""
    store = Store(path / "estate.db")
    async with AsyncClient(emulator.config()) as sinch:
        for name in names or ("rcs senders", "whatsapp templates"):
            await sweeping.sweep(store, sweeping.listings(sinch, name, emulator.project_ids, store=store))
    return store


def report_of(*rows: tuple[str, int, int], title: str = "Where senders are") -> Report:
    """Return a report with a bar for each row: its label, and two counts."""
    bars = Bars(label=("operator",), parts=("launched", "rejected"))
    section = Section(title="Operators", about="By operator.", columns=("operator", *bars.parts), rows=rows, bars=bars)
    empty = Section(title="Rejections", about="None.", columns=("operator", "remark"), rows=())
    return Report(title=title, seen=(SEEN, SEEN), totals={"senders": len(rows)}, sections=(section, empty))
