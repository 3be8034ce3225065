"""Sweeps into a store: nothing lost, nothing stored twice, whatever breaks off; failures are rows."""

import asyncio
import json
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Client, errors, rcs, sweeping
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.sweeping import Progress, Store
from tests.net.wire import SENDER, says, wire

pytestmark = pytest.mark.anyio

PROJECTS = ["p0", "p1", "p2"]
SENDERS = 7


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "estate.db")


def lists(sinch: AsyncClient) -> dict[str, Any]:
    return {id: sinch.project(id).rcs.senders.list(page_size=3) for id in PROJECTS}


async def truth(sinch: AsyncClient) -> Counter[tuple[str, str]]:
    """Return what the service has, each item's JSON without its secret."""
    found: Counter[tuple[str, str]] = Counter()
    for id in PROJECTS:
        for raw in await sinch.project(id).rcs.senders.list().raw().collect():
            item = json.loads(raw)
            found[id, json.dumps(item | ({"authToken": "***"} if "authToken" in item else {}))] += 1
    return found


def stored(store: Store) -> Counter[tuple[str, str]]:
    rows = store.sql("SELECT project, raw FROM items WHERE problem IS NULL")
    return Counter((project, json.dumps(json.loads(raw))) for project, raw in rows)


async def test_a_sweep_stores_every_item_once_and_a_second_one_only_what_is_new(store: Store) -> None:
    async with Emulator(project_id=PROJECTS, senders=SENDERS) as emulator, AsyncClient(emulator.config()) as sinch:
        seen: list[Progress] = []
        done = await sweeping.sweep(store, lists(sinch), concurrency=2, observer=seen.append)
        assert stored(store) == await truth(sinch)
        assert (done.listings, done.done, done.pages, done.items, done.failures) == (3, 3, 9, 21, ())
        assert [one.pages for one in seen] == list(range(1, 10))
        assert seen[-1].expected == 0
        assert all(one.items + one.expected == 21 for one in seen)
        size = store.path.stat().st_size
        again = await sweeping.sweep(store, lists(sinch))
        assert (again.sweep, again.items) == (2, 21)
        assert stored(store) == await truth(sinch)
        assert list(store.sql("SELECT count(*) FROM bodies")) == [(21,)]
        assert store.path.stat().st_size <= 1.1 * size
        assert list(store.changes(since="1d")) == []


async def test_the_blocking_twin_stores_the_same(store: Store) -> None:
    async with Emulator(project_id=PROJECTS, senders=SENDERS) as emulator, AsyncClient(emulator.config()) as sinch:
        with Client(emulator.config()) as client:
            mine = {id: client.project(id).rcs.senders.list(page_size=3) for id in PROJECTS}
            done = await asyncio.to_thread(sweeping.sweep, store, mine, concurrency=2)
        assert (done.pages, done.items) == (9, 21)
        assert stored(store) == await truth(sinch)


async def test_an_interrupted_sweep_goes_on_where_it_was(store: Store) -> None:
    async with Emulator(project_id=PROJECTS, senders=SENDERS) as emulator, AsyncClient(emulator.config()) as sinch:

        def stop(progress: Progress) -> None:
            if progress.pages == 4:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            await sweeping.sweep(store, lists(sinch), concurrency=1, observer=stop)
        (earlier,) = store.table("sweeps")
        assert earlier[3] is None
        assert earlier[7] == 4
        before = len(emulator.requests.of("listRcsSenders"))
        done = await sweeping.sweep(store, lists(sinch), concurrency=1)
        assert (done.sweep, done.earlier, done.done, done.pages) == (1, 1, 3, 5)
        assert len(emulator.requests.of("listRcsSenders")) - before == 5
        assert stored(store) == await truth(sinch)
        assert list(store.changes(since="1d")) == []


async def test_fresh_and_other_listings_begin_anew(store: Store) -> None:
    async with Emulator(project_id=PROJECTS, senders=SENDERS) as emulator, AsyncClient(emulator.config()) as sinch:

        def stop(progress: Progress) -> None:
            raise KeyboardInterrupt

        for changes in ({}, {"fresh": True}):
            with pytest.raises(KeyboardInterrupt):
                await sweeping.sweep(store, lists(sinch), observer=stop, **changes)
        fewer = {id: listing for id, listing in lists(sinch).items() if id != "p2"}
        done = await sweeping.sweep(store, fewer)
        assert (done.sweep, done.pages) == (3, 6)
        assert list(store.sql("SELECT sweep, listings, done FROM sweeps")) == [(1, 3, 0), (2, 3, 0), (3, 2, 2)]


async def test_a_filtered_sweep_does_not_go_on_with_one_of_everything(store: Store) -> None:
    async with Emulator(project_id=PROJECTS, senders=SENDERS) as emulator, AsyncClient(emulator.config()) as sinch:

        def stop(progress: Progress) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            await sweeping.sweep(store, lists(sinch), concurrency=1, observer=stop)
        narrow = {id: sinch.project(id).rcs.senders.list(states=[rcs.SenderState.DRAFT]) for id in PROJECTS}
        assert (await sweeping.sweep(store, narrow)).sweep == 2
        done = await sweeping.sweep(store, lists(sinch))
        assert (done.sweep, done.pages) == (1, 8)
        assert stored(store) == await truth(sinch)


async def test_a_full_disk_ends_a_sweep_that_goes_on_when_there_is_room(store: Store) -> None:
    resource = pytest.importorskip("resource", reason="needs a limit of the size of files, which this system has not")
    async with Emulator(project_id=PROJECTS, senders=40) as emulator, AsyncClient(emulator.config()) as sinch:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
        try:
            with pytest.raises(errors.ConfigurationError, match=r"estate\.db: "):
                await sweeping.sweep(store, lists(sinch))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        done = await sweeping.sweep(store, lists(sinch))
        assert done.sweep == 1
        assert 0 < done.pages < 3 * 14
        assert stored(store) == await truth(sinch)


async def test_a_token_that_leads_nowhere_any_more_starts_its_listing_again(store: Store) -> None:
    async with Emulator(project_id=PROJECTS, senders=SENDERS) as emulator, AsyncClient(emulator.config()) as sinch:
        emulator.fail("listRcsSenders", project="p1", error_code="invalid_page_token", status=400, skip=2, times=1)
        done = await sweeping.sweep(store, lists(sinch))
        assert (done.done, done.failures, done.pages) == (3, (), 11)
        assert stored(store) == await truth(sinch)
        assert list(store.sql("SELECT max(round) FROM walks GROUP BY project")) == [(0,), (1,), (0,)]


async def test_failures_are_rows_and_are_tried_again_on_request(store: Store) -> None:
    async with Emulator(project_id=PROJECTS, senders=SENDERS) as emulator, AsyncClient(emulator.config()) as sinch:
        emulator.fail("listRcsSenders", project="p1", status=403, skip=1, times=1)
        done = await sweeping.sweep(store, lists(sinch))
        (failure,) = done.failures
        assert isinstance(failure.error, errors.Forbidden)
        assert (failure.project, failure.resume_token is None, done.done) == ("p1", False, 2)
        (row,) = store.table("failures")
        names = store.table("failures").names
        found = dict(zip(names, row, strict=True))
        assert found["project"] == "p1"
        assert found["error"] == "Forbidden"
        assert found["status"] == 403
        assert found["resume_token"] == failure.resume_token
        rest = await sweeping.sweep(store, lists(sinch), retry_failed=True)
        assert (rest.sweep, rest.pages, rest.failures) == (1, 2, ())
        assert list(store.table("failures")) == []
        assert stored(store) == await truth(sinch)


async def test_a_failure_stays_until_its_own_list_is_walked_to_the_end(store: Store) -> None:
    async with Emulator(project_id=PROJECTS, senders=SENDERS) as emulator, AsyncClient(emulator.config()) as sinch:
        emulator.fail("listRcsSenders", project="p1", status=403, times=1)
        await sweeping.sweep(store, lists(sinch))
        await sweeping.sweep(store, {"p0": sinch.project("p0").rcs.senders.list()})
        narrow = rcs.SenderState.DRAFT
        await sweeping.sweep(store, {"p1": sinch.project("p1").rcs.senders.list(states=[narrow])})
        assert [row[1] for row in store.table("failures")] == ["p1"]
        emulator.fail("listRcsSenders", project="p1", status=404, error_code="not_found", times=1)
        await sweeping.sweep(store, {"p1": sinch.project("p1").rcs.senders.list()})
        assert [(row[1], row[4]) for row in store.table("failures")] == [("p1", 404)]
        await sweeping.sweep(store, {"p1": sinch.project("p1").rcs.senders.list()})
        assert list(store.table("failures")) == []


async def test_a_store_of_another_version_is_brought_up_to_date_or_rejected(store: Store) -> None:
    async with Emulator(project_id=PROJECTS, senders=1) as emulator, AsyncClient(emulator.config()) as sinch:
        await sweeping.sweep(store, lists(sinch))
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("DROP VIEW failures")
        connection.execute("DROP INDEX walks_of_list")
        connection.execute("PRAGMA user_version = 1001")
    assert list(Store(store.path).table("failures")) == []
    assert len(list(store.table("senders"))) == 3
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("PRAGMA user_version = 999999")
    with pytest.raises(errors.ConfigurationError, match="of a newer version"):
        Store(store.path)


async def test_what_passes_by_itself_is_tried_once_more_at_the_end(store: Store) -> None:
    async with Emulator(project_id=PROJECTS, senders=SENDERS) as emulator, AsyncClient(emulator.config()) as sinch:
        emulator.fail("listRcsSenders", project="p1", status=429, retry_after=3600, skip=1, times=1)  # ends the listing
        done = await sweeping.sweep(store, lists(sinch))
        assert (done.done, done.failures, done.pages) == (3, (), 9)
        assert stored(store) == await truth(sinch)


async def test_items_that_no_model_fits_are_kept_as_they_came(store: Store) -> None:
    odd: Any = ({"id": 7, "authToken": "s3cret"}, 5, {"id": "s-9", "state": ["\ud83d"]})
    body = {"totalSize": 4, "pageSize": 4, "senders": [*odd, SENDER]}
    async with wire(otherwise=says(body)) as server, AsyncClient(server.config()) as sinch:
        for _ in range(2):
            done = await sweeping.sweep(store, {"p": sinch.rcs.senders.list()})
            assert (done.items, done.unreadable) == (4, 3)
    kept = [json.loads(raw) for (raw,) in store.sql("SELECT raw FROM items WHERE problem IS NOT NULL")]
    assert sorted(map(str, kept)) == sorted(
        map(str, ({"id": 7, "authToken": "***"}, 5, {"id": "s-9", "state": ["\ufffd"]}))
    )
    assert [row[2] for row in store.table("senders")] == [SENDER["id"]]
    assert all("$.id" in problem or "$" in problem for (problem,) in store.sql("SELECT problem FROM items LIMIT 3"))


async def test_secrets_are_not_stored(store: Store) -> None:
    secrets = {"authToken": 'se"cr\\et', "secret": "s3cret-2", "bearerToken": "s3cret-3"}
    body = {"totalSize": 1, "pageSize": 1, "senders": [SENDER | secrets]}
    async with wire(otherwise=says(body)) as server, AsyncClient(server.config()) as sinch:
        await sweeping.sweep(store, {"p": sinch.rcs.senders.list()})
    content = b"".join(file.read_bytes() for file in store.path.parent.iterdir())
    assert b"cr\\\\et" not in content
    assert b"s3cret" not in content
    ((raw,),) = store.sql("SELECT raw FROM items")
    assert json.loads(raw) == SENDER | dict.fromkeys(secrets, "***")
    assert store.path.stat().st_mode & 0o077 == 0


async def test_a_second_sweep_of_the_same_store_is_told_so(store: Store, tmp_path: Path) -> None:
    script = """if True:
        import sys, threading
        from sinch_provisioning.sweeping import Store
        with Store(sys.argv[1]).sweeping():
            print("holds", flush=True)
            sys.stdin.read()
    """
    async with Emulator(project_id=PROJECTS, senders=1) as emulator, AsyncClient(emulator.config()) as sinch:
        await sweeping.sweep(store, lists(sinch))
        with subprocess.Popen(  # noqa: ASYNC220 - the other process has to be there
            [sys.executable, "-c", script, store.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "holds\n"
            with pytest.raises(errors.ConfigurationError, match="another sweep writes to it"):
                await sweeping.sweep(store, lists(sinch))
            link = tmp_path / "link.db"
            link.symlink_to(store.path)
            with pytest.raises(errors.ConfigurationError, match="another sweep writes to it"):
                await sweeping.sweep(sweeping.Store(link), lists(sinch))
            assert len(list(store.table("senders"))) == 3  # readers are not kept out
            other.kill()
        assert (await sweeping.sweep(store, lists(sinch))).done == 3


@pytest.mark.parametrize("written", [0, 1])
async def test_a_sweep_that_is_cancelled_waits_for_what_is_being_written(tmp_path: Path, written: int) -> None:
    """To close an SQLite file that another thread uses ends the process."""
    calls, busy, goes_on = 0, threading.Event(), threading.Event()

    def now() -> datetime:
        nonlocal calls
        calls += 1
        if calls == 1 + written:  # by the thread that opens the store, or stores the first page
            busy.set()
            assert goes_on.wait(30)
        return datetime.now(UTC)

    store = Store(tmp_path / "estate.db", now=now)
    async with Emulator(project_id=PROJECTS, senders=SENDERS) as emulator, AsyncClient(emulator.config()) as sinch:
        task = asyncio.ensure_future(sweeping.sweep(store, lists(sinch)))
        assert await asyncio.to_thread(busy.wait, 30)
        for _ in range(3):
            task.cancel()
            await asyncio.sleep(0.01)
        ended_early = task.done()
        goes_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not ended_early
        assert (await sweeping.sweep(store, lists(sinch))).done == 3
        assert stored(store) == await truth(sinch)


async def test_a_filter_says_nothing_of_what_is_not_there(store: Store) -> None:
    async with Emulator(project_id=PROJECTS, senders=SENDERS) as emulator, AsyncClient(emulator.config()) as sinch:
        await sweeping.sweep(store, lists(sinch))
        for id in PROJECTS:
            narrow = {id: sinch.project(id).rcs.senders.list(states=[rcs.SenderState.DRAFT])}
            await sweeping.sweep(store, narrow)
        assert stored(store) == await truth(sinch)
        assert list(store.changes(since="1d")) == []


async def test_misuse_is_told_before_anything_is_sent(store: Store, tmp_path: Path) -> None:
    async with Emulator(senders=1) as emulator, AsyncClient(emulator.config()) as sinch:
        listing: Any = sinch.rcs.senders.list()
        wrong: list[tuple[Any, str]] = [
            ({}, "not empty"),
            ([listing], "mapping"),
            ({7: listing}, "texts"),
            ({("a", ""): listing}, "texts"),
            ({"p": [listing]}, "hold a list"),
            ({"p": listing, "q": sinch.webhooks.list()}, "one operation"),
            ({"p": sinch.whatsapp.templates.list_partial(["name"])}, "fields"),
        ]
        for listings, words in wrong:
            with pytest.raises(InvalidRequest, match=words):
                await sweeping.sweep(store, listings)
        with pytest.raises(InvalidRequest, match="concurrency"):
            await sweeping.sweep(store, {"p": listing}, concurrency=0)
        with Client(emulator.config()) as client:
            mixed: Any = {"p": client.rcs.senders.list(), "q": listing}
            for given in (mixed, dict(reversed(mixed.items()))):
                with pytest.raises(InvalidRequest, match="all of one client"):
                    sweeping.sweep(store, given)
        assert not store.path.exists()
        assert not emulator.requests.of("listRcsSenders")
        for content in (b"not a database" * 100, b"SQLite"):
            (tmp_path / "other.db").write_bytes(content)
            with pytest.raises(errors.ConfigurationError, match=r"other\.db"):
                Store(tmp_path / "other.db")
        with closing(sqlite3.connect(tmp_path / "app.db")) as connection:
            connection.execute("CREATE TABLE mine (x)")
        with pytest.raises(errors.ConfigurationError, match="not a store of sweeps"):
            Store(tmp_path / "app.db")
        with pytest.raises(errors.ConfigurationError, match="a sweep makes it"):
            store.table("senders")
        with pytest.raises(InvalidRequest, match="must be one of senders"):
            store.table("nothing")
