"""The demo, as a newcomer runs it."""

import asyncio
import io
import re

import pytest
from rich.console import Console

from sinch_provisioning import AsyncClient, demo
from sinch_provisioning.emulator import Emulator
from tests.cli.command import run

pytestmark = pytest.mark.anyio


async def test_the_demo_ends_well_and_in_time_with_one_line_that_sums_it_up() -> None:
    async with asyncio.timeout(20):
        status, output, errors = await run("demo")
    assert (status, errors) == (0, "")
    summary = re.fullmatch(
        r"Done: 12 projects, 3,600 senders swept in [\d.]+ s \([\d,]+ a second\), "
        r"1 sender launched, \d+ requests, [\d.]+ s in all\.",
        output.splitlines()[-1],
    )
    assert summary is not None, output


async def test_the_demo_shows_calls_as_one_could_type_them_and_what_comes_of_them() -> None:
    _, output, _ = await run("demo", "--projects", "3", "--senders", "40")
    parts = [
        "nothing leaves this machine",
        "bulk.listings({id: sinch.project(id).rcs.senders.list(page_size=100) for id in ids})",
        "Senders by state",
        "project-03",
        "sinch.rcs.senders.create(",
        "is DRAFT",
        "details.brand.banner_url",
        "sinch.rcs.senders.update(sender.id",
        "IN_TEST; still missing: nothing",
        "sinch.rcs.senders.launch(sender.id)",
        "is LAUNCHED",
        "COMMENT_ADDED Thank you!",
        "sinch.whatsapp.account.create(",
        "COMMENT_ADDED Please look at our new sender",
        "Done: 3 projects, 120 senders",
    ]
    places = [output.find(part) for part in parts]
    assert places == sorted(places), output
    assert -1 not in places, output
    assert max(len(line) for line in output.splitlines()) <= 120


async def test_a_terminal_of_80_columns_cuts_no_word() -> None:
    out = io.StringIO()
    console, ids = Console(file=out, width=80, highlight=False), [f"project-{n:02}" for n in range(1, 4)]
    async with Emulator(project_id=ids, senders=100) as emulator, AsyncClient(emulator.config()) as sinch:
        await demo.sweep(console, sinch, ids, 300)
    table = out.getvalue().partition("Senders by state")[2]
    assert {"project", "draft", "launching", "preparing", "unlaunched", "all", "project-01"} <= set(table.split())
    assert max(map(len, table.splitlines())) <= 80


async def test_the_command_says_what_it_can_do() -> None:
    status, output, _ = await run("--help")
    assert status == 0
    assert {"demo", "emulator"} <= set(re.findall(r"\w+", output))
    status, output, _ = await run("--version")
    assert (status, bool(re.fullmatch(r"\d+\.\d+\.\S+", output.strip()))) == (0, True)
    status, _, _ = await run("nonsense")
    assert status != 0
