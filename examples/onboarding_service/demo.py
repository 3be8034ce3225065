"""Six weeks in a minute: the emulator, the service, operators who take days, and a person who answers."""

import asyncio
import base64
import socket
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
import attrs
import uvicorn

from examples.onboarding_service.app import Settings, create_app
from examples.parcels import details
from sinch_provisioning import AsyncClient, to_dict
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.rcs import lifecycle

BRANDS = ("Parcel News", "Corner Bakery", "Night Trains")
DAY = 86_400.0
STEP = DAY / 4
FIRST = "Parcel News"
USER = base64.b64encode(b"ann:demo").decode()


class MovedClock:
    """Time that the demo moves on together with the emulator's; who sleeps is woken when it has come."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._now = emulator.clock.now()
        self._moved = asyncio.Condition()

    def time(self) -> float:
        """Return seconds since 1970."""
        return self._now

    monotonic = time

    async def sleep(self, seconds: float, /) -> None:
        """Wait until the demo has moved the time on."""
        until = self._now + seconds
        async with self._moved:
            await self._moved.wait_for(lambda: self._now >= until)

    async def move(self, seconds: float) -> None:
        """Move both clocks on."""
        async with self._moved:
            self._now += seconds
            self._emulator.advance(seconds)
            self._moved.notify_all()


@asynccontextmanager
async def serving(settings: Settings, sock: socket.socket) -> AsyncGenerator[None]:
    """Serve the service in this process, and stop it gracefully."""
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="error", lifespan="on"))
    task = asyncio.create_task(server.serve([sock.dup()]))
    while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await task


@attrs.define
class Story:
    """What has happened when."""

    lines: list[tuple[float, str, str]] = attrs.field(factory=list[tuple[float, str, str]])

    def note(self, now: float, name: str, text: str) -> None:
        """Note what has happened, unless it is as it was."""
        if next((last for _, who, last in reversed(self.lines) if who == name), None) != text:
            self.lines.append((now, name, text))

    def table(self) -> str:
        """Return a table of it."""
        start, width = self.lines[0][0], max(len(name) for _, name, _ in self.lines)
        rows = [
            f"{(at - start) / DAY:4.1f}  {datetime.fromtimestamp(at, UTC):%a %d %b %H:%M}  {name:{width}}  {text}"
            for at, name, text in self.lines
        ]
        return "\n".join([f"{'day':4}  {'time':16}  {'who':{width}}  what", *rows])


async def demo(weeks: int) -> int:
    """Play the weeks, print what happened when, and return 0 if every brand is live."""
    began, usual = time.perf_counter(), lifecycle.OPERATOR
    lifecycle.OPERATOR = weeks * 7 * DAY / 3.2  # three operators of Germany decide one after another
    try:
        with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as sock:
            async with Emulator(frozen=True) as emulator:
                story, live = await play(emulator, folder, sock, weeks)
    finally:
        lifecycle.OPERATOR = usual
    print(story.table())  # noqa: T201
    print(f"{live} of {len(BRANDS)} brands are live; {weeks} weeks took {time.perf_counter() - began:.0f} s")  # noqa: T201
    return int(live != len(BRANDS))


async def play(emulator: Emulator, folder: str, sock: socket.socket, weeks: int) -> tuple[Story, int]:
    """Return what happened, and how many brands came live; half-way the service is restarted."""
    clock = MovedClock(emulator)
    story, url = Story(), f"http://127.0.0.1:{sock.getsockname()[1]}"
    settings = Settings(
        sinch=emulator.config(),
        webhook_secret="s3cret",  # noqa: S106
        password="demo",  # noqa: S106
        public_url=url,
        database=f"sqlite:///{folder}/runs.db",
        inbox=f"{folder}/events.db",
        clock=clock,
    )
    steps, found = int(weeks * 7 * DAY / STEP), list[Any]()
    async with (
        AsyncClient(emulator.config(), clock=clock) as sinch,
        aiohttp.ClientSession(url, headers={"Authorization": f"Basic {USER}"}, raise_for_status=True) as http,
    ):
        for half in (range(steps // 2), range(steps // 2, steps + 1)):
            async with serving(settings, sock):
                for brand in BRANDS if 0 in half else ():
                    await http.put(f"/onboardings/{brand}", json=wanted(brand))
                for step in half:
                    found = await settled(http, emulator, clock)
                    for one in found:
                        remark = "" if one["question"] is None else f" ({one['question']['remark']})"
                        story.note(clock.time(), one["name"], f"{one['state']}: {one['step']}{remark}")
                    await decide(story, clock, emulator, sinch, step - steps // 4)
                    await answer(story, clock, http, found)
                    await clock.move(STEP)
            story.note(clock.time(), "service", "restarted, as for a deploy" if 0 in half else "stopped")
    return story, sum(one["state"] == "done" for one in found)


def wanted(brand: str) -> dict[str, Any]:
    """Return what is wanted for a brand."""
    kinds = {"region": "EU", "billingCategory": "CONVERSATIONAL", "useCase": "TRANSACTIONAL"}
    return {"rcs": {**kinds, "details": to_dict(details(brand))}}


async def settled(http: aiohttp.ClientSession, emulator: Emulator, clock: MovedClock) -> list[Any]:
    """Wait until all events have arrived and nothing is left to do at this time; return the onboardings."""
    async with asyncio.timeout(60):
        await emulator.delivered()
        while True:
            found: list[Any] = await (await http.get("/onboardings")).json()
            if all(one["due"] is None or one["due"] > clock.time() for one in found):
                return found
            await asyncio.sleep(0.01)


async def decide(story: Story, clock: MovedClock, emulator: Emulator, sinch: AsyncClient, step: int) -> None:
    """Let an operator reject one brand after a quarter of the time."""
    if step == 0:
        [sender] = await sinch.rcs.senders.list(search=FIRST).collect()
        remark = "The logo cannot be read."
        emulator.control.rcs.set_operator(sinch.project_id, sender.id, "DE", "O2", "REJECTED", remark)
        story.note(clock.time(), "O2", f"rejects {FIRST}")


async def answer(story: Story, clock: MovedClock, http: aiohttp.ClientSession, found: list[Any]) -> None:
    """Let a person replace the picture where it is, two days after it was asked about."""
    for one in found:
        asked = next((at for at, name, _ in reversed(story.lines) if name == one["name"]), clock.time())
        if one["question"] is not None and clock.time() - asked >= 2 * DAY:
            story.note(clock.time(), "a person", f"puts a new logo there, and answers for {one['name']}: again")
            await http.post(f"/onboardings/{one['name']}/answer", json={"again": True})
