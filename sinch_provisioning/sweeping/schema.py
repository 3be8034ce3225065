"""What a store's file looks like inside: the relations that sweeps write, and the views that are read."""

import sqlite3
from importlib.resources import files
from typing import Final

from sinch_provisioning.errors import ConfigurationError
from sinch_provisioning.tables import VERSION
from sinch_provisioning.tables.views import views

APPLICATION: Final = 0x53574550
"""Marks the file as a store of sweeps."""
_LAYOUT: Final = 1
"""Of the relations below; views are made again whenever theirs has grown."""

_STATEMENTS: Final = files("sinch_provisioning.sweeping").joinpath("schema.sql").read_text("utf-8").split(";\n")


def prepare(connection: sqlite3.Connection, path: object) -> None:
    """Make a new file a store, or bring its views up to date.

    Raises:
        ConfigurationError: the file is something else, or a newer version's.
    """
    application, layout = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    current = _LAYOUT * 1000 + VERSION
    if (application, layout) == (APPLICATION, current):
        return
    empty = not connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    if application != APPLICATION and not empty:
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
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {current}")
