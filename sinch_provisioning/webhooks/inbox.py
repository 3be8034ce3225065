"""Inbox: a file that keeps the calls of a webhook for those who read them."""

import logging
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self, cast, final

import attrs
import msgspec

from sinch_provisioning.core.codec import UNREADABLE, settled
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.webhooks.database import Database
from sinch_provisioning.webhooks.events import Event
from sinch_provisioning.webhooks.receiver import read_event
from sinch_provisioning.webhooks.signature import Headers, WallClock, headers_of, nonce_of

__all__ = ["Entry", "Inbox"]

# A reader has dealt with everything up to its `mark`, and beyond it with what `done` lists.
_SCHEMA: Final = """
CREATE TABLE entries (number INTEGER PRIMARY KEY AUTOINCREMENT, received REAL NOT NULL, type TEXT NOT NULL,
    body BLOB NOT NULL, nonce TEXT NOT NULL, source TEXT NOT NULL, UNIQUE (source, nonce));
CREATE TABLE readers (reader TEXT PRIMARY KEY, mark INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE done (reader TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (reader, number)) WITHOUT ROWID"""
_ADD: Final = "INSERT INTO entries VALUES (NULL, ?, ?, ?, ?, ?) ON CONFLICT (source, nonce) DO NOTHING"
_OPEN: Final = """number > max(:last, ifnull((SELECT mark FROM readers WHERE reader = :reader), 0))
    AND NOT EXISTS (SELECT 1 FROM done WHERE reader = :reader AND done.number = entries.number)"""
_SELECT: Final = f"SELECT * FROM entries WHERE {_OPEN} AND received >= :after ORDER BY number LIMIT :limit"  # noqa: S608
_NEWEST: Final = "SELECT seq FROM sqlite_sequence WHERE name = 'entries'"
_DONE: Final = f"""INSERT OR IGNORE INTO done VALUES (:reader, :number);
INSERT OR REPLACE INTO readers VALUES (
    :reader, ifnull((SELECT min(number) - 1 FROM entries WHERE {_OPEN}), ({_NEWEST})));
DELETE FROM done WHERE reader = :reader AND number <= (SELECT mark FROM readers WHERE reader = :reader)"""  # noqa: S608
# Only some of the oldest, so that adding takes no longer however many there are.
_OLD: Final = "SELECT number FROM (SELECT * FROM entries ORDER BY number LIMIT 10) WHERE received < :before"
_PRUNE: Final = f"DELETE FROM entries WHERE number IN ({_OLD})"  # noqa: S608
_MISSED: Final = f"""SELECT reader, count(*) FROM readers JOIN ({_OLD}) AS old ON number > mark AND NOT EXISTS (
    SELECT 1 FROM done WHERE done.reader = readers.reader AND done.number = old.number) GROUP BY reader"""  # noqa: S608
_MONTH: Final = timedelta(days=30)
_TYPED: Any = msgspec.json.Decoder(msgspec.defstruct("_Typed", [("type", str)]))
_log = logging.getLogger("sinch_provisioning.webhooks")


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

    Args:
        path: The file.
        keep: How long entries are kept at least. Older ones are deleted while others are added, and their space is used
            again; a warning is logged if a reader has not dealt with them. None keeps all.
        clock: Where the time comes from.

    Raises:
        InvalidRequest: `keep` is not positive.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, keep: timedelta | None = _MONTH, clock: WallClock = time
    ) -> None:
        if keep is not None and keep <= timedelta():
            raise InvalidRequest([("keep", f"must be positive, or None to keep all, not {keep!r}")])
        self._keep = float("inf") if keep is None else keep.total_seconds()
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
        now = self._clock.time()
        try:
            type_ = _TYPED.decode(body).type
        except UNREADABLE:  # perhaps a later version can
            type_ = ""
        row = (now, type_, body, nonce_of(headers_of(headers)), source)
        with self._database.writing() as connection:
            about = {"before": now - self._keep}
            for missed in connection.execute(_MISSED, about):
                _log.warning("deleting old entries of an inbox that reader %r has not dealt with: %d", *missed)
            connection.execute(_PRUNE, about)
            return connection.execute(_ADD, row).rowcount == 1

    def waiting(self, reader: str = "", limit: int = 100) -> list[Entry]:
        """Return what a reader has not dealt with, oldest first; each reader, named by any text, sees everything."""
        return self._entries(reader, limit)

    def done(self, entry: Entry | int, reader: str = "") -> None:
        """Take an entry, or its number, off what waits for a reader; doing it again changes nothing."""
        number = entry.number if isinstance(entry, Entry) else entry
        with self._database.writing() as connection:
            newest = connection.execute(_NEWEST).fetchone()
            if newest is None or not 0 < number <= newest[0]:  # an older one that is not there was deleted meanwhile
                raise InvalidRequest([("entry", f"{number} is not in the inbox")])
            for statement in _DONE.split(";"):
                connection.execute(statement, {"reader": reader, "number": number, "last": 0})

    def entries(self, since: datetime | None = None, *, reader: str | None = None) -> Iterator[Entry]:
        """Walk the entries, the oldest first, with a few of them in memory.

        Args:
            since: Leaves out what was received before it.
            reader: Leaves out what this reader has dealt with; without it all are walked.
        """
        if since is not None and since.tzinfo is None:
            raise InvalidRequest([("since", "needs a time zone, such as datetime.now(UTC)")])

        def walk(after: float, last: int = 0) -> Iterator[Entry]:
            while found := self._entries(reader, 100, last, after):
                yield from found
                last = found[-1].number

        return walk(0.0 if since is None else since.timestamp())

    def close(self) -> None:
        """Close the file; closing again does nothing."""
        self._database.close()

    def _entries(self, reader: str | None, limit: int, last: int = 0, after: float = 0.0) -> list[Entry]:
        about = {"reader": reader, "limit": limit, "last": last, "after": after}
        with self._database.reading() as connection:
            rows = connection.execute(_SELECT, about).fetchall()
        return [Entry(number, datetime.fromtimestamp(at, UTC), *rest) for number, at, *rest in rows]
