"""The writing side of a store: what a sweep has to do, and every page with its token in one transaction.

Of an item it keeps its JSON without secrets, what tells it from others, and why no model fits it if none does.
"""

import re
import sqlite3
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Final

import attrs
import msgspec

from sinch_provisioning import Page, ProvisioningError, from_json
from sinch_provisioning.errors import DecodeError

Key = tuple[str, str]
"""Project, and the rest of the key of a listing or an empty text."""

SECRETS: Final = ("authToken", "bearerToken", "secret")
"""Names of the secrets that items may hold; their values are never stored."""
_NAMES = "|".join(SECRETS).encode()
_SECRET = re.compile(rb'"(' + _NAMES + rb')"(\s*:\s*)(?:"(?:[^"\\]|\\.)*"|[^\s",\[{}\]]+)', re.DOTALL)

_IDENTITY: Final[dict[str, tuple[str, ...]]] = {
    "listKakaotalkSenders": ("plusFriendId",),
    "listKakaotalkTemplates": ("code",),
    "listWhatsappTemplates": ("name", "language"),
    "listWhatsappTemplatesByName": ("name", "language"),
    "getWhatsappAccount": (),
}
"""What tells the items of a list apart, where it is not their id. An activity has none: all of its JSON tells it."""
_decode = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def written(moment: datetime) -> str:
    """Return a time as the store keeps it: in UTC, to the microsecond, so that texts sort as the times do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


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
    """One snapshot: the walk of each listing, and what comes of it; `filters` is empty for lists of everything."""

    def __init__(
        self, connection: sqlite3.Connection, operation: str, filters: str, now: Callable[[], datetime]
    ) -> None:
        from sinch_provisioning.operations import OPERATIONS  # all families, which reading a store does without

        self._connection, self._operation, self._filters, self._now = connection, operation, filters, now
        self._identity = _IDENTITY.get(operation, ("id",))
        returns: Any = OPERATIONS[operation].returns
        self._model: Any = getattr(returns, "item_type", returns)
        self.snapshot: int = 0
        self.started: str = ""

    def open(self, keys: Iterable[Key], *, fresh: bool, retry_failed: bool) -> dict[Key, Walk]:
        """Go on with the latest snapshot if it is of the same listings and not finished; else begin one."""
        wanted = dict.fromkeys(keys)
        with self._transaction():
            latest = self._do(
                "SELECT snapshot, started, finished FROM snapshots WHERE operation = ? AND filters = ? ORDER BY 1 DESC",
                *(self._operation, self._filters),
            ).fetchone()
            if latest is not None and not fresh and (latest[2] is None or retry_failed):
                self.snapshot, self.started = latest[:2]
                if self._walks().keys() == wanted.keys():
                    # What failed before is tried again, so that the call ends as if there had been no interruption.
                    self._do("UPDATE snapshots SET finished = NULL WHERE snapshot = ?", self.snapshot)
                    self._do("UPDATE walks SET state = 'open' WHERE snapshot = ? AND state = 'failed'", self.snapshot)
                    return self._walks()
            return self._begin(wanted)

    def _begin(self, keys: Iterable[Key]) -> dict[Key, Walk]:
        self.started = written(self._now())
        # What was left open is not taken up again.
        self._do(
            "UPDATE snapshots SET finished = ? WHERE operation = ? AND filters = ? AND finished IS NULL",
            *(self.started, self._operation, self._filters),
        )
        insert = "INSERT INTO snapshots (operation, filters, started) VALUES (?, ?, ?)"
        self.snapshot = self._do(insert, self._operation, self._filters, self.started).lastrowid or 0
        for key in keys:
            self._do(
                """INSERT INTO walks (snapshot, project, parent, first) SELECT ?, ?, ?, NOT EXISTS (
                SELECT 1 FROM walks JOIN snapshots USING (snapshot)
                WHERE project = ? AND parent = ? AND state = 'done' AND operation = ? AND filters = '')""",
                *(self.snapshot, *key, *key, self._operation),
            )
        return self._walks()

    def _walks(self) -> dict[Key, Walk]:
        rows = self._do(
            """SELECT walk, project, parent, state, walks.token, round, count(number), total, coalesce(sum(items), 0)
            FROM walks LEFT JOIN pages USING (walk, round) WHERE snapshot = ? GROUP BY walk""",
            self.snapshot,
        )
        return {(row[1], row[2]): Walk(row[0], (row[1], row[2]), *row[3:]) for row in rows}

    def take_page(self, walk: Walk, page: Page[bytes]) -> int:
        """Store a page with the token of the next one; return how many of its items no model fits."""
        seen, following, count = written(self._now()), page.next_token, len(page.items)
        state, ended = ("open", None) if following is not None else ("done", seen)
        with self._transaction():
            unreadable = sum(self._take_item(walk, raw, seen) for raw in page.items)
            self._do(
                "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?)", walk.id, walk.round, walk.page, page.token, count, seen
            )
            self._do(
                "UPDATE walks SET state = ?, token = ?, total = ?, ended = ? WHERE walk = ?",
                *(state, following, page.total_size, ended, walk.id),
            )
            if state == "done" and not self._filters:
                self._do(
                    """UPDATE versions SET ended = ? WHERE operation = ? AND project = ? AND parent = ?
                    AND ended IS NULL AND last_walk <> ?""",
                    *(seen, self._operation, *walk.key, walk.id),
                )
        walk.state, walk.token, walk.total = state, following, page.total_size
        walk.page += 1
        walk.items += count
        return unreadable

    def _take_item(self, walk: Walk, raw: bytes, seen: str) -> bool:
        raw = _SECRET.sub(rb'"\1"\2"***"', raw)
        digest = blake2b(raw, digest_size=16).digest()
        item = self._identify(raw) or f"#{digest.hex()}"
        found = self._do(
            """SELECT version, hash = ?, problem FROM versions JOIN bodies USING (body)
            WHERE operation = ? AND project = ? AND parent = ? AND item = ? AND ended IS NULL""",
            *(digest, self._operation, *walk.key, item),
        ).fetchone()
        version, same, before = found or (None, False, None)
        # What could not be read is tried again: a newer version of this package may read it.
        problem = None if same and before is None else self._problem(raw)
        if same and problem == before:
            self._do("UPDATE versions SET last_walk = ?, last_seen = ? WHERE version = ?", walk.id, seen, version)
            return problem is not None
        self._do("UPDATE versions SET ended = ? WHERE version = ?", seen, version)
        self._do("INSERT OR IGNORE INTO bodies (hash, raw) VALUES (?, CAST(? AS TEXT))", digest, raw)
        self._do(
            """INSERT INTO versions (operation, project, parent, item, problem, first_walk, last_walk, first_seen,
            last_seen, previous, body) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, body FROM bodies WHERE hash = ?""",
            *(self._operation, *walk.key, item, problem, walk.id, walk.id, seen, seen, version, digest),
        )
        return problem is not None

    def _identify(self, raw: bytes) -> str | None:
        """Return what tells an item from the others of its list; None if all of its JSON does."""
        if not self._identity:
            return "-"
        try:
            found = _decode(raw)
            return "/".join(msgspec.json.decode(found[name], type=str) for name in self._identity)
        except (msgspec.MsgspecError, KeyError, ValueError, RecursionError):
            return None

    def _problem(self, raw: bytes) -> str | None:
        """Return why no model fits the item, or None."""
        try:
            from_json(self._model, raw)
        except DecodeError as error:
            return str(error)
        valid = self._do("SELECT json_valid(CAST(? AS TEXT))", raw).fetchone() == (1,)
        return None if valid else "sqlite3 cannot read its JSON"

    def take_error(self, walk: Walk, error: ProvisioningError, *, final: bool) -> None:
        """Store why a listing broke off, and where it can go on."""
        seen = written(self._now())
        status, code, request_id = (getattr(error, name, None) for name in ("status", "error_code", "request_id"))
        row = (walk.id, seen, type(error).__name__, status, code, str(error), request_id, walk.token)
        with self._transaction():
            self._do("INSERT INTO errors VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *row)
            if final:
                self._do("UPDATE walks SET state = 'failed', ended = ? WHERE walk = ?", seen, walk.id)
        walk.state = "failed" if final else walk.state

    def restart(self, walk: Walk) -> None:
        """Let a listing start again, as its token leads nowhere any more; what it found stays."""
        walk.round, walk.page, walk.items, walk.token = walk.round + 1, 0, 0, None
        with self._transaction():
            self._do("UPDATE walks SET round = ?, token = NULL WHERE walk = ?", walk.round, walk.id)

    def finish(self) -> None:
        """End the snapshot: the next sweep begins a new one."""
        with self._transaction():
            self._do("UPDATE snapshots SET finished = ? WHERE snapshot = ?", written(self._now()), self.snapshot)

    def _do(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)

    @contextmanager
    def _transaction(self) -> Generator[None]:
        self._do("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # a full disk has ended it already
                self._do("ROLLBACK")
            raise
        self._do("COMMIT")
