"""Every operation works through both clients, and what goes over the wire keeps the contract, both ways."""

import json
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest

from sinch_provisioning import AsyncClient, Page
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.operations import OPERATIONS, ListOperation
from sinch_provisioning.testing import SkippingClock
from tests.both import client_of
from tests.contract.catalogue import CATALOGUE, Entry
from tests.contract.document import DESCRIBED, breaches
from tests.contract.tap import Message, Tap, tapped


@pytest.fixture
async def tap(emulator: Emulator) -> AsyncIterator[Tap]:
    async with tapped(emulator.url) as tap:
        yield tap


@pytest.fixture(params=["async", "blocking"])
async def sinch(request: pytest.FixtureRequest, emulator: Emulator, tap: Tap) -> AsyncIterator[AsyncClient]:
    config = emulator.config(base_url=tap.url)
    async with client_of(request.param, config, SkippingClock(emulator)) as client:
        yield client


def of_contract(request: Message) -> str:
    method, target, version = request.first.split(" ")
    found = the_contract().find(method, target.partition("?")[0].strip("/").split("/"))
    assert found is not None, request.first
    assert version == "HTTP/1.1"
    return found[0].id


def check_request(operation: str, request: Message) -> None:
    described = DESCRIBED[operation]
    assert described.check_target(request.first.split(" ")[1]) == []
    assert request.headers["authorization"].startswith("Bearer ")
    assert request.headers["accept"] == "application/json"
    if described.body is None:
        assert request.body == b""
    else:
        assert request.headers["content-type"] == "application/json"
        body = json.loads(request.body)
        if body.get("status") == "DRAFT":
            assert the_contract().operations[operation].check_body(body) == []
        else:
            assert breaches(described.body, body) == []


def check_reply(operation: str, reply: Message) -> None:
    described = DESCRIBED[operation]
    assert int(reply.first.split(" ")[1]) == described.success, reply.body
    schema = described.reply(described.success)
    if schema is None:
        assert reply.body == b""
    else:
        assert reply.headers["content-type"].startswith("application/json")
        assert breaches(schema, json.loads(reply.body)) == []


@pytest.mark.anyio
@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.name) for entry in CATALOGUE])
async def test_a_call_works_and_keeps_the_contract(
    entry: Entry, sinch: AsyncClient, emulator: Emulator, tap: Tap
) -> None:
    given = await entry.needs(sinch, emulator)
    before = len(tap.exchanges())
    result = await entry.call(sinch, given)
    exchanges = tap.exchanges()

    assert [of_contract(request) for request, _ in exchanges].count(entry.operation) > 0
    assert len(exchanges) == before + 1
    for request, reply in exchanges:
        check_request(of_contract(request), request)
        check_reply(of_contract(request), reply)

    operation = OPERATIONS[entry.operation]
    returns: Any = entry.returns or operation.returns
    if isinstance(operation, ListOperation):
        assert isinstance(result, Page)
        page = cast("Page[object]", result)
        assert {type(item) for item in page.items} <= {returns.item_type}
    else:
        assert type(result) is returns


def test_every_operation_has_a_call() -> None:
    assert {entry.operation for entry in CATALOGUE} == set(DESCRIBED)


def test_the_registry_is_the_contracts() -> None:
    assert {(operation.id, operation.method, operation.path) for operation in OPERATIONS.values()} == {
        (described.id, described.method, described.path) for described in DESCRIBED.values()
    }
    assert set(OPERATIONS) == set(DESCRIBED)
    for operation in OPERATIONS.values():
        described = DESCRIBED[operation.id]
        assert (operation.returns is type(None)) == (described.reply(described.success) is None), operation.id


def test_a_list_allows_the_page_size_that_the_contract_allows() -> None:
    paged = {
        described.id: the_contract().resolve(parameter["schema"])["maximum"]
        for described in DESCRIBED.values()
        for parameter in described.parameters
        if parameter["name"] == "pageSize"
    }
    found = {
        operation.id: operation.max_page_size
        for operation in OPERATIONS.values()
        if isinstance(operation, ListOperation)
    }
    assert found == paged


@pytest.mark.anyio
async def test_every_query_parameter_is_sent_by_some_call(emulator: Emulator) -> None:
    known = {
        (described.id, parameter["name"])
        for described in DESCRIBED.values()
        for parameter in described.parameters
        if parameter["in"] == "query"
    }
    sent: set[tuple[str, str]] = set()
    async with AsyncClient(emulator.config(), clock=SkippingClock(emulator)) as sinch:
        for entry in CATALOGUE:
            emulator.reset()
            await entry.call(sinch, await entry.needs(sinch, emulator))
            query = emulator.requests[-1].query
            sent |= {(entry.operation, pair.partition("=")[0]) for pair in query.split("&") if pair}
    # A listing takes its tokens from the pages themselves; see the tests of paging.
    assert known - sent == {(operation, name) for operation, name in known if name == "pageToken"}
