"""Ten onboardings that wait, as a version stored them: what a later version has to go on with.

`python -m tests.onboarding.stored` writes format1.sql; only to add to it: the files of users stay as they are.
"""

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from sinch_provisioning import AsyncClient
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.onboarding.plain import Runner
from sinch_provisioning.testing import ManualClock
from tests.onboarding import scene

FILE = Path(__file__).with_name("format1.sql")
LOGO = f"{scene.SITE}/logo.png"


def wanted() -> dict[str, dict[str, Any]]:
    """Return what each is to lead to, by name."""
    found = {f"rcs {number}": scene.rcs(f"Brand {number}", comment="Hello") for number in range(6)}
    del found["rcs 5"]["rcs"]["details"]["brand"]["logoUrl"]
    found |= {f"kakaotalk {number}": scene.kakaotalk(f"@{number}") for number in range(2)}
    return found | {f"whatsapp {number}": scene.whatsapp(f"50{number}") for number in range(2)}


async def ids(client: AsyncClient) -> dict[str, str]:
    """Return what the texts in braces of the file stand for, by the senders of a project."""
    found = {"{project}": client.project_id}
    async for sender in client.rcs.senders.list():
        found[f"{{{sender.details.brand.name}}}"] = sender.id
    return found


async def write() -> None:
    """Store onboardings as this version does."""
    with tempfile.TemporaryDirectory() as folder:
        async with Emulator(now=1.7e9, frozen=True) as emulator:
            clock = ManualClock(1.7e9)
            async with (
                AsyncClient(emulator.config(), clock=clock) as client,
                Runner(client, f"{folder}/runs.db", clock=clock) as runner,
            ):
                for name, one in wanted().items():
                    await runner.start(name, one)
                await runner.run_until_idle()
                names = await ids(client)
        with closing(sqlite3.connect(f"{folder}/runs.db")) as connection:
            text = "\n".join(connection.iterdump())
    for short, long in names.items():
        text = text.replace(long, short)
    FILE.write_text(f"PRAGMA application_id = {0x53504F42};\nPRAGMA user_version = 1;\n{text}\n", "utf-8")


def read(path: Path, names: dict[str, str]) -> None:
    """Make a file of the onboardings, with the ids of senders that are there."""
    text = FILE.read_text("utf-8")
    for short, long in names.items():
        text = text.replace(short, long)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(text)


if __name__ == "__main__":
    asyncio.run(write())
