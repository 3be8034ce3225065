"""History: what was new, gone or changed since when, per sender, country and operator, with remarks and times."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, rcs, sweeping
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.sweeping import Change, Store
from tests.net.wire import SENDER, says, wire

pytestmark = pytest.mark.anyio

START = datetime(2026, 11, 1, 12, tzinfo=UTC)


class Calendar:
    """A time that stands still between sweeps."""

    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def store(tmp_path: Path, calendar: Calendar) -> Store:
    return Store(tmp_path / "estate.db", now=calendar.now)


def country(name: str, status: str, *operators: tuple[str, str, str | None]) -> dict[str, Any]:
    rows = [{"name": name, "status": status, "remark": remark} for name, status, remark in operators]
    return {"country": name, "status": status, "operators": rows}


def sender(id: str, *countries: dict[str, Any], **fields: Any) -> dict[str, Any]:
    details = {"brand": {"name": f"Shop {id}"}}
    return SENDER | {"id": id, "details": details, "countryStatus": countries, "testNumberStates": []} | fields


async def seen(store: Store, calendar: Calendar, day: int, *senders: Any) -> None:
    """Sweep a service that has these senders on that day."""
    calendar.time = START + timedelta(days=day)
    body = {"totalSize": len(senders), "pageSize": 50, "senders": senders}
    async with wire(otherwise=says(body)) as server, AsyncClient(server.config()) as sinch:
        await sweeping.sweep(store, {"p": sinch.rcs.senders.list()})


def told(changes: Any) -> list[tuple[Any, ...]]:
    return [
        (one.kind, one.table, one.id, one.country, one.operator, one.field, one.before, one.after) for one in changes
    ]


async def test_changes_are_told_per_sender_country_and_operator(store: Store, calendar: Calendar) -> None:
    a = sender("a", country("DE", "PENDING", ("Telekom", "PENDING", None), ("O2", "PENDING", None)), state="LAUNCHING")
    await seen(store, calendar, 0, a, sender("b"))
    assert list(store.changes(since="7d")) == []
    numbers = [{"number": "+491701", "state": "PENDING"}]
    after = sender(
        "a",
        country("DE", "PENDING", ("Telekom", "LAUNCHED", None), ("O2", "REJECTED", "Logo is blurred")),
        country("FR", "PENDING"),
        state="LAUNCHED",
        testNumberStates=numbers,
    )
    await seen(store, calendar, 1, after, sender("c"))
    found = list(store.changes(since="7d"))
    assert told(found) == [
        ("changed", "senders", "a", None, None, "state", "LAUNCHING", "LAUNCHED"),
        ("changed", "sender_countries", "a", "DE", "Telekom", "status", "PENDING", "LAUNCHED"),
        ("changed", "sender_countries", "a", "DE", "O2", "status", "PENDING", "REJECTED"),
        ("new", "sender_countries", "a", "FR", None, None, None, "PENDING"),
        ("new", "test_numbers", "a", None, None, None, None, "PENDING"),
        ("gone", "senders", "b", None, None, None, None, None),
        ("new", "senders", "c", None, None, None, None, None),
    ]
    assert [one.remark for one in found if one.operator == "O2"] == ["Logo is blurred"]
    assert {one.name for one in found if one.id == "a"} == {"Shop a"}
    assert {one.seen for one in found} == {START + timedelta(days=1)}
    assert {one.before_seen for one in found} == {START, None}
    assert [one.part for one in found if one.table == "test_numbers"] == ["+491701"]


async def test_the_time_decides_which_changes_are_told(store: Store, calendar: Calendar) -> None:
    for day, state in enumerate(["DRAFT", "IN_PROGRESS", "IN_PROGRESS", "IN_TEST", "DRAFT"]):
        await seen(store, calendar, day, sender("a", state=state))
    now = calendar.time
    every = ["IN_PROGRESS", "IN_TEST", "DRAFT"]
    expected: dict[str | datetime | timedelta, int] = {
        "7d": 3, "73h": 3, "72h": 2, "24h": 1, "25h": 2, "90m": 1, "1w": 3, "2026-11-01": 3, "2026-11-04": 2,
        "2026-11-04T12:00Z": 1, "2026-11-04T13:00+01:00": 1, "2026-11-04T12:59:59+01:00": 2, "2026-11-06": 0,
        now - timedelta(days=2): 2, timedelta(days=2): 2, timedelta(days=400): 3,
    }  # fmt: skip
    for since, count in expected.items():
        assert [one.after for one in store.changes(since)] == every[3 - count :], since
    before = [one.before_seen for one in store.changes("7d")]
    assert before == [START, START + timedelta(days=2), START + timedelta(days=3)]
    for wrong in ("yesterday", "24", "24x", "9999999d", "999999w", "", datetime(2026, 11, 1), "2026-13-01"):  # noqa: DTZ001
        with pytest.raises(InvalidRequest, match="since"):
            store.changes(wrong)


async def test_operators_that_a_country_gets_and_loses(store: Store, calendar: Calendar) -> None:
    await seen(store, calendar, 0, sender("a", country("DE", "PENDING")))
    await seen(store, calendar, 1, sender("a", country("DE", "PENDING", ("O2", "PENDING", "asked"))))
    await seen(store, calendar, 2, sender("a", country("DE", "PENDING", ("O2", "PENDING", "asked again"))))
    await seen(store, calendar, 3, sender("a"))
    assert told(store.changes("7d")) == [
        ("new", "sender_countries", "a", "DE", "O2", None, None, "PENDING"),
        ("changed", "sender_countries", "a", "DE", "O2", "remark", "asked", "asked again"),
        ("gone", "sender_countries", "a", "DE", "O2", None, "PENDING", None),
    ]


async def test_what_comes_back_is_new_and_what_cannot_be_read_is_no_change(store: Store, calendar: Calendar) -> None:
    await seen(store, calendar, 0, sender("a", state="DRAFT"), sender("b"))
    await seen(store, calendar, 1, sender("a", state=["odd"]))
    await seen(store, calendar, 2, sender("a", state="IN_TEST"), sender("b"))
    assert told(store.changes("7d")) == [
        ("gone", "senders", "b", None, None, None, None, None),
        ("new", "senders", "b", None, None, None, None, None),
    ]
    history = [(row[2], row[4]) for row in store.table("senders", history=True)]
    assert sorted(history) == sorted([("a", "DRAFT"), ("a", "IN_TEST"), ("b", SENDER["state"]), ("b", SENDER["state"])])


async def test_what_an_operator_decides_in_the_emulator_is_told_with_its_remark(store: Store) -> None:
    async with Emulator(senders=20) as emulator, AsyncClient(emulator.config()) as sinch:
        listings = {emulator.project_ids[0]: sinch.rcs.senders.list()}
        await sweeping.sweep(store, listings)
        (id, country, operator), *_ = store.sql(
            "SELECT sender, country, operator FROM sender_countries WHERE status = 'LAUNCHED' LIMIT 1"
        )
        emulator.control.rcs.set_operator(emulator.project_ids[0], id, country, operator, "REJECTED", "Logo is blurred")
        await sweeping.sweep(store, listings)
        sender = await sinch.rcs.senders.get(id)
    found = list(store.changes("1d"))
    (change,) = [one for one in found if one.operator]
    assert change == Change(
        seen=START,
        before_seen=START,
        kind="changed",
        table="sender_countries",
        channel="rcs",
        project=emulator.project_ids[0],
        id=id,
        name=sender.details.brand.name,
        country=country,
        operator=operator,
        field="status",
        before="LAUNCHED",
        after="REJECTED",
        remark="Logo is blurred",
    )
    assert change.after == rcs.OperatorStatus.REJECTED
