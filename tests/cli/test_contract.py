"""Every operation has a command, and what it prints keeps the contract."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning import AsyncClient
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.operations import OPERATIONS, ListOperation, Safety
from sinch_provisioning.testing import SkippingClock
from tests.cli.command import environment, invoke
from tests.cli.translation import VARIABLE, Line, line_of
from tests.contract.catalogue import CATALOGUE, Entry, Given
from tests.contract.document import DESCRIBED, breaches

ENTRIES = [pytest.param(entry, id=entry.name) for entry in CATALOGUE]
WRITES = [
    pytest.param(entry, id=entry.name)
    for entry in CATALOGUE
    if (OPERATIONS[entry.operation].method, OPERATIONS[entry.operation].safety) != ("GET", Safety.SAFE)
]


@pytest.fixture(scope="module")
def shared() -> Iterator[Emulator]:
    with Emulator(frozen=True, check_replies=True) as emulator:
        yield emulator


@pytest.fixture
def emulator(shared: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Emulator:
    shared.reset()
    monkeypatch.setenv("SINCH_CONFIG_DIR", str(tmp_path))
    for name, value in environment(shared).items():
        monkeypatch.setenv(name, value)
    return shared


async def prepared(entry: Entry, emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Line:
    async with AsyncClient(emulator.config(), clock=SkippingClock(emulator)) as sinch:
        line = await line_of(entry, await entry.needs(sinch, emulator))
    if line.secret is not None:
        monkeypatch.setenv(VARIABLE, line.secret)
    return line


def schema_of(operation: str) -> Any:
    return DESCRIBED[operation].reply(DESCRIBED[operation].success)


def as_response(operation: str, output: str) -> Any:
    """Return what a command has printed as the response that it stands for: a list's items as one page."""
    found = json.loads(output)
    if not isinstance(OPERATIONS[operation], ListOperation):
        return found
    returns: Any = OPERATIONS[operation].returns
    return {returns.items_key: found, "totalSize": len(found), "pageSize": max(1, len(found))}


def test_the_catalogue_has_every_operation() -> None:
    assert {entry.operation for entry in CATALOGUE} == {*OPERATIONS} == {*DESCRIBED}


@pytest.mark.anyio
@pytest.mark.parametrize("entry", ENTRIES)
async def test_a_command_prints_what_the_contract_has(
    entry: Entry, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = await prepared(entry, emulator, monkeypatch)
    before = len(emulator.requests)
    done = invoke(*line.words, "-o", "json", given=line.given)
    assert (done.code, done.errors) == (0, "")
    made = [request.operation for request in list(emulator.requests)[before:] if request.operation != "token"]
    assert made == [entry.operation]
    schema = schema_of(entry.operation)
    if schema is None:
        assert done.output == ""
    elif not entry.draft:
        # What this version reads as one class it also writes as one, so a part may have a field more than its schema.
        assert breaches(schema, as_response(entry.operation, done.output), strict=False) == []


@pytest.mark.anyio
@pytest.mark.parametrize("entry", WRITES)
async def test_a_dry_run_sends_nothing_and_says_what_would_be_sent(
    entry: Entry, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with AsyncClient(emulator.config(), clock=SkippingClock(emulator)) as sinch:
        line = await line_of(entry, await entry.needs(sinch, emulator) if "compare" in entry.name else Given())
    if line.secret is not None:
        monkeypatch.setenv(VARIABLE, line.secret)
    before = len(emulator.requests)
    done = invoke(*line.words, "--dry-run", "--reveal", "-o", "json", given=line.given)
    assert (done.code, done.errors) == (0, "")
    assert len(emulator.requests) == before
    operation = OPERATIONS[entry.operation]
    shown = done.data
    assert (shown["operation"], shown["method"], shown["safety"]) == (
        entry.operation,
        operation.method,
        operation.safety.name,
    )
    assert shown["path"].startswith(f"/v1/projects/{emulator.project_id}/")
    assert "{" not in shown["path"]
    described = DESCRIBED[entry.operation].body
    if described is not None and not entry.draft:
        assert breaches(described, shown["body"]) == []
