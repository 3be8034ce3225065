"""Rows are what the models hold, in every form that they are taken away in; hostile texts do no harm."""

import csv
import datetime as dt
import io
import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from sinch_provisioning import from_json
from sinch_provisioning.errors import ConfigurationError, InvalidRequest
from sinch_provisioning.sweeping import Store
from sinch_provisioning.tables import TABLES
from tests.contract.bodies import BOUNDED, bodies
from tests.contract.document import resolve
from tests.contract.shapes import REPLIES
from tests.tables.expected import item_of, rows, swept, written

SCHEMAS = {shape.name.partition("-")[0]: shape.schema for shape in REPLIES}
HOSTILE = [
    "=1+1",
    "+1+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "a\nb",
    'a"b,c',
    "<script>alert(1)</script>",
    "",
    "null",
    "'",
]

TIMES = [column.name for column in TABLES["senders"].columns].index("created")


def made(operation: str) -> list[bytes]:
    """Return items of an operation as the contract has them, the same ones each time."""
    schema = SCHEMAS[operation]
    if operation.startswith("list"):
        (array,) = (one for one in resolve(schema)["properties"].values() if one.get("type") == "array")
        schema = array["items"]
    found: list[bytes] = []

    @BOUNDED
    @given(bodies(schema))
    def run(body: Any) -> None:
        found.append(json.dumps(body).encode())

    run()
    return found


@pytest.mark.parametrize("operation", sorted({source for table in TABLES.values() for source in table.sources}))
def test_rows_are_what_the_models_hold(operation: str, tmp_path: Path) -> None:
    raws = made(operation)
    store = swept(tmp_path / "estate.db", operation, raws)
    for table in TABLES.values():
        if operation in table.sources:
            source = table.sources.index(operation)
            wanted = [row for number, raw in enumerate(raws) for row in rows(table, source, raw, f"p{number}")]
            assert sorted(store.table(table.name), key=repr) == sorted(wanted, key=repr)
            assert wanted or table.arrays


@pytest.mark.parametrize(
    "text",
    [
        "2023-01-19T13:11:08Z",
        "2023-01-19t13:11:08.204z",
        "2023-01-19T13:11:08.2Z",
        "2023-01-19T13:11:08.204117Z",
        "2023-01-19 13:11:08.204117+02:00",
        "2023-12-31T23:59:59.999999-11:30",
        "2024-02-29T00:00:00.000001+14:00",
        "2023-01-19T13:11:08",
        "2023-01-19T13:11:08.5",
        "2023-01-19T13:11:08-0200",
        "0002-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z",
    ],
)
def test_a_time_is_the_models_time_in_whatever_form_it_came(text: str, tmp_path: Path) -> None:
    raw = written({"id": "s", "created": text})
    (row,) = swept(tmp_path / "estate.db", "listRcsSenders", [raw]).table("senders")
    created = item_of("listRcsSenders")
    assert row[TIMES] == from_json(created, raw).created
    ((stored,),) = swept(tmp_path / "estate.db", "listRcsSenders", [raw]).sql("SELECT created FROM senders")
    assert len(stored) == len("2023-01-19T13:11:08.204117Z")
    assert row[TIMES] == dt.datetime.fromisoformat(stored)


def hostile(path: Path) -> Store:
    return swept(path, "listRcsSenders", [written(sender(text)) for text in HOSTILE])


def sender(name: str) -> dict[str, Any]:
    operators = [{"name": name, "status": "REJECTED", "remark": name}]
    return {
        "id": f"id {name}",
        "details": {"brand": {"name": name}},
        "countryStatus": [{"country": "DE", "operators": operators}],
        "testNumberStates": [{"number": "+491701234"}],
    }


def test_csv_holds_no_formulas_and_every_cell(tmp_path: Path) -> None:
    out = io.StringIO(newline="")
    hostile(tmp_path / "estate.db").table("sender_countries").write_csv(out)
    found = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    guarded = [f"'{text}" if text[:1] in "=+-@\t\r" and text not in {"", "-1"} else text for text in HOSTILE]
    assert sorted(row["name"] for row in found) == sorted(guarded)
    assert all(row["name"] == row["remark"] for row in found)
    assert not [cell for row in found for cell in row.values() if cell[:1] in "=@\t\r" and cell]
    out = io.StringIO(newline="")
    hostile(tmp_path / "estate.db").table("test_numbers").write_csv(out)
    assert all(row["number"] == "+491701234" for row in csv.DictReader(io.StringIO(out.getvalue())))


def test_json_lines_hold_the_rows_and_items_as_they_came(tmp_path: Path) -> None:
    store = hostile(tmp_path / "estate.db")
    out = io.StringIO()
    store.table("sender_countries").write_jsonl(out)
    lines = [json.loads(line) for line in out.getvalue().split("\n")[:-1]]
    names = store.table("sender_countries").names
    assert sorted(line["name"] for line in lines) == sorted(HOSTILE)
    assert [tuple(line) for line in lines] == [names] * len(HOSTILE)
    raw = b'{\n "id": "a",\r\n "odd": [1.10, "\\u00e9"],\n "isEmbeddedSignup": true\n}'
    store = swept(tmp_path / "accounts.db", "getWhatsappAccount", [raw])
    out = io.StringIO()
    store.table("items").write_jsonl(out)
    (line,) = out.getvalue().splitlines()
    assert raw.replace(b"\n", b" ").replace(b"\r", b" ").decode() in line
    out = io.StringIO()
    store.table("accounts").write_jsonl(out)
    assert json.loads(out.getvalue())["embedded_signup"] is True
    out = io.StringIO()
    store.table("accounts").write_csv(out)
    assert ",true," in out.getvalue()


def test_a_query_finds_rows_of_its_own(tmp_path: Path) -> None:
    store = hostile(tmp_path / "estate.db")
    rows = store.sql("SELECT status, count(*) AS n, 1.5 x, NULL y, name, name FROM sender_countries GROUP BY 1; ")
    assert rows.names[:4] == ("status", "n", "x", "y")
    assert len(set(rows.names)) == 6
    assert [row[:4] for row in rows] == [("REJECTED", len(HOSTILE), 1.5, None)]
    assert list(store.sql("WITH a AS (SELECT 1 x) SELECT * FROM a -- the end")) == [(1,)]
    for query in ("", "SELECT", "SELECT nothing", "DELETE FROM versions", "SELECT 1; SELECT 2", "PRAGMA user_version"):
        with pytest.raises(InvalidRequest, match="query: "):
            store.sql(query)


def test_bytes_are_written_in_hexadecimal(tmp_path: Path) -> None:
    rows = hostile(tmp_path / "estate.db").sql("SELECT x'00ff' AS b, NULL AS n")
    table, lines = io.StringIO(), io.StringIO()
    rows.write_csv(table)
    rows.write_jsonl(lines)
    assert (table.getvalue(), json.loads(lines.getvalue())) == ("b,n\n00ff,\n", {"b": "00ff", "n": None})
    assert list(rows) == [(b"\0\xff", None)]


@pytest.mark.parametrize("operation", ["listRcsSenders", "listWhatsappSenders", "getWhatsappAccount"])
def test_parquet_and_arrow_hold_what_the_models_hold(operation: str, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb: pip install 'sinch-provisioning[data]'")
    reason = "needs polars, pandas and pyarrow: pip install 'sinch-provisioning[tables]'"
    polars, pandas = pytest.importorskip("polars", reason=reason), pytest.importorskip("pandas", reason=reason)
    pyarrow = pytest.importorskip("pyarrow", reason=reason)
    raws = [*made(operation), *(map(written, map(sender, HOSTILE)) if operation == "listRcsSenders" else ())]
    store = swept(tmp_path / "it's.db", operation, raws)
    for table in TABLES.values():
        if operation not in table.sources:
            continue
        source = table.sources.index(operation)
        wanted = [row for number, raw in enumerate(raws) for row in rows(table, source, raw, f"p{number}")]
        found = store.table(table.name)
        file = tmp_path / f"{table.name}'s.parquet"
        found.write_parquet(file)
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            by_duckdb = connection.read_parquet(str(file)).fetchall()
        frame = pandas.read_parquet(file)
        by_pandas = [tuple(None if pandas.isna(one) else one for one in row) for row in frame.itertuples(index=False)]
        forms = {
            "rows": list(found),
            "duckdb": by_duckdb,
            "polars": polars.read_parquet(file).rows(),
            "pandas": by_pandas,
            "polars by Arrow": polars.DataFrame(found).rows(),
            "pyarrow": [tuple(row.values()) for row in pyarrow.table(found).to_pylist()],
        }
        for name, form in forms.items():
            assert sorted(form, key=repr_of) == sorted(wanted, key=repr_of), (table.name, name)
        assert {file.name for file in tmp_path.iterdir() if "parquet" in file.name} <= {
            f"{each}'s.parquet" for each in TABLES
        }


def repr_of(row: tuple[Any, ...]) -> str:
    return repr([each.timestamp() if isinstance(each, dt.datetime) else each for each in row])


def test_a_query_goes_to_arrow_with_the_types_that_it_found(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="needs polars: pip install 'sinch-provisioning[tables]'")
    pytest.importorskip("duckdb", reason="needs duckdb: pip install 'sinch-provisioning[data]'")
    store = hostile(tmp_path / "estate.db")
    frame = polars.DataFrame(store.sql("SELECT name, count(*) n, 0.5 x, NULL y FROM senders GROUP BY 1"))
    assert frame.schema == {"name": polars.String, "n": polars.Int64, "x": polars.Float64, "y": polars.String}
    assert len(frame) == len(set(HOSTILE))
    assert polars.DataFrame(store.sql("SELECT name FROM senders WHERE 0")).schema == {"name": polars.String}


def test_without_duckdb_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    found = hostile(tmp_path / "estate.db").table("senders")
    with pytest.raises(ConfigurationError, match=r"pip install 'sinch-provisioning\[data\]'"):
        found.write_parquet(tmp_path / "senders.parquet")
    with pytest.raises(ConfigurationError, match=r"pip install 'sinch-provisioning\[data\]'"):
        found.__arrow_c_stream__()
    assert list(found)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a timer that interrupts")
def test_ctrl_c_ends_a_query(tmp_path: Path) -> None:
    store = swept(tmp_path / "estate.db", "listRcsSenders", [b'{"id": "s"}'])
    endless = store.sql("WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a) SELECT count(*) FROM a")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(endless)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
