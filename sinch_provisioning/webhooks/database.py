"""Database: an SQLite file that threads, processes and the children of a fork use at once."""

import contextlib
import os
import sqlite3
import threading
import weakref
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final, NoReturn, final

from sinch_provisioning.core.processes import OneProcess
from sinch_provisioning.errors import StorageError

__all__ = ["Database"]

_REASONS: Final = {
    sqlite3.SQLITE_BUSY: "is kept locked by another process ({}): end that one",
    sqlite3.SQLITE_FULL: "cannot be written ({}): free some space",
    sqlite3.SQLITE_NOTADB: "holds something else ({}): name another file",
    sqlite3.SQLITE_READONLY: "cannot be opened for writing ({}): name a file in a folder that you can write",
}
_from_before_fork: list[sqlite3.Connection] = []  # SQLite forbids a child even to close them


@final
class Database(OneProcess):
    """An open file; it is made if needed, for its owner only.

    Args:
        path: The file.
        application: Marks the file as of this kind.
        version: Version of the schema; the file of a newer one is rejected.
        schema: Statements that make the tables.
        durable: A change is on the disk once its transaction ends; otherwise a crash of the machine may undo it.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, application: int, version: int, schema: str, durable: bool
    ) -> None:
        self._path = Path(path).absolute()
        self._marks = (application, version)
        self._schema = schema
        self._durable = durable
        self._lock = threading.RLock()  # a signal's handler may close what its thread uses
        self._open()
        super().__init__()

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "an open file belongs to its process and cannot be pickled or copied: open it again by its path"
        )

    def start_over(self) -> None:
        """Leave the parent's connection alone, and have one of its own once it is needed; see `OneProcess`."""
        self._lock = threading.RLock()
        if self._close.detach():
            _from_before_fork.append(self.connection)
            self._is_open = False

    def close(self) -> None:
        """Close the file once no thread uses it any more; closing again does nothing."""
        with contextlib.suppress(StorageError), self.reading():
            self._close()

    @contextlib.contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """Use the connection for one statement; StorageError, with the way out, if the file cannot be used."""
        with self._lock, self._explained():
            if not self._is_open:
                self._open()
            yield self.connection

    @contextlib.contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """Use the connection for a transaction; raises as `reading`."""
        with self.reading() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    def _open(self) -> None:
        with self._explained():
            # Only if it is not there: POSIX drops all locks that a process has on a file as soon as it closes it once.
            if not self._path.is_file():
                os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite's files beside it get its mode
            self.connection: sqlite3.Connection = sqlite3.connect(
                self._path, timeout=30, isolation_level=None, check_same_thread=False
            )
            self._close = weakref.finalize(self, self.connection.close)
            ask = self.connection.execute
            ask(f"PRAGMA synchronous = {'FULL' if self._durable else 'NORMAL'}")
            with self.connection:
                ask("BEGIN IMMEDIATE")
                self._prepare(ask)
            ask("PRAGMA journal_mode = WAL")
        self._is_open = True

    def _prepare(self, ask: Any) -> None:
        application, version = self._marks
        if not ask("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            marks = f"PRAGMA application_id = {application}; PRAGMA user_version = {version}"
            for statement in f"{self._schema}; {marks}".split(";"):
                ask(statement)
        if ask("PRAGMA application_id").fetchone()[0] != application:
            raise StorageError(f"{self._path} {_REASONS[sqlite3.SQLITE_NOTADB].format('no mark of this package')}")
        if (found := ask("PRAGMA user_version").fetchone()[0]) > version:
            raise StorageError(f"{self._path} has format {found}: upgrade this package, or name another file")

    @contextlib.contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            code = sqlite3.SQLITE_READONLY if isinstance(error, OSError) else getattr(error, "sqlite_errorcode", 0)
            reason = _REASONS.get(code & 0xFF, "cannot be used ({})").format(getattr(error, "strerror", error))
            raise StorageError(f"{self._path} {reason}") from error
