"""The file that keeps the state: an SQLite database, one transaction for each request that changes something.

`synchronous=FULL` forces each commit to the disk before the response, and `locking_mode=EXCLUSIVE` keeps a second
emulator away from the file.
"""

import contextlib
import os
import sqlite3
import stat
import weakref
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs
import msgspec

from sinch_provisioning.emulator.problems import Problem
from sinch_provisioning.emulator.tables import JSON, Place

_APPLICATION = 0x53505245
"""Marks a database as ours."""
_FORMAT = 1
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE projects (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, senders INTEGER NOT NULL);
CREATE TABLE records (
    number INTEGER PRIMARY KEY, project TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (project, kind, id)
);
CREATE TABLE due (number INTEGER PRIMARY KEY, body TEXT NOT NULL);
"""

_UNWRITABLE = "cannot be written ({}). Name a file in a folder that you can write"
_REASONS = {
    sqlite3.SQLITE_BUSY: "is in use by another emulator. Stop that one, or name another file",
    sqlite3.SQLITE_LOCKED: "is in use by another emulator. Stop that one, or name another file",
    sqlite3.SQLITE_FULL: "cannot be written: the disk is full. Free some space",
    sqlite3.SQLITE_NOTADB: "holds no state of this emulator. Name another file, or move it away",
    sqlite3.SQLITE_CORRUPT: (
        "is damaged ({}). Restore a copy of it, save what is readable with `sqlite3 FILE .recover`, or move it away to "
        "start without it"
    ),
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
}


class StateFileError(ValueError):
    """The file of the state cannot be used; the message says why, and the way out."""


class StateNotSaved(Problem):
    """A change could not be saved, and was not made."""

    def __init__(self, why: StateFileError) -> None:
        super().__init__("internal_error", f"Nothing was changed: {why}.")

    def __str__(self) -> str:
        return self.message


@attrs.frozen(kw_only=True)
class Changes:
    """What one transaction saves."""

    meta: dict[str, JSON]
    projects: dict[str, int]
    """Projects that were added, with the senders that each began with."""
    records: Sequence[tuple[Place, bool, bytes | None]]
    """Records: whether what is saved there has to go first; the new content, if there is any."""
    due: Sequence[JSON]
    done: Sequence[int]


class Database:
    """An open file, which no other emulator can open until it is closed."""

    def __init__(self, file: Path) -> None:
        self._name = file
        with self._explained():
            self._file = file.resolve()
            self._check_place()
            _create(self._file)
            connection = sqlite3.connect(self._file, timeout=0, isolation_level=None, check_same_thread=False)
            self._connection = connection
            self._close = weakref.finalize(self, connection.close)
            try:
                self._open()
            except BaseException:
                self._close()
                raise

    def _check_place(self) -> None:
        parent = self._file.parent
        if not parent.is_dir():
            raise StateFileError(f"{self._name} cannot be written: there is no folder {parent}. Create it first")
        with contextlib.suppress(FileNotFoundError):
            found = self._file.stat()
            if not stat.S_ISREG(found.st_mode):
                raise StateFileError(f"{self._name} is not a file. Name another one")
            if found.st_dev != parent.stat().st_dev:
                # SQLite keeps files beside it, which would be left in a container's own file system.
                raise StateFileError(f"{self._name} is mounted by itself. Mount its folder instead")

    def _open(self) -> None:
        ask = self._connection.execute
        ask("PRAGMA locking_mode=EXCLUSIVE")
        is_new = not ask("SELECT count(*) FROM sqlite_master").fetchone()[0]
        [application], [form] = ask("PRAGMA application_id").fetchone(), ask("PRAGMA user_version").fetchone()
        if not is_new and application != _APPLICATION:
            raise StateFileError(f"{self._name} holds no state of this emulator. Name another file, or move it away")
        if not is_new and form != _FORMAT:
            raise StateFileError(f"{self._name} has format {form}, and this version reads {_FORMAT}. Name another file")
        ask("PRAGMA journal_mode=WAL")
        ask("PRAGMA synchronous=FULL")
        with self._transaction():
            if is_new:
                ask(f"PRAGMA application_id={_APPLICATION}")
                ask(f"PRAGMA user_version={_FORMAT}")
                for statement in _SCHEMA.strip().split(";\n"):
                    ask(statement)
        [verdict] = ask("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise StateFileError(f"{self._name} {_REASONS[sqlite3.SQLITE_CORRUPT].format(verdict)}")

    def load(self) -> JSON | None:
        """Return everything, None if nothing was saved yet."""
        ask = self._connection.execute
        with self._explained():
            meta = {name: _read(value) for name, value in ask("SELECT name, value FROM meta")}
            if not meta:
                return None
            projects: dict[str, JSON] = {
                id: {"senders": senders, "tables": {}}
                for id, senders in ask("SELECT id, senders FROM projects ORDER BY number")
            }
            for project, kind, id, body in ask("SELECT project, kind, id, body FROM records ORDER BY number"):
                projects[project]["tables"].setdefault(kind, {})[id] = _read(body)
            clock = {"now": meta.pop("now"), "due": self.due()}
            return {**meta, "clock": clock, "projects": projects}

    def due(self) -> list[JSON]:
        """Return what is due, the next thing first."""
        found = [_read(body) for (body,) in self._connection.execute("SELECT body FROM due")]
        return sorted(found, key=lambda due: (due["at"], due["order"]))

    def rows(self, project: str, kind: str) -> dict[str, JSON]:
        """Return the records of one kind in a project."""
        found = self._connection.execute(
            "SELECT id, body FROM records WHERE project = ? AND kind = ? ORDER BY number", (project, kind)
        )
        return {id: _read(body) for id, body in found}

    def save(self, changes: Changes, *, everything: bool = False) -> None:
        """Save changes, all or none, `everything` in place of what was there; `StateFileError` if it cannot."""
        many = self._connection.executemany
        with self._explained(), self._transaction():
            if everything:
                for table in ("meta", "projects", "records", "due"):
                    self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - one of four words
            many("INSERT OR REPLACE INTO meta VALUES (?, ?)", ((name, _text(v)) for name, v in changes.meta.items()))
            many("INSERT INTO projects (id, senders) VALUES (?, ?)", changes.projects.items())
            self._save_records(changes.records)
            many("INSERT INTO due VALUES (?, ?)", ((due["order"], _text(due)) for due in changes.due))
            many("DELETE FROM due WHERE number = ?", ((order,) for order in changes.done))

    def _save_records(self, records: Iterable[tuple[Place, bool, bytes | None]]) -> None:
        ask = self._connection.execute
        for place, replaced, body in records:
            if replaced:
                ask("DELETE FROM records WHERE project = ? AND kind = ? AND id = ?", place)
            if body is not None:
                ask(
                    "INSERT INTO records (project, kind, id, body) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT DO UPDATE SET body = excluded.body",
                    (*place, body.decode()),
                )

    def close(self) -> None:
        """Close the file."""
        with contextlib.suppress(sqlite3.Error):
            self._close()

    @contextlib.contextmanager
    def _transaction(self) -> Generator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
            raise

    @contextlib.contextmanager
    def _explained(self) -> Generator[None]:
        """Explain errors in words."""
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            reason = _REASONS.get(code, "cannot be used ({}). Name another file, or mend the disk")
            raise StateFileError(f"{self._name} {reason.format(error)}") from error
        except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle, before Python 3.13
            reason = str(getattr(error, "strerror", None) or error)
            raise StateFileError(f"{self._name} {_UNWRITABLE.format(reason)}") from error
        except (msgspec.MsgspecError, KeyError, TypeError) as error:
            reason = _REASONS[sqlite3.SQLITE_CORRUPT].format("what it holds is not a state")
            raise StateFileError(f"{self._name} {reason}") from error


def _create(file: Path) -> None:
    """Create the file so that only its owner can read it: it holds secrets."""
    with contextlib.suppress(FileExistsError):
        # Never one that is there: to close it would give up the locks that this process has on it.
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with contextlib.suppress(OSError):
        file.chmod(0o600)


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _read(text: str) -> Any:
    return msgspec.json.decode(text)
