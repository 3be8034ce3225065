"""Reports at a terminal."""

from typing import Final

from sinch_provisioning.reports.figures import Bars, Report, Section
from sinch_provisioning.reports.texts import COLOURS, cell, written

try:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text
except ModuleNotFoundError as _error:
    raise ModuleNotFoundError(
        f"{_error.name} is missing: pip install 'sinch-provisioning[reports]'", name=_error.name
    ) from None

_MOST: Final = 40
_SHORTEST: Final = 6  # of bars
_LESS: Final = frozenset({"seen", "before_seen", "modified", "part", "id"})
_BLOCKS, _LETTERS = "█▓▒░▚", "#=-.~"


def show(report: Report, console: Console | None = None) -> None:
    """Write a report to a terminal; each section has the first 40 rows.

    Args:
        report: The report.
        console: Where to write it; standard output if left out.
    """
    console = console or Console(highlight=False)
    console.print(Text(report.title, style="bold"))
    if report.seen is not None:
        console.print(Text(f"seen {' to '.join(dict.fromkeys(map(written, report.seen)))}", style="dim"))
    console.print(Text("  ".join(f"{name}: {count:,}" for name, count in report.totals.items())))
    for note in report.notes:
        console.print(Text(f"! {note}"))
    for section in report.sections:
        _show(section, console)


def _show(section: Section, console: Console) -> None:
    console.print()
    console.print(Text(section.title, style="bold"), Text(section.about, style="dim"))
    if not section.rows:
        console.print("Nothing.")
        return
    bars = section.bars
    marks = _LETTERS if console.options.ascii_only else _BLOCKS
    if bars is not None:
        legend = (Text(f"{mark} {part}  ", style=COLOURS[part]) for mark, part in zip(marks, bars.parts, strict=False))
        console.print(Text.assemble(*legend))
    narrow = console.width < 110
    names = [name for name in section.columns if not narrow or name not in _LESS]
    found = [dict(zip(section.columns, row, strict=True)) for row in section.rows[:_MOST]]
    rows = [[Text(cell(name, values[name])) for name in names] for values in found]
    gap, numbers = 1 if narrow else 2, section.numbers
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0))
    for name in names:
        table.add_column(name.replace("_", " "), justify="right" if name in numbers else "left", overflow="fold")
    if bars is not None:
        table.add_column("", no_wrap=True)
    # The bars take what the figures leave: a word that is folded reads worse than a short bar.
    taken = sum(
        max(len(name), *(one.cell_len for one in column)) + gap for name, *column in zip(names, *rows, strict=True)
    )
    width = min(24, max(_SHORTEST, console.width - taken))
    longest = max(sum(section.counts(row)) for row in section.rows)
    for row, cells in zip(section.rows, rows, strict=False):
        if bars is not None:
            counts = section.counts(row)
            cells.append(_bar(bars, counts, sum(counts) if bars.share else longest, marks, width))
        table.add_row(*cells)
    console.print(table)
    if len(section.rows) > _MOST:
        console.print(Text(f"and {len(section.rows) - _MOST:,} more", style="dim"))


def _bar(bars: Bars, counts: list[int], whole: int, marks: str, width: int) -> Text:
    bar, end, drawn = Text(), 0, 0
    for part, count, mark in zip(bars.parts, counts, marks, strict=False):
        end += count
        until = round(end / whole * width) if whole else 0
        bar.append(mark * (until - drawn), style=COLOURS[part])
        drawn = until
    return bar
