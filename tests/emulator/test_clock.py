"""The emulator's time, and what falls due in it."""

import math
from typing import Any

import aiohttp
import pytest

from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.clock import LATEST, YEAR, Clock, Due, write_time

NOW = 1_800_000_000.0


class Log:
    """A clock that stands still, and what happened by it, each with its moment."""

    def __init__(self) -> None:
        self.clock = Clock(NOW, running=False)
        self.clock.happen = self._happen
        self.seen: list[tuple[str, float]] = []

    def _happen(self, due: Due) -> None:
        self.seen.append((due.action, self.clock.now() - NOW))
        if due.action == "again":
            self.clock.schedule(2, "p", "again", [])


def test_what_is_due_happens_in_order_each_at_its_own_moment() -> None:
    log = Log()
    for seconds, name in ((5, "late"), (1, "soon"), (3, "first of two"), (3, "second of two")):
        log.clock.schedule(seconds, "p", name, [])
    log.clock.advance(0.5)
    assert log.seen == []
    log.clock.advance(3)
    assert log.seen == [("soon", 1), ("first of two", 3), ("second of two", 3)]
    assert log.clock.now() == NOW + 3.5
    log.clock.advance(100)
    assert log.seen[3:] == [("late", 5)]


def test_what_makes_more_work_makes_it_at_its_own_moment() -> None:
    log = Log()
    log.clock.schedule(1, "p", "again", [])
    log.clock.advance(6)
    assert [moment for _, moment in log.seen] == [1, 3, 5]
    assert log.clock.settle() is False


def test_time_runs_unless_it_is_frozen() -> None:
    running, frozen = Clock(NOW), Clock(NOW, running=False)
    first = running.now()
    while running.now() == first:
        pass
    assert first >= NOW
    assert running.now() > first
    assert frozen.now() == NOW
    frozen.advance(0.25)
    assert frozen.now() == NOW + 0.25


def test_time_goes_forward_only() -> None:
    with pytest.raises(ValueError, match="forward only"):
        Clock(NOW).advance(-1)


def test_what_was_to_come_can_be_forgotten() -> None:
    log = Log()
    log.clock.schedule(1, "p", "x", [])
    log.clock.clear()
    log.clock.advance(10)
    assert log.seen == []


def test_a_saved_clock_goes_on_where_it_was() -> None:
    old, new = Log(), Log()
    old.clock.schedule(5, "p", "x", [{"a": 1}])
    old.clock.schedule(5, "p", "y", [])
    old.clock.advance(3)
    new.clock.load(old.clock.save())
    assert new.clock.now() == NOW + 3
    new.clock.schedule(2, "p", "z", [])
    new.clock.advance(2)
    assert [name for name, _ in new.seen] == ["x", "y", "z"]


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (1_674_133_868.204, "2023-01-19T13:11:08.204Z"),
        (1_674_133_868.9996, "2023-01-19T13:11:08.999Z"),
    ],
)
def test_times_are_written_as_the_service_writes_them(moment: float, text: str) -> None:
    assert write_time(moment) == text


BEYOND = [1e12, 1e18, 1e308, math.inf, math.nan, -1.0, -math.inf, LATEST - NOW + 1]


@pytest.mark.parametrize("seconds", BEYOND)
def test_time_moves_to_where_it_can_be_shown_or_not_at_all(seconds: float) -> None:
    log = Log()
    log.clock.schedule(5, "p", "soon", [])
    with pytest.raises(ValueError, match=r"forward only|from 1970"):
        log.clock.advance(seconds)
    assert (log.clock.now(), log.seen) == (NOW, [])


def test_at_its_end_the_clock_and_what_is_due_then_can_still_be_shown() -> None:
    log = Log()
    log.clock.advance(LATEST - NOW)
    assert log.clock.text() == "9999-01-01T00:00:00.000Z"
    log.clock.schedule(YEAR - 86_400, "p", "late", [])
    assert write_time(log.clock.save()["due"][0]["at"]).startswith("9999-12-")
    for now in BEYOND:
        if not 0 <= now <= LATEST:
            with pytest.raises(ValueError, match="from 1970"):
                Clock(now)


@pytest.mark.anyio
@pytest.mark.parametrize("given", ["1e12", "1e308", "nan", "inf", "Infinity", "-1", "1e999"])
async def test_over_http_too_and_everything_goes_on(given: str) -> None:
    async with Emulator(frozen=True) as emulator, aiohttp.ClientSession() as session:
        before = emulator.clock.now()
        url = f"{emulator.url}/_emulator/clock"
        for body in ({"data": {"seconds": given}}, {"data": f'{{"seconds": {given}}}'}):
            options: dict[str, Any] = body
            async with session.post(url, **options) as response:
                assert (response.status, (await response.json())["errorCode"] in CODES) == (400, True)
        assert emulator.clock.now() == before
        state = emulator.snapshot()
        for now in (1e12, 1e308, -1):
            async with session.put(
                f"{emulator.url}/_emulator/state", json={**state, "clock": {"now": now, "due": []}}
            ) as r:
                assert r.status == 400
        due = {"at": 1e15, "order": 1, "project_id": "p", "action": "webhooks.delivery.try_again", "arguments": ["1"]}
        wrong = {**state, "clock": {"now": 1.0, "due": [due]}}
        with pytest.raises(ValueError, match="not a snapshot"):
            emulator.restore(wrong)
        async with session.get(url) as response:
            assert (response.status, emulator.clock.now()) == (200, before)


CODES = {"invalid_input", "invalid_payload"}
