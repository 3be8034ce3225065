"""Calls of the control interface that nobody in their right mind makes."""

import asyncio
import json
import random
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
import attrs
from yarl import URL

from tests.attacks.values import TEXTS, fitting, odd

JSON = Any

AT_ONCE = 8
_VIEWS = ("", "page/requests", "page/events", "page/time", "page/faults", "page/codes", "page/projects/p1", "changes/x")
_READS = ("health", "projects", "clock", "faults", "requests", "events", "deliveries", "control", "state", "faults/1")
_ARGUMENTS = {
    "projects": ("project_id", "senders"),
    "clock": ("seconds",),
    "faults": (
        *("operation", "project", "method", "path", "times", "skip", "chance", "status", "error_code", "retry_after"),
        *("reset", "delay", "truncate", "malformed", "html", "expire_token", "headers"),
    ),
    "reset": (),
    "state": ("version", "seed", "meta", "clock", "projects"),
}
_QUERIES = ("project", "operation", "method", "path", "status", "after", "limit", "type", "webhook", "state", "from")


@attrs.define
class Tally:
    """What came back."""

    statuses: dict[int, int] = attrs.field(factory=dict[int, int])
    failures: list[str] = attrs.field(factory=list[str])

    def count(self, status: int, what: str, text: str = "") -> None:
        """Count a response; a failure of the emulator is kept with what caused it."""
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status >= 500 and len(self.failures) < 20:
            self.failures.append(f"{status} {what[:600]} {text[:200]}")


@attrs.frozen
class Call:
    """One call, as it goes out."""

    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.body!r}"


async def attack(url: str, calls: int, seed: int) -> Tally:
    """Make calls, some at once, and count the responses."""
    tally = Tally()
    chance = random.Random(seed)
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:
        async with session.get(f"{url}/_emulator/control") as response:
            decisions: list[JSON] = (await response.json())["decisions"]
        made = (_call(decisions, chance) for _ in range(calls))

        async def work() -> None:
            for call in made:
                await _send(session, url, call, tally)

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return tally


async def _send(session: aiohttp.ClientSession, url: str, call: Call, tally: Tally) -> None:
    target = URL(f"{url}/_emulator/{call.path}", encoded=True)
    async with session.request(
        call.method, target, data=call.body, headers=call.headers, allow_redirects=False
    ) as response:
        text = await response.text() if response.status >= 500 else ""
        await response.read()
        tally.count(response.status, str(call), text)


def _call(decisions: list[JSON], chance: random.Random) -> Call:
    kind = chance.random()
    if kind < 0.55:
        decision = chance.choice(decisions)
        given = {each["name"]: _argument(each["schema"], chance) for each in decision["parameters"]}
        for name in [*given]:
            if chance.random() < 0.08:
                del given[name]
        return _post(chance, decision["path"].removeprefix("/_emulator/"), given)
    if kind < 0.75:
        path = chance.choice([*_ARGUMENTS])
        names = _ARGUMENTS[path]
        chosen = chance.sample(names, k=chance.randrange(min(len(names), 4) + 1))
        given = {name: odd(chance) for name in chosen}
        if path == "faults":
            # A rule that never strikes: others would be spoilt by it.
            given = {"operation": "getSmsApp", "project": "none", **given}
        method = "PUT" if path == "state" else chance.choice(("POST", "POST", "DELETE", "PATCH"))
        return _post(chance, path, given, method)
    query = urlencode(
        {name: str(odd(chance)) for name in chance.sample(_QUERIES, k=chance.randrange(3))}, errors="replace"
    )
    path = chance.choice((*_VIEWS, *_READS))
    if chance.random() < 0.1:
        path = quote(str(odd(chance))[:2_000])
    return Call(chance.choice(("GET", "GET", "GET", "HEAD", "DELETE", "OPTIONS")), f"{path}?{query[:4_000]}", None, {})


def _argument(schema: JSON, chance: random.Random) -> JSON:
    return odd(chance) if chance.random() < 0.3 else fitting(schema, chance, TEXTS[:2])


def _post(chance: random.Random, path: str, given: JSON, method: str = "POST") -> Call:
    if chance.random() < 0.2:
        form = urlencode({name: str(value) for name, value in given.items()}, errors="replace").encode()
        accept = chance.choice(("text/html", "*/*"))
        return Call(method, path, form, {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept})
    body = json.dumps(given if chance.random() < 0.95 else odd(chance)).encode()
    if chance.random() < 0.05:
        body = body[: chance.randrange(len(body) + 1)] + chance.choice((b"", b"\xff", b"\0", b"}"))
    return Call(method, path, body, {"Content-Type": "application/json"})
