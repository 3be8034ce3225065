"""Workflows can do what they have to and no more, and call what is there."""

import ast
import re
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from tests.release import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
WORDS = {"tests", "lint", "types", "docs", "bench", "fuzz", "soak", "surface", "newest"}
everywhere = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def sessions() -> set[str]:
    """Return the names of the noxfile's sessions."""
    return {
        node.name
        for node in ast.parse((ROOT / "noxfile.py").read_text()).body
        if isinstance(node, ast.FunctionDef) and any("session" in ast.unparse(mark) for mark in node.decorator_list)
    }


def called(text: str) -> set[str]:
    """Return the sessions that a script calls."""
    return {name for names in re.findall(r"nox(?: --no-venv)? -s ((?:[a-z]+ ?)+)", text) for name in names.split()}


def test_there_is_one_word_for_everything() -> None:
    assert sessions() >= WORDS


@pytest.mark.parametrize("path", [".ci/run", "CONTRIBUTING.md", *(f".github/workflows/{w.name}" for w in WORKFLOWS)])
def test_what_is_called_is_there(path: str) -> None:
    found = called((ROOT / path).read_text())
    assert found
    assert found <= sessions()


@everywhere
def test_actions_are_pinned_and_say_their_version(path: Any) -> None:
    uses = re.findall(r"uses: (.+)", path.read_text())
    assert uses
    assert [each for each in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each)] == []


@everywhere
def test_a_job_has_its_own_permissions_and_an_end(path: Any) -> None:
    workflow: Any = yaml.safe_load(path.read_text())
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"]
        assert job["timeout-minutes"] <= 30


def test_what_runs_code_may_not_publish() -> None:
    jobs: Any = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())["jobs"]
    for job in jobs.values():
        runs_code = any("checkout" in step.get("uses", "") for step in job["steps"])
        assert not runs_code or job["permissions"] == {"contents": "read"}
    assert jobs["publish"]["environment"]["name"] == "pypi"
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
