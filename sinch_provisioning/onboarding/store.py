"""The file of onboardings: what is wanted, what has happened, and who has which resource."""

import contextlib
import json
import os
import sqlite3
import weakref
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, Final, Literal, Self, TypeAlias

import attrs

from sinch_provisioning.core.codec import to_json
from sinch_provisioning.core.comparing import digest
from sinch_provisioning.errors import InvalidRequest, StorageError
from sinch_provisioning.onboarding.calls import Standing
from sinch_provisioning.onboarding.steps import Done, Entry, Failed, NeedsPerson, Step
from sinch_provisioning.onboarding.wanted import Run, Wanted, kind_of, read_wanted
from sinch_provisioning.webhooks.database import Database

State: TypeAlias = Literal["working", "waiting", "asking", "done", "failed"]

SCHEMA: Final = """
CREATE TABLE runs (name TEXT PRIMARY KEY, project TEXT NOT NULL, given TEXT NOT NULL, wanted BLOB NOT NULL,
    started REAL NOT NULL, state TEXT NOT NULL, due REAL, step TEXT NOT NULL, standing TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX due ON runs (due) WHERE due IS NOT NULL;
CREATE TABLE entries (number INTEGER PRIMARY KEY, run TEXT NOT NULL, entry TEXT NOT NULL);
CREATE INDEX entries_of_run ON entries (run);
CREATE TABLE subjects (kind TEXT, id TEXT, run TEXT, PRIMARY KEY (kind, id, run)) WITHOUT ROWID;
CREATE TABLE claims (kind TEXT, id TEXT, run TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE intents (run TEXT, part TEXT, likeness TEXT NOT NULL, PRIMARY KEY (run, part)) WITHOUT ROWID"""
_CLOSED: Final = {"Create": {"done", "rejected", "later"}, "Adopt": {"done", "rejected"}}
"""Results after which an intent to create cannot have made what no onboarding has."""
_STATES: Final[dict[type, State]] = {NeedsPerson: "asking", Done: "done", Failed: "failed"}


@attrs.frozen
class Status:
    """Where an onboarding stands: what it waits for, asks or has come to, in words, and each part as last seen.

    It goes on by itself when it is `due`, seconds since 1970; None if it has ended.
    """

    name: str
    project_id: str
    state: State
    step: str
    question: NeedsPerson | None
    due: float | None
    started: float
    standing: Standing


class Store:
    """An open file; a `Ledger` for any engine. `write` takes it for this process; any other may read it meanwhile.

    Raises:
        StorageError: another process has taken the file, or it cannot be used.
    """

    def __init__(self, path: str | os.PathLike[str], *, write: bool = True) -> None:
        if write:
            # The system lets go of this lock however the process ends.
            try:
                self._owner = sqlite3.connect(f"{os.path.realpath(path)}.lock", timeout=0, check_same_thread=False)
                weakref.finalize(self, self._owner.close)
                self._owner.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                self.close()
                why = "is in use by another process" if error.sqlite_errorcode == sqlite3.SQLITE_BUSY else str(error)
                raise StorageError(f"{path} {why}: end that one, or name another file") from None
        self._file = Database(path, application=0x53504F42, version=1, schema=SCHEMA, durable=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; closing again does nothing."""
        for each in ("_file", "_owner"):
            if hasattr(self, each):
                getattr(self, each).close()

    def _ask(self, query: str, *values: Any) -> list[Any]:
        with self._file.reading() as connection:
            return connection.execute(query, values).fetchall()

    @contextlib.contextmanager
    def _writing(self) -> Generator[Callable[..., Any]]:
        """Return what executes a statement in one transaction."""
        with self._file.writing() as connection:
            yield connection.execute

    def add(self, name: str, project_id: str, wanted: Wanted, *, now: float) -> bool:
        """Store a new onboarding that is due; False, and nothing, if there is one of this name that began alike.

        Raises:
            InvalidRequest: an onboarding of this name began with something else.
        """
        given = digest([project_id, wanted])
        row = (name, project_id, given, to_json(wanted), now, "working", now, "{}", "{}")
        query = "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
        with self._writing() as execute:
            added = bool(execute(query, row).rowcount)
        if not added and self._ask("SELECT given FROM runs WHERE name = ?", name) != [(given,)]:
            raise InvalidRequest([("name", f"{name!r} is taken by an onboarding that wants something else")])
        return added

    def load(self, name: str) -> Run | None:
        """Return an onboarding with its history, None if there is none of this name."""
        entries = self._ask("SELECT entry FROM entries WHERE run = ? ORDER BY number", name)
        for project, wanted in self._ask("SELECT project, wanted FROM runs WHERE name = ?", name):
            history = tuple(Entry(**json.loads(entry)) for [entry] in entries)
            return Run(name=name, project_id=project, wanted=read_wanted(json.loads(wanted)), history=history)
        return None

    def append(self, name: str, entry: Entry, *, claim: tuple[str, str] | None = None) -> bool:
        """Store an entry; see `Ledger`."""
        with self._writing() as execute:
            if entry.what == "intent" and execute("SELECT due FROM runs WHERE name = ?", (name,)).fetchone() == (None,):
                return False
            if claim is not None:
                execute("INSERT INTO claims VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (*claim, name))
                if execute("SELECT run FROM claims WHERE kind = ? AND id = ?", claim).fetchone() != (name,):
                    return False
            _insert(execute, name, entry)
            if entry.step == "Create" and entry.what == "intent":
                query = "INSERT INTO intents VALUES (?, ?, ?) ON CONFLICT (run, part) DO UPDATE SET likeness = ?"
                execute(query, (name, entry.part, *2 * (entry.data["likeness"],)))
            elif entry.result in _CLOSED.get(entry.step, ()):
                execute("DELETE FROM intents WHERE run = ? AND part = ?", (name, entry.part))
            if "id" in entry.data:
                subject = (kind_of(entry.part), entry.data["id"], name)
                execute("INSERT INTO subjects VALUES (?, ?, ?) ON CONFLICT DO NOTHING", subject)
        return True

    def amend(self, name: str, wanted: Wanted, entry: Entry, *, now: float) -> None:
        """Store an answer and what it makes of what is wanted, and let the onboarding go on at once."""
        with self._writing() as execute:
            execute("UPDATE runs SET wanted = ?, due = ? WHERE name = ?", (to_json(wanted), now, name))
            _insert(execute, name, entry)

    def settle(self, name: str, step: Step, standing: Standing, *, due: float | None) -> None:
        """Store what an onboarding that has not ended waits for, and when it is due."""
        query = "UPDATE runs SET state = ?, step = ?, standing = ?, due = ? WHERE name = ? AND due IS NOT NULL"
        shown = json.dumps({"step": type(step).__name__, **attrs.asdict(step)})
        with self._writing() as execute:
            [before] = execute("SELECT standing FROM runs WHERE name = ?", (name,)).fetchone()
            known = json.dumps({**json.loads(before), **standing})
            execute(query, (_STATES.get(type(step), "waiting"), shown, known, due, name))

    def wake(self, name: str, *, now: float) -> None:
        """Let an onboarding that has not ended go on at once."""
        with self._writing() as execute:
            execute("UPDATE runs SET due = ? WHERE name = ? AND due IS NOT NULL", (now, name))

    def due(self, now: float, limit: int) -> list[str]:
        """Return the names of onboardings that are due, the longest due first."""
        return [name for [name] in self._ask("SELECT name FROM runs WHERE due <= ? ORDER BY due LIMIT ?", now, limit)]

    def next_due(self) -> float | None:
        """Return when the next onboarding is due, None if all have ended."""
        [[found]] = self._ask("SELECT min(due) FROM runs")
        return None if found is None else float(found)

    def of_subject(self, kind: str, id: str) -> list[str]:
        """Return the names of the onboardings that have a resource."""
        return [name for [name] in self._ask("SELECT run FROM subjects WHERE kind = ? AND id = ?", kind, id)]

    def claimed(self, kind: str, ids: Sequence[str]) -> set[str]:
        """Return those ids that an onboarding has already."""
        return {id for id in ids if self._ask("SELECT 1 FROM claims WHERE kind = ? AND id = ?", kind, id)}

    def open_intents(self, likeness: str, project_id: str) -> int:
        """Return how many onboardings of a project have an intent to create of this likeness open."""
        query = "SELECT 1 FROM intents JOIN runs ON runs.name = intents.run WHERE likeness = ? AND project = ?"
        return len(self._ask(query, likeness, project_id))

    def status(self, name: str | None = None) -> Iterator[Status]:
        """Yield where each onboarding stands, or the one of a name."""
        columns = "name, project, state, step, due, started, standing"
        only, values = ("", ()) if name is None else ("WHERE name = ?", (name,))
        query = f"SELECT {columns} FROM runs {only} ORDER BY name"  # noqa: S608
        for run, project, state, stored, due, started, standing in self._ask(query, *values):
            step: dict[str, Any] = json.loads(stored)
            kind = step.pop("step", "")
            lists: dict[str, Any] = {key: tuple(step.get(key, ())) for key in ("where", "fields", "events")}
            question = NeedsPerson(**step | lists) if kind == "NeedsPerson" else None
            words = step.get("what") or step.get("why") or ("all is live" if state == "done" else "is worked on")
            yield Status(run, project, state, words, question, due, started, json.loads(standing))


def _insert(execute: Callable[..., Any], name: str, entry: Entry) -> None:
    execute("INSERT INTO entries (run, entry) VALUES (?, ?)", (name, json.dumps(attrs.asdict(entry))))
