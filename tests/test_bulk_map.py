"""One function for many keys at once, async and blocking: each key its own result, bounded, and nothing left behind."""

import asyncio
import contextvars
import gc
import re
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Client, bulk, errors, rcs
from sinch_provisioning.blocking import threads
from sinch_provisioning.emulator import Emulator

SENDERS = 20

pytestmark = pytest.mark.anyio


@pytest.fixture
def estate() -> Iterator[Emulator]:
    """20 senders, served from a thread of their own."""
    with Emulator(senders=SENDERS, frozen=True) as emulator:
        yield emulator


@pytest.fixture
async def sinch(estate: Emulator) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(estate.config()) as client:
        yield client


@pytest.fixture
def blocking(estate: Emulator) -> Iterator[Client]:
    with Client(estate.config()) as client:
        yield client


def ids_of(emulator: Emulator) -> list[str]:
    with Client(emulator.config()) as sinch:
        return [sender.id for sender in sinch.rcs.senders.list()]


def workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "sinch_provisioning.bulk"]


async def test_each_key_gets_its_own_result(estate: Emulator, sinch: AsyncClient) -> None:
    ids = ids_of(estate)
    found = {}
    async for result in bulk.map(sinch.rcs.senders.get, [*ids, "nobody"], concurrency=4):
        found[result.key] = result.error if result.error is not None else result.item.id
    assert isinstance(found.pop("nobody"), errors.NotFound)
    assert found == {id: id for id in ids}


def test_each_key_gets_its_own_result_without_async(estate: Emulator, blocking: Client) -> None:
    ids = ids_of(estate)
    found = {}
    for result in bulk.map(blocking.rcs.senders.get, [*ids, "nobody"], concurrency=4):
        found[result.key] = result.error if result.error is not None else result.item.id
    assert isinstance(found.pop("nobody"), errors.NotFound)
    assert found == {id: id for id in ids}
    assert not workers()


async def test_a_call_may_have_further_arguments(estate: Emulator, sinch: AsyncClient) -> None:
    update = partial(sinch.rcs.senders.update, details=rcs.DetailsUpdate(countries=[rcs.LaunchCountry.GB]))
    async for result in bulk.map(update, ids_of(estate)):
        assert result.error is None
        assert result.item.id == result.key
        assert result.item.details is not None
        assert [str(country) for country in result.item.details.countries or []] == ["GB"]


def test_a_function_of_the_callers_own_may_make_several_calls(estate: Emulator, blocking: Client) -> None:
    def comments(id: str) -> list[str | None]:
        blocking.rcs.senders.comment(id, f"about {id}")
        return [activity.comment for activity in blocking.rcs.senders.activities(id)]

    found = {result.key: result.item for result in bulk.map(comments, ids_of(estate))}
    assert all(item is not None and f"about {key}" in item for key, item in found.items())
    assert len(found) == SENDERS


def test_many_different_calls_without_async(estate: Emulator, blocking: Client) -> None:
    ids = ids_of(estate)
    calls = {id: partial(blocking.rcs.senders.get, id) for id in [*ids, "nobody"]}
    results = {result.key: result for result in bulk.calls(calls, concurrency=4)}
    assert isinstance(results["nobody"].error, errors.NotFound)
    with pytest.raises(errors.BulkFailed, match="1 of 21 calls failed; the first: 'nobody'") as caught:
        bulk.gather(calls)
    del calls["nobody"]
    senders = bulk.gather(calls)
    assert caught.value.results == senders
    assert {id: sender.id for id, sender in senders.items()} == {id: id for id in ids}


async def test_gather_knows_a_function_by_what_it_returns(
    estate: Emulator, sinch: AsyncClient, blocking: Client
) -> None:
    """A lambda does not say whether it is async; each is called once all the same, also where a loop is running."""
    ids = ids_of(estate)[:3]
    estate.requests.clear()
    get, blocking_get = sinch.rcs.senders.get, blocking.rcs.senders.get
    calls: Any = [(id, lambda id=id: get(id)) for id in ids]
    blocking_calls: Any = [(id, lambda id=id: blocking_get(id)) for id in ids]
    nothing: Any = {}
    found = await bulk.gather(calls)
    same: Any = bulk.gather(blocking_calls)
    assert same == found
    assert list(found) == ids
    assert len(estate.requests.of("getRcsSender")) == 6
    assert await bulk.gather(nothing) == {}
    empty: Any = bulk.gather(nothing)
    assert empty == {}

    def broken() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        bulk.gather({"a": broken})


def test_keys_are_taken_in_the_callers_thread() -> None:
    """As a cursor of sqlite3 or a query set of Django has to be."""
    here = threading.get_ident()
    keys = (threading.get_ident() for _ in range(20))
    results = list(bulk.map(lambda key: (key, threading.get_ident()), keys, concurrency=4))
    assert {result.item[0] for result in results if result.error is None} == {here}
    assert here not in {result.item[1] for result in results if result.error is None}


def test_capture_reaches_the_calls_of_all_threads(estate: Emulator, blocking: Client) -> None:
    ids = ids_of(estate)
    with blocking.capture() as replies:
        assert all(result.error is None for result in bulk.map(blocking.rcs.senders.get, ids, concurrency=5))
    assert len(replies) == SENDERS


async def test_no_more_calls_are_under_way_than_allowed() -> None:
    running = most = 0

    async def call(_key: int) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    assert len([result async for result in bulk.map(call, range(50), concurrency=3)]) == 50
    assert most == 3


def test_no_more_threads_run_than_allowed_nor_than_keys() -> None:
    meeting = threading.Barrier(3)
    names = set()

    def call(_key: int) -> None:
        names.add(threading.current_thread())
        meeting.wait(10)  # it takes all three at once

    assert len(list(bulk.map(call, range(30), concurrency=3))) == 30
    assert len(names) == 3
    names.clear()
    meeting = threading.Barrier(2)
    assert len(list(bulk.map(call, range(2), concurrency=1000))) == 2
    assert len(names) == 2


def test_keys_are_taken_no_faster_than_results() -> None:
    """Memory does not grow with what there is: the caller's pace decides."""
    taken = 0

    def keys() -> Iterator[int]:
        nonlocal taken
        while True:
            taken += 1
            yield taken

    with closing(bulk.map(str, keys(), concurrency=4)) as results:
        for seen in range(1, 40):
            next(results)
            assert taken <= seen + 2 * 4
    assert not workers()


def test_threads_see_the_callers_context() -> None:
    tenant = contextvars.ContextVar("tenant", default="none")
    tenant.set("acme")
    assert [result.item for result in bulk.map(lambda _key: tenant.get(), range(3))] == ["acme"] * 3


@pytest.mark.usefixtures("no_stray_tasks")
async def test_leaving_the_loop_cancels_the_calls_under_way(estate: Emulator, sinch: AsyncClient) -> None:
    ids = ids_of(estate)
    estate.fail("getRcsSender", delay=60, skip=SENDERS - 4)
    async with aclosing(bulk.map(sinch.rcs.senders.get, ids, concurrency=4)) as results:
        for _ in range(SENDERS - 4):  # the last four never come
            await anext(results)


async def test_a_call_that_something_else_cancels_is_not_passed_over() -> None:
    ended = asyncio.create_task(asyncio.sleep(60))
    ended.cancel()

    async def call(key: int) -> int:
        await asyncio.sleep(0)
        if key in {3, 5}:  # each ends a worker
            await ended
        return key

    found: list[int] = []

    async def walk() -> None:
        async for result in bulk.map(call, range(1000), concurrency=2):
            found.append(result.key)  # noqa: PERF401 - what came before the error

    with pytest.raises(asyncio.CancelledError):
        await walk()
    assert {1, 2} <= set(found) < set(range(10))
    with pytest.raises(asyncio.CancelledError):
        await bulk.gather({key: partial(call, key) for key in range(4)})


def test_leaving_the_loop_cancels_the_calls_under_way_without_async(estate: Emulator, blocking: Client) -> None:
    ids = ids_of(estate)
    estate.fail("getRcsSender", delay=60, skip=SENDERS - 4)
    begun = time.monotonic()
    with closing(bulk.map(blocking.rcs.senders.get, ids, concurrency=4)) as results:
        for _ in range(SENDERS - 4):  # the last four never come
            next(results)
    assert time.monotonic() - begun < 10
    assert not workers()
    assert not [task for task in asyncio_tasks(blocking) if "getRcsSender" in repr(task)]


def test_ctrl_c_while_a_thread_is_started_ends_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interrupt comes between the thread's start and the moment from which the loop knows it."""
    interrupted, ended = threading.Event(), list[type[BaseException]]()
    begun: list[threading.Thread] = []

    def start(*args: Any) -> threading.Thread:
        begun.append(threads.start(*args))
        if len(begun) == 3:
            time.sleep(0.05)  # it waits for work, as the first to do so
            interrupted.set()
            raise KeyboardInterrupt
        return begun[-1]

    def walk() -> None:
        try:
            list(bulk.map(lambda _key: interrupted.wait(30), range(10), concurrency=4))
        except KeyboardInterrupt as error:
            ended.append(type(error))

    monkeypatch.setattr("sinch_provisioning.bulk.workers.start", start)
    walking = threading.Thread(target=walk, daemon=True)
    walking.start()
    walking.join(10)
    for thread in begun:
        thread.join(10)
    assert not any(thread.is_alive() for thread in (walking, *begun))
    assert ended == [KeyboardInterrupt]


def asyncio_tasks(client: Client) -> set[Any]:
    async def tasks() -> set[Any]:
        await asyncio.sleep(0)
        return asyncio.all_tasks()

    return client._bridge.run(tasks)


def test_leaving_the_loop_ends_walks_that_a_function_has_begun(estate: Emulator, blocking: Client) -> None:
    estate.fail("listRcsSenders", delay=60)

    def call(key: int) -> int:
        return key and len(list(blocking.rcs.senders.list(page_size=10)))

    for _ in bulk.map(call, range(8), concurrency=4):
        break
    assert not workers()
    assert not [task for task in asyncio_tasks(blocking) if "Listing" in repr(task)]
    estate.clear_faults()
    assert len(blocking.rcs.senders.list().collect()) == SENDERS, "the client is still of use"


async def test_an_error_of_the_callers_own_comes_through() -> None:
    def broken(key: int) -> int:
        return 1 // (key - 3)

    async def broken_async(key: int) -> int:
        return broken(key)

    with pytest.raises(ZeroDivisionError):
        list(bulk.map(broken, range(10)))
    with pytest.raises(ZeroDivisionError):
        async for _ in bulk.map(broken_async, range(10)):
            pass

    def keys() -> Iterator[int]:
        yield 1
        raise LookupError("of the caller")

    with pytest.raises(LookupError, match="of the caller"):
        list(bulk.map(str, keys()))
    assert not workers()


async def test_nothing_to_do_is_no_error(sinch: AsyncClient, blocking: Client) -> None:
    async for _ in bulk.map(sinch.rcs.senders.get, []):
        raise AssertionError
    assert list(bulk.map(blocking.rcs.senders.get, ())) == []


async def test_a_coroutine_instead_of_a_function_is_rejected(sinch: AsyncClient) -> None:
    """Warnings are errors here, so a coroutine that is never awaited would fail the test."""
    get = sinch.rcs.senders.get
    wrong: Any
    for wrong in (
        {"a": get("a"), "b": get("b")},
        {"a": partial(get, "a"), "b": get("b"), "c": get("c")},
        [("a", get("a")), ("b", get("b"))],
        (pair for pair in [("a", get("a"))]),
        [get("a"), get("b")],
        [("a", get("a"), get("b"))],
        get("a"),
    ):
        with pytest.raises(errors.InvalidRequest, match=r"Senders\.get\(\)|pairs") as caught:
            await bulk.gather(wrong)
        assert caught.value.field == "calls"
    with pytest.raises(errors.InvalidRequest, match="without awaiting"):
        await anext(bulk.calls({"a": get("a")}))  # type: ignore[arg-type]
    with pytest.raises(errors.InvalidRequest, match=r"as sinch\.rcs\.senders\.get") as caught:
        bulk.map(get("a"), ["a"])  # type: ignore[call-overload]
    assert caught.value.field == "fn"
    gc.collect()


async def test_a_task_of_the_callers_goes_on(sinch: AsyncClient) -> None:
    async def call() -> str:
        return "done"

    task = asyncio.ensure_future(call())
    with pytest.raises(errors.InvalidRequest, match="without awaiting or starting"):
        await bulk.gather({"a": task})  # type: ignore[arg-type]
    assert await task == "done"


async def test_the_wrong_kind_of_loop_is_told_before_anything_is_sent(
    estate: Emulator, sinch: AsyncClient, blocking: Client
) -> None:
    with pytest.raises(errors.InvalidRequest, match="is async; use `async for`"):
        list(bulk.map(sinch.rcs.senders.get, ["a", "b"]))  # type: ignore[call-overload]
    results: Any = bulk.map(blocking.rcs.senders.launch, ["a", "b"])
    with pytest.raises(errors.InvalidRequest, match="is blocking; use"):
        await anext(results)
    results = bulk.map(partial(blocking.request, "POST", returns=dict), ["/rcs/senders"])
    with pytest.raises(errors.InvalidRequest, match="is blocking; use"):
        await anext(results)
    both: Any = {"a": partial(blocking.rcs.senders.launch, "a"), "b": partial(sinch.rcs.senders.launch, "b")}
    with pytest.raises(errors.InvalidRequest, match="is blocking; use"):
        await bulk.gather(both, concurrency=1)
    pages: Any = bulk.pages({"a": blocking.rcs.senders.list()})
    with pytest.raises(errors.InvalidRequest, match="of 'a' is blocking; use"):
        await anext(pages)
    pages = bulk.pages({"a": sinch.rcs.senders.list()})
    with pytest.raises(errors.InvalidRequest, match="of 'a' is async; use"):
        next(pages)
    with pytest.raises(errors.InvalidRequest, match="returned a int"):
        await anext(bulk.map(len, ["a"]))  # type: ignore[call-overload]
    with pytest.raises(errors.InvalidRequest, match=r"bulk\.listings"):
        await anext(bulk.map(sinch.rcs.senders.activities, ["a"]))
    with pytest.raises(errors.InvalidRequest, match=r"bulk\.listings"):
        next(bulk.map(blocking.rcs.senders.activities, ["a"]))
    assert not estate.requests


@pytest.mark.parametrize("keys", ["abc", b"abc", None, 5])
def test_keys_that_are_none_are_rejected(keys: Any) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        bulk.map(str, keys)
    assert caught.value.field == "keys"


@pytest.mark.parametrize("concurrency", [0, -1, True, 1.5, "4", None])
def test_a_concurrency_that_cannot_be_is_rejected(concurrency: Any) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        bulk.map(str, [1], concurrency=concurrency)
    assert caught.value.field == "concurrency"


async def test_wrong_shapes_of_listings_are_rejected(sinch: AsyncClient, blocking: Client) -> None:
    good = sinch.rcs.senders.list()
    shapes: list[Any] = [[good], good, "ab", ["ab"], None, 5, {"a": None}, {"a": "b"}, [("a", good, 1)], [["a"]]]
    for shape in [*shapes, {"a": blocking.rcs.senders.list()}]:
        for results in (bulk.listings(shape), bulk.pages(shape)):
            with pytest.raises(errors.InvalidRequest) as caught:
                await anext(results)
            assert caught.value.field == "listings"
    plain: list[Any] = [blocking.rcs.senders.list(), [blocking.rcs.senders.list()], "ab", None, {"a": 1}, {"a": good}]
    for shape in plain:
        with pytest.raises(errors.InvalidRequest) as caught:
            next(bulk.listings(shape))
        assert caught.value.field == "listings"
    with pytest.raises(errors.InvalidRequest, match="coroutine"):
        await anext(bulk.listings({"a": good.page()}))  # type: ignore[arg-type]


async def test_wrong_shapes_of_after_are_rejected(sinch: AsyncClient, blocking: Client) -> None:
    after: Any
    for after in ("token", None, ["a"], {"a": 5}, {"a": b"token"}, {"a": ""}):
        with pytest.raises(errors.InvalidRequest) as caught:
            await anext(bulk.listings({"a": sinch.rcs.senders.list()}, after=after))
        assert caught.value.field.startswith("after")
        with pytest.raises(errors.InvalidRequest) as caught:
            next(bulk.listings({"a": blocking.rcs.senders.list()}, after=after))
        assert caught.value.field.startswith("after")


async def test_keys_that_cannot_be_hashed_are_told(sinch: AsyncClient) -> None:
    unhashable: Any = [[["key"], partial(sinch.rcs.senders.get, "a")]]
    with pytest.raises(errors.InvalidRequest, match="hashed"):
        await bulk.gather(unhashable)
    listings: Any = [[["key"], sinch.rcs.senders.list()]]
    found = [result async for result in bulk.listings(listings)]
    assert len(found) == SENDERS, "where no key is looked up, any key will do"
    with pytest.raises(errors.InvalidRequest, match="hashed"):
        await anext(bulk.listings(listings, after={"key": "token"}))


ROOT = Path(__file__).parent.parent


def test_no_text_shows_a_lambda_that_binds_late() -> None:
    """`{id: lambda: get(id) for id in ids}` calls with the last id each time."""
    trap = re.compile(r"lambda\s*:[^\n]*\b(sinch|client)\.")
    texts = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.py")]
    texts += [*ROOT.glob("sinch_provisioning/**/*.py")]
    assert len(texts) > 100
    assert [path.name for path in texts if trap.search(path.read_text())] == []
