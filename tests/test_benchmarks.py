"""What the benchmarks stand on: a server that leaves nothing out, ratios that are judged right, a chart that opens."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import chart, report, service
from benchmarks.aims import AIMS
from benchmarks.measure import Figure, Outcome, Ratio, Spread, compare, each, side_by_side
from sinch_provisioning import AsyncClient


@pytest.mark.anyio
async def test_the_server_of_the_benchmarks_has_every_sender_once() -> None:
    with service.serving() as url:
        async with AsyncClient(project_id="p1-230", access_token=service.TOKEN, base_url=url) as sinch:
            senders = await sinch.rcs.senders.list(page_size=100).collect()
            assert await sinch.rcs.senders.get(senders[-1].id) == senders[-1]
    assert len({sender.id for sender in senders}) == len(senders) == 230


@pytest.mark.parametrize(
    ("value", "more_is_better", "verdict"),
    [(0.9, False, "met"), (0.5, False, "stretch"), (1.1, False, "MISSED"), (1.1, True, "met"), (0.9, True, "MISSED")],
)
def test_a_ratio_is_judged_by_its_median(value: float, more_is_better: bool, verdict: str) -> None:
    stretch = 2.0 if more_is_better else 0.6
    ratio = Ratio(
        what="x",
        value=Spread.of([0.0, value, 9.0]),
        target=1.0,
        stretch=stretch,
        more_is_better=more_is_better,
    )
    assert report.verdict(ratio) == verdict
    assert verdict in report.table([Outcome(title="t", ratios=[ratio])])


def test_what_is_measured_side_by_side_gets_every_input_once() -> None:
    seen: dict[str, list[int]] = {"a": [], "b": []}
    spent = side_by_side({"a": seen["a"].append, "b": seen["b"].append}, iter(range(5)))
    assert seen == {"a": [0, 1, 2, 3, 4], "b": [0, 1, 2, 3, 4]}
    assert spent.keys() == seen.keys()
    assert each([{"us": {"a": 1.0, "b": 2.0}}]) == {"a": [{"us": 1.0}], "b": [{"us": 2.0}]}


def test_every_aim_is_that_of_a_ratio() -> None:
    sources = "".join(path.read_text() for path in Path(chart.__file__).parent.glob("*.py") if path.stem != "aims")
    asked = {*re.findall(r'aim\("([^"{]+)"\)', sources), *re.findall(r'"((?:decode|import)[^"{]*)"', sources)}
    families = [name.partition("{")[0] for name in re.findall(r'aim\(f"([^"]+)"\)', sources)]
    assert {name for name in AIMS if name not in asked and not name.startswith(tuple(families))} == set()


def test_ratios_are_taken_round_by_round() -> None:
    ours, others = [{"us": 1.0}, {"us": 10.0}, {"us": 3.0}], [{"us": 2.0}, {"us": 20.0}, {"us": 3.0}]
    assert compare(ours, others, "us") == Spread(median=0.5, low=0.5, high=1.0)
    assert compare(ours, others, "us", inverse=True).median == 2.0


def test_the_chart_is_a_picture_with_all_names(tmp_path: Path) -> None:
    pytest.importorskip("altair", reason="needs the extra `reports`")
    pytest.importorskip("vl_convert", reason="needs the extra `reports`")
    value = Spread.of([1.0, 2.0])
    outcomes = {name: Outcome(title=name) for name, _, _ in chart.BARS}
    for name, what, _ in chart.BARS:
        outcomes[name].figures.append(Figure(who=f"<{name} {what}>", what=what, unit="us", value=value))
    outcomes["memory"] = Outcome(title="memory", series={"a line": [(0, 40.0), (1000, 41.0)]})
    chart.draw(outcomes, tmp_path / "chart.svg")
    text = "".join(ET.parse(tmp_path / "chart.svg").getroot().itertext())
    assert all(f"<{name} {what}>" in text for name, what, _ in chart.BARS)
    assert "1,000 senders" in text
