"""Data on standard output: forms, queries, columns, order; secrets and what spreadsheets would run."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML

from sinch_provisioning import errors
from sinch_provisioning.cli import failing
from sinch_provisioning.cli.options import Options
from sinch_provisioning.cli.output import emit
from sinch_provisioning.emulator import Emulator
from tests.cli.command import invoke

LIST = ("rcs", "senders", "list")
ROWS = [
    {"id": "b", "size": 2, "tags": ["x", "y"], "deep": {"name": "B", "on": True}},
    {"id": "a", "size": 10, "tags": [], "deep": {"name": "=A", "on": None}},
    {"id": "c", "size": None, "tags": ["z"], "deep": {"name": "+46123", "on": False}},
]


def written(capsys: pytest.CaptureFixture[str], value: Any, **options: Any) -> str:
    emit(value, Options(**options))
    return capsys.readouterr().out


@pytest.mark.parametrize("form", ["json", "yaml", "jsonl"])
def test_forms_hold_the_same_data(capsys: pytest.CaptureFixture[str], form: str) -> None:
    text = written(capsys, iter(ROWS), output=form)
    read: dict[str, Any] = {
        "json": json.loads,
        "yaml": YAML(typ="safe").load,
        "jsonl": lambda text: [json.loads(line) for line in text.splitlines()],
    }
    assert read[form](text) == ROWS
    assert read[form](written(capsys, ROWS[0], output=form)) in (ROWS[0], [ROWS[0]])


def test_csv_has_a_header_and_no_cell_that_a_spreadsheet_runs(capsys: pytest.CaptureFixture[str]) -> None:
    text = written(capsys, ROWS, output="csv", columns=["id,size", "deep.name"])
    assert text == "id,size,deep.name\nb,2,B\na,10,'=A\nc,,+46123\n"
    assert written(capsys, ROWS[:1], output="csv", no_header=True) == 'b,2,"x, y","{""name"": ""B"", ""on"": true}"\n'
    assert written(capsys, ["x", "@y"], output="csv") == "value\nx\n'@y\n"
    assert written(capsys, ["a\rb", "c\nd"], output="csv") == 'value\n"a\rb"\n"c\nd"\n'


def test_columns_and_order_may_be_named_as_in_python(served: Emulator) -> None:
    done = invoke(
        *LIST, "--columns", "id,details.brand.name,billing_category", "--sort", "-details.brand.name", "-o", "csv"
    )
    rows = list(csv.DictReader(io.StringIO(done.output)))
    names = [row["details.brand.name"] for row in rows]
    assert names == sorted(names, reverse=True)
    assert {row["billing_category"] for row in rows} == {"CONVERSATIONAL", "NON_CONVERSATIONAL"}


def test_order_takes_numbers_as_numbers_and_puts_nothing_last(capsys: pytest.CaptureFixture[str]) -> None:
    assert written(capsys, ROWS, output="jsonl", sort=["size"], query="id") == '"b"\n"a"\n"c"\n'
    assert written(capsys, ROWS, output="jsonl", sort=["deep.on,id"], query="id") == '"c"\n"b"\n"a"\n'


@pytest.mark.parametrize(
    ("form", "query", "text"),
    [
        ("jsonl", "id", '"b"\n"a"\n"c"\n'),
        ("jsonl", "[].id", '"b"\n"a"\n"c"\n'),
        ("jsonl", "[?size > `5`].id", '"a"\n'),
        ("jsonl", "[id, size]", '["b", 2]\n["a", 10]\n["c", null]\n'),
        ("csv", "{id: id, n: deep.name}", "id,n\nb,B\na,'=A\nc,+46123\n"),
        ("json", "length(@)", "3\n"),
        ("json", "[?size == `2`].id | [0]", '"b"\n'),
        ("table", "[].id", "value\nb\na\nc\n"),
        ("table", "[0].deep", "name  B\non    true\n"),
    ],
)
def test_a_query_is_over_each_item_or_over_the_whole(
    capsys: pytest.CaptureFixture[str], form: str, query: str, text: str
) -> None:
    assert written(capsys, ROWS, output=form, query=query) == text


def test_a_column_that_nothing_has_is_told(served: Emulator) -> None:
    done = invoke(*LIST, "--columns", "id,stat")
    assert "nothing has a field stat" in done.errors
    assert invoke(*LIST, "--columns", "id,stat", "-o", "json").errors == "", "standard error is for one error as JSON"


def test_a_table_of_one_thing_and_of_nothing(served: Emulator) -> None:
    id = invoke(*LIST, "--limit", "1", "--query", "[].id").data
    lines = invoke("rcs", "senders", "get", id, "-o", "table").output.splitlines()
    assert lines[0].split() == ["id", id]
    assert any(line.startswith("details.brand.name ") for line in lines)
    none = invoke("webhooks", "list", "-o", "table")
    assert (none.code, none.output, none.errors) == (0, "", "nothing found\n")


def test_secrets_are_masked_unless_they_are_asked_for(served: Emulator) -> None:
    [shown] = set(invoke(*LIST, "--query", "auth_token || authToken").output.splitlines())
    assert shown == '"***"'
    revealed = invoke(*LIST, "--query", "authToken", "--reveal").output.splitlines()
    assert all(len(json.loads(token)) > 8 for token in revealed)
    raw = invoke("api", "GET", "/rcs/senders?pageSize=1", "-o", "json")
    assert raw.data["senders"][0]["authToken"] == "***"
    assert json.loads(revealed[0]) not in raw.output
    assert invoke("api", "GET", "/rcs/senders?pageSize=1", "--reveal").data["senders"][0]["authToken"] in map(
        json.loads, revealed
    )


def test_a_whole_that_breaks_off_writes_nothing_and_a_stream_what_it_has(served: Emulator) -> None:
    def rows() -> Iterator[dict[str, int]]:
        yield {"id": 1}
        raise errors.ConfigurationError("broken")

    for form, text in (("json", ""), ("yaml", ""), ("table", ""), ("jsonl", '{"id": 1}\n')):
        served.fail("listRcsSenders", status=403, skip=1, times=1)
        done = invoke(*LIST, "--page-size", "1", "-o", form, "--columns", "id")
        assert done.code == 5
        assert bool(done.output) is bool(text)
    assert next(rows()) == {"id": 1}
    assert failing.exit_code(errors.ConfigurationError("x")) == 3
