"""Rows of a store: for Python, CSV, JSON lines and, by way of duckdb, Parquet and Arrow; a few at a time."""

import os
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TextIO, final

import msgspec

from sinch_provisioning.core.rows import harmless, row_writer
from sinch_provisioning.errors import ConfigurationError
from sinch_provisioning.tables.reading import selecting
from sinch_provisioning.tables.schema import Column, Type

_BATCH = 1000
_DUCKDB: Final = {"boolean": "BOOLEAN", "number": "DOUBLE", "integer": "BIGINT", "timestamp": "TIMESTAMPTZ"}
_PYTHON: Final[Mapping[Type, Callable[[Any], Any]]] = {"boolean": bool, "timestamp": datetime.fromisoformat}


@final
class Rows:
    """The rows of a table or query, read from the store each time that they are iterated.

    `polars.DataFrame(rows)`, `pyarrow.table(rows)` and `pandas.DataFrame.from_arrow(rows)` read them too
    (`pip install 'sinch-provisioning[data]'`).
    """

    def __init__(self, path: Path, query: str, columns: Sequence[Column] | None = None) -> None:
        self._path = path
        self._query = query
        self._free = columns is None
        if columns is None:
            head = f"SELECT * FROM ({query.rstrip().rstrip(';')}\n) LIMIT 0"  # gives names that differ
            with selecting(path, head) as cursor:
                columns = [Column(name, "any", "") for name, *_ in cursor.description or ()]
        self.columns: tuple[Column, ...] = tuple(columns)
        """Name, type and meaning of each column."""

    def __repr__(self) -> str:
        return f"<Rows of {', '.join(column.name for column in self.columns)}>"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Walk the rows; timestamps are aware datetimes in UTC, lists are texts with commas."""
        reads = [(index, _PYTHON[column.type]) for index, column in enumerate(self.columns) if column.type in _PYTHON]
        for row in self._stored():
            values = list(row)
            for index, read in reads:
                if values[index] is not None:
                    values[index] = read(values[index])
            yield tuple(values)

    def write_csv(self, out: TextIO) -> None:
        """Write CSV with a head line; what a spreadsheet would run as a formula gets a leading apostrophe."""
        write = row_writer(out)
        write(self.names)
        flags = {index for index, column in enumerate(self.columns) if column.type == "boolean"}
        for row in self._stored():
            write(
                [
                    harmless(value) if isinstance(value, str) else _FLAG[value] if index in flags else value
                    for index, value in enumerate(row)
                ]
            )

    def write_jsonl(self, out: TextIO) -> None:
        """Write a JSON object a line; a column of type `json` goes out as the service sent it."""

        def embed(text: str) -> msgspec.Raw:
            # Line breaks stand between the parts of JSON, never in its texts.
            return msgspec.Raw(text.replace("\r", " ").replace("\n", " ").encode())

        self._write_lines(lambda lines: out.write(lines.decode()), embed)

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

    def _stored(self) -> Iterator[tuple[Any, ...]]:
        with selecting(self._path, self._query) as cursor:
            yield from cursor

    def _write_lines(
        self, write: Callable[[bytes], object], embed: Callable[[str], Any], kinds: list[set[Any]] | None = None
    ) -> None:
        encoder = msgspec.json.Encoder()
        names = self.names
        reads = {"boolean": bool, "json": embed}
        special = [(index, reads[column.type]) for index, column in enumerate(self.columns) if column.type in reads]
        lines: list[dict[str, Any]] = []
        for row in self._stored():
            values = list(row)
            for index, read in special:
                if values[index] is not None:
                    values[index] = read(values[index])
            if kinds is not None:
                for kind, value in zip(kinds, values, strict=True):
                    kind.add(type(value))
            lines.append(dict(zip(names, values, strict=True)))
            if len(lines) == _BATCH:
                write(encoder.encode_lines(lines))
                lines.clear()
        write(encoder.encode_lines(lines))

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
                self._write_lines(out.write, str, kinds if self._free else None)
            types = ", ".join(
                f"{_quoted(column.name)}: '{_typed(kind) if self._free else _DUCKDB.get(column.type, 'VARCHAR')}'"
                for column, kind in zip(self.columns, kinds, strict=True)
            )
            duck = duckdb.connect(config={"threads": 1})  # each thread would hold rows of its own
            duck.execute("SET TimeZone = 'UTC'")
            yield (
                duck,
                f"SELECT * FROM read_json({_quoted(str(lines))}, columns={{{types}}}, format='nd')",
                Path(folder),
            )


_FLAG = {None: "", 0: "false", 1: "true"}


def _typed(kinds: set[Any]) -> str:
    """Return duckdb's type of what a query has in one column."""
    kinds = kinds - {type(None)}
    if kinds and kinds <= {int, float}:
        return "DOUBLE" if float in kinds else "BIGINT"
    return "VARCHAR"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
