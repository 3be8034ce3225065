"""Read-only connections to the file of a store, also while a sweep writes to it."""

import re
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from sinch_provisioning.errors import ConfigurationError, InvalidRequest

_ALLOWED: Final = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_WRITES: Final = re.compile("not authorized|syntax error|one statement")
"""What sqlite3 says of anything but one SELECT, which stands within another one to learn its columns."""
_STEPS = 1_000_000


def connect(path: Path) -> sqlite3.Connection:
    """Open a store for reading, from any thread.

    Raises:
        ConfigurationError: there is no such file, or it cannot be opened.
    """
    try:
        found = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30, check_same_thread=False)
    except sqlite3.Error as error:
        raise ConfigurationError(f"{path} cannot be read: {error}", field="store") from None
    found.text_factory = partial(str, encoding="utf-8", errors="replace")  # items may hold what is not UTF-8
    return found


@contextmanager
def selecting(path: Path, query: str) -> Generator[sqlite3.Cursor]:
    """Run a query, which may only select, and yield its cursor; Ctrl-C ends it.

    Raises:
        InvalidRequest: sqlite3 cannot run it, or it is not one SELECT.
    """
    with closing(connect(path)) as connection:
        connection.set_authorizer(_authorize)
        connection.set_progress_handler(lambda: 0, _STEPS)  # lets Python look for Ctrl-C
        try:
            yield connection.execute(query)
        except (sqlite3.Error, sqlite3.Warning) as error:
            if str(error) == "interrupted":
                raise KeyboardInterrupt from None
            hint = "; it must be one SELECT, as a store can only be read here" if _WRITES.search(str(error)) else ""
            raise InvalidRequest([("query", f"{error}{hint}")]) from None


def _authorize(action: int, _first: str | None, second: str | None, _database: str | None, _view: str | None) -> int:
    allowed = action in _ALLOWED and second != "load_extension"
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
