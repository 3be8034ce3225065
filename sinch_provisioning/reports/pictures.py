"""Pictures of reports, drawn by altair (extra `reports`)."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sinch_provisioning.errors import ConfigurationError
from sinch_provisioning.reports.figures import Bars, Report, Section
from sinch_provisioning.reports.texts import COLOURS, cell, written

_DARK: Final = frozenset({"#0072B2", "#D55E00"})
_MOST: Final = 40
_BAR: Final = 22
_LONGEST: Final = 28
_PHONE: Final = 400
"""Narrower pictures are for phones."""


def svg(report: Report, *, section: int | None = None, width: int = 800, paper: bool = True) -> str:
    """Return the picture of a section as SVG.

    Args:
        report: The report.
        section: Index of the section; the first with a picture if left out.
        width: Width in pixels.
        paper: Whether it has a white ground, as it stands alone.

    Raises:
        ConfigurationError: altair is missing: `pip install 'sinch-provisioning[reports]'`.
        ValueError: this section has no picture.
    """
    index = next(index for index, one in enumerate(report.sections) if one.bars) if section is None else section
    found = report.sections[index]
    if found.bars is None:
        raise ValueError(f"the section {found.title} has no picture")
    try:
        import altair as alt
        import vl_convert
    except ModuleNotFoundError as error:
        words = f"{error.name} is missing, which draws pictures: pip install 'sinch-provisioning[reports]'"
        raise ConfigurationError(words) from None
    spec = _chart(alt, report, found, found.bars, width, paper).to_json()
    made: str = vl_convert.vegalite_to_svg(spec)
    return made


def _chart(alt: Any, report: Report, section: Section, bars: Bars, width: int, paper: bool) -> Any:
    rows = section.rows[:_MOST]
    labels = [_label(section, bars, row) for row in rows]
    beside = 8 * max(map(len, labels), default=0)
    # A phone has room for long names only above their bars, and for small counts only beneath them.
    is_phone = width < _PHONE
    is_above = is_phone and beside > width // 4
    width = max(80, width - 48 - (0 if is_above else beside))
    parts = list(_parts(section, bars, rows))
    longest = 1 if bars.share else max((one["to"] for one in parts), default=1)
    inside, beneath = list[dict[str, Any]](), [""] * len(rows)
    for one in parts:
        if (one["to"] - one["from"]) / longest * width > 9 * len(one["text"]):
            inside.append(one)
        else:
            beneath[one["row"]] += f"{one['text']} {one['part']}  "

    def words(texts: Sequence[str], dy: int) -> Any:
        values = [{"row": index, "text": text} for index, text in enumerate(texts)]
        mark = alt.Chart(alt.Data(values=values)).mark_text(fontSize=12, align="left", dy=dy, color="currentColor")
        return mark.encode(y=y, x=alt.value(0), text="text:N")

    x = alt.X(
        "from:Q", scale=alt.Scale(domain=[0, longest]),
        axis=alt.Axis(format="%" if bars.share else ",d", title=None, tickCount=5, grid=False, domain=False),
    )  # fmt: skip
    # Rows are told apart by their number, as labels that are cut may be alike.
    names = alt.Axis(ticks=False, domain=False, labelLimit=220, labelExpr=f"{json.dumps(labels)}[datum.value]")
    y = alt.Y("row:O", title=None, axis=None if is_above else names)
    colour = alt.Color(
        "part:N", title=None, sort=list(bars.parts),
        scale=alt.Scale(domain=list(bars.parts), range=[COLOURS[part] for part in bars.parts]),
        legend=alt.Legend(orient="top", direction="horizontal", columns=3 if is_phone else 0),
    )  # fmt: skip
    drawn = alt.Chart(alt.Data(values=parts)).mark_bar(height=_BAR - 6, stroke="white", strokeWidth=0.5)
    counts = alt.Chart(alt.Data(values=inside)).mark_text(fontSize=11)
    ink = alt.Color("ink:N", scale=None)
    around = [words(labels, -15)] * is_above + [words(beneath, 15)] * (is_phone and any(beneath))
    seen = " to ".join(dict.fromkeys(map(written, report.seen or ())))
    title = alt.Title(f"{report.title}: {section.title.lower()}", subtitle=f"seen {seen}", anchor="start")
    return (
        alt.layer(
            drawn.encode(x=x, x2="to:Q", y=y, color=colour),
            counts.encode(x="middle:Q", y=y, text="text:N", color=ink),
            *around,
        )
        .properties(
            width=width,
            height=max(1, len(rows)) * _BAR * (1, 1.8, 2.4)[len(around)],
            title=title if paper else "",
            padding={"left": 16, "right": 16, "top": 8, "bottom": 8},
            background="white" if paper else "transparent",
        )
        .configure(font="system-ui, sans-serif")
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12)
        .configure_legend(labelFontSize=12)
    )


def _label(section: Section, bars: Bars, row: tuple[Any, ...]) -> str:
    text = cell("", " ".join(str(row[section.columns.index(name)]) for name in bars.label))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _parts(section: Section, bars: Bars, rows: Sequence[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """Return a part of a bar each: from where to where it goes, and its count."""
    for index, row in enumerate(rows):
        counts = section.counts(row)
        whole, end = (sum(counts) or 1) if bars.share else 1, 0.0
        for part, count in zip(bars.parts, counts, strict=True):
            start, end = end, end + count / whole
            if count:
                place = {"row": index, "part": part, "from": start, "to": end, "middle": (start + end) / 2}
                yield place | {"text": f"{count:,}", "ink": "white" if COLOURS[part] in _DARK else "black"}
