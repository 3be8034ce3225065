"""Lists: items, pages, where to go on, the page fetched ahead, and memory that does not grow."""

import asyncio
import gc

import attrs
import pytest

from sinch_provisioning import AsyncClient, Attempt, Client, Listing, errors, rcs
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.testing import SkippingClock

pytestmark = pytest.mark.anyio


@pytest.fixture
def senders(emulator: Emulator, sinch: AsyncClient) -> Listing[rcs.Sender]:
    """A list of 23 senders, 5 a page."""
    project = emulator.add_project("with-senders", senders=23)
    return sinch.project(project).rcs.senders.list(page_size=5)


def lists(emulator: Emulator) -> int:
    return len(emulator.requests.of("listRcsSenders"))


async def test_items_come_page_after_page_each_once(senders: Listing[rcs.Sender], emulator: Emulator) -> None:
    ids = [sender.id async for sender in senders]
    assert len(ids) == len(set(ids)) == 23
    assert lists(emulator) == 5
    assert ids == [sender.id async for sender in senders], "a second walk starts anew"


async def test_pages_lead_to_each_other_both_ways(senders: Listing[rcs.Sender]) -> None:
    pages = [page async for page in senders.pages()]
    assert [len(page.items) for page in pages] == [5, 5, 5, 5, 3]
    assert {(page.total_size, page.page_size) for page in pages} == {(23, 5)}
    assert pages[0].token is None
    assert pages[0].previous_token is None
    assert pages[-1].next_token is None
    assert [page.token for page in pages[1:]] == [page.next_token for page in pages[:-1]]
    third = await senders.page(pages[3].previous_token)
    assert third.items == pages[2].items


async def test_a_walk_goes_on_where_another_ended(senders: Listing[rcs.Sender]) -> None:
    whole = await senders.collect()
    first = await senders.page()
    rest = [sender async for page in senders.pages(first.next_token) for sender in page.items]
    assert [*first.items, *rest] == whole


async def test_a_list_without_items_has_one_page(sinch: AsyncClient, emulator: Emulator) -> None:
    listing = sinch.rcs.senders.list()
    assert await listing.collect() == []
    assert await listing.first() is None
    pages = [page async for page in listing.pages()]
    assert [(page.items, page.next_token, page.total_size) for page in pages] == [((), None, 0)]
    assert lists(emulator) == 3


@pytest.mark.parametrize(("limit", "found", "requests"), [(None, 23, 5), (0, 0, 0), (3, 3, 1), (5, 5, 1), (6, 6, 2)])
async def test_collect_fetches_no_more_than_it_returns(
    senders: Listing[rcs.Sender], emulator: Emulator, limit: int | None, found: int, requests: int
) -> None:
    whole = [sender.id async for sender in senders]
    emulator.requests.clear()
    assert [sender.id for sender in await senders.collect(limit=limit)] == whole[:found]
    assert lists(emulator) == requests


async def test_first_is_the_first(senders: Listing[rcs.Sender], emulator: Emulator) -> None:
    first = await senders.first()
    assert first is not None
    assert lists(emulator) == 1
    assert first.id == (await senders.collect())[0].id


async def test_a_few_items_come_in_a_small_page_unless_its_size_is_chosen(
    sinch: AsyncClient, emulator: Emulator
) -> None:
    assert await sinch.rcs.senders.list().first() is None
    await sinch.rcs.senders.list().collect(limit=1000)
    await sinch.rcs.senders.list(page_size=50).collect(limit=3)
    assert [each.query for each in emulator.requests.of("listRcsSenders")] == [
        "pageSize=1",
        "pageSize=100",
        "pageSize=50",
    ]


async def test_an_error_names_the_page_to_go_on_at(senders: Listing[rcs.Sender], emulator: Emulator) -> None:
    whole = await senders.collect()
    emulator.fail("listRcsSenders", status=403, error_code="rbm_has_not_been_used", skip=2, times=1)
    walk = aiter(senders)
    seen = [await anext(walk) for _ in range(10)]
    with pytest.raises(errors.Forbidden) as caught:
        await anext(walk)
    assert caught.value.resume_token is not None
    rest = [sender async for page in senders.pages(after=caught.value.resume_token) for sender in page.items]
    assert seen + rest == whole


async def test_an_error_of_the_first_page_goes_on_at_the_start(
    senders: Listing[rcs.Sender], emulator: Emulator
) -> None:
    emulator.fail("listRcsSenders", status=403, times=1)
    with pytest.raises(errors.Forbidden) as caught:
        await senders.collect()
    assert caught.value.resume_token is None
    assert len(await senders.collect()) == 23


@pytest.mark.parametrize("token", ["nonsense", "MTAuAAAAAAAAAAAA", "é"])
async def test_a_token_of_no_page_is_refused(senders: Listing[rcs.Sender], token: str) -> None:
    with pytest.raises(errors.BadRequest) as caught:
        await senders.page(token)
    assert caught.value.error_code == "invalid_page_token"
    assert caught.value.resume_token == token


@pytest.mark.parametrize("size", [0, -1, 101, 5.0, True, "5"])
async def test_a_page_size_out_of_range_is_told_before_sending(
    sinch: AsyncClient, emulator: Emulator, size: int
) -> None:
    with pytest.raises(errors.InvalidRequest, match="whole number from 1 to 100") as caught:
        sinch.rcs.senders.list(page_size=size)
    assert caught.value.field == "page_size"
    assert not emulator.requests


@attrs.define
class Seen:
    """A hook that tells when the page after the first was asked for, and when it was answered."""

    asked: asyncio.Event = attrs.field(factory=asyncio.Event)
    answered: asyncio.Event = attrs.field(factory=asyncio.Event)
    _pages: int = 0

    def before(self, _attempt: Attempt, /) -> None:
        self._pages += 1
        if self._pages == 2:
            self.asked.set()

    def after(self, _attempt: Attempt, /) -> None:
        if self._pages == 2:
            self.answered.set()


async def test_the_next_page_is_fetched_while_the_caller_works(emulator: Emulator) -> None:
    emulator.add_project("many", senders=300)
    async with AsyncClient(emulator.config("many"), hooks=[seen := Seen()]) as sinch:
        pages = sinch.rcs.senders.list().pages()
        await anext(pages)
        await seen.answered.wait()
        emulator.fail("listRcsSenders", status=403)
        assert len((await anext(pages)).items) == 50, "the second page came before the fault"
        with pytest.raises(errors.Forbidden):
            await anext(pages)


async def test_no_page_is_fetched_ahead_if_the_caller_does_not_want_it(
    senders: Listing[rcs.Sender], emulator: Emulator
) -> None:
    pages = senders.pages(prefetch=False)
    await anext(pages)
    fault = emulator.fail("listRcsSenders", status=403, times=1)
    with pytest.raises(errors.Forbidden):
        await anext(pages)
    assert fault.hits == 1
    assert lists(emulator) == 2


@pytest.mark.usefixtures("no_stray_tasks")
async def test_a_caller_who_breaks_off_ends_the_page_ahead(emulator: Emulator) -> None:
    emulator.add_project("many", senders=300)
    emulator.fail("listRcsSenders", delay=60, skip=1)
    async with AsyncClient(emulator.config("many"), hooks=[seen := Seen()]) as sinch:
        pages = sinch.rcs.senders.list().pages()
        async for page in pages:
            assert len(page.items) == 50
            await seen.asked.wait()
            break
        await pages.aclose()
        session = sinch._pipeline.transport._session
        assert session is not None
        assert session.connector is not None
        assert not session.connector._acquired


@pytest.mark.usefixtures("no_stray_tasks")
async def test_breaking_off_without_a_word_leaves_nothing_either(emulator: Emulator) -> None:
    emulator.add_project("many", senders=300)
    async with AsyncClient(emulator.config("many")) as sinch:
        async for _ in sinch.rcs.senders.list():
            break
        gc.collect()
        for _ in range(20):
            await asyncio.sleep(0)
        assert not [task for task in asyncio.all_tasks() if "Listing.page" in repr(task)]


@pytest.mark.parametrize("page_size", [1, 100])
async def test_leaving_a_walk_leaves_nothing_to_the_event_loop(emulator: Emulator, page_size: int) -> None:
    """Not even the end of a generator: the loop may be closed next."""
    emulator.add_project("some", senders=5)
    async with AsyncClient(emulator.config("some")) as sinch:
        listing = sinch.rcs.senders.list(page_size=page_size)
        await listing.first()
        loop, left = asyncio.get_running_loop(), list[object]()
        loop.set_task_factory(lambda loop, coro, **given: left.append(coro) or asyncio.Task(coro, loop=loop, **given))  # type: ignore[func-returns-value]
        try:
            walk = aiter(listing)
            await anext(walk)
            await walk.aclose()  # type: ignore[attr-defined]
            await listing.collect(limit=2)
            for _ in range(3):
                await asyncio.sleep(0)
        finally:
            loop.set_task_factory(None)
        assert not [coro for coro in left if "generator" in type(coro).__name__]


@pytest.mark.usefixtures("no_stray_tasks")
async def test_an_error_of_the_page_ahead_that_nobody_asks_for_is_nobodys(emulator: Emulator) -> None:
    emulator.add_project("many", senders=300)
    emulator.fail("listRcsSenders", status=403, skip=1)
    async with AsyncClient(emulator.config("many"), hooks=[seen := Seen()]) as sinch:
        pages = sinch.rcs.senders.list().pages()
        await anext(pages)
        await seen.answered.wait()
        await asyncio.sleep(0)
        await pages.aclose()


@pytest.mark.usefixtures("no_stray_tasks")
async def test_a_cancelled_walk_ends_the_page_ahead(emulator: Emulator) -> None:
    emulator.add_project("many", senders=300)
    emulator.fail("listRcsSenders", delay=60, skip=1)
    async with AsyncClient(emulator.config("many"), hooks=[seen := Seen()]) as sinch:
        task = asyncio.create_task(sinch.rcs.senders.list().collect())
        await seen.asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_memory_is_two_pages_whatever_the_size(emulator: Emulator) -> None:
    emulator.add_project("many", senders=2000)
    async with AsyncClient(emulator.config("many")) as sinch:
        most = count = 0
        async for _ in sinch.rcs.senders.list(page_size=20):
            count += 1
            if count % 50 == 0:
                most = max(most, living())
    assert count == 2000
    assert most <= 60


def test_memory_is_two_pages_without_async_too() -> None:
    with Emulator(senders=1000) as emulator, Client(emulator.config(), clock=SkippingClock(emulator)) as sinch:
        most = count = 0
        for _ in sinch.rcs.senders.list(page_size=20):
            count += 1
            if count % 50 == 0:
                most = max(most, living())
    assert count == 1000
    assert most <= 60


def living() -> int:
    """Return how many senders are in memory."""
    return sum(type(thing) is rcs.Sender for thing in gc.get_objects())
