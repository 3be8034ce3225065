"""A short form of `python -m tests.sweeping.killing`."""

from pathlib import Path

import pytest

from tests.sweeping.killing import killing

pytestmark = pytest.mark.anyio


async def test_a_sweep_that_is_killed_goes_on_and_loses_and_doubles_nothing(tmp_path: Path) -> None:
    outcome = await killing(tmp_path, kills=2, projects=5, senders=150)
    assert outcome.kills == 2
    assert not outcome.bad, "\n".join(outcome.lines())
