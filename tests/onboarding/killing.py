"""Onboardings whose process is killed at any moment, against a service that fails every tenth request.

`python -m tests.onboarding.killing --engine plain --kills 100` prints a table, and ends 0 if nothing was made twice.
"""

# ruff: noqa: T201 - it is a command

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import attrs

from sinch_provisioning import AsyncClient, Config
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.onboarding import Call, NeedsPerson
from sinch_provisioning.onboarding.plain import Runner
from tests.onboarding import scene

LIKE = 4
"""Every so many RCS senders have the same brand, and can be told apart by nothing but who made them."""
MOMENTS = ("intended", "responded", "responded", "recorded", "any")
"""When a process dies: before a call, between its response and its record, after that, or whenever."""
FAULTS: tuple[dict[str, Any], ...] = (
    {"status": 503},
    {"status": 500},
    {"reset": "before"},
    {"reset": "after"},
    {"malformed": True},
)


class Status(Protocol):
    """Where an onboarding stands."""

    name: str
    state: str
    question: NeedsPerson | None


class Engine(Protocol):
    """What is killed: any engine, as its own runner or as something around it."""

    async def start(self, name: str, wanted: Mapping[str, Any], /) -> None:
        """Begin an onboarding, or do nothing if it has begun."""

    def status(self) -> Sequence[Any]:
        """Return a `Status` of each onboarding."""

    async def answer(self, name: str, answer: Mapping[str, Any], /) -> None:
        """Answer a question."""

    async def run_until_idle(self) -> float | None:
        """Work until nothing is due; None if all have ended."""

    async def pause(self) -> None:
        """Let time pass until something is due."""


Watch = Callable[[str, str, Call], None]
Open = Callable[[AsyncClient, Path, Any, Watch], contextlib.AbstractAsyncContextManager[Engine]]


@contextlib.asynccontextmanager
async def plain(client: AsyncClient, folder: Path, clock: Any, watch: Watch) -> AsyncIterator[Engine]:
    """Open the plain engine."""
    async with Runner(client, folder / "runs.db", clock=clock, concurrency=4, watch=watch) as runner:
        yield runner


@contextlib.asynccontextmanager
async def dbos(client: AsyncClient, folder: Path, clock: Any, watch: Watch) -> AsyncIterator[Engine]:
    """Open the DBOS engine."""
    from sinch_provisioning.onboarding.dbos import Runner as Durable

    async with Durable(client, f"sqlite:///{folder}/runs.db", clock=clock, concurrency=4, watch=watch) as runner:
        yield runner


ENGINES: dict[str, Open] = {"plain": plain, "dbos": dbos}
"""By name: opens an engine with a client, a folder that outlives it, a clock, and who watches its calls."""


# The process that is killed.


def ask(path: str, **body: Any) -> Any:
    """Ask the emulator for what is not of the API."""
    data = json.dumps(body).encode() if body else None
    url = f"{os.environ['URL']}/_emulator/{path}"
    with urllib.request.urlopen(urllib.request.Request(url, data), timeout=30) as response:
        return json.loads(response.read() or b"null")


class SharedClock:
    """The emulator's time, which moves on where somebody sleeps."""

    def __init__(self) -> None:
        self._ahead = _seconds(ask("clock")) - time.time()

    def monotonic(self) -> float:
        return self.time()

    def time(self) -> float:
        return time.time() + self._ahead

    async def sleep(self, seconds: float, /) -> None:
        found = await asyncio.to_thread(ask, "clock", seconds=seconds)
        self._ahead = max(self._ahead, _seconds(found) - time.time())


def _seconds(found: Any) -> float:
    return datetime.fromisoformat(found["now"]).timestamp()


def person(status: Any) -> dict[str, Any]:
    """Return what a person answers: the code that has come, or a wish for another if none has."""
    question, [kind, number], project = status.question, status.name.split(" "), os.environ["PROJECT"]
    if "code" not in question.fields:
        return {"again": True} if "again" in question.fields else {}
    try:
        if kind == "kakaotalk":
            return {"code": ask("control/kakaotalk/senders/code", project_id=project, plus_friend_id=f"@{number}")}
        senders = ask("state")["projects"][project]["tables"]["whatsapp_senders"].values()
        [sender] = [one["id"] for one in senders if one["phoneNumber"] == number]
        return {"code": ask("control/whatsapp/senders/code", project_id=project, sender_id=sender)}
    except urllib.error.HTTPError as error:
        error.close()
        return {"again": True}


async def live(engine: str, folder: Path, wanted: Mapping[str, Mapping[str, Any]], die: Callable[[str], None]) -> None:
    """Bring all onboardings to their end, or die."""
    clock = SharedClock()
    url = os.environ["URL"]
    config = Config(project_id=os.environ["PROJECT"], key_id="k", key_secret="s", base_url=url, auth_url=url)
    watch: Watch = lambda moment, _name, _step: die(moment)  # noqa: E731
    async with AsyncClient(config, clock=clock) as client, ENGINES[engine](client, folder, clock, watch) as runner:
        for name, one in wanted.items():
            await runner.start(name, one)
        print("ready", flush=True)
        while await runner.run_until_idle() is not None:
            for status in runner.status():
                if status.question is not None and (answer := person(status)):
                    await runner.answer(status.name, answer)
            await runner.pause()


def dying(moment: str, after: int) -> Callable[[str], None]:
    """Return what kills this process at the nth moment of a kind."""
    left = after

    def die(now: str) -> None:
        nonlocal left
        left -= now == moment
        if now == moment and left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return die


# The process that kills.


def wants(count: int) -> dict[str, dict[str, Any]]:
    """Return what is wanted: RCS senders, and a third as many of WhatsApp and of KakaoTalk, for their codes."""
    found = {f"rcs {n}": scene.rcs(f"Brand {n % max(1, count // LIKE)}", comment=f"Hello {n}") for n in range(count)}
    found |= {f"kakaotalk {n}": scene.kakaotalk(f"@{n}", comment="Hello") for n in range(max(1, count // 3))}
    for n in range(max(1, count // 3)):
        number = f"50{n:07}"
        one = scene.whatsapp(number, comment="Hello")
        one["whatsapp"]["templates"][0]["name"] = f"hello_{n}"
        found[f"whatsapp {number}"] = one
    return found


@attrs.define
class Tally:
    """What the service holds in the end, and how often the processes died."""

    kills: int = 0
    forced: int = 0
    lives: int = 0
    seconds: float = 0.0


def kill(engine: str, count: int, kills: int, seed: int) -> int:
    """Kill processes of an engine until their onboardings have ended; return 0 if nothing was made twice."""
    chance, tally, began = random.Random(seed), Tally(), time.perf_counter()
    wanted = wants(count)
    with (
        Emulator(key_id="k", key_secret="s", project_id="p", seed=seed) as emulator,
        tempfile.TemporaryDirectory() as folder,
    ):
        for fault in FAULTS:
            emulator.fail(**fault, chance=0.1 / len(FAULTS))
        (Path(folder) / "wanted.json").write_text(json.dumps(wanted))
        code = None
        while code != 0:
            moment = chance.choice(MOMENTS) if tally.kills < kills else "never"
            command = [sys.executable, "-m", "tests.onboarding.killing", "--engine", engine, "--live", folder]
            command += ["--die", moment, "--after", str(chance.randrange(1, 4))]
            env = {**os.environ, "URL": emulator.url, "PROJECT": "p"}
            with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as process:
                assert process.stdout is not None
                process.stdout.readline()
                if moment == "any":
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        process.wait(chance.random() * 0.3)
                    process.kill()
                code = process.wait(600)
            assert code in {0, -signal.SIGKILL}, f"a process ended with {code}"
            tally.lives += 1
            tally.kills += code != 0
            tally.forced += code != 0 and moment != "any"
        tally.seconds = time.perf_counter() - began
        return report(emulator, wanted, tally)


def report(emulator: Emulator, wanted: Mapping[str, Any], tally: Tally) -> int:
    """Print what the service holds beside what it should, and return 0 if that is the same."""
    tables = emulator.snapshot()["projects"]["p"]["tables"]
    rcs, kakaotalk, whatsapp = (tables[f"{kind}_senders"] for kind in ("rcs", "kakaotalk", "whatsapp"))
    kinds = Counter(name.split(" ")[0] for name in wanted)
    launches = arrived(emulator, "launchRcsSender")
    codes = arrived(emulator, "registerKakaotalkSender", "registerWhatsappSender")
    comments = Counter(
        (one.get("id"), entry["comment"])
        for one in (*rcs.values(), *kakaotalk.values(), *whatsapp.values())
        for entry in one["activities"]
        if entry["type"] == "COMMENT_ADDED"
    )
    coded = kinds["kakaotalk"] + kinds["whatsapp"]
    launched = sum(one["state"] == "LAUNCHED" for one in rcs.values())
    active = sum(one["state"] == "ACTIVE" for one in (*kakaotalk.values(), *whatsapp.values()))
    rows = [
        ("RCS senders at the service", kinds["rcs"], len(rcs)),
        ("RCS senders launched", kinds["rcs"], launched),
        ("launches", kinds["rcs"], sum(launches.values())),
        ("most launches of a sender", 1, max(launches.values())),
        ("KakaoTalk and WhatsApp senders, active", coded, active),
        ("one-time codes", coded, sum(codes.values())),
        ("most codes of a sender", 1, max(codes.values())),
        ("comments", len(wanted), comments.total()),
        ("most of a comment", 1, max(comments.values())),
        ("templates", coded, len(tables["kakaotalk_templates"]) + len(tables["whatsapp_templates"])),
    ]
    faults = sum(entry.fault is not None for entry in emulator.requests)
    print(f"killed {tally.kills} times ({tally.forced} around a call), {tally.lives} processes, {tally.seconds:.0f} s")
    print(f"{faults} of {len(emulator.requests)} requests failed")
    for what, expected, found in rows:
        print(f"{what:40} {expected:>5} {found:>5} {'' if expected == found else '  WRONG'}")
    return int(any(expected != found for _, expected, found in rows))


def arrived(emulator: Emulator, *operations: str) -> Counter[str]:
    """Return how many calls the service has carried out, by path, whether or not the response arrived."""
    gone = {"status 503", "status 500", "reset before"}
    entries = [entry for name in operations for entry in emulator.requests.of(name)]
    return Counter(one.path for one in entries if one.fault not in gone and (one.status is None or one.status < 300))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=list(ENGINES), default="plain")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--onboardings", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--live", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--die", default="never", help=argparse.SUPPRESS)
    parser.add_argument("--after", type=int, default=1, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.live is None:
        sys.exit(kill(given.engine, given.onboardings, given.kills, given.seed))
    stored = json.loads((given.live / "wanted.json").read_text())
    asyncio.run(live(given.engine, given.live, stored, dying(given.die, given.after)))
