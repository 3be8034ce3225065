"""The inbox: nothing acknowledged is lost, nothing is stored twice, and each reader sees everything once."""

import json
import os
import pickle
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from sinch_provisioning import errors, webhooks
from sinch_provisioning.testing import ManualClock
from sinch_provisioning.webhooks import Inbox, sign
from tests.webhooks.samples import an_event

NOW = 1_700_000_000
BODY = b'{"type":"RCS_ACCOUNT_COMMENT_ADDED","comment":"hello"}'


def headers(nonce: str) -> dict[str, str]:
    return sign(BODY, "secret", nonce=nonce, timestamp=NOW)


def nonces(inbox: Inbox, reader: str = "") -> list[str]:
    return [entry.nonce for entry in inbox.waiting(reader)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hooks.db"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def inbox(path: Path, clock: ManualClock) -> Iterator[Inbox]:
    with Inbox(path, clock=clock) as opened:
        yield opened


def test_a_call_is_kept_as_it_came(inbox: Inbox, clock: ManualClock) -> None:
    assert inbox.add(BODY, headers("n1"), source="acme")
    (entry,) = inbox.waiting()
    assert (entry.number, entry.received, entry.type) == (
        1,
        datetime.fromtimestamp(NOW, UTC),
        "RCS_ACCOUNT_COMMENT_ADDED",
    )
    assert (entry.body, entry.nonce, entry.source) == (BODY, "n1", "acme")
    assert entry.event == webhooks.RcsAccountCommentAdded(comment="hello")
    assert entry.event.body == BODY


def test_a_nonce_counts_once_for_each_source(inbox: Inbox) -> None:
    added = [inbox.add(BODY, headers("n1"), source=source) for source in ("", "", "acme", "acme")]
    assert added == [True, False, True, False]
    assert [entry.source for entry in inbox.entries()] == ["", "acme"]


def test_what_has_no_nonce_or_is_not_bytes_is_rejected(inbox: Inbox) -> None:
    with pytest.raises(errors.SignatureError, match="missing"):
        inbox.add(BODY, {})
    with pytest.raises(errors.InvalidRequest, match="body: must be the bytes as received, not str"):
        inbox.add(cast("Any", BODY.decode()), headers("n1"))
    assert not list(inbox.entries())


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b'{"type": 7}', b"[" * 100_000, b"{}"])
def test_what_this_version_cannot_read_is_kept_for_a_later_one(inbox: Inbox, body: bytes) -> None:
    inbox.add(body, headers("n1"))
    (entry,) = inbox.waiting()
    assert (entry.type, entry.body) == ("", body)
    with pytest.raises(errors.DecodeError) as caught:
        entry.event  # noqa: B018 - it decodes
    assert caught.value.body == body


def test_a_secret_of_a_body_shows_nowhere(inbox: Inbox, path: Path) -> None:
    content = an_event("WHATSAPP_SENDER_ACTIVE")
    content["payload"]["bearerToken"] = "hunter2"
    inbox.add(json.dumps(content).encode(), headers("n1"))
    assert "hunter2" not in f"{inbox!r}{inbox.waiting()}"
    modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert modes == {"hooks.db": 0o600, "hooks.db-wal": 0o600, "hooks.db-shm": 0o600}


def test_each_reader_sees_everything_once_and_in_order(inbox: Inbox) -> None:
    for number in range(5):
        inbox.add(BODY, headers(f"n{number}"))
    first, second, *_ = inbox.waiting("runs")
    inbox.done(second, "runs")
    inbox.done(second.number, "runs")
    assert nonces(inbox, "runs") == ["n0", "n2", "n3", "n4"]
    inbox.done(first, "runs")
    assert nonces(inbox, "runs") == ["n2", "n3", "n4"]
    assert [entry.nonce for entry in inbox.waiting("runs", limit=2)] == ["n2", "n3"]
    assert nonces(inbox, "forward") == nonces(inbox) == ["n0", "n1", "n2", "n3", "n4"]


@pytest.mark.parametrize("seed", range(5))
def test_any_order_of_adding_and_finishing_leaves_what_is_not_done(inbox: Inbox, seed: int) -> None:
    choices = random.Random(seed)
    open_by: dict[str, list[str]] = {"a": [], "b": []}
    for number in range(60):
        if choices.random() < 0.5:
            inbox.add(BODY, headers(f"n{number}"))
            for each in open_by.values():
                each.append(f"n{number}")
        reader = choices.choice("ab")
        if open_by[reader]:
            nonce = open_by[reader].pop(choices.randrange(len(open_by[reader])))
            inbox.done(next(entry for entry in inbox.waiting(reader) if entry.nonce == nonce), reader)
        assert {name: nonces(inbox, name) for name in open_by} == open_by


def test_a_reader_that_is_done_with_much_finds_the_next_entry_at_once(inbox: Inbox, path: Path) -> None:
    for number in range(40):
        inbox.add(BODY, headers(f"n{number}"))
        inbox.done(number + 1)
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT count(*) FROM done").fetchone() == (0,)
        assert other.execute("SELECT mark FROM readers").fetchone() == (40,)
    other.close()


def test_entries_since_a_time(inbox: Inbox, clock: ManualClock) -> None:
    for number in range(250):
        inbox.add(BODY, headers(f"n{number}"))
        clock.advance(1)
    start = datetime.fromtimestamp(NOW, UTC)
    assert [entry.nonce for entry in inbox.entries()] == [f"n{number}" for number in range(250)]
    assert [entry.number for entry in inbox.entries(start + timedelta(seconds=120))] == list(range(121, 251))
    with pytest.raises(errors.InvalidRequest, match="since: needs a time zone"):
        inbox.entries(datetime(2026, 1, 1))  # noqa: DTZ001 - the point


def test_only_what_is_there_can_be_done(inbox: Inbox) -> None:
    for number in (7, 0, -1):
        with pytest.raises(errors.InvalidRequest, match=f"entry: {number} is not in the inbox"):
            inbox.done(number)


def test_entries_of_a_reader_are_those_that_wait_for_it(inbox: Inbox) -> None:
    for number in range(250):
        inbox.add(BODY, headers(f"n{number}"))
    for number in (1, 2, 120):
        inbox.done(number, "runs")
    walk = inbox.entries(reader="runs")
    assert next(walk).number == 3
    inbox.done(4, "runs")  # it is walked all the same, as a few are read at once
    assert [entry.number for entry in walk] == [*range(4, 120), *range(121, 251)]
    assert len(list(inbox.entries(reader="another"))) == len(list(inbox.entries())) == 250


class TestKeeping:
    def test_what_is_older_than_30_days_goes_while_others_are_added(self, inbox: Inbox, clock: ManualClock) -> None:
        for number in range(25):
            inbox.add(BODY, headers(f"old{number}"))
        clock.advance(30 * 86400)
        inbox.add(BODY, headers("new"))
        assert len(list(inbox.entries())) == 26
        clock.advance(1)
        for number in range(3):
            inbox.add(BODY, headers(f"newer{number}"))
        assert [entry.nonce for entry in inbox.entries()] == nonces(inbox) == ["new", "newer0", "newer1", "newer2"]
        assert inbox.add(BODY, headers("old0"))

    @pytest.mark.parametrize(("keep", "left"), [(None, ["a", "b"]), (timedelta(hours=1), ["b"])])
    def test_how_long_is_the_users_choice(
        self, path: Path, clock: ManualClock, keep: timedelta | None, left: list[str]
    ) -> None:
        with Inbox(path, keep=keep, clock=clock) as inbox:
            for nonce in ("a", "b"):
                inbox.add(BODY, headers(nonce))
                clock.advance(365 * 86400)
            assert nonces(inbox) == left

    def test_a_reader_may_be_done_with_what_was_deleted_meanwhile(self, inbox: Inbox, clock: ManualClock) -> None:
        for nonce in ("stuck", "a", "b"):
            inbox.add(BODY, headers(nonce))
        inbox.done(2, "runs")
        stuck, last = inbox.waiting("runs")
        clock.advance(31 * 86400)
        inbox.add(BODY, headers("new"))
        inbox.done(stuck, "runs")
        inbox.done(last, "runs")
        assert nonces(inbox, "runs") == ["new"]
        inbox.done(4, "runs")
        assert not nonces(inbox, "runs")
        assert inbox._database.connection.execute("SELECT count(*) FROM done").fetchone() == (0,)  # pyright: ignore[reportPrivateUsage]

    def test_a_warning_names_the_reader_that_misses_something(
        self, inbox: Inbox, clock: ManualClock, caplog: pytest.LogCaptureFixture
    ) -> None:
        for number in range(4):
            inbox.add(BODY, headers(f"n{number}"))
        for number in range(1, 5):
            inbox.done(number, "board")
        inbox.done(3, "runs")
        clock.advance(31 * 86400)
        inbox.add(BODY, headers("new"))
        inbox.add(BODY, headers("newer"))
        assert [record.getMessage() for record in caplog.records] == [
            "deleting old entries of an inbox that reader 'runs' has not dealt with: 3"
        ]

    def test_the_file_stops_growing(self, inbox: Inbox, clock: ManualClock) -> None:
        ask = inbox._database.connection.execute  # pyright: ignore[reportPrivateUsage]
        pages = list[int]()
        for number in range(150):
            inbox.add(b"x" * 4000, headers(f"n{number}"))
            clock.advance(86400)
            pages.append(ask("PRAGMA page_count").fetchone()[0])
        assert pages[-1] <= pages[40]

    @pytest.mark.parametrize("keep", [timedelta(), timedelta(days=-1)])
    def test_a_time_that_keeps_nothing_is_rejected(self, path: Path, keep: timedelta) -> None:
        with pytest.raises(errors.InvalidRequest, match="keep: must be positive, or None to keep all"):
            Inbox(path, keep=keep)
        assert not path.exists()


ADDER = """
import sys
from sinch_provisioning.webhooks import Inbox, sign
_, path, name, count = sys.argv
inbox = Inbox(path)
for number in range(int(count)):
    assert inbox.add(b"{}", sign(b"{}", "s", nonce=f"{name}-{number}", timestamp=0))
    print(number, flush=True)
"""


def adding(path: Path, name: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", ADDER, str(path), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_many_processes_and_threads_add_and_read_at_once(path: Path) -> None:
    # None of them finds the file ready.
    processes = [adding(path, f"p{number}", 30) for number in range(3)]
    with Inbox(path) as inbox:

        def add(name: str) -> None:
            for number in range(30):
                assert inbox.add(b"{}", headers(f"{name}-{number}"))

        threads = [threading.Thread(target=add, args=(f"t{number}",)) for number in range(3)]
        for thread in threads:
            thread.start()
        seen: list[str] = []
        while len(seen) < 180:
            for entry in inbox.waiting(limit=20):
                seen.append(entry.nonce)
                inbox.done(entry)
        assert sorted(seen) == sorted(f"{kind}{n}-{i}" for kind in "pt" for n in range(3) for i in range(30))
        for thread in threads:
            thread.join()
        for process in processes:
            process.communicate()
            assert process.returncode == 0


def test_what_was_stored_survives_a_kill(path: Path) -> None:
    process = adding(path, "p", 1_000_000)
    assert process.stdout
    stored = [int(process.stdout.readline()) for _ in range(20)][-1]
    process.send_signal(signal.SIGKILL)
    rest = process.communicate()[0].split()
    stored = int(rest[-1]) if rest else stored
    with Inbox(path) as inbox:
        kept = {entry.nonce for entry in inbox.entries()}
        assert kept >= {f"p-{number}" for number in range(stored + 1)}
        assert inbox.add(b"{}", headers("p-0")) is False


FORKING = """
import gc, os, sys
from sinch_provisioning.webhooks import Inbox, sign
inbox = Inbox(sys.argv[1])
def add(nonce): return inbox.add(b"{}", sign(b"{}", "s", nonce=nonce, timestamp=0))
add("parent")
if (child := os.fork()) == 0:
    added = add("child")
    gc.collect()
    os._exit(0 if added else 1)
assert os.waitpid(child, 0)[1] == 0
add("later")
print([entry.nonce for entry in inbox.waiting()])
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_of_a_fork_adds_through_a_connection_of_its_own(path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", FORKING, str(path)]
    heard = subprocess.run(command, check=True, capture_output=True, text=True)
    assert heard.stdout == "['parent', 'child', 'later']\n"


FORKED_THREADS = """
import os, sqlite3, sys, threading
from sinch_provisioning.webhooks import Inbox
inbox, unused, closed = (Inbox(sys.argv[1] + number) for number in "123")
closed.close()
parents = inbox._database.connection
if (child := os.fork()) == 0:
    opening, found = threading.Event(), []
    connect = sqlite3.connect
    def slow(*args, **options):
        opening.set()
        another.join(0.2)
        return connect(*args, **options)
    sqlite3.connect = slow
    def use():
        with inbox._database.reading() as connection:
            found.append(connection)
    def use_another():
        opening.wait()
        use()
    another = threading.Thread(target=use_another)
    another.start()
    use()
    another.join()
    assert found[0] is found[1] is not parents
    sys.exit()
assert os.waitpid(child, 0)[1] == 0
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_threads_of_a_child_never_use_the_connection_of_the_parent(path: Path) -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", FORKED_THREADS, str(path)], check=True, timeout=60)


def test_an_open_inbox_cannot_be_pickled(inbox: Inbox) -> None:
    with pytest.raises(TypeError, match="open it again by its path"):
        pickle.dumps(inbox)


def test_a_closed_inbox_says_so(inbox: Inbox) -> None:
    inbox.close()
    inbox.close()
    for use in (inbox.waiting, lambda: inbox.add(BODY, headers("n1")), lambda: list(inbox.entries())):
        with pytest.raises(errors.StorageError, match=r"hooks\.db cannot be used \(Cannot operate on a closed"):
            use()


def database(path: Path, *statements: str) -> None:
    made = sqlite3.connect(path)
    for statement in statements:
        made.execute(statement)
    made.commit()
    made.close()


def test_what_is_not_an_inbox_is_left_alone(path: Path) -> None:
    path.write_bytes(b"These are notes of another program. " * 100)
    with pytest.raises(errors.StorageError, match=r"hooks\.db holds something else .*: name another file"):
        Inbox(path)
    assert path.read_bytes().startswith(b"These are notes")
    path.unlink()
    database(path, "CREATE TABLE mine (x)")
    with pytest.raises(errors.StorageError, match="holds something else"):
        Inbox(path)
    database(path, "INSERT INTO mine VALUES (1)")


def test_a_newer_format_is_named(inbox: Inbox, path: Path) -> None:
    inbox.close()
    database(path, "PRAGMA user_version = 2")
    with pytest.raises(errors.StorageError, match="has format 2: upgrade this package, or name another file"):
        Inbox(path)


def test_a_file_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(errors.StorageError, match=r"cannot be opened for writing \(No such file or directory\)"):
        Inbox(tmp_path / "missing" / "hooks.db")
    with pytest.raises(errors.StorageError, match=r"cannot be opened for writing \(Is a directory\)"):
        Inbox(tmp_path)


def test_a_file_of_another_user_is_named(inbox: Inbox, path: Path) -> None:
    inbox.close()
    path.chmod(0o400)
    path.parent.chmod(0o755)
    # For root every file is writable.
    code = (
        "import os; from sinch_provisioning.webhooks import Inbox\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "try: Inbox('hooks.db')\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code]
    heard = subprocess.run(command, cwd=path.parent, env=env, check=True, capture_output=True, text=True)
    assert heard.stdout.startswith("StorageError")
    assert "opened for writing (Permission denied): name a file in a folder that you can write" in heard.stdout


def test_a_full_disk_is_named_and_nothing_is_half_stored(inbox: Inbox) -> None:
    ask = inbox._database.connection.execute  # pyright: ignore[reportPrivateUsage]
    ask(f"PRAGMA max_page_count = {ask('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(errors.StorageError, match=r"cannot be written .*full.*: free some space"):
        inbox.add(b"x" * 100_000, headers("n1"))
    ask("PRAGMA max_page_count = 100000")
    assert inbox.add(b"x" * 100_000, headers("n1"))


def test_a_lock_that_another_process_keeps_is_named(inbox: Inbox, path: Path) -> None:
    inbox._database.connection.execute("PRAGMA busy_timeout = 10")  # pyright: ignore[reportPrivateUsage]
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(errors.StorageError, match="is kept locked by another process"):
        inbox.add(BODY, headers("n1"))
    other.close()
    assert inbox.add(BODY, headers("n1"))


def test_closing_waits_for_threads_that_use_the_file(tmp_path: Path) -> None:
    """To close an SQLite file that another thread uses ends the process."""
    inbox = Inbox(tmp_path / "hooks.db")
    closer = threading.Thread(target=inbox.close)
    with inbox._database.writing() as connection:
        closer.start()
        closer.join(0.1)
        assert closer.is_alive()
        assert connection.execute("SELECT 1").fetchone() == (1,)
    closer.join(30)
    with pytest.raises(errors.StorageError, match="closed database"):
        inbox.waiting()


def test_a_handler_of_a_signal_may_close_what_its_thread_uses(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path / "hooks.db")
    with inbox._database.reading():
        inbox.close()
    with pytest.raises(errors.StorageError, match="closed database"):
        inbox.waiting()
