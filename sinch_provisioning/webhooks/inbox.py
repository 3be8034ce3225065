"""Inbox: a file that keeps the calls of a webhook until each of their readers has dealt with them."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final, Self, cast, final

import attrs

from sinch_provisioning.core.codec import settled
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.webhooks.clock import WallClock
from sinch_provisioning.webhooks.database import Database
from sinch_provisioning.webhooks.events import Event, read_event, type_of
from sinch_provisioning.webhooks.signature import Headers, pairs_of, read_proof

__all__ = ["Entry", "Inbox"]

# A reader has dealt with everything up to its `mark`, and beyond it with what `done` lists.
_SCHEMA: Final = """
CREATE TABLE entries (number INTEGER PRIMARY KEY AUTOINCREMENT, received REAL NOT NULL, type TEXT NOT NULL,
    body BLOB NOT NULL, nonce TEXT NOT NULL, source TEXT NOT NULL, UNIQUE (source, nonce));
CREATE TABLE readers (reader TEXT PRIMARY KEY, mark INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE done (reader TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (reader, number)) WITHOUT ROWID"""
_ADD: Final = "INSERT INTO entries VALUES (NULL, ?, ?, ?, ?, ?) ON CONFLICT (source, nonce) DO NOTHING"
_OPEN: Final = """number > ifnull((SELECT mark FROM readers WHERE reader = :reader), 0)
    AND NOT EXISTS (SELECT 1 FROM done WHERE reader = :reader AND done.number = entries.number)"""
_DONE: Final = f"""INSERT OR IGNORE INTO done VALUES (:reader, :number);
INSERT OR REPLACE INTO readers VALUES (:reader, ifnull(
    (SELECT min(number) - 1 FROM entries WHERE {_OPEN}), (SELECT max(number) FROM entries)));
DELETE FROM done WHERE reader = :reader AND number <= (SELECT mark FROM readers WHERE reader = :reader)"""  # noqa: S608


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

    The file is made if needed, for its owner only. Every method raises StorageError if it cannot be used.
    """

    def __init__(self, path: str | os.PathLike[str], *, clock: WallClock = time) -> None:
        self._clock = clock
        self._database = Database(path, application=0x53494E42, version=1, schema=_SCHEMA, durable=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, body: bytes, headers: Headers, *, source: str = "") -> bool:
        """Store a call that a `Receiver` has accepted; once this returns it is on the disk.

        Returns False if the nonce among the headers is already there with this source, which changes nothing.
        `source` is any text that says where the call came in, such as a project or a path.
        """
        if not isinstance(body, bytes):
            raise InvalidRequest([("body", f"must be the bytes as received, not {type(body).__name__}")])
        row = (self._clock.time(), type_of(body), body, read_proof(pairs_of(headers)).nonce, source)
        with self._database.reading() as connection:
            return connection.execute(_ADD, row).rowcount == 1

    def waiting(self, reader: str = "", limit: int = 100) -> list[Entry]:
        """Return what a reader has not dealt with, oldest first; each reader, named by any text, sees everything."""
        return self._entries(_OPEN, {"reader": reader}, limit)

    def done(self, entry: Entry | int, reader: str = "") -> None:
        """Take an entry, or its number, off what waits for a reader; doing it again changes nothing."""
        about = {"reader": reader, "number": entry.number if isinstance(entry, Entry) else entry}
        with self._database.writing() as connection:
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
        self._database.close()

    def _entries(self, which: str, about: dict[str, Any], limit: int) -> list[Entry]:
        query = f"SELECT * FROM entries WHERE {which} ORDER BY number LIMIT :limit"  # noqa: S608 - constants
        with self._database.reading() as connection:
            rows = connection.execute(query, {**about, "limit": limit}).fetchall()
        return [Entry(number, datetime.fromtimestamp(at, UTC), *rest) for number, at, *rest in rows]
