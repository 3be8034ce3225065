"""What the file of a running emulator holds, asked of the connection that has it locked."""

import sqlite3
from typing import Any

from sinch_provisioning.emulator import Emulator


def connection_of(emulator: Emulator) -> sqlite3.Connection:
    """Return the connection to the file."""
    database = emulator._store._database
    assert database is not None
    return database._connection


def saved(emulator: Emulator) -> Any:
    """Return what the file holds."""
    database = emulator._store._database
    assert database is not None
    return database.load()
