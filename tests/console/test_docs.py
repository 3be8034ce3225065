"""docs/emulator.md is true: its pictures are there, its fixtures exist. tests/docs runs its lines of curl."""

import re
from pathlib import Path

from sinch_provisioning import testing

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "emulator.md").read_text()


def test_its_pictures_are_there_and_small() -> None:
    shown = re.findall(r"\]\((screenshots/[^)]+)\)", TEXT)
    assert len(shown) == 5
    pictures = list((DOCS / "screenshots").glob("*.png"))
    assert {DOCS / path for path in shown} <= set(pictures)
    assert all(picture.stat().st_size < 250_000 for picture in pictures)


def test_its_fixtures_are_those_of_the_plugin() -> None:
    named = set(re.findall(r"`(sinch_\w+)`", TEXT))
    assert named == {name for name in testing.__all__ if name.startswith("sinch_")}
