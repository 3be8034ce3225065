"""What reports look like, with hostile names too, and with nothing, little or very much."""

import io
import re
import socket
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from sinch_provisioning import reports
from sinch_provisioning.reports import Bars, Report, Section
from tests.console import axe, browser
from tests.reports.estates import HOSTILE, SEEN, report_of

pytest.importorskip("altair", reason="needs the extra reports")
pytest.importorskip("vl_convert", reason="needs the extra reports")

SMALL = report_of(("Telekom", 3, 1), ("O2", 0, 2))
HUGE = report_of(*((f"{place} Operator {number}", number, place) for place in range(60) for number in range(1, 201)))


def shown(report: Report, width: int = 120, **more: Any) -> str:
    out = io.StringIO()
    reports.show(report, Console(file=out, width=width, highlight=False, **more))
    return out.getvalue()


def test_a_terminal_shows_figures_and_bars() -> None:
    text = shown(SMALL)
    assert "Where senders are" in text
    assert "seen 2026-11-01 12:00 UTC" in text
    assert re.search(r"Telekom +3 +1 +█+▓+", text)
    assert "Nothing." in text
    narrow = shown(SMALL, width=40)
    assert max(map(len, narrow.splitlines())) <= 40
    assert re.search(r"Telekom +3 +1 +█+", narrow)


def test_no_word_is_folded_in_an_ordinary_terminal() -> None:
    columns = ("country", "operator", "senders", "launched", "pending", "rejected", "other", "share", "seen")
    rows = tuple(("DE", name, 1000, 500, 250, 150, 100, 0.5, SEEN) for name in ("Deutsche Telekom", "O2"))
    bars = Bars(label=("operator",), parts=columns[3:7])
    section = Section(title="Operators", about="", columns=columns, rows=rows, bars=bars)
    report = Report(title="Where", seen=(SEEN, SEEN), totals={}, sections=(section,))
    for width in (80, 100, 120):
        text = shown(report, width=width)
        assert max(map(len, text.splitlines())) <= width
        assert re.search(r"country +operator +senders +launched +pending +rejected +other +share", text)
        assert re.search(r"DE +Deutsche Telekom +1,000 +500 +250 +150 +100 +50% .*█+▓+▒+░+", text)
        assert "seen 2026-11-01 12:00 UTC\n" in text


def test_a_terminal_shows_the_first_rows_of_many() -> None:
    text = shown(HUGE)
    assert "and 11,960 more" in text
    assert len(text.splitlines()) < 60


def test_hostile_texts_are_harmless() -> None:
    report = report_of((HOSTILE, 1, 1))
    text = shown(report, force_terminal=True, color_system=None)
    assert "\x1b[31m" not in text
    assert "\u202e" not in text
    page = reports.html(report)
    assert "<script" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    picture = ET.fromstring(reports.svg(report))
    assert not [each for each in picture.iter() if each.tag.endswith("script")]


@pytest.mark.parametrize("report", [report_of(), report_of(("O2", 1, 0)), HUGE], ids=["empty", "one", "huge"])
def test_small_and_large_reports_are_drawn(report: Report) -> None:
    picture = reports.svg(report)
    assert float(ET.fromstring(picture).attrib["height"]) < 1200
    page = reports.html(report)
    assert page.count("<tr>") == len(report.sections[0].rows) + bool(report.sections[0].rows)


def test_labels_that_are_cut_alike_stay_apart() -> None:
    long = "A name that is far too long for the picture, "
    picture = reports.svg(report_of((f"{long} 1", 1, 2), (f"{long} 2", 3, 4)))
    written = [each.text for each in ET.fromstring(picture).iter() if each.tag.endswith("text")]
    assert {"1", "2", "3", "4"} <= set(written)
    assert len([text for text in written if text and text.startswith("A name")]) == 2


@pytest.mark.parametrize("name", ["SE", "An operator with a long name"], ids=["beside", "above"])
def test_a_phone_shows_every_count_within_a_bar_or_beneath_it(name: str) -> None:
    page = reports.html(report_of((name, 1000, 1), ("DE", 3, 0)))
    narrow = page[page.index('<div class="narrow"') :]
    written = {text.strip() for text in re.findall(r"<text[^>]*>([^<]*)</text>", narrow[: narrow.index("</svg>")])}
    assert {name, "1,000", "1 rejected", "DE", "3"} <= written


def test_a_page_needs_no_network_and_no_scripts() -> None:
    page = reports.html(SMALL)
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link rel=.stylesheet)", page)
    assert not re.findall(r"(?:src|href)=\"(?!#|data:)[^\"]*", page)


@pytest.mark.skipif(browser.CHROMIUM is None or browser.DRIVER is None, reason=browser.MISSING)
def test_a_browser_without_a_network_shows_the_page(tmp_path: Path) -> None:
    script = axe.axe()
    path = tmp_path / "board.html"
    path.write_text(reports.html(SMALL), encoding="utf-8")
    with browser.browser() as driver:
        browser.command(driver, "Network.enable", {})
        conditions = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        browser.command(driver, "Network.emulateNetworkConditions", conditions)
        for scheme in ("light", "dark"):
            media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
            browser.command(driver, "Emulation.setEmulatedMedia", media)
            for width in (1280, 390):
                size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
                browser.command(driver, "Emulation.setDeviceMetricsOverride", size)
                driver.get(path.as_uri())
                requests = driver.execute_script("return performance.getEntriesByType('resource').map((e) => e.name)")
                assert [name for name in requests if not name.startswith("data:")] == []
                assert driver.execute_script("return document.documentElement.scrollWidth") <= width
                drawn = driver.execute_script(
                    "return [...document.querySelectorAll('figure div')].map((e) => getComputedStyle(e).display)"
                )
                assert drawn == (["block", "none"] if width > 800 else ["none", "block"])
                if script is not None:
                    assert axe.violations(driver, script) == []
        assert driver.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_no_name_of_a_host_is_in_a_page() -> None:
    """A namespace of XML is a name, not an address that is fetched."""
    hosts = set(re.findall(r"https?://([^/\"]+)", reports.html(SMALL)))
    assert hosts <= {"www.w3.org"}
    assert socket.gethostname() not in reports.html(SMALL)
