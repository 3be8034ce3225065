"""Rows of a store: for Python, CSV, JSON lines and, by way of duckdb, Parquet and Arrow; a few at a time."""

import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final, TextIO, final

import msgspec

from sinch_provisioning.core.rows import harmless, row_writer
from sinch_provisioning.errors import ConfigurationError, InvalidRequest
from sinch_provisioning.tables.schema import Column, Type

_BATCH = 1000
_STEPS = 1_000_000
_ALLOWED: Final = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_WRITES: Final = re.compile("not authorized|syntax error|one statement")
"""What sqlite3 says of anything but one SELECT, which stands within another one to learn its columns."""
_DUCKDB: Final = {"boolean": "BOOLEAN", "number": "DOUBLE", "integer": "BIGINT", "timestamp": "TIMESTAMPTZ"}

Reads = Mapping[Type, Callable[[Any], Any]]
"""How values of a type are read."""
_PYTHON: Final[Reads] = {"boolean": bool, "timestamp": datetime.fromisoformat}
_JSON: Final[Reads] = {"boolean": bool, "any": lambda value: value.hex() if isinstance(value, bytes) else value}
_CSV: Final[Reads] = {**_JSON, "boolean": lambda flag: "true" if flag else "false"}


@final
class Rows:
    """The rows of a table or query, read from the store each time that they are iterated.

    `polars.DataFrame(rows)`, `pyarrow.table(rows)` and `pandas.DataFrame.from_arrow(rows)` read them too
    (`pip install 'sinch-provisioning[data]'`).
    """

    def __init__(self, path: Path, query: str, columns: Sequence[Column] | None = None) -> None:
        self._path = path
        self._query = query
        if columns is None:
            head = f"SELECT * FROM ({query.rstrip().rstrip(';')}\n) LIMIT 0"  # gives names that differ
            with selecting(path, head) as cursor:
                columns = [Column(name, "any", "") for name, *_ in cursor.description or ()]
        self.columns: tuple[Column, ...] = tuple(columns)
        """Name, type and meaning of each column."""

    def __repr__(self) -> str:
        return f"<Rows of {', '.join(self.names)}>"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Walk the rows; timestamps are aware datetimes in UTC, lists are texts with commas."""
        return map(tuple, self._read(_PYTHON))

    def write_csv(self, out: TextIO) -> None:
        """Write CSV with a head line; what a spreadsheet would run as a formula gets a leading apostrophe.

        Bytes, which only queries have, are written in hexadecimal, here and in the other forms.
        """
        write = row_writer(out)
        write(self.names)
        for row in self._read(_CSV):
            write([harmless(value) if isinstance(value, str) else value for value in row])

    def write_jsonl(self, out: TextIO) -> None:
        """Write a JSON object a line; a column of type `json` goes out as the service sent it."""

        def embed(text: str) -> msgspec.Raw:
            # Line breaks stand between the parts of JSON, never in its texts.
            return msgspec.Raw(text.replace("\r", " ").replace("\n", " ").encode())

        out.writelines(self._lines(rows).decode() for rows in self._batches({**_JSON, "json": embed}))

    def write_parquet(self, path: str | os.PathLike[str]) -> None:
        """Write a Parquet file, through duckdb; it is there as a whole or not at all.

        Raises:
            ConfigurationError: duckdb is missing: `pip install 'sinch-provisioning[data]'`.
        """
        with self._spooled(Path(path).parent) as (duck, source, folder):
            made = folder / "rows.parquet"
            duck.execute(f"COPY ({source}) TO {_quoted(str(made))} (FORMAT parquet, ROW_GROUP_SIZE 32768)")
            made.replace(path)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the rows as an Arrow stream (the PyCapsule interface), through duckdb; raises as `write_parquet`."""
        with self._spooled(None) as (duck, source, _):
            duck.execute(f"CREATE TABLE rows AS {source}")
        return duck.table("rows").__arrow_c_stream__(requested_schema)

    def _read(self, reads: Reads) -> Iterator[list[Any]]:
        """Walk the rows, the values of some types read in a way of their own; null stays."""
        special = [(index, reads[column.type]) for index, column in enumerate(self.columns) if column.type in reads]
        with selecting(self._path, self._query) as cursor:
            for row in cursor:
                values = list(row)
                for index, read in special:
                    if values[index] is not None:
                        values[index] = read(values[index])
                yield values

    def _batches(self, reads: Reads) -> Iterator[list[list[Any]]]:
        rows = self._read(reads)
        while batch := list(islice(rows, _BATCH)):
            yield batch

    def _lines(self, rows: Sequence[Sequence[Any]]) -> bytes:
        names = self.names
        return msgspec.json.Encoder().encode_lines([dict(zip(names, row, strict=True)) for row in rows])

    @contextmanager
    def _spooled(self, parent: Path | None) -> Generator[tuple[Any, str, Path]]:
        """Yield duckdb, its expression of the rows, and the folder where they stand meanwhile: memory stays flat."""
        try:
            import duckdb
        except ModuleNotFoundError:
            raise ConfigurationError(
                "duckdb is missing, which writes Parquet and Arrow: pip install 'sinch-provisioning[data]'"
            ) from None
        kinds: list[set[Any]] = [set() for _ in self.columns]
        with tempfile.TemporaryDirectory(dir=parent, prefix=".") as folder:
            lines = Path(folder, "rows.jsonl")
            with lines.open("wb") as out:
                for rows in self._batches(_JSON):
                    out.write(self._lines(rows))
                    for kind, values in zip(kinds, zip(*rows, strict=True), strict=True):
                        kind.update(map(type, values))
            types = ", ".join(
                f"{_quoted(column.name)}: '{_typed(column, kind)}'"
                for column, kind in zip(self.columns, kinds, strict=True)
            )
            duck = duckdb.connect(config={"threads": 1})  # each thread would hold rows of its own
            duck.execute("SET TimeZone = 'UTC'")
            source = f"SELECT * FROM read_json({_quoted(str(lines))}, columns={{{types}}}, format='nd')"
            yield duck, source, Path(folder)


def _typed(column: Column, kinds: set[Any]) -> str:
    """Return duckdb's type of a column; of one that a query has made, what is in it tells."""
    kinds = kinds - {type(None)}
    if column.type == "any" and kinds and kinds <= {int, float}:
        return "DOUBLE" if float in kinds else "BIGINT"
    return _DUCKDB.get(column.type, "VARCHAR")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


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
