"""The document is what the tests run, and each of its promises has the test that it names."""

import ast
from pathlib import Path

import pytest

from tests.reliability.guarantees import GUARANTEES
from tests.reliability.table import PAGE, ROWS, page

TESTS = Path(__file__).parents[1]


def test_the_document_is_current() -> None:
    assert PAGE.read_text() == page(), "run `python -m tests.reliability.table`"


def test_each_fault_has_a_name_of_its_own() -> None:
    names = [row.name for _, rows in ROWS for row in rows]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("test", [test for _, promises in GUARANTEES for _, test in promises])
def test_each_promise_names_a_test_that_is_there(test: str) -> None:
    file, _, name = test.partition("::")
    tree = ast.parse((TESTS / file).read_text())
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_the_threat_model_names_tests_that_are_there() -> None:
    written = (TESTS.parent / "SECURITY.md").read_text()
    named = {word for word in written.replace("`", " ").split() if word.startswith("test_")}
    known = {
        node.name
        for file in TESTS.rglob("test_*.py")
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert named
    assert named <= known
    places = {word for word in written.replace("`", " ").split() if word.startswith("tests/")}
    assert all((TESTS.parent / place).exists() for place in places)
