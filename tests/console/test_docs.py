"""docs/emulator.md is true: its lines of curl do what they say, its pictures are there, its fixtures exist."""

import asyncio
import re
import shutil
import subprocess
from pathlib import Path

import aiohttp
import pytest

from sinch_provisioning import testing
from sinch_provisioning.emulator import Emulator
from tests.console.asking import Asker
from tests.console.scene import Scene

pytestmark = pytest.mark.anyio

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "emulator.md").read_text()
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
async def test_the_lines_of_curl_do_what_they_say(
    asker: Asker, emulator: Emulator, scene: Scene, session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    environment = {"URL": emulator.url, "PROJECT": asker.project, "SENDER": scene.launching, "PATH": "/usr/bin:/bin"}
    script = "set -e\n" + "".join(BLOCKS)
    before = emulator.clock.now()
    done = await asyncio.to_thread(
        subprocess.run,
        ["bash", "-c", script],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert len(re.findall(r"^curl ", script, re.MULTILINE)) == 19
    assert '"status":"ok"' in done.stdout
    assert emulator.clock.now() == before + 3600
    assert emulator.project_ids == [asker.project, "another"]
    assert emulator.faults == []
    assert emulator.snapshot()["projects"][asker.project]["tables"] == {}


def test_its_pictures_are_there_and_small() -> None:
    shown = re.findall(r"\]\((screenshots/[^)]+)\)", TEXT)
    assert len(shown) == 5
    pictures = list((DOCS / "screenshots").glob("*.png"))
    assert {DOCS / path for path in shown} <= set(pictures)
    assert all(picture.stat().st_size < 250_000 for picture in pictures)


def test_its_fixtures_are_those_of_the_plugin() -> None:
    named = set(re.findall(r"`(sinch_\w+)`", TEXT))
    assert named == {name for name in testing.__all__ if name.startswith("sinch_")}
