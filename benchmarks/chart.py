"""The chart that the README shows: bars beside the peers, and the memory of a long walk. SVG, written by hand."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from benchmarks.measure import Figure, Outcome

WIDTH, LEFT, ROW, PLOT = 860, 330, 24, 170
OURS, OTHERS, INK, FAINT, LINES = "#0a7d55", "#9aa5b1", "#1f2933", "#7b8794", ["#0a7d55", "#d9822b"]

# Which figures are drawn: benchmark, what the figure tells, title.
BARS = [
    ("sweep", "senders a second", "Sweep of 200 projects: senders a second (more is better)"),
    ("decode", "CPU a sender", "Decode: CPU a sender, us (less is better)"),
    ("one_get", "CPU a get", "One get, async: CPU, us (less is better)"),
    ("one_get", "wall time a get", "One get, blocking: wall time, us (less is better)"),
    ("first_call", "wall time", "From an empty process to the first page, ms (less is better)"),
]


def draw(outcomes: Mapping[str, Outcome], path: Path) -> None:
    """Draw what there is of the outcomes."""
    parts: list[str] = []
    top = 10
    for name, what, title in BARS:
        if name in outcomes:
            found = [figure for figure in outcomes[name].figures if figure.what == what]
            parts.append(_bars(title, found, top))
            top += 34 + ROW * len(found)
    if "memory" in outcomes:
        parts.append(_lines(outcomes["memory"], top))
        top += PLOT + 70
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}" '
        f'font-family="Helvetica, Arial, sans-serif" font-size="13">\n<rect width="100%" height="100%" fill="white"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _bars(title: str, found: Sequence[Figure], top: float) -> str:
    most = max(figure.value.median for figure in found)
    parts = [_text(10, top + 16, title, weight="bold")]
    for row, figure in enumerate(found):
        y = top + 26 + row * ROW
        width = figure.value.median / most * (WIDTH - LEFT - 90)
        ours = "sinch" in figure.who
        parts += [
            _text(LEFT - 8, y + 13, figure.who, anchor="end", weight="bold" if ours else "normal"),
            f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{ROW - 6}" fill="{OURS if ours else OTHERS}"/>',
            _text(LEFT + width + 6, y + 13, f"{figure.value.median:,.0f}"),
        ]
    return "\n".join(parts)


def _lines(outcome: Outcome, top: float) -> str:
    left, right, base = 60, WIDTH - 40, top + 40 + PLOT
    far = max(x for points in outcome.series.values() for x, _ in points)
    high = max(y for points in outcome.series.values() for _, y in points) * 1.25

    def place(x: float, y: float) -> str:
        return f"{left + x / far * (right - left):.1f},{base - y / high * PLOT:.1f}"

    parts = [
        _text(10, top + 16, f"Memory of the process, MB: {outcome.title.lower()}", weight="bold"),
        f'<path d="M{left},{base - PLOT} V{base} H{right}" fill="none" stroke="{FAINT}"/>',
        _text(right, base + 18, f"{far:,.0f} senders", anchor="end", colour=FAINT),
        _text(left - 6, base + 4, "0", anchor="end", colour=FAINT),
        _text(left - 6, base - PLOT + 8, f"{high:.0f}", anchor="end", colour=FAINT),
    ]
    for number, (name, points) in enumerate(outcome.series.items()):
        colour = LINES[number % len(LINES)]
        parts += [
            f'<polyline points="{" ".join(place(x, y) for x, y in points)}" fill="none" stroke="{colour}"/>',
            _text(left + 12 + number * 260, base - 10, name, colour=colour),
        ]
    return "\n".join(parts)


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal", colour: str = INK) -> str:
    where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {where} font-weight="{weight}" fill="{colour}">{escape(text)}</text>'
