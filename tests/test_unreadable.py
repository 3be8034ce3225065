"""One item that this version cannot read costs that item only."""

import asyncio
import traceback
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from sinch_provisioning import AsyncClient, Client, Config, Page, Unreadable, bulk, errors
from tests.net.wire import SENDER, says, wire

pytestmark = pytest.mark.anyio

COUNT = 100
BAD = 37
MALFORMED: dict[str, Any] = {"id": 7, "state": "IN_TEST"}


def senders(*, bad: dict[int, Any], count: int = COUNT, token: str | None = None) -> dict[str, Any]:
    items = [bad.get(number, SENDER | {"id": f"s{number}"}) for number in range(count)]
    return {"totalSize": count, "pageSize": count, "senders": items} | ({"nextPageToken": token} if token else {})


def pages() -> dict[str, Any]:
    """Two pages: the first with a malformed item, the second without."""
    first = says(senders(bad={BAD: MALFORMED}, token="2"))
    return {"scripts": [first], "otherwise": says(senders(bad={}, count=2))}


@pytest.fixture
async def config() -> AsyncIterator[Config]:
    async with wire(**pages()) as server:
        yield server.config()


def check(unreadable: Unreadable | bulk.Unreadable[Any]) -> None:
    assert unreadable.index == BAD
    assert msgspec.json.decode(unreadable.raw) == MALFORMED
    assert unreadable.error.path == f"$.senders[{BAD}].id"
    assert unreadable.error.operation == "listRcsSenders"


async def test_a_page_holds_the_others_and_what_it_cannot_read(config: Config) -> None:
    async with AsyncClient(config) as sinch:
        page = await sinch.rcs.senders.list().page()
    assert len(page.items) == COUNT - 1
    (unreadable,) = page.unreadable
    check(unreadable)


async def test_a_walk_yields_all_good_items_of_the_page_and_then_raises(config: Config) -> None:
    found: list[str] = []
    async with AsyncClient(config) as sinch:
        listing = sinch.rcs.senders.list()
        with pytest.raises(errors.DecodeError) as caught:  # noqa: PT012 - the walk is what raises
            async for sender in listing:
                found.append(sender.id)  # noqa: PERF401 - what came before the error counts
        rest = [sender.id async for page in listing.pages(after=caught.value.resume_token) for sender in page.items]
    assert found == [f"s{number}" for number in range(COUNT) if number != BAD]
    assert caught.value.resume_token == "2"
    (unreadable,) = caught.value.unreadable
    check(unreadable)
    assert rest == ["s0", "s1"]


async def test_bulk_yields_it_and_goes_on(config: Config) -> None:
    async with AsyncClient(config) as sinch:
        found = [result async for result in bulk.listings({"key": sinch.rcs.senders.list()})]
    (unreadable,) = [result for result in found if isinstance(result, bulk.Unreadable)]
    assert unreadable.key == "key"
    check(unreadable)
    items = [result.item.id for result in found if result.error is None]
    assert len(items) == COUNT - 1 + 2


async def test_more_than_a_hundred_are_one_error_of_the_page() -> None:
    bad = dict.fromkeys(range(101), MALFORMED)
    async with (
        wire(otherwise=says(senders(bad=bad, count=120, token="2"))) as server,
        AsyncClient(server.config()) as sinch,
    ):
        with pytest.raises(errors.DecodeError, match="more than 100 items are unreadable") as caught:
            await sinch.rcs.senders.list().page("here")
    assert caught.value.resume_token == "here"
    assert caught.value.unreadable == ()


async def test_a_hundred_are_not() -> None:
    bad = dict.fromkeys(range(100), MALFORMED)
    async with wire(otherwise=says(senders(bad=bad, count=120))) as server, AsyncClient(server.config()) as sinch:
        page = await sinch.rcs.senders.list().page()
    assert (len(page.items), len(page.unreadable)) == (20, 100)


async def test_the_blocking_client_does_the_same(config: Config) -> None:
    from anyio.to_thread import run_sync

    def walk() -> tuple[list[str], errors.DecodeError]:
        found: list[str] = []
        with Client(config) as sinch, pytest.raises(errors.DecodeError) as caught:  # noqa: PT012
            for sender in sinch.rcs.senders.list():
                found.append(sender.id)  # noqa: PERF401
        return found, caught.value

    found, error = await run_sync(walk)
    assert len(found) == COUNT - 1
    assert error.resume_token == "2"
    check(error.unreadable[0])


def shown_by(error: BaseException) -> list[object]:
    """Return the local variables of the package's frames that an error has come through, as Sentry shows them."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    ours = [frame for frame in frames if "/tests/" not in frame.f_code.co_filename]
    shown = [value for frame in ours for value in frame.f_locals.values()]
    return [*shown, *(each for value in shown if isinstance(value, list) for each in value)]


@pytest.mark.parametrize("how", ["walk", "collect", "blocking walk"])
async def test_no_frame_shows_the_page(config: Config, how: str) -> None:
    def blocking_walk() -> None:
        with Client(config) as sinch:
            for _ in sinch.rcs.senders.list():
                pass

    async with AsyncClient(config) as sinch:
        with pytest.raises(errors.DecodeError) as caught:  # noqa: PT012 - each of them raises
            if how == "blocking walk":
                await asyncio.to_thread(blocking_walk)
            elif how == "collect":
                await sinch.rcs.senders.list().collect()
            else:
                async for _ in sinch.rcs.senders.list():
                    pass
    assert not [value for value in shown_by(caught.value) if isinstance(value, Page)]
