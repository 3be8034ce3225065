"""The writing side of a store: what a sweep has to do, and every page with its token in one transaction."""

import sqlite3
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Final

import attrs

from sinch_provisioning import Page, ProvisioningError
from sinch_provisioning.sweeping.items import Keeper
from sinch_provisioning.sweeping.moments import written

Key = tuple[str, str]
"""Project, and the rest of the key of a listing or an empty text."""


@attrs.define
class Walk:
    """How far one listing is."""

    id: int
    key: Key
    state: str
    token: str | None
    round: int
    page: int
    total: int | None
    items: int


class Ledger:
    """One snapshot: the walk of each listing, and what comes of it."""

    def __init__(
        self, connection: sqlite3.Connection, operation: str, filtered: bool, now: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._operation = operation
        self._filtered = filtered
        self._keeper = Keeper(operation)
        self._now = now
        self.snapshot: int = 0
        self.started: str = ""
        self.resumed = False

    def open(self, keys: Iterable[Key], *, fresh: bool, retry_failed: bool) -> dict[Key, Walk]:
        """Go on with the latest snapshot if it is of the same listings and not finished; else begin one."""
        wanted = dict.fromkeys(keys)
        with self._transaction() as connection:
            latest = connection.execute(
                "SELECT snapshot, started, finished FROM snapshots WHERE operation = ? ORDER BY snapshot DESC LIMIT 1",
                (self._operation,),
            ).fetchone()
            if latest is not None and not fresh and (latest[2] is None or retry_failed):
                self.snapshot, self.started = latest[:2]
                walks = self._walks()
                self.resumed = walks.keys() == wanted.keys()
            if not self.resumed:
                return self._begin(wanted)
            # What failed before an interruption is tried again, so that the call ends as if there had been none.
            connection.execute("UPDATE snapshots SET finished = NULL WHERE snapshot = ?", (self.snapshot,))
            connection.execute(
                "UPDATE walks SET state = 'open' WHERE snapshot = ? AND state = 'failed'", (self.snapshot,)
            )
            return self._walks()

    def _begin(self, keys: Mapping[Key, None]) -> dict[Key, Walk]:
        self.started = written(self._now())
        # What was left open is not taken up again.
        self._connection.execute(
            "UPDATE snapshots SET finished = ? WHERE operation = ? AND finished IS NULL",
            (self.started, self._operation),
        )
        self.snapshot = (
            self._connection.execute(
                "INSERT INTO snapshots (operation, filtered, started) VALUES (?, ?, ?)",
                (self._operation, self._filtered, self.started),
            ).lastrowid
            or 0
        )
        self._connection.executemany(
            """INSERT INTO walks (snapshot, project, parent, first) SELECT ?1, ?2, ?3, NOT EXISTS (
            SELECT 1 FROM walks JOIN snapshots USING (snapshot)
            WHERE operation = ?4 AND project = ?2 AND parent = ?3 AND state = 'done' AND NOT filtered)""",
            ((self.snapshot, *key, self._operation) for key in keys),
        )
        return self._walks()

    def _walks(self) -> dict[Key, Walk]:
        rows = self._connection.execute(
            """SELECT walk, project, parent, state, walks.token, round, count(number), total, coalesce(sum(items), 0)
            FROM walks LEFT JOIN pages USING (walk, round) WHERE snapshot = ? GROUP BY walk""",
            (self.snapshot,),
        )
        return {(row[1], row[2]): Walk(row[0], (row[1], row[2]), *row[3:]) for row in rows}

    def take_page(self, walk: Walk, page: Page[bytes]) -> int:
        """Store a page with the token of the next one; return how many of its items no model fits."""
        seen = written(self._now())
        done = page.next_token is None
        with self._transaction() as connection:
            unreadable = sum(self._take_item(walk, raw, seen) for raw in page.items)
            connection.execute(
                "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?)",
                (walk.id, walk.round, walk.page, page.token, len(page.items), seen),
            )
            connection.execute(
                "UPDATE walks SET state = ?, token = ?, total = ?, ended = ? WHERE walk = ?",
                ("done" if done else "open", page.next_token, page.total_size, seen if done else None, walk.id),
            )
            if done and not self._filtered:
                connection.execute(
                    """UPDATE versions SET ended = ? WHERE operation = ? AND project = ? AND parent = ?
                    AND ended IS NULL AND last_walk <> ?""",
                    (seen, self._operation, *walk.key, walk.id),
                )
        walk.state, walk.token, walk.total = ("done" if done else "open"), page.next_token, page.total_size
        walk.page += 1
        walk.items += len(page.items)
        return unreadable

    def _take_item(self, walk: Walk, raw: bytes, seen: str) -> bool:
        connection = self._connection
        kept = self._keeper.keep(raw)
        found = connection.execute(
            """SELECT version, hash = ?, problem FROM versions JOIN bodies USING (body)
            WHERE operation = ? AND project = ? AND parent = ? AND item = ? AND ended IS NULL""",
            (kept.hash, self._operation, *walk.key, kept.item),
        ).fetchone()
        version, same, problem = found or (None, False, None)
        # What could not be read is tried again: a newer version of this package may read it.
        if not same or problem is not None:
            found_problem = self._problem(kept.raw)
            same, problem = same and found_problem == problem, found_problem
        if same:
            connection.execute(_SEEN_AGAIN, (walk.id, seen, version))
            return problem is not None
        connection.execute("UPDATE versions SET ended = ? WHERE version = ?", (seen, version))
        connection.execute(
            "INSERT OR IGNORE INTO bodies (hash, raw) VALUES (?, CAST(? AS TEXT))", (kept.hash, kept.raw)
        )
        (body,) = connection.execute("SELECT body FROM bodies WHERE hash = ?", (kept.hash,)).fetchone()
        values = (self._operation, *walk.key, kept.item, body, problem, walk.id, walk.id, seen, seen, version)
        connection.execute(_NEW_VERSION, values)
        return problem is not None

    def _problem(self, raw: bytes) -> str | None:
        problem = self._keeper.problem(raw)
        if problem is None and self._connection.execute("SELECT json_valid(CAST(? AS TEXT))", (raw,)).fetchone() == (
            0,
        ):
            return "sqlite3 cannot read its JSON"
        return problem

    def take_error(self, walk: Walk, error: ProvisioningError, *, final: bool) -> None:
        """Store why a listing broke off, and where it can go on."""
        row = (
            *(type(error).__name__, getattr(error, "status", None), getattr(error, "error_code", None), str(error)),
            *(getattr(error, "request_id", None), walk.token),
        )
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO errors VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (walk.id, written(self._now()), *row)
            )
            if final:
                connection.execute(
                    "UPDATE walks SET state = 'failed', ended = ? WHERE walk = ?", (written(self._now()), walk.id)
                )
        walk.state = "failed" if final else walk.state

    def restart(self, walk: Walk) -> None:
        """Let a listing start again, as its token leads nowhere any more; what it found stays."""
        walk.round, walk.page, walk.items, walk.token = walk.round + 1, 0, 0, None
        with self._transaction() as connection:
            connection.execute("UPDATE walks SET round = ?, token = NULL WHERE walk = ?", (walk.round, walk.id))

    def finish(self) -> None:
        """End the snapshot: the next sweep begins a new one."""
        with self._transaction() as connection:
            connection.execute(
                "UPDATE snapshots SET finished = ? WHERE snapshot = ?", (written(self._now()), self.snapshot)
            )

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


_SEEN_AGAIN: Final = "UPDATE versions SET last_walk = ?, last_seen = ? WHERE version = ?"
_NEW_VERSION: Final = """INSERT INTO versions
(operation, project, parent, item, body, problem, first_walk, last_walk, first_seen, last_seen, previous)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
