"""What a page and a call cost, in figures that repeat: calls of functions and bytes that stay, not time.

Only calls that our own modules make are counted, so that another aiohttp or another machine changes nothing. What has
become cheaper fails too: then the stored figure is lowered, to keep what was won.
"""

import gc
import sys
import tracemalloc
from pathlib import Path
from types import FrameType
from typing import Self

import pytest

import sinch_provisioning
from sinch_provisioning import AsyncClient, from_json, rcs
from sinch_provisioning.emulator import Emulator
from tests.contract.ways import decode_plainly
from tests.seeded import page

ROOT = str(Path(sinch_provisioning.__file__).parent)
SERVING = str(Path(ROOT, "emulator"))
SENDERS = 50
RUNS = 20

# Nearly the same on CPython 3.11 to 3.13, with the lowest and the newest versions of all libraries.
# Most of the calls of decoding are of functions of one or two lines, which are compiled for each model.
CALLS_TO_DECODE_A_SENDER = 60.8
BYTES_OF_A_SENDER = 8000.0
CALLS_OF_A_GET = 136.0


class Calls:
    """Counts, while open, the calls of functions that code of ours makes in this thread."""

    def __init__(self) -> None:
        self.count = 0
        self._seen: dict[int, FrameType] = {}

    def __enter__(self) -> Self:
        sys.setprofile(self._note)
        return self

    def __exit__(self, *exc_info: object) -> None:
        sys.setprofile(None)

    def _note(self, frame: FrameType, event: str, _: object) -> None:
        caller: FrameType | None = frame
        if event == "call":
            # A coroutine is called once, however often it waits and goes on. (Kept, so that its id stays its own.)
            caller = None if id(frame) in self._seen else frame.f_back
            self._seen[id(frame)] = frame
        elif event != "c_call":
            caller = None
        name = "" if caller is None else caller.f_code.co_filename
        if name.startswith(ROOT) and not name.startswith(SERVING):
            self.count += 1


def costs(found: float, stored: float) -> None:
    """Fail if a figure is more than a tenth above or below the stored one."""
    assert found == pytest.approx(stored, rel=0.1)


def test_decoding_a_page() -> None:
    body = page(SENDERS)
    from_json(rcs.SenderList, body)
    with Calls() as calls:
        from_json(rcs.SenderList, body)
    costs(calls.count / SENDERS, CALLS_TO_DECODE_A_SENDER)


def test_the_plain_way_is_what_the_fast_one_saves() -> None:
    """Shows that the count above would tell if the fast way were off."""
    body = page(SENDERS)
    decode_plainly(rcs.SenderList, body)
    with Calls() as calls:
        decode_plainly(rcs.SenderList, body)
    assert calls.count / SENDERS > 5 * CALLS_TO_DECODE_A_SENDER


def test_bytes_that_a_page_keeps() -> None:
    body = page(SENDERS)
    from_json(rcs.SenderList, body)
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        kept = from_json(rcs.SenderList, body)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(kept.items) == SENDERS
    costs((after - before) / SENDERS, BYTES_OF_A_SENDER)


@pytest.mark.anyio
async def test_a_get(emulator: Emulator) -> None:
    project = emulator.add_project("cost", senders=1)
    found: list[int] = []
    async with AsyncClient(emulator.config(project)) as sinch:
        sender = await sinch.rcs.senders.list().first()
        assert sender is not None
        for _ in range(RUNS):
            with Calls() as calls:
                await sinch.rcs.senders.get(sender.id)
            found.append(calls.count)
    # How often an answer makes the call wait depends on when its bytes come; the cheapest time is always the same.
    costs(min(found), CALLS_OF_A_GET)
