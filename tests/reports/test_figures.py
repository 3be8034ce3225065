"""The figures of the reports equal what the service itself says."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, reports
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.errors import ConfigurationError
from sinch_provisioning.sweeping import Store
from tests.net.wire import SENDER, says, wire
from tests.reports.estates import PROJECTS, swept

pytestmark = pytest.mark.anyio

AGAINST = {"REJECTED", "SUSPENDED", "INVALID_IN_GOOGLE_MY_BUSINESS"}


async def everything(emulator: Emulator, path: str, name: str) -> list[dict[str, Any]]:
    """Return a list of all projects as plain JSON, which no model and no table has touched."""
    found: list[dict[str, Any]] = []
    async with AsyncClient(emulator.config()) as sinch:
        for project in emulator.project_ids:
            token: str | None = ""
            while token is not None:
                query = {"pageSize": 100} | ({"pageToken": token} if token else {})
                page = await sinch.request("GET", f"/v1/projects/{project}/{path}", query=query, returns=dict)
                found += page[name]
                token = page.get("nextPageToken")
    return found


async def test_the_figures_of_the_demo_estate_are_those_of_the_service(tmp_path: Path) -> None:
    async with Emulator(project_id=PROJECTS, estate="demo", senders=60, templates=24) as emulator:
        store = await swept(tmp_path, emulator)
        senders = await everything(emulator, "rcs/senders", "senders")
        templates = await everything(emulator, "whatsapp/templates", "templates")
    at = [
        (country, operator) for one in senders for country in one["countryStatus"] for operator in country["operators"]
    ]
    statuses = Counter(operator["status"] for _, operator in at)
    places = Counter((country["country"], operator["name"]) for country, operator in at)
    launched = Counter(
        (country["country"], operator["name"]) for country, operator in at if operator["status"] == "LAUNCHED"
    )

    report = reports.launch(store)
    assert report.totals == {
        "RCS senders": len(senders),
        "in state LAUNCHED": sum(one["state"] == "LAUNCHED" for one in senders),
        "countries": len({country["country"] for country, _ in at}),
        "operators": len(places),
        "rejections": sum(statuses[status] for status in AGAINST),
    }
    rows = {(row["country"], row["operator"]): row for row in report.rows if row["operator"] != "(none yet)"}
    assert {place: row["senders"] for place, row in rows.items()} == places
    assert {place: row["launched"] for place, row in rows.items() if row["launched"]} == launched
    assert sum(row["pending"] for row in rows.values()) == statuses["PENDING"] > 0
    assert sum(row["rejected"] for row in rows.values()) == report.totals["rejections"] > 0
    for place, row in rows.items():
        assert row["share"] == round(launched[place] / places[place], 4)
        assert row["launched"] + row["pending"] + row["rejected"] + row["other"] == row["senders"]
        assert row["seen"] is not None
        assert report.seen is not None
        assert report.seen[0] <= row["seen"] <= report.seen[1]
    countries = {row[0]: row for row in report.sections[0].rows}
    counted = Counter(country["country"] for one in senders for country in one["countryStatus"])
    assert {country: row[1] for country, row in countries.items()} == counted

    found = reports.templates(store)
    assert found.totals == {
        "templates": len(templates),
        "approved": sum(one.get("state") == "APPROVED" for one in templates),
        "rejected": sum("REJECTED" in {one.get("state"), one.get("changes", {}).get("status")} for one in templates),
    }
    assert sum(row["templates"] for row in found.rows) == len(templates)


async def test_a_rejection_shows_in_the_changes_with_its_remark(tmp_path: Path) -> None:
    async with Emulator(project_id=PROJECTS, estate="demo", senders=20, templates=1) as emulator:
        store = await swept(tmp_path, emulator, "rcs senders")
        assert not list(reports.changes(store, "1h").rows)
        query = "SELECT project, sender, country, operator FROM sender_countries WHERE status = 'PENDING' LIMIT 1"
        [(project, sender, country, operator)] = store.sql(query)
        emulator.control.rcs.set_operator(project, sender, country, operator, "REJECTED", remark="The logo is blurred")
        await swept(tmp_path, emulator, "rcs senders")
    report = reports.changes(store, "1h")
    assert report.totals["rejected"] >= 1
    [change] = [row for row in report.rows if row["operator"] == operator and row["after"] == "REJECTED"]
    assert (change["id"], change["country"], change["before"]) == (sender, country, "PENDING")
    assert change["remark"] == "The logo is blurred"
    assert change["before_seen"] < change["seen"]
    assert "The logo is blurred" in {row[3] for row in reports.launch(store).sections[2].rows}


async def test_what_limits_the_figures_is_said(tmp_path: Path) -> None:
    unreadable = {"id": 5}
    body = {"totalSize": 2, "pageSize": 50, "senders": [SENDER, unreadable]}
    store = Store(tmp_path / "estate.db")
    async with wire(otherwise=says(body)) as server, AsyncClient(server.config()) as sinch:
        from sinch_provisioning import sweeping

        await sweeping.sweep(store, {"p": sinch.rcs.senders.list()})
    assert reports.launch(store).notes == ("Items that this version cannot read, and that are not counted: 1.",)
    assert reports.templates(store).notes == ()


def test_a_store_that_is_not_there_is_named(tmp_path: Path) -> None:
    for make in (reports.launch, reports.templates, lambda store: reports.changes(store, "1d")):
        with pytest.raises(ConfigurationError, match=r"none\.db"):
            make(Store(tmp_path / "none.db"))
