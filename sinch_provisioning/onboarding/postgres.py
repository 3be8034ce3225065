"""The tables of onboardings in PostgreSQL, for the DBOS engine."""

import contextlib
import threading
from collections.abc import Callable, Generator
from typing import Any, Final, final

from sinch_provisioning.errors import StorageError
from sinch_provisioning.onboarding.store import SCHEMA, Store

try:
    import psycopg
except ModuleNotFoundError as _error:
    raise ModuleNotFoundError(
        f"{_error.name} is missing: pip install 'sinch-provisioning[dbos]'", name=_error.name
    ) from None

__all__ = ["Postgres"]

_LOCK: Final = 0x53504F42
_SCHEMA: Final = (
    SCHEMA.replace("number INTEGER", "number BIGSERIAL")
    .replace(" REAL", " DOUBLE PRECISION")
    .replace(" BLOB", " BYTEA")
    .replace(" WITHOUT ROWID", "")
)


@final
class Postgres(Store):
    """The tables of a `Store` in PostgreSQL, over the one session that holds a lock: who has lost it cannot write."""

    def __init__(self, url: str) -> None:
        self._lock = threading.Lock()
        with self._explained():
            self._connection = psycopg.connect(url, autocommit=True)
            # The server notes the end of a process a moment later.
            self._connection.execute("SET lock_timeout = '2s'")
            try:
                self._connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
            except psycopg.errors.LockNotAvailable:
                self._connection.close()
                words = "the database is in use by another process: end that one, or name another"
                raise StorageError(words) from None
            self._connection.execute("SET lock_timeout TO DEFAULT")
            with self._connection.transaction():
                self._connection.execute("SET search_path TO sinch_onboarding")
                found = self._connection.execute("SELECT to_regnamespace('sinch_onboarding')").fetchone()
                if found == (None,):
                    self._connection.execute("CREATE SCHEMA sinch_onboarding")
                    for statement in _SCHEMA.split(";"):
                        self._connection.execute(statement)

    def close(self) -> None:
        self._connection.close()

    def _execute(self, query: str, values: Any = ()) -> Any:
        return self._connection.execute(query.replace("?", "%s").encode(), values)

    def _ask(self, query: str, *values: Any) -> list[Any]:
        with self._lock, self._explained():
            return list(self._execute(query, values))

    @contextlib.contextmanager
    def _writing(self) -> Generator[Callable[..., Any]]:
        with self._lock, self._explained(), self._connection.transaction():
            yield self._execute

    @contextlib.contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise StorageError(f"PostgreSQL cannot be used: {error}") from error
