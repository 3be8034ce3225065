"""Many listings and calls at once: nothing lost, nothing doubled, failures as values, memory flat."""

import asyncio
import gc
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial

import pytest

from sinch_provisioning import AsyncClient, BlockingListing, Client, Listing, RetryPolicy, bulk, errors, rcs
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.testing import SkippingClock

PROJECTS = [f"project-{number:02}" for number in range(60)]
EACH = 17

pytestmark = pytest.mark.anyio


@pytest.fixture
async def estate() -> AsyncIterator[Emulator]:
    """60 projects with 17 senders each."""
    async with Emulator(project_id=PROJECTS, senders=EACH, frozen=True) as emulator:
        yield emulator


@pytest.fixture
def blocking_estate() -> Iterator[Emulator]:
    """The same in a thread of its own."""
    with Emulator(project_id=PROJECTS, senders=EACH, frozen=True) as emulator:
        yield emulator


def spoil(emulator: Emulator) -> None:
    """Let 3 requests in 10 fail, each in one of six ways."""
    emulator.fail("listRcsSenders", chance=0.057, reset="before")
    emulator.fail("listRcsSenders", chance=0.057, reset="after")
    emulator.fail("listRcsSenders", chance=0.057, status=429, retry_after=2)
    emulator.fail("listRcsSenders", chance=0.057, status=429)
    emulator.fail("listRcsSenders", chance=0.057, status=503)
    emulator.fail("listRcsSenders", chance=0.057, truncate=True)


def faults_of(emulator: Emulator) -> Counter[str]:
    return Counter(entry.fault for entry in emulator.requests if entry.fault is not None)


def whole(emulator: Emulator) -> Counter[tuple[str, str]]:
    """Return what is to be found: each sender of each project once, as the emulator itself tells."""
    found: Counter[tuple[str, str]] = Counter()
    with Emulator(project_id=PROJECTS, senders=EACH) as untroubled, Client(untroubled.config()) as sinch:
        for project in PROJECTS:
            found.update((project, sender.id) for sender in sinch.project(project).rcs.senders.list())
    return found


def listings(sinch: AsyncClient, page_size: int = 4) -> dict[str, Listing[rcs.Sender]]:
    return {project: sinch.project(project).rcs.senders.list(page_size=page_size) for project in PROJECTS}


ENDLESS = RetryPolicy(attempts=30, budget=None)


@pytest.mark.usefixtures("no_stray_tasks")
async def test_each_sender_comes_once_though_three_requests_in_ten_fail(estate: Emulator) -> None:
    spoil(estate)
    async with AsyncClient(estate.config(retry=ENDLESS), clock=SkippingClock(estate)) as sinch:
        found: Counter[tuple[str, str]] = Counter()
        async for result in bulk.listings(listings(sinch)):
            assert result.error is None
            found[result.key, result.item.id] += 1
    assert found == await asyncio.to_thread(whole, estate)
    faults = faults_of(estate)
    assert faults.keys() == {"reset before", "reset after", "status 429", "status 503", "truncate"}
    assert 0.2 < faults.total() / len(estate.requests.of("listRcsSenders")) < 0.4


async def test_what_gives_up_goes_on_where_it_stopped(estate: Emulator) -> None:
    """Without retries nearly every listing fails; its resume token loses and doubles nothing."""
    spoil(estate)
    policy = RetryPolicy(attempts=1)
    async with AsyncClient(estate.config(retry=policy), clock=SkippingClock(estate)) as sinch:
        found: Counter[tuple[str, str]] = Counter()
        left: dict[str, str | None] = dict.fromkeys(PROJECTS)
        rounds = 0
        while left:
            rounds += 1
            todo = {project: listing for project, listing in listings(sinch).items() if project in left}
            failed: dict[str, str | None] = {}
            async for result in bulk.listings(todo, after=left):
                if result.error is not None:
                    assert result.item is None
                    failed[result.key] = result.resume_token
                else:
                    found[result.key, result.item.id] += 1
            left = failed
    assert rounds > 2
    assert found == await asyncio.to_thread(whole, estate)


def test_each_sender_comes_once_without_async_too(blocking_estate: Emulator) -> None:
    spoil(blocking_estate)
    config = blocking_estate.config(retry=ENDLESS)
    with Client(config, clock=SkippingClock(blocking_estate)) as sinch:
        lists = {project: sinch.project(project).rcs.senders.list(page_size=4) for project in PROJECTS}
        found: Counter[tuple[str, str]] = Counter()
        for result in bulk.listings(lists):
            assert result.error is None
            found[result.key, result.item.id] += 1
    assert found == whole(blocking_estate)


async def test_a_token_that_ends_half_way_is_renewed_once(estate: Emulator) -> None:
    estate.fail("listRcsSenders", expire_token=True, skip=100, times=1)
    async with AsyncClient(estate.config(), clock=SkippingClock(estate)) as sinch:
        found = Counter([result.key async for result in bulk.listings(listings(sinch), concurrency=30)])
    assert found == dict.fromkeys(PROJECTS, EACH)
    assert estate.tokens_issued == 2
    assert [entry.status for entry in estate.requests].count(401) >= 1


async def test_a_hundred_calls_at_once_fetch_one_token(estate: Emulator) -> None:
    async with AsyncClient(estate.config(concurrency=100)) as sinch:
        pages = await asyncio.gather(*(sinch.rcs.senders.list(page_size=1).page() for _ in range(100)))
    assert len(pages) == 100
    assert estate.tokens_issued == 1
    assert len(estate.requests.of("token")) == 1


async def test_a_create_whose_answer_was_lost_is_sent_once(sinch: AsyncClient, emulator: Emulator) -> None:
    emulator.fail("createRcsSender", reset="after", times=1)
    with pytest.raises(errors.ConnectionLost) as caught:
        await sinch.rcs.senders.create(
            region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
        )
    assert caught.value.sent
    assert len(emulator.requests.of("createRcsSender")) == 1
    assert len(await sinch.rcs.senders.list().collect()) == 1, "it was carried out"


async def test_a_failure_is_a_value_and_the_others_go_on(estate: Emulator) -> None:
    estate.fail("listRcsSenders", project=PROJECTS[7], status=403, error_code="rbm_has_not_been_used", skip=2)
    async with AsyncClient(estate.config()) as sinch:
        results = [result async for result in bulk.listings(listings(sinch))]
        failed = [result for result in results if result.error is not None]
        assert [result.key for result in failed] == [PROJECTS[7]]
        assert isinstance(failed[0].error, errors.Forbidden)
        assert failed[0].page is None
        found = Counter(result.key for result in results if result.error is None)
        assert found.pop(PROJECTS[7]) == 8
        assert found == dict.fromkeys(set(PROJECTS) - {PROJECTS[7]}, EACH)

        estate.clear_faults()
        rest = bulk.listings({PROJECTS[7]: listings(sinch)[PROJECTS[7]]}, after={PROJECTS[7]: failed[0].resume_token})
        assert len([result async for result in rest]) == EACH - 8


async def test_pages_come_whole(estate: Emulator) -> None:
    async with AsyncClient(estate.config()) as sinch:
        sizes: dict[str, list[int]] = {}
        async for result in bulk.pages(listings(sinch)):
            assert result.error is None
            assert result.resume_token is None
            sizes.setdefault(result.key, []).append(len(result.page.items))
    assert sizes == {project: [4, 4, 4, 4, 1] for project in PROJECTS}


def test_pages_are_checkpoints_without_async_too(blocking_estate: Emulator) -> None:
    """Each page brings the token to go on from; one that is broken off is gone on with, and nothing comes twice."""
    found: Counter[tuple[str, str]] = Counter()
    with Client(blocking_estate.config()) as sinch:
        left: dict[str, str | None] = dict.fromkeys(PROJECTS)
        rounds = 0
        while left:
            rounds += 1
            lists = {project: sinch.project(project).rcs.senders.list(page_size=4) for project in left}
            for seen, result in enumerate(bulk.pages(lists, after=dict(left)), 1):
                assert result.error is None
                found.update((result.key, sender.id) for sender in result.page.items)
                left[result.key] = result.page.next_token
                if result.page.next_token is None:
                    del left[result.key]
                if seen == 100:
                    break
    assert rounds == 3, "300 pages"
    assert found == whole(blocking_estate)


async def test_listings_may_be_made_on_the_way(estate: Emulator) -> None:
    made: list[str] = []
    async with AsyncClient(estate.config()) as sinch:

        def make() -> Iterator[tuple[str, Listing[rcs.Sender]]]:
            for project in PROJECTS:
                made.append(project)
                yield project, sinch.project(project).rcs.senders.list()

        results = bulk.listings(make(), concurrency=3)
        await anext(results)
        assert len(made) <= 4
        found = 1 + len([result async for result in results])
    assert found == len(PROJECTS) * EACH
    assert made == PROJECTS


async def test_a_slow_caller_is_not_overrun(estate: Emulator) -> None:
    """However slow the caller: a listing at work holds a page in its hand and one is under way."""
    concurrency, seen = 3, 0
    async with AsyncClient(estate.config()) as sinch:
        async for result in bulk.pages(listings(sinch), concurrency=concurrency):
            assert result.error is None
            seen += 1
            await sinch.project(result.key).rcs.senders.get(result.page.items[0].id)  # work, as long as a page takes
            await sinch.project(result.key).rcs.senders.get(result.page.items[0].id)
            assert len(estate.requests.of("listRcsSenders")) <= seen + 1 + 2 * concurrency
    assert seen == len(PROJECTS) * 5


async def test_no_more_listings_are_under_way_than_allowed(estate: Emulator) -> None:
    async with AsyncClient(estate.config()) as sinch:
        order = [result.key async for result in bulk.pages(listings(sinch), concurrency=2)]
    open_at_once = [
        {project for project in PROJECTS if order.index(project) <= at <= last(order, project)}
        for at in range(len(order))
    ]
    assert max(map(len, open_at_once)) == 2


def last(order: list[str], project: str) -> int:
    return len(order) - 1 - order[::-1].index(project)


async def test_memory_does_not_grow_with_what_there_is_to_list() -> None:
    projects = [f"p{number}" for number in range(8)]
    async with (
        Emulator(project_id=projects, senders=1000) as emulator,
        AsyncClient(emulator.config()) as sinch,
    ):
        lists = {project: sinch.project(project).rcs.senders.list(page_size=20) for project in projects}
        count = most = 0
        async for _ in bulk.listings(lists, concurrency=4):
            count += 1
            if count % 100 == 0:
                most = max(most, sum(type(thing) is rcs.Sender for thing in gc.get_objects()))
    assert count == 8000
    assert most <= 20 * (2 * 4 + 2)


@pytest.mark.usefixtures("no_stray_tasks")
@pytest.mark.parametrize("delay", [None, 60.0])
async def test_a_caller_who_breaks_off_ends_all_the_work(delay: float | None) -> None:
    async with Emulator(project_id=PROJECTS, senders=EACH) as emulator, AsyncClient(emulator.config()) as sinch:
        if delay is not None:
            emulator.fail("listRcsSenders", delay=delay, skip=8)
        results = bulk.listings(listings(sinch), concurrency=8)
        async for _ in results:
            break
        await results.aclose()
        session = sinch._pipeline.transport._session
        assert session is not None
        assert session.connector is not None
        assert not session.connector._acquired


@pytest.mark.usefixtures("no_stray_tasks")
async def test_a_cancelled_sweep_ends_all_the_work() -> None:
    async with Emulator(project_id=PROJECTS, senders=EACH) as emulator, AsyncClient(emulator.config()) as sinch:
        begun = asyncio.Event()

        async def sweep() -> None:
            async for _ in bulk.listings(listings(sinch)):
                begun.set()
                await asyncio.sleep(60)

        task = asyncio.create_task(sweep())
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


def test_breaking_off_without_async_ends_all_the_work(blocking_estate: Emulator) -> None:
    with Client(blocking_estate.config()) as sinch:
        lists = {project: sinch.project(project).rcs.senders.list(page_size=4) for project in PROJECTS}
        for result in bulk.listings(lists, concurrency=4):
            assert result.error is None
            break
        assert len(blocking_estate.requests.of("listRcsSenders")) <= 1 + 2 * 4
        assert sinch.rcs.senders.list().first() is not None


async def test_nothing_to_list_is_no_error() -> None:
    nothing: dict[str, Listing[rcs.Sender]] = {}
    assert [result async for result in bulk.listings(nothing)] == []
    none: dict[str, BlockingListing[rcs.Sender]] = {}
    assert list(bulk.listings(none)) == []


@pytest.mark.parametrize("concurrency", [0, -1, True, 1.5])
async def test_a_concurrency_that_cannot_be_is_told(concurrency: int) -> None:
    nothing: dict[str, Listing[rcs.Sender]] = {}
    with pytest.raises(errors.InvalidRequest) as caught:
        await anext(bulk.listings(nothing, concurrency=concurrency))
    assert caught.value.field == "concurrency"


def test_listings_of_two_blocking_clients_do_not_mix(blocking_estate: Emulator) -> None:
    with Client(blocking_estate.config()) as one, Client(blocking_estate.config()) as other:
        mixed = {"one": one.rcs.senders.list(), "other": other.rcs.senders.list()}
        with pytest.raises(errors.InvalidRequest, match="one client") as caught:
            next(bulk.listings(mixed))
    assert caught.value.field == "listings"


async def test_an_error_of_the_callers_own_comes_through(estate: Emulator) -> None:
    async with AsyncClient(estate.config()) as sinch:

        def make() -> Iterator[tuple[str, Listing[rcs.Sender]]]:
            yield PROJECTS[0], sinch.project(PROJECTS[0]).rcs.senders.list()
            raise ZeroDivisionError("of the caller")

        with pytest.raises(ZeroDivisionError, match="of the caller"):
            assert [result async for result in bulk.listings(make())]


@pytest.mark.usefixtures("no_stray_tasks")
async def test_many_calls_at_once(estate: Emulator) -> None:
    async with AsyncClient(estate.config()) as sinch:
        ids = [sender.id async for sender in sinch.rcs.senders.list()]
        calls = {id: partial(sinch.rcs.senders.get, id) for id in [*ids, "nobody"]}
        results = [result async for result in bulk.calls(calls, concurrency=4)]
        assert {result.key: result.item.id for result in results if result.error is None} == {id: id for id in ids}
        failed = [result for result in results if result.error is not None]
        assert [(result.key, type(result.error)) for result in failed] == [("nobody", errors.NotFound)]


async def test_all_of_many_calls_or_an_error_with_what_became_of_each(estate: Emulator) -> None:
    async with AsyncClient(estate.config()) as sinch:
        ids = await sinch.rcs.senders.list().collect(limit=5)
        calls = {sender.id: partial(sinch.rcs.senders.get, sender.id) for sender in ids}
        senders = await bulk.gather(calls)
        assert senders == {sender.id: sender for sender in ids}

        with pytest.raises(errors.BulkFailed, match="1 of 6 calls failed; the first: 'nobody'") as caught:
            await bulk.gather({**calls, "nobody": partial(sinch.rcs.senders.get, "nobody")})
        assert caught.value.results == senders
        assert list(caught.value.errors) == ["nobody"]
        assert isinstance(caught.value.errors["nobody"], errors.NotFound)


async def test_an_error_after_the_caller_has_left_is_not_logged_as_never_retrieved() -> None:
    from sinch_provisioning.bulk.workers import in_tasks

    reported: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))

    async def work(key: int, _: None, put: Callable[[int], Awaitable[None]]) -> None:
        await put(key)
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise ValueError(key) from None

    walk = in_tasks([(0, None)], work, 1)
    assert await anext(walk) == 0
    await asyncio.sleep(0)
    await walk.aclose()
    del walk
    gc.collect()
    assert reported == []
