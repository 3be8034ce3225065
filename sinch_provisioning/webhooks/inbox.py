"""Inbox: a file that keeps the calls of a webhook until each of its readers has dealt with them."""

import contextlib
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self, cast, final

import attrs

from sinch_provisioning.core.codec import settled
from sinch_provisioning.errors import InboxError, InvalidRequest
from sinch_provisioning.webhooks.events import Event, read_event, type_of
from sinch_provisioning.webhooks.receiver import WallClock
from sinch_provisioning.webhooks.signature import Headers, read_proof

__all__ = ["Entry", "Inbox"]

_APPLICATION, _VERSION = 0x53494E42, 1
# A reader has dealt with everything up to its `mark`, and beyond it with what `done` lists.
_SCHEMA: Final = f"""
CREATE TABLE entries (number INTEGER PRIMARY KEY AUTOINCREMENT, received REAL NOT NULL, type TEXT NOT NULL,
    body BLOB NOT NULL, nonce TEXT NOT NULL, source TEXT NOT NULL, UNIQUE (source, nonce));
CREATE TABLE readers (reader TEXT PRIMARY KEY, mark INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE done (reader TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (reader, number)) WITHOUT ROWID;
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION}"""
_ADD: Final = "INSERT INTO entries VALUES (NULL, ?, ?, ?, ?, ?) ON CONFLICT (source, nonce) DO NOTHING"
_OPEN: Final = """number > ifnull((SELECT mark FROM readers WHERE reader = :reader), 0)
    AND NOT EXISTS (SELECT 1 FROM done WHERE reader = :reader AND done.number = entries.number)"""
_DONE: Final = f"""INSERT OR IGNORE INTO done VALUES (:reader, :number);
INSERT OR REPLACE INTO readers VALUES (:reader, ifnull(
    (SELECT min(number) - 1 FROM entries WHERE {_OPEN}), (SELECT max(number) FROM entries)));
DELETE FROM done WHERE reader = :reader AND number <= (SELECT mark FROM readers WHERE reader = :reader)"""  # noqa: S608 - no more than a constant
_NOT_OURS: Final = "is not an inbox: name another file"
_UNWRITABLE: Final = "cannot be opened for writing ({}): name a file in a folder that you can write"
_REASONS: Final = {
    sqlite3.SQLITE_BUSY: "is kept locked by another process ({}): end that one",
    sqlite3.SQLITE_FULL: "cannot be written ({}): free some space",
    sqlite3.SQLITE_NOTADB: _NOT_OURS,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
}
_from_before_fork: list[sqlite3.Connection] = []  # SQLite forbids a child even to close them


@final
@attrs.frozen
class Entry:
    """A stored call; its repr hides the body, which may hold secrets, and `type` is empty if the body has none."""

    number: int
    received: datetime
    type: str
    body: bytes = attrs.field(repr=lambda body: f"<{len(body)} bytes>")
    nonce: str
    source: str

    @property
    def event(self) -> Event:
        """The event, decoded on each access; DecodeError if this version cannot read it."""
        event: Event = settled(cast("Any", read_event(self.body)))
        return event


@final
class Inbox:
    """Keeps calls in an SQLite file, on a local disk; any number of threads and processes may add and read at once.

    The file is made if needed, for its owner only. Every method raises InboxError if it cannot be used.
    """

    def __init__(self, path: str | os.PathLike[str], *, clock: WallClock = time) -> None:
        self._path = Path(path).absolute()
        self._clock = clock
        self._connect()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def add(self, body: bytes, headers: Headers, *, source: str = "") -> bool:
        """Store a call that a `Receiver` has accepted; once this returns it is on the disk.

        Returns False if the nonce among the headers is already there with this source, which changes nothing.
        `source` is any text that says where the call came in, such as a project or a path.
        """
        if not isinstance(body, bytes):
            raise InvalidRequest([("body", f"has to be the bytes as received, is {type(body).__name__}")])
        row = (self._clock.time(), type_of(body), body, read_proof(headers).nonce, source)
        with self._using() as connection:
            return connection.execute(_ADD, row).rowcount == 1

    def waiting(self, reader: str = "", limit: int = 100) -> list[Entry]:
        """Return what a reader has not dealt with, oldest first; each reader, named by any text, sees everything."""
        return self._entries(_OPEN, {"reader": reader}, limit)

    def done(self, entry: Entry | int, reader: str = "") -> None:
        """Take an entry, or its number, off what waits for a reader; doing it again changes nothing."""
        about = {"reader": reader, "number": entry.number if isinstance(entry, Entry) else entry}
        with self._using() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("SELECT 1 FROM entries WHERE number = :number", about).fetchone() is None:
                raise InvalidRequest([("entry", f"{about['number']} is not in the inbox")])
            for statement in _DONE.split(";"):
                connection.execute(statement, about)

    def entries(self, since: datetime | None = None) -> Iterator[Entry]:
        """Walk all entries, dealt with or not, the oldest first; `since` leaves out what was received before it."""
        if since is not None and since.tzinfo is None:
            raise InvalidRequest([("since", "needs a time zone, such as datetime.now(UTC)")])

        def walk(after: float, last: int = 0) -> Iterator[Entry]:
            while found := self._entries("number > :last AND received >= :after", {"after": after, "last": last}, 100):
                yield from found
                last = found[-1].number

        return walk(0.0 if since is None else since.timestamp())

    def close(self) -> None:
        """Close the file; closing again does nothing."""
        self._close()

    def _entries(self, which: str, about: dict[str, Any], limit: int) -> list[Entry]:
        query = f"SELECT * FROM entries WHERE {which} ORDER BY number LIMIT :limit"  # noqa: S608 - constants
        with self._using() as connection:
            rows = connection.execute(query, {**about, "limit": limit}).fetchall()
        return [Entry(number, datetime.fromtimestamp(at, UTC), *rest) for number, at, *rest in rows]

    @contextlib.contextmanager
    def _using(self) -> Generator[sqlite3.Connection]:
        if self._process != os.getpid() and self._close.detach():
            _from_before_fork.append(self._connection)
            self._connect()
        with self._lock, self._explained():
            yield self._connection

    def _connect(self) -> None:
        self._process, self._lock = os.getpid(), threading.Lock()
        with self._explained():
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite's files beside it get its mode
            self._connection = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
            self._close = weakref.finalize(self, self._connection.close)
            ask = self._connection.execute
            ask("PRAGMA synchronous = FULL")
            with self._connection:
                ask("BEGIN IMMEDIATE")
                if not ask("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    for statement in _SCHEMA.split(";"):
                        ask(statement)
            if ask("PRAGMA application_id").fetchone()[0] != _APPLICATION:
                raise InboxError(f"{self._path} {_NOT_OURS}")
            if (version := ask("PRAGMA user_version").fetchone()[0]) > _VERSION:
                raise InboxError(f"{self._path} has format {version}: upgrade this package, or name another file")
            ask("PRAGMA journal_mode = WAL")

    @contextlib.contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            code = sqlite3.SQLITE_READONLY if isinstance(error, OSError) else getattr(error, "sqlite_errorcode", 0)
            reason = _REASONS.get(code & 0xFF, "cannot be used ({})").format(getattr(error, "strerror", error))
            raise InboxError(f"{self._path} {reason}") from error
