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
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## [Unreleased]\n")
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
    rcs = package / "rcs" / "senders"
    for file, old, new in [
        (package / "bulk" / "__init__.py", "import listings as listings", "import listings as all_listings"),
        (package / "__init__.py", '        "core.model": "evolve",\n', ""),
        (package / "config.py", "def from_env(cls, environ", "def from_env(cls, where: str, environ"),
        (package / "rcs" / "__init__.py", "import changes as changes", "import changes"),
        (rcs / "models.py", "    agent_id: str | None = None\n", "    google_id: str\n"),
        (rcs / "api.py", "    launch: Final = blocking(Senders.launch)\n", ""),
        (rcs / "api.py", "async def get(self, sender_id: str)", "async def get(self, sender_id: str, *, why: str)"),
        (rcs / "api.py", "states: Sequence[", "more: bool = False,\n        states: Sequence["),
        (package / "cli" / "failing.py", "NOT_FOUND = 4", "NOT_FOUND = 44"),
    ]:
        replace(file, old, new)
    status, output = surface(clone, "--against", "HEAD")
    assert status == 1
    for broken in (
        "bulk.listings: removed",
        "evolve: removed",
        "Config.from_env: Parameter was added as required",
        "rcs.changes: removed",
        "rcs.GoogleSupplierDetails.agent_id: removed",
        "rcs.GoogleSupplierDetails.google_id: added as required",
        "sinch.rcs.senders.launch: removed",
        "sinch.rcs.senders.get: was: async sinch.rcs.senders.get(",
        "exit NOT_FOUND: was: exit NOT_FOUND: 4",
        "exit after NotFound: was: exit after NotFound: 4",
    ):
        assert broken in output, output
    assert "sinch.rcs.senders.list" not in output
    names = "`listings`, `from_env`, `evolve`, `rcs.changes`, `agent_id`, `google_id`, `senders.launch`, `senders.get`"
    told = f"## [Unreleased]\n\n### Removed\n\n- {names}, `NOT_FOUND`, `NotFound`.\n"
    replace(clone / "CHANGELOG.md", "## [Unreleased]\n", told)
    status, output = surface(clone, "--against", "HEAD")
    assert status == 0, output
