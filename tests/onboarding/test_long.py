"""Short forms of what the commands `python -m tests.onboarding.killing` and `.machine` do at length."""

import pytest

from tests.onboarding import killing, machine


def test_processes_that_are_killed_make_nothing_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert killing.kill("plain", count=1, kills=1, seed=7) == 0, capsys.readouterr().out


def test_whatever_happens_an_onboarding_ends_or_asks() -> None:
    machine.play(10, 30)
