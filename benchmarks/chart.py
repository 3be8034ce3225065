"""The chart that the README shows: bars beside the peers, and the memory of a long walk, as SVG."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import Figure, Outcome

WIDTH = 460
OURS, OTHERS, LINES = "#0a7d55", "#9aa5b1", ["#0a7d55", "#d9822b"]

# Which figures are drawn: benchmark, what the figure tells, title.
BARS = [
    ("sweep", "senders a second", "Sweep of 200 projects: senders a second (more is better)"),
    ("decode", "CPU a sender", "Decode: CPU a sender, us (less is better)"),
    ("writing", "CPU a sender", "Write: CPU a sender, us (less is better)"),
    ("one_get", "CPU a get", "One get, async: CPU, us (less is better)"),
    ("one_get", "wall time a get", "One get, blocking: wall time, us (less is better)"),
    ("first_call", "wall time", "From an empty process to the first page, ms (less is better)"),
]


def draw(outcomes: Mapping[str, Outcome], path: Path) -> None:
    """Draw what there is of the outcomes."""
    import altair as alt

    parts: list[Any] = []
    for name, what, title in BARS:
        if name in outcomes:
            parts.append(_bars(title, [figure for figure in outcomes[name].figures if figure.what == what]))
    if "memory" in outcomes:
        parts.append(_lines(outcomes["memory"]))
    chart = (
        alt.vconcat(*parts, spacing=24)
        .resolve_scale(x="independent", y="independent", color="independent")
        .configure(background="white", font="Helvetica, Arial, sans-serif")
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=13, labelLimit=0, grid=False)
        .configure_title(anchor="start", frame="group", fontSize=13)
    )
    path.parent.mkdir(exist_ok=True)
    chart.save(path)


def _bars(title: str, found: Sequence[Figure]) -> Any:
    import altair as alt

    rows = [{"who": figure.who, "value": figure.value.median, "ours": "sinch" in figure.who} for figure in found]
    base = alt.Chart({"values": rows}, title=title, width=WIDTH, height=alt.Step(24)).encode(
        x=alt.X("value:Q", axis=None), y=alt.Y("who:N", title=None, sort=None, axis=alt.Axis(domain=False, ticks=False))
    )
    colour = alt.condition("datum.ours", alt.value(OURS), alt.value(OTHERS))
    return base.mark_bar(height=18).encode(color=colour) + base.mark_text(align="left", dx=6, fontSize=13).encode(
        text=alt.Text("value:Q", format=",.0f")
    )


def _lines(outcome: Outcome) -> Any:
    import altair as alt

    rows = [
        {"who": who, "senders": senders, "MB": used}
        for who, points in outcome.series.items()
        for senders, used in points
    ]
    title = f"Memory of the process, MB: {outcome.title.lower()}"
    return (
        alt.Chart({"values": rows}, title=title, width=WIDTH, height=170)
        .mark_line()
        .encode(
            x=alt.X("senders:Q", axis=alt.Axis(format=",d", labelExpr="datum.label + ' senders'", tickCount=4)),
            y=alt.Y("MB:Q"),
            color=alt.Color(
                "who:N",
                title=None,
                sort=None,
                scale=alt.Scale(range=LINES),
                legend=alt.Legend(orient="bottom", labelLimit=0),
            ),
        )
    )
