"""The file of onboardings: what is wanted, what has happened, who has which resource."""

import contextlib
import json
import os
import sqlite3
import weakref
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, final

import attrs

from sinch_provisioning.core.codec import to_json
from sinch_provisioning.errors import ConfigurationError
from sinch_provisioning.onboarding.steps import Entry, NeedsPerson, Step, Wait
from sinch_provisioning.onboarding.turning import Run, subjects
from sinch_provisioning.onboarding.wanted import Wanted, read_wanted

State: TypeAlias = Literal["working", "waiting", "asking", "done", "failed"]

_APPLICATION: Final = 0x53504F42
_FORMAT: Final = 1
_SCHEMA: Final = f"""
CREATE TABLE runs (name TEXT PRIMARY KEY, project TEXT NOT NULL, wanted BLOB NOT NULL, started REAL NOT NULL,
    state TEXT NOT NULL, due REAL, step TEXT NOT NULL, standing TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX due ON runs (due) WHERE due IS NOT NULL;
CREATE TABLE entries (number INTEGER PRIMARY KEY, run TEXT NOT NULL, entry TEXT NOT NULL);
CREATE INDEX entries_of_run ON entries (run);
CREATE TABLE subjects (kind TEXT, id TEXT, run TEXT, PRIMARY KEY (kind, id, run)) WITHOUT ROWID;
CREATE TABLE claims (kind TEXT, id TEXT, run TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE intents (run TEXT, part TEXT, likeness TEXT NOT NULL, PRIMARY KEY (run, part)) WITHOUT ROWID;
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_FORMAT}"""


@attrs.frozen(kw_only=True)
class Status:
    """Where an onboarding stands."""

    name: str
    project_id: str
    state: State
    step: str
    """What it waits for, asks or has come to, in words."""
    question: NeedsPerson | None
    due: float | None
    """When it goes on by itself, seconds since 1970; None if it has ended."""
    started: float
    standing: Mapping[str, Mapping[str, str | None]]
    """By part: `state`, `status` of the changes, and when it was `modified`, as last seen."""


@final
class Store:
    """An open file; a `Ledger` for any engine.

    Args:
        path: The file; it is made if needed, for its owner only.
        write: Take the file for this process.

    Raises:
        ConfigurationError: another process has taken the file, or it is another kind of file.
    """

    def __init__(self, path: str | os.PathLike[str], *, write: bool = True) -> None:
        file = Path(path).absolute()
        self._owner: sqlite3.Connection | None = None
        try:
            if write:
                for each in (file, file.with_name(f"{file.name}.lock")):
                    # Only if it is not there: closing a file lets go of every lock that this process has on it.
                    with contextlib.suppress(FileExistsError):
                        os.close(os.open(each, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
                # A lock that the system lets go of however the process ends; readers of the file are not kept out.
                self._owner = sqlite3.connect(f"{file}.lock", timeout=0, isolation_level=None, check_same_thread=False)
                self._owner.execute("BEGIN EXCLUSIVE")
            mode = "rw" if write else "ro"
            connection = sqlite3.connect(
                f"{file.as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
            )
        except sqlite3.OperationalError as error:
            if self._owner is not None:
                self._owner.close()
            busy = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            why = (
                "is in use by another process: end it, or name another file" if busy else f"cannot be opened ({error})"
            )
            raise ConfigurationError(f"{file} {why}", field="path") from None
        except OSError as error:
            raise ConfigurationError(f"{file} cannot be opened ({error.strerror})", field="path") from None
        self._connection = connection
        self._close = weakref.finalize(self, _close, connection, self._owner)
        try:
            self._prepare(file, write=write)
        except BaseException:
            self._close()
            raise

    def _prepare(self, file: Path, *, write: bool) -> None:
        ask = self._connection.execute
        try:
            is_new = not ask("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if is_new and write:
                ask("PRAGMA journal_mode = WAL")
                with self._transaction():
                    for statement in _SCHEMA.split(";"):
                        ask(statement)
            [application], [form] = ask("PRAGMA application_id").fetchone(), ask("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError as error:
            raise ConfigurationError(
                f"{file} does not hold onboardings ({error}): name another file", field="path"
            ) from None
        if application != _APPLICATION:
            raise ConfigurationError(f"{file} does not hold onboardings: name another file", field="path")
        if form > _FORMAT:
            raise ConfigurationError(f"{file} was written by a newer version: upgrade this package", field="path")
        ask("PRAGMA synchronous = FULL")

    def close(self) -> None:
        """Close the file; closing again does nothing."""
        self._close()

    @contextlib.contextmanager
    def _transaction(self) -> Generator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def add(self, name: str, project_id: str, wanted: Wanted, *, now: float) -> bool:
        """Store a new onboarding that is due; False, and nothing, if there is one of this name."""
        row = (name, project_id, to_json(wanted), now, "working", now, "{}", "{}")
        query = "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING"
        return self._connection.execute(query, row).rowcount == 1

    def load(self, name: str) -> Run | None:
        """Return an onboarding with its history, None if there is none of this name."""
        ask = self._connection.execute
        row = ask("SELECT project, wanted FROM runs WHERE name = ?", (name,)).fetchone()
        if row is None:
            return None
        entries = ask("SELECT entry FROM entries WHERE run = ? ORDER BY number", (name,))
        history = tuple(Entry(**json.loads(entry)) for [entry] in entries)
        return Run(name=name, project_id=row[0], wanted=read_wanted(json.loads(row[1])), history=history)

    def append(self, name: str, entry: Entry, *, claim: tuple[str, str] | None = None) -> bool:
        """Store an entry; see `Ledger`."""
        ask = self._connection.execute
        with self._transaction():
            if claim is not None:
                ask("INSERT INTO claims VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (*claim, name))
                if ask("SELECT run FROM claims WHERE kind = ? AND id = ?", claim).fetchone() != (name,):
                    return False
            ask("INSERT INTO entries VALUES (NULL, ?, ?)", (name, json.dumps(attrs.asdict(entry))))
            if entry.step == "Create" and entry.what == "intent":
                ask("INSERT OR REPLACE INTO intents VALUES (?, ?, ?)", (name, entry.part, entry.data["likeness"]))
            elif entry.step in {"Create", "Adopt"} and entry.result in {"done", "rejected"}:
                ask("DELETE FROM intents WHERE run = ? AND part = ?", (name, entry.part))
            if "id" in entry.data:
                run = self.load(name)
                rows = [] if run is None else [(*subject, name) for subject in subjects(run)]
                self._connection.executemany("INSERT OR IGNORE INTO subjects VALUES (?, ?, ?)", rows)
        return True

    def amend(self, name: str, wanted: Wanted, entry: Entry, *, now: float) -> None:
        """Store an answer and what it makes of what is wanted, and let the onboarding go on at once."""
        with self._transaction():
            self._connection.execute("UPDATE runs SET wanted = ?, due = ? WHERE name = ?", (to_json(wanted), now, name))
            self._connection.execute("INSERT INTO entries VALUES (NULL, ?, ?)", (name, json.dumps(attrs.asdict(entry))))

    def settle(self, name: str, step: Step, standing: Mapping[str, Any], *, due: float | None) -> None:
        """Store what an onboarding waits for, and when it is due."""
        state: State = "waiting" if isinstance(step, Wait) else "asking" if isinstance(step, NeedsPerson) else "done"
        if type(step).__name__ == "Failed":
            state = "failed"
        query = "UPDATE runs SET state = ?, step = ?, standing = json_patch(standing, ?), due = ? WHERE name = ?"
        shown = {"step": type(step).__name__, **attrs.asdict(step)}
        self._connection.execute(query, (state, json.dumps(shown), json.dumps(standing), due, name))

    def wake(self, name: str, *, now: float) -> None:
        """Let an onboarding that has not ended go on at once."""
        self._connection.execute("UPDATE runs SET due = ? WHERE name = ? AND due IS NOT NULL", (now, name))

    def due(self, now: float, limit: int) -> list[str]:
        """Return the names of onboardings that are due, the longest due first."""
        query = "SELECT name FROM runs WHERE due <= ? ORDER BY due LIMIT ?"
        return [name for [name] in self._connection.execute(query, (now, limit))]

    def next_due(self) -> float | None:
        """Return when the next onboarding is due, None if all have ended."""
        [found] = self._connection.execute("SELECT min(due) FROM runs").fetchone()
        return None if found is None else float(found)

    def of_subject(self, kind: str, id: str) -> list[str]:
        """Return the names of the onboardings that have a resource."""
        rows = self._connection.execute("SELECT run FROM subjects WHERE kind = ? AND id = ?", (kind, id))
        return [name for [name] in rows]

    def claimed(self, kind: str, ids: Sequence[str]) -> set[str]:
        """Return those ids that an onboarding has already."""
        query = "SELECT 1 FROM claims WHERE kind = ? AND id = ?"
        return {id for id in ids if self._connection.execute(query, (kind, id)).fetchone()}

    def open_intents(self, likeness: str) -> int:
        """Return how many onboardings have an intent to create of this likeness open."""
        [count] = self._connection.execute("SELECT count(*) FROM intents WHERE likeness = ?", (likeness,)).fetchone()
        return int(count)

    def status(self, name: str | None = None) -> Iterator[Status]:
        """Yield where each onboarding stands, or one, by name."""
        columns = "name, project, state, step, due, started, standing"
        query = f"SELECT {columns} FROM runs WHERE ?1 IS NULL OR name = ?1 ORDER BY name"  # noqa: S608
        for row in self._connection.execute(query, (name,)):
            step = json.loads(row[3])
            kind = step.pop("step", "")
            words = step.get("what") or step.get("why") or {"Done": "all is live"}.get(kind, "is worked on")
            yield Status(
                name=row[0],
                project_id=row[1],
                state=row[2],
                step=words,
                question=_question(step) if kind == "NeedsPerson" else None,
                due=row[4],
                started=row[5],
                standing=json.loads(row[6]),
            )


def _question(step: dict[str, Any]) -> NeedsPerson:
    lists: dict[str, Any] = {name: tuple(step[name]) for name in ("where", "fields", "events")}
    return NeedsPerson(**(step | lists))


def _close(connection: sqlite3.Connection, owner: sqlite3.Connection | None) -> None:
    connection.close()
    if owner is not None:
        owner.close()
