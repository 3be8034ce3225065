"""What the file holds is what there is: after each call of each operation, and whatever is done to a dict."""

import contextlib
import json
import random
from collections.abc import AsyncIterator, Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch_provisioning import AsyncClient, errors, sms
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.keeping import read
from sinch_provisioning.emulator.rcs.control import ImageTrouble
from sinch_provisioning.emulator.tracking import Fields, Pen, apply
from sinch_provisioning.testing import SkippingClock
from tests.console.scene import build
from tests.contract.catalogue import CATALOGUE, Entry
from tests.emulator.hooks import hooked
from tests.emulator.killing import kill_once

pytestmark = pytest.mark.anyio


TROUBLES: list[ImageTrouble] = ["file_not_found", "file_size_too_large"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


@pytest.fixture
async def kept(file: Path) -> AsyncIterator[Emulator]:
    """An emulator that keeps its state."""
    async with Emulator(state=file, project_id=["p1", "p2"], senders=3, frozen=True, check_replies=True) as emulator:
        yield emulator


def comparable(state: Any) -> Any:
    """Return a state with the order that means something, and without what a first look makes."""
    parts = {
        (project_id, name, field): json.dumps(value)
        for project_id, project in state["projects"].items()
        for name, part in project["parts"].items()
        for field, value in part.items()
    }
    senders = {project_id: project["senders"] for project_id, project in state["projects"].items()}
    return senders, parts, state["clock"]["now"], sorted(state["clock"]["due"], key=lambda due: due["order"])


def check(emulator: Emulator, file: Path) -> None:
    """Compare what the file holds, if there is one yet, with what there is."""
    if file.exists():
        assert comparable(read(file)) == comparable(emulator.snapshot())


def size(file: Path) -> int:
    return file.stat().st_size


@pytest.mark.parametrize("entry", CATALOGUE, ids=[entry.name for entry in CATALOGUE])
async def test_the_file_holds_what_each_operation_has_done(kept: Emulator, file: Path, entry: Entry) -> None:
    async with AsyncClient(kept.config(), clock=SkippingClock(kept)) as sinch:
        ids = await entry.needs(sinch, kept)
        check(kept, file)
        with contextlib.suppress(errors.ApiError):
            result: Any = await entry.call(sinch, ids)
            if hasattr(result, "page"):
                await result.page()
        check(kept, file)
        kept.advance(86_400)
        check(kept, file)
        assert read(file)["clock"]["now"] == kept.clock.now()


async def test_the_file_holds_what_happened_to_everything_at_once(kept: Emulator, file: Path) -> None:
    async with aiohttp.ClientSession() as session, hooked() as hook:
        await build(kept, session, hook.url)
        await kept.delivered()
        check(kept, file)
        for _ in range(40):
            kept.advance(1)
            await kept.delivered()
            check(kept, file)


async def test_a_write_costs_what_it_is_about_and_not_what_there_is(kept: Emulator, file: Path) -> None:
    costs: list[int] = []
    async with AsyncClient(kept.config()) as sinch:
        await sinch.sms.apps.create(name="first", region=sms.Region.EU)
        for _ in range(200):
            before = size(file)
            await sinch.sms.apps.create(name="another", region=sms.Region.EU)
            costs.append(size(file) - before)
    assert max(costs[1:]) - min(costs[1:]) < 50
    check(kept, file)


def test_a_file_that_has_grown_is_written_anew(file: Path) -> None:
    emulator = Emulator(state=file, project_id="p1", frozen=True)
    sizes: list[int] = []
    for number in range(150):
        emulator.control.rcs.break_file("p1", "https://parcels.example/logo.png" + "x" * 20_000, TROUBLES[number % 2])
        sizes.append(size(file))
    assert max(sizes) < 1_100_000
    assert sum(after < before for before, after in pairwise(sizes)) == 2
    check(emulator, file)


async def test_a_file_that_was_taken_away_is_written_anew(kept: Emulator, file: Path) -> None:
    kept.advance(1)
    file.unlink()  # noqa: ASYNC240 - it takes no time
    with pytest.raises(FileNotFoundError):
        kept.advance(1)
    kept.advance(1)
    check(kept, file)


def test_a_last_line_that_is_not_whole_was_never_answered(file: Path) -> None:
    emulator = Emulator(state=file, project_id="p1", frozen=True)
    emulator.advance(1)
    before, start = comparable(read(file)), size(file)
    emulator.control.conversation.add_app("p1")
    content = file.read_bytes()
    for cut in range(start, len(content)):
        file.write_bytes(content[:cut])
        assert comparable(read(file)) == before
    file.write_bytes(content)
    check(emulator, file)


@pytest.mark.parametrize("damage", [b"nonsense\n", b'{"now": 1}\n', b"[]\n"])
def test_a_damaged_line_is_told(file: Path, damage: bytes) -> None:
    emulator = Emulator(state=file, project_id="p1")
    emulator.advance(1)
    content = file.read_bytes()
    file.write_bytes(content + damage + b"\n")
    with pytest.raises(ValueError, match="holds no state"):
        Emulator(state=file)


KEYS = st.sampled_from("abc")
VALUES = st.one_of(st.integers(0, 3), st.lists(st.integers(0, 3), max_size=2))
RECORDS = st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=2), max_size=2)
DEEDS = st.one_of(
    st.tuples(st.just("put"), KEYS, VALUES | RECORDS),
    st.tuples(st.just("default"), KEYS, VALUES | RECORDS),
    st.tuples(st.just("update"), KEYS, VALUES | RECORDS),
    st.tuples(st.just("drop"), KEYS, st.none()),
    st.tuples(st.just("clear"), KEYS, st.none()),
    st.tuples(st.just("inside put"), KEYS, st.tuples(KEYS, st.dictionaries(KEYS, VALUES, max_size=2))),
    st.tuples(st.just("inside drop"), KEYS, KEYS),
    st.tuples(st.just("inside last"), KEYS, st.none()),
    st.tuples(st.just("inside clear"), KEYS, st.none()),
    st.tuples(st.just("inside change"), KEYS, st.tuples(KEYS, KEYS, VALUES)),
    st.tuples(st.just("inside change all"), KEYS, st.tuples(KEYS, VALUES)),
    st.tuples(st.just("look"), KEYS, KEYS),
)


def do(part: Any, deed: str, key: str, value: Any) -> None:
    """Do the same to a part that is noticed as to one that is not."""
    outside: dict[str, Callable[[], Any]] = {
        "put": lambda: part.__setitem__(key, value),
        "default": lambda: part.setdefault(key, value),
        "update": lambda: part.update({key: value}),
        "drop": lambda: part.pop(key, None),
        "clear": part.clear,
    }
    if deed in outside:
        outside[deed]()
        return
    records = part.get(key)
    if not isinstance(records, dict):
        return
    inside: dict[str, Callable[[], Any]] = {
        "look": lambda: records.get(value),
        "inside put": lambda: records.__setitem__(*value),
        "inside drop": lambda: records.pop(value, None),
        "inside last": lambda: records.popitem() if records else None,
        "inside clear": records.clear,
        "inside change": lambda: records[value[0]].update({value[1]: value[2]}) if value[0] in records else None,
        "inside change all": lambda: [record.update({value[0]: value[1]}) for record in records.values()],
    }
    inside[deed]()


@given(st.lists(st.lists(DEEDS, max_size=6), max_size=6), st.dictionaries(KEYS, VALUES | RECORDS, max_size=3))
def test_whatever_is_done_is_noticed(turns: list[list[tuple[str, str, Any]]], begun: dict[str, Any]) -> None:
    def copy(value: Any) -> Any:
        return json.loads(json.dumps(value))

    pen = Pen()
    plain, noticed = copy(begun), Fields(("p", "part"), copy(begun), pen, fresh=False)
    kept: dict[str, Any] = {"p": {"parts": {"part": copy(begun)}}}
    for turn in turns:
        for deed, key, value in turn:
            do(plain, deed, key, copy(value))
            do(noticed, deed, key, copy(value))
        assert noticed == plain
        noticed.touch()
        for change in msgspec.json.decode(msgspec.json.encode(pen.changes())):
            apply(kept, change)
        assert {key: json.dumps(value) for key, value in kept["p"]["parts"]["part"].items()} == {
            key: json.dumps(value) for key, value in plain.items()
        }


async def test_an_emulator_that_is_killed_has_kept_all_that_it_answered(file: Path) -> None:
    chance = random.Random(7)
    for _ in range(4):
        answered, missing = await kill_once(file, 150, chance)
        assert answered > 0
        assert missing == []


async def test_the_same_seed_and_the_same_calls_make_the_same_state() -> None:
    states: list[Any] = []
    for seed in (5, 5, 6):
        emulator = Emulator(project_id="p1", senders=5, seed=seed, frozen=True, now=1_800_000_000.0)
        async with emulator, aiohttp.ClientSession() as session:
            await build(emulator, session)
            emulator.advance(86_400)
            state = emulator.snapshot()
        del state["meta"]["pager"]
        for part in ("whatsapp_senders", "kakaotalk_senders"):
            for record in state["projects"]["p1"]["parts"][part]["senders"].values():
                for secret in ("bearerToken", "code"):  # they are never drawn from a seed
                    record.pop(secret, None)
        states.append(state)
    assert states[0] == states[1]
    assert states[0]["projects"] != states[2]["projects"]
