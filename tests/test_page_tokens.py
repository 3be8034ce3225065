"""Page tokens that lead nowhere: circles, and empty pages without end, from every way to walk a list."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Client, bulk, errors, webhooks
from sinch_provisioning.core.course import EMPTY_PAGES, Course
from sinch_provisioning.core.pages import Page
from sinch_provisioning.emulator import Emulator
from tests.both import Awaitable as BlockingInAsync
from tests.net.wire import SENDER, Request, Script, Wire, answer, wire

pytestmark = pytest.mark.anyio

HOOK = {"id": "h1", "projectId": "p1", "target": "https://a.example/", "triggers": ["ALL"]}
ITEMS = {"senders": SENDER, "webhooks": HOOK}


def circle(lead: int, length: int, *, empty: bool = False) -> Script:
    """Return a server's way through `lead` pages and then, without end, the same `length` ones."""

    async def script(request: Request) -> None:
        number = int(request.query.get("pageToken", ["0"])[0])
        following = number + 1 if number + 1 < lead + length else lead
        await send(request, str(following), empty=empty)

    return script


async def endless(request: Request) -> None:
    """Always another token, and never an item."""
    await send(request, str(int(request.query.get("pageToken", ["0"])[0]) + 1), empty=True)


async def send(request: Request, following: str | None, *, empty: bool) -> None:
    name = request.path.rpartition("/")[2]
    items = [] if empty else [ITEMS[name]]
    page = {name: items, "totalSize": 1_000_000, "pageSize": 1, "nextPageToken": following}
    await request.send(answer({key: value for key, value in page.items() if value is not None}))


async def walk(sinch: AsyncClient) -> None:
    async for _ in sinch.rcs.senders.list():
        pass


async def pages(sinch: AsyncClient) -> None:
    async for _ in sinch.rcs.senders.list().pages(prefetch=False):
        pass


async def collect(sinch: AsyncClient) -> None:
    await sinch.rcs.senders.list().collect()


async def many(sinch: AsyncClient) -> None:
    await sinch.rcs.senders.list().collect(limit=100_000)


async def first(sinch: AsyncClient) -> None:
    await sinch.rcs.senders.list().first()


async def ensure(sinch: AsyncClient) -> None:
    await sinch.webhooks.ensure(target="https://b.example/", secret="s", triggers=[webhooks.WebhookTrigger.ALL])


async def bulk_listings(sinch: AsyncClient) -> None:
    await raising(bulk.listings({"a": sinch.rcs.senders.list()}))


async def bulk_pages(sinch: AsyncClient) -> None:
    await raising(bulk.pages({"a": sinch.rcs.senders.list()}))


async def raising(results: AsyncIterator[Any]) -> None:
    async for result in results:
        if result.error is not None:
            assert result.resume_token == result.error.resume_token
            raise result.error


def blocking_bulk(sinch: Client) -> None:
    for result in bulk.listings({"a": sinch.rcs.senders.list()}):
        if result.error is not None:
            raise result.error


Walk = Callable[[AsyncClient], Awaitable[None]]
WALKS: list[Walk] = [walk, pages, collect, many, ensure, bulk_listings, bulk_pages]
BOTH: list[Walk] = [walk, pages, collect, many, ensure]


async def failing(server: Wire, way: Walk, *, blocking: bool = False) -> errors.ProvisioningError:
    """Walk until an error comes."""
    if blocking:
        with Client(server.config()) as client:
            sinch: Any = BlockingInAsync(client)
            with pytest.raises(errors.ProvisioningError) as caught:
                await way(sinch)
    else:
        async with AsyncClient(server.config()) as sinch:
            with pytest.raises(errors.ProvisioningError) as caught:
                await way(sinch)
    return caught.value


@pytest.mark.parametrize("way", WALKS)
@pytest.mark.parametrize(("lead", "length"), [(0, 1), (1, 1), (0, 2), (1, 2), (3, 2), (0, 3), (7, 10)])
async def test_a_circle_is_noticed(way: Walk, lead: int, length: int) -> None:
    async with wire(otherwise=circle(lead, length)) as server:
        error = await failing(server, way)
        assert "has returned before" in str(error)
        assert len(server.requests) <= 3 * (lead + length) + 2
        assert error.resume_token is None or int(error.resume_token) < lead + length


@pytest.mark.parametrize("way", BOTH)
async def test_a_circle_is_noticed_by_the_blocking_client(way: Walk) -> None:
    async with wire(otherwise=circle(1, 2)) as server:
        error = await failing(server, way, blocking=True)
        assert "has returned before" in str(error)
        assert len(server.requests) <= 11


@pytest.mark.parametrize("way", [*WALKS, first])
async def test_a_hundred_empty_pages_in_a_row_are_enough(way: Walk) -> None:
    async with wire(otherwise=endless) as server:
        error = await failing(server, way)
        assert "100 pages in a row are empty" in str(error)
        assert error.resume_token == "100", "from where one could go on"
        assert len(server.requests) == EMPTY_PAGES


@pytest.mark.parametrize("way", [*BOTH, first])
async def test_a_hundred_empty_pages_are_enough_for_the_blocking_client(way: Walk) -> None:
    async with wire(otherwise=endless) as server:
        error = await failing(server, way, blocking=True)
        assert error.resume_token == "100"


async def test_blocking_bulk_notices_both() -> None:
    for script, words in ((circle(0, 3), "has returned before"), (endless, "in a row are empty")):
        async with wire(otherwise=script) as server:
            with Client(server.config()) as sinch, pytest.raises(errors.ProvisioningError, match=words) as caught:
                await asyncio.to_thread(blocking_bulk, sinch)
            assert caught.value.resume_token is not None


async def test_empty_pages_between_others_are_followed() -> None:
    async def script(request: Request) -> None:
        number = int(request.query.get("pageToken", ["0"])[0])
        await send(request, None if number == 198 else str(number + 1), empty=number not in {0, 99, 198})

    async with wire(otherwise=script) as server, AsyncClient(server.config()) as sinch:
        assert len(await sinch.rcs.senders.list().collect()) == 3


async def test_what_was_not_handed_on_comes_when_going_on() -> None:
    """The page whose next one is a known one was not handed on; its token leads back to it."""
    async with wire(otherwise=circle(0, 3)) as server, AsyncClient(server.config()) as sinch:
        for walk in (
            sinch.rcs.senders.list().pages(),
            (result async for result in bulk.pages({"a": sinch.rcs.senders.list()})),
        ):
            handed: list[str | None] = []
            token: str | None = "nothing"
            try:
                async for found in walk:
                    if isinstance(found, Page):
                        handed.append(found.token)
                    elif found.error is not None:
                        raise found.error
                    else:
                        handed.append(found.page.token)
            except errors.ProvisioningError as error:
                token = error.resume_token
            assert token != "nothing"
            assert handed[-1] != token
            assert (await sinch.rcs.senders.list().page(token)).items


def page(token: str | None, following: str | None) -> Page[int]:
    return Page(items=[1], total_size=1, page_size=1, token=token, next_token=following, previous_token=None)


def test_every_circle_is_noticed_and_no_straight_way_is() -> None:
    for lead in range(12):
        for length in range(1, 12):
            course, number = Course("x", "0"), 0
            for _ in range(3 * (lead + length) + 1):
                following = number + 1 if number + 1 < lead + length else lead
                try:
                    course.after(page(str(number), str(following)))
                except errors.ProvisioningError:
                    break
                number = following
            else:
                raise AssertionError((lead, length))
    course = Course("x", None)
    for number in range(10_000):
        assert course.after(page(str(number) if number else None, str(number + 1))) == str(number + 1)
    assert course.after(page("10000", None)) is None
    assert not hasattr(course, "__dict__"), "a few values, however long the walk"


@pytest.fixture
def blocking() -> Iterator[Client]:
    with Emulator(senders=3) as emulator, Client(emulator.config()) as client:
        yield client


WRONG: list[Any] = [5, b"token", "", ["a"], True]


@pytest.mark.parametrize("token", WRONG, ids=repr)
async def test_a_token_that_cannot_be_one_is_rejected(sinch: AsyncClient, emulator: Emulator, token: Any) -> None:
    listing = sinch.rcs.senders.list()
    with pytest.raises(errors.InvalidRequest) as caught:
        listing.pages(token)
    assert caught.value.field == "after"
    with pytest.raises(errors.InvalidRequest) as caught:
        await listing.page(token)
    assert caught.value.field == "token"
    assert not emulator.requests


@pytest.mark.parametrize("limit", ["5", -1, 1.5, True, b"5", [5]], ids=repr)
async def test_a_limit_that_cannot_be_is_rejected(sinch: AsyncClient, emulator: Emulator, limit: Any) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        await sinch.rcs.senders.list().collect(limit)
    assert caught.value.field == "limit"
    assert not emulator.requests


@pytest.mark.parametrize("size", ["5", 0, -1, 1.5, True, b"5", [5], 101], ids=repr)
def test_a_page_size_that_cannot_be_is_rejected_by_every_list(blocking: Client, size: Any) -> None:
    lists: list[Callable[..., object]] = [
        blocking.rcs.senders.list,
        blocking.rcs.account.activities,
        blocking.whatsapp.senders.list,
        blocking.whatsapp.flows.list,
        blocking.kakaotalk.senders.list,
        blocking.bundles.list,
        blocking.sms.apps.list,
        blocking.webhooks.list,
    ]
    for make in lists:
        if size == 101 and make == blocking.whatsapp.flows.list:
            continue
        with pytest.raises(errors.InvalidRequest) as caught:
            make(page_size=size)
        assert caught.value.field == "page_size"
