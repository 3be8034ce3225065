"""An independent judge: `python -m tests.contract.prism` calls every operation at Stoplight's Prism.

Prism reads the package's contract, refuses requests that break it, and makes up answers that keep it: once from the
documents' examples, once from the schemas by chance with a fixed seed. It needs Node and npm, is installed in the
version below into a folder that git ignores, and leaves no process behind. Ends with status 1 if anything is wrong.
"""

# ruff: noqa: T201 - a command speaks to who called it

import asyncio
import json
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from sinch_provisioning import AsyncClient, RetryPolicy
from sinch_provisioning.errors import ProvisioningError
from tests.contract.catalogue import CATALOGUE, Entry, Given
from tests.contract.document import DESCRIBED

VERSION = "5.16.0"
ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".prism"
CONTRACT = ROOT / "sinch_provisioning" / "emulator" / "contract.json"
PROJECT = "ea026751-3edf-40a9-ad93-1b382bd60a78"
SECONDS_TO_START = 120.0
ROUNDS = {"examples": (), "made up": ("--dynamic", "--seed", "1")}


def installed() -> Path:
    """Return the command, installed if it is not there in this version."""
    package = FOLDER / "node_modules" / "@stoplight" / "prism-cli" / "package.json"
    if not package.exists() or json.loads(package.read_text())["version"] != VERSION:
        npm = shutil.which("npm")
        if npm is None:
            sys.exit("npm is missing: Prism needs Node")
        options = ["--no-audit", "--no-fund", "--no-save", "--loglevel=error"]
        subprocess.run(
            [npm, "install", *options, "--prefix", str(FOLDER), f"@stoplight/prism-cli@{VERSION}"], check=True
        )
    return FOLDER / "node_modules" / ".bin" / "prism"


@asynccontextmanager
async def prism(command: Path, *options: str) -> AsyncGenerator[str]:
    """Run Prism on the contract, and give its address."""
    process = await asyncio.create_subprocess_exec(
        *(str(command), "mock", str(CONTRACT), "--errors", "--host", "127.0.0.1", "--port", "0", *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output = process.stdout
    assert output is not None
    url = ""
    try:
        async with asyncio.timeout(SECONDS_TO_START):
            while not url and (line := (await output.readline()).decode()):
                found = re.search(r"listening on (http://\S+)", line)
                url = found[1] if found else ""
        if not url:
            sys.exit("Prism ended before it listened")
        silenced = asyncio.create_task(output.read())  # a full pipe would stop it
        yield url
        silenced.cancel()
    finally:
        process.terminate()
        await process.wait()


async def judge(sinch: AsyncClient, entry: Entry) -> list[str]:
    """Make one call, and return what is wrong with it on either side."""
    wrong: list[str] = []
    with sinch.capture() as replies:
        try:
            await entry.call(sinch, Given())
        except ProvisioningError as error:
            wrong.append(f"{type(error).__name__}: {error}")
    for reply in replies:
        found = json.loads(reply.headers.get("sl-violations", "[]"))
        # The use of something deprecated is told as a warning.
        wrong += [f"{'.'.join(each['location'])}: {each['message']}" for each in found if each["severity"] == "Error"]
        if reply.status != DESCRIBED[entry.operation].success:
            wrong.append(f"status {reply.status}")
    return wrong


async def main() -> int:
    """Judge all calls in all rounds; return the exit status."""
    command = installed()
    calls = [entry for entry in CATALOGUE if not entry.draft]
    bad: dict[str, list[str]] = {}
    for name, options in ROUNDS.items():
        async with (
            prism(command, *options) as url,
            AsyncClient(project_id=PROJECT, access_token="token", base_url=url, retry=RetryPolicy(attempts=1)) as sinch,
        ):
            for entry in calls:
                wrong = await judge(sinch, entry)
                print(f"{'BAD' if wrong else 'ok '} {name:8} {entry.name}", *wrong, sep="\n      ")
                if wrong:
                    bad[f"{name} {entry.name}"] = wrong
    operations = {entry.operation for entry in calls}
    missing = set(DESCRIBED) - operations
    print(f"Prism {VERSION}: {len(calls)} calls of {len(operations)} operations, {len(ROUNDS)} rounds, {len(bad)} bad")
    if missing:
        print("without a call:", *sorted(missing))
    return 1 if bad or missing else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
