"""An emulator that the commands of a test talk to, by the environment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sinch_provisioning.emulator import Emulator
from tests.cli.command import environment


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Emulator]:
    """Serve three RCS senders in two projects; no settings of the user's are read."""
    for name in ("SINCH_PROFILE", "SINCH_ACCESS_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SINCH_CONFIG_DIR", str(tmp_path / "settings"))
    with Emulator(project_id=["p1", "p2"], senders=3, check_replies=True) as emulator:
        for name, value in environment(emulator).items():
            monkeypatch.setenv(name, value)
        yield emulator
