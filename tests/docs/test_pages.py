"""What is said of the documents holds: links lead somewhere, pictures are there and small, fixtures exist."""

import re
from pathlib import Path

import pytest

from sinch_provisioning import testing
from sinch_provisioning.families import FAMILIES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text()
REPOSITORY = re.compile(
    r"https://(?:github\.com|raw\.githubusercontent\.com)/sinch-provisioning/sinch-provisioning-python/(?:blob/)?main/([^)#]+)"
)
PICTURES = sorted((DOCS / "screenshots").glob("*.png"))


def test_the_readme_leads_to_what_is_there_from_everywhere() -> None:
    """The package index shows it too, where a relative link or picture leads nowhere."""
    targets = re.findall(r"\]\(([^)]+)\)", README)
    assert len(targets) > 10
    for target in targets:
        found = REPOSITORY.fullmatch(target)
        assert found, target
        assert (ROOT / found[1]).exists(), target


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 190


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.stem)
def test_a_picture_is_small(picture: Path) -> None:
    assert picture.stat().st_size < 250_000


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_its_page(family: str) -> None:
    assert f"{{reference-calls}} {family}\n" in (DOCS / "reference" / f"{family}.md").read_text()


def test_the_fixtures_that_are_described_are_those_of_the_plugin() -> None:
    named = set(re.findall(r"`(sinch_\w+)`", (DOCS / "emulator.md").read_text()))
    assert named == {name for name in testing.__all__ if name.startswith("sinch_")}
