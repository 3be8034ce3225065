"""An emulator is killed in the midst of writes, and its file is held against all that it has answered.

`python -m tests.emulator.killing --times 100 --writes 1000 --seed 1` does it as often as the promise says.
"""

import argparse
import asyncio
import base64
import contextlib
import json
import random
import sqlite3
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import attrs

from sinch_provisioning.emulator import Emulator

SERVE = """
import json, sys
from sinch_provisioning.emulator import Emulator
emulator = Emulator(state=sys.argv[1], project_id=["p1", "p2"], key_id="kid", key_secret="secret", senders=20)
emulator.run(lambda: print(json.dumps(emulator.url), flush=True))
"""
AT_ONCE = 8
BASIC = f"Basic {base64.b64encode(b'kid:secret').decode()}"


@attrs.define
class Client:
    """Writes, and what was answered: True if it has to be there, False if it must not."""

    url: str
    session: aiohttp.ClientSession
    chance: random.Random
    answered: int = 0
    webhooks: dict[str, bool] = attrs.field(factory=dict)
    apps: dict[str, str] = attrs.field(factory=dict)
    """Names of SMS apps by id, those that were told to be so."""
    senders: dict[str, str] = attrs.field(factory=dict)
    """Names of RCS senders by id."""
    busy: set[str] = attrs.field(factory=set)
    """Ids that a request is about of which nothing is known yet."""

    async def write(self) -> None:
        """Write something, and note the answer."""
        deeds: list[Callable[[str], Awaitable[None]]] = [
            self._app,
            self._rename,
            self._hook,
            self._unhook,
            self._sender,
        ]
        await self.chance.choice(deeds)(self.chance.choice(["p1", "p2"]))
        self.answered += 1

    async def _ask(self, method: str, project: str, path: str, body: Any = None) -> Any:
        url = f"{self.url}/v1/projects/{project}{path}"
        async with self.session.request(method, url, json=body, headers={"Authorization": BASIC}) as response:
            content = await response.read()
            assert response.status < 300 or response.status == 424, content
            return json.loads(content) if content else {}

    async def _app(self, project: str) -> None:
        made = await self._ask("POST", project, "/sms/smsApps", {"name": "new", "region": "EU"})
        self.apps[f"{project} {made['id']}"] = "new"

    async def _rename(self, _: str) -> None:
        free = [key for key in self.apps if key not in self.busy]
        if free:
            key, name = self.chance.choice(free), f"name {self.answered}"
            self.busy.add(key)
            project, app = key.split(" ")
            await self._ask("PATCH", project, f"/sms/smsApps/{app}", {"name": name})
            self.apps[key] = name
            self.busy.discard(key)

    async def _hook(self, project: str) -> None:
        target = f"https://hooks.invalid/{self.chance.getrandbits(60)}"
        body = {"target": target, "secret": "s", "triggers": ["BUNDLE_DONE"]}
        made = await self._ask("POST", project, "/webhooks", body)
        if "id" in made:  # there is room for fifteen
            self.webhooks[f"{project} {made['id']}"] = True

    async def _unhook(self, _: str) -> None:
        free = [key for key, there in self.webhooks.items() if there and key not in self.busy]
        if free:
            key = self.chance.choice(free)
            self.busy.add(key)
            project, webhook = key.split(" ")
            await self._ask("DELETE", project, f"/webhooks/{webhook}")
            self.webhooks[key] = False
            self.busy.discard(key)

    async def _sender(self, project: str) -> None:
        body = {"region": "EU", "billingCategory": "CONVERSATIONAL", "useCase": "OTP"}
        made = await self._ask("POST", project, "/rcs/senders", body)
        self.senders[f"{project} {made['id']}"] = made["details"]["brand"]["name"]

    def missing(self, state: Any) -> list[str]:
        """Return what a state lacks, or has too much, of what was answered."""

        def find(key: str, kind: str) -> Any:
            project, id = key.split(" ")
            return state["projects"][project]["tables"].get(kind, {}).get(id)

        webhooks = {key: find(key, "webhooks") is not None for key in self.webhooks}
        apps = {key: (find(key, "sms_apps") or {}).get("name") for key in self.apps}
        senders = {key: (find(key, "rcs_senders") or {"brand": {}})["brand"].get("name") for key in self.senders}
        told = {**self.webhooks, **self.apps, **self.senders}
        found = {**webhooks, **apps, **senders}
        return [key for key in told if key not in self.busy and told[key] != found[key]]


async def kill_once(file: Path, writes: int, chance: random.Random) -> tuple[int, list[str]]:
    """Let an emulator live until one of `writes` answers, kill it, and return how many came and what is missing."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", SERVE, str(file), stdout=PIPE)
    try:
        assert process.stdout is not None
        url = json.loads(await process.stdout.readline())
        async with aiohttp.ClientSession() as session:
            client = Client(url, session, chance)
            end = chance.randrange(1, writes + 1)

            async def work() -> None:
                with contextlib.suppress(aiohttp.ClientError, ConnectionError):
                    while client.answered < end:
                        await client.write()
                    if process.returncode is None:
                        process.kill()

            await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
    return client.answered, client.missing(_opened(file)) + _broken(file)


def _opened(file: Path) -> Any:
    """Return the state that a next emulator finds, after it has put it out and back as JSON."""
    emulator = Emulator(state=file)
    state = emulator.snapshot()
    emulator.restore(json.loads(json.dumps(state)))
    emulator._store.close()
    return state


def _broken(file: Path) -> list[str]:
    """Return what is wrong with the file, or with a copy made by SQLite's backup."""
    copy = file.with_name("copy.db")
    with contextlib.closing(sqlite3.connect(file)) as connection, contextlib.closing(sqlite3.connect(copy)) as target:
        [verdict] = connection.execute("PRAGMA integrity_check").fetchone()
        connection.backup(target)
    emulator = Emulator(state=copy)
    same = len(emulator.project_ids) == 2
    emulator._store.close()
    copy.unlink()
    return ([] if verdict == "ok" else [verdict]) + ([] if same else ["the copy is another state"])


async def main(times: int, writes: int, seed: int) -> None:
    """Kill emulators, each with the state that the one before has left."""
    chance = random.Random(seed)
    total, lost = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(times):
            answered, missing = await kill_once(Path(folder) / "state.db", writes, chance)
            total, lost = total + answered, lost + len(missing)
    print(f"killed {times} times in {total} writes: {lost} lost")  # noqa: T201 - it is a command
    sys.exit(lost > 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--writes", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asyncio.run(main(**vars(parser.parse_args())))
