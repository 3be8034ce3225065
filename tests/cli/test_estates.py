"""Sweeps, changes, SQL and exports from the command line."""

import asyncio
import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sinch_provisioning.emulator import Emulator
from tests.cli.command import invoke, run

pytestmark = pytest.mark.usefixtures("served")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "estate.db"


def test_a_sweep_its_changes_sql_and_an_export(served: Emulator, store: Path) -> None:
    Path("projects.txt").write_text("# ours\np1\n\n  p2\np1\n", "utf-8")
    done = invoke("sweep", "rcs", "senders", "--projects", "@projects.txt", "--store", str(store), "-o", "json")
    assert (done.code, done.errors) == (0, "")
    counts = {"sweep": 1, "listings": 2, "earlier": 0, "done": 2, "pages": 2, "items": 6, "unreadable": 0, "failed": 0}
    assert done.data == counts | {"started": done.data["started"]}
    query = "select project, sender, country, operator from sender_countries where status = 'LAUNCHED' limit 1"
    row = invoke("sql", query, "-o", "json").data[0]
    served.control.rcs.set_operator(
        row["project"], row["sender"], row["country"], row["operator"], "REJECTED", "No logo"
    )
    assert invoke("changes").output == ""
    assert invoke("sweep", "rcs", "senders", "--projects", "p1,p2").code == 0
    (change,) = [one for one in invoke("changes", "--since", "1h", "-o", "json").data if one["operator"]]
    assert (change["after"], change["remark"], change["id"]) == ("REJECTED", "No logo", row["sender"])
    assert {"seen", "before_seen"} <= change.keys()
    table = list(csv.DictReader(io.StringIO(invoke("export", "senders").output)))
    assert len(table) == 6
    assert invoke("export", "senders", "--to", "s.jsonl").code == 0
    lines = [json.loads(line) for line in Path("s.jsonl").read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == [line["id"] for line in table]
    assert len(invoke("export", "senders", "--history", "-o", "csv").output.splitlines()) >= 7


def test_a_project_that_fails_gives_exit_code_9_and_can_be_tried_again(served: Emulator, store: Path) -> None:
    served.fail("listRcsSenders", project="p2", status=403, times=1)
    done = invoke("sweep", "rcs", "senders", "--projects", "p1", "--projects", "p2")
    assert done.code == 9
    assert "1 of 2 lists failed; --retry-failed goes on with them. The first, p2: 403" in done.errors
    assert json.loads(done.output)["failed"] == 1
    assert [row["project"] for row in invoke("sql", "select * from failures", "-o", "json").data] == ["p2"]
    again = invoke("sweep", "rcs", "senders", "--projects", "p1,p2", "--retry-failed", "-o", "json")
    assert (again.code, again.data["sweep"], again.data["pages"]) == (0, 1, 1)


def test_the_project_of_the_settings_is_what_is_swept_if_no_other_is_named(store: Path) -> None:
    assert invoke("sweep", "webhooks", "-o", "json").data["listings"] == 1
    assert invoke("sql", "select project from sweeps join walks", "-o", "json").code == 0


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        ("sweep rcs sender", 2, "must be one of rcs senders"),
        ("sweep rcs senders --projects @missing.txt", 2, "missing.txt"),
        ("sweep rcs senders --projects ,", 2, "names no project"),
        ("sweep kakaotalk templates", 3, "a sweep makes it"),
        ("changes", 3, "a sweep makes it"),
        ("changes --store projects.csv", 3, "projects.csv"),
        ("export senders --store estate.db", 3, "a sweep makes it"),
    ],
)
def test_misuse_is_told(store: Path, command: str, code: int, words: str) -> None:
    Path("projects.csv").write_text("a,b\n" * 100, "utf-8")
    done = invoke(*command.split())
    assert (done.code, done.output) == (code, "")
    assert words in done.errors


def test_what_sql_and_export_do_not_do(store: Path) -> None:
    assert invoke("sweep", "rcs", "senders").code == 0
    before = store.read_bytes()
    for query in ("drop table versions", "delete from versions", "select 1; drop table versions", "attach 'x' as y",
                  "pragma user_version = 7", "select load_extension('x')", "vacuum", "select from"):  # fmt: skip
        done = invoke("sql", query)
        assert (done.code, done.output) == (2, ""), query
        assert done.errors.startswith("error: query: ")
        if query != "vacuum":  # which could be a table's name
            assert done.errors.endswith("; it must be one SELECT, as a store can only be read here\n"), query
    assert invoke("sql", "select x'00ff' as b, 1 as n", "-o", "csv").output == "b,n\n00ff,1\n"
    assert invoke("sql", "select missing").errors == "error: query: no such column: missing\n"
    assert store.read_bytes() == before
    assert invoke("export", "nothing").code == 2
    assert "--to FILE" in invoke("export", "senders", "-o", "parquet").errors
    ways = "its name has to end in .csv, .jsonl or .parquet, or --output has to say the form"
    assert invoke("export", "senders", "--to", "x.xlsx").errors == f"error: x.xlsx: {ways}\n"


def test_an_export_is_utf_8_whatever_the_terminal_speaks(store: Path) -> None:
    assert invoke("sweep", "rcs", "senders").code == 0
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE bodies SET raw = json_set(raw, '$.details.brand.name', 'Café 木')")
    code, output, errors = asyncio.run(run("export", "senders", PYTHONIOENCODING="latin-1", PYTHONUTF8="0"))
    assert (code, errors) == (0, "")
    assert output.count("Café 木") == 3
