"""The store of sweeps: one file of sqlite3, written by one process and read by any."""

import os
import sqlite3
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Final, Self

from sinch_provisioning.errors import ConfigurationError, InvalidRequest
from sinch_provisioning.sweeping.changes import Change, changes, moment
from sinch_provisioning.tables import HISTORY, TABLES, VERSION, Rows
from sinch_provisioning.tables.views import views

_APPLICATION: Final = 0x53574550
"""Marks the file as a store of sweeps."""
_LAYOUT: Final = 1
"""Of the relations below; views are made again whenever theirs has grown."""

_STATEMENTS: Final = files("sinch_provisioning.sweeping").joinpath("schema.sql").read_text("utf-8").split(";\n")


class Store:
    """What sweeps have found, in one file: what is there, what was there, and what failed.

    The first sweep makes the file, readable by its owner only; to read before that is a ConfigurationError. Any process
    may read it while one sweeps.

    Args:
        path: The file; on a local disk, as sqlite3 locks it.
        now: Whose time counts, for tests.

    Raises:
        ConfigurationError: the file is there and is something else, or the store of a newer version.
    """

    def __init__(self, path: str | os.PathLike[str], *, now: Callable[[], datetime] | None = None) -> None:
        self.path: Path = Path(path)
        self.now: Callable[[], datetime] = now or partial(datetime.now, UTC)
        if self.path.exists():
            with self.opened() as connection:
                _prepare(connection, self.path)

    def __repr__(self) -> str:
        return f"<Store {self.path}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Do nothing: a store holds nothing open between calls."""

    def table(self, name: str, *, history: bool = False) -> Rows:
        """Return a table, as it is when its rows are walked through.

        Args:
            name: One of `sinch_provisioning.tables.TABLES`.
            history: All states that were ever seen, each with the time when it `ended`.

        Raises:
            InvalidRequest: there is no such table, or it has no history.
        """
        found = TABLES.get(name)
        if found is None:
            raise InvalidRequest([("name", f"must be one of {', '.join(TABLES)}, not {name!r}")])
        if history and not found.sources:
            raise InvalidRequest([("history", f"{name} has none")])
        self.check_exists()
        columns = (*found.columns, *HISTORY) if history else found.columns
        names = ", ".join(column.name for column in columns)
        return Rows(self.path, f"SELECT {names} FROM {name}{'_history' if history else ''}", columns)

    def sql(self, query: str) -> Rows:
        """Return what a query finds; it may only SELECT, from the tables and their histories.

        Raises:
            InvalidRequest: sqlite3 cannot run it, or it is something else than one SELECT.
        """
        self.check_exists()
        return Rows(self.path, query)

    def changes(self, since: str | datetime | timedelta) -> Iterator[Change]:
        """Walk what sweeps have found new, gone or changed since then, oldest first.

        What the first sweep of a list finds is not new.

        Args:
            since: A time with a zone, how long ago, or either as text: `24h`, `7d`, `2026-11-01`.

        Raises:
            InvalidRequest: `since` is not a time.
        """
        start = moment(since, self.now())
        self.check_exists()
        return changes(self.path, start)

    def check_exists(self) -> None:
        """Raise ConfigurationError if nothing was swept into this store yet."""
        if not self.path.exists():
            raise ConfigurationError(f"there is no {self.path} yet; a sweep makes it", field="store")

    @contextmanager
    def opened(self) -> Generator[sqlite3.Connection]:
        """Open the file for writing.

        Raises:
            ConfigurationError: it is not a database, or cannot be opened.
        """
        try:
            with closing(sqlite3.connect(self.path, isolation_level=None, timeout=30, check_same_thread=False)) as made:
                made.execute("PRAGMA synchronous = NORMAL")
                made.execute("PRAGMA foreign_keys = ON")
                yield made
        except sqlite3.DatabaseError as error:
            raise ConfigurationError(f"{self.path}: {error}", field="store") from error

    @contextmanager
    def sweeping(self) -> Generator[sqlite3.Connection]:
        """Open the file for a sweep, of which there may be one at a time; make it if it is not there.

        Raises:
            ConfigurationError: another sweep, of this or another process, is writing to it.
        """
        lock = f"{self.path.resolve()}-sweeping"  # one for all links to the file
        try:
            # Held by the system, which takes it back however this process ends.
            with closing(sqlite3.connect(lock, isolation_level=None, timeout=0, check_same_thread=False)) as held:
                held.execute("BEGIN EXCLUSIVE")
                with suppress(FileExistsError):
                    os.close(os.open(self.path, os.O_CREAT | os.O_EXCL, 0o600))
                with self.opened() as connection:
                    _prepare(connection, self.path)
                    yield connection
        except sqlite3.OperationalError as error:
            words = "another sweep writes to it; wait for its end, or sweep into another file"
            message = words if "locked" in str(error) else str(error)
            raise ConfigurationError(f"{self.path}: {message}", field="store") from None


def _prepare(connection: sqlite3.Connection, path: object) -> None:
    """Make a new file a store, or bring its views up to date.

    Raises:
        ConfigurationError: the file is something else, or a newer version's.
    """
    application, layout = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    current = _LAYOUT * 1000 + VERSION
    if (application, layout) == (_APPLICATION, current):
        return
    empty = not connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    if application != _APPLICATION and not empty:
        raise ConfigurationError(f"{path} is a database, but not a store of sweeps", field="store")
    if layout > current:
        raise ConfigurationError(f"{path} is the store of a newer version of this package: update it", field="store")
    connection.execute("PRAGMA journal_mode = WAL")
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            connection.execute(f"DROP VIEW {name}")
        for statement in (*_STATEMENTS, *views()):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {current}")
