"""The public surface is what its text says, and what would break a user's code has to be in the changelog."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.surface import COMMAND, differences

ROOT = Path(__file__).parents[1]


def test_the_surface_is_as_its_text_says() -> None:
    diff = differences()
    assert not diff, f"the public surface has changed:\n{diff}\nIf that is meant: {COMMAND}"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the sources as a repository of its own, with one commit."""
    for name in ("sinch_provisioning", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "CHANGELOG.md", tmp_path)
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "as it was"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def surface(clone: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.surface", *arguments],
        cwd=clone,
        env={**os.environ, "PYTHONPATH": str(clone)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


@pytest.mark.skipif(find_spec("griffe") is None, reason="needs griffe: pip install griffe")
@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_break_has_to_be_named_in_the_changelog(clone: Path) -> None:
    package = clone / "sinch_provisioning"
    assert surface(clone, "--against", "HEAD")[0] == 0
    replace(package / "bulk" / "__init__.py", "def listings(", "def all_listings(")
    replace(package / "bulk" / "__init__.py", '"listings"', '"all_listings"')
    replace(package / "__init__.py", '    "evolve",\n', "")
    replace(package / "config.py", "def from_env(cls, environ", "def from_env(cls, where: str, environ")
    status, output = surface(clone, "--against", "HEAD")
    assert status == 1
    assert "bulk.listings: removed" in output
    assert "evolve: removed" in output
    assert "Config.from_env: Parameter was added as required" in output
    told = "## [Unreleased]\n\n### Removed\n\n- `bulk.listings`, `Config.from_env` and `evolve` are other ones.\n"
    replace(clone / "CHANGELOG.md", "## [Unreleased]\n", told)
    assert surface(clone, "--against", "HEAD")[0] == 0
