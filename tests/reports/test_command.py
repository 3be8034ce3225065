"""The command `report`."""

from pathlib import Path

import pytest

from sinch_provisioning.emulator import Emulator
from tests.cli.command import invoke
from tests.reports.estates import PROJECTS, swept

pytest.importorskip("altair", reason="needs the extra reports")
pytestmark = pytest.mark.anyio


async def test_reports_are_data_pages_and_pictures(tmp_path: Path) -> None:
    async with Emulator(project_id=PROJECTS, estate="demo", senders=20, templates=6) as emulator:
        store = await swept(tmp_path, emulator)
    for name in ("launch", "changes", "templates"):
        given = ("report", name, "--store", str(store.path))
        data = invoke(*given, "-o", "json")
        assert (data.code, data.errors) == (0, "")
        assert isinstance(data.data, list)
        page, picture = tmp_path / f"{name}.html", tmp_path / f"{name}.svg"
        done = invoke(*given, "--html", str(page), "--svg", str(picture))
        assert (done.code, done.output) == (0, "")
        assert done.errors == f"written to {page}\nwritten to {picture}\n"
        assert "<h1>" in page.read_text("utf-8")
        assert picture.read_text("utf-8").startswith("<svg")
    csv = invoke("report", "launch", "--store", str(store.path), "-o", "csv", "--columns", "country,launched")
    assert csv.output.splitlines()[0] == "country,launched"


def test_a_store_that_is_not_there_is_told() -> None:
    done = invoke("report", "launch", "--store", "none.db")
    assert done.code == 3
    assert "a sweep makes it" in done.errors
