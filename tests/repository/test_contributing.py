"""The map and the checklists of CONTRIBUTING.md are true."""

import re
from pathlib import Path

import pytest

from sinch_provisioning.families import FAMILIES
from sinch_provisioning.operations import OPERATIONS
from tests.release import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text()


def section(heading: str) -> str:
    return TEXT.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def steps(heading: str) -> list[str]:
    return re.findall(r"^\d+\. (.+)$", section(heading), re.MULTILINE)


def patterns(text: str) -> list[str]:
    """Return the files that a text names in backticks, where `<family>` stands for any."""
    return [name for name in re.findall(r"`([\w./<>*-]+)`", text) if "/" in name]


def files(pattern: str, family: str = "*") -> list[Path]:
    return [path for path in ROOT.glob(pattern.replace("<family>", family)) if "__pycache__" not in path.parts]


@pytest.mark.parametrize("heading", ["Adding a field", "Adding an operation", "Adding a family"])
def test_a_checklist_names_files_that_are_there(heading: str) -> None:
    named = [pattern for step in steps(heading) for pattern in patterns(step)]
    assert named
    for pattern in named:
        for family in FAMILIES if "<family>" in pattern else ["*"]:
            # The events of webhooks are its models.
            alternative = pattern.replace("models.py", "*.py") if family == "webhooks" else pattern
            assert files(alternative, family), (pattern, family)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_checklist_of_an_operation_leads_to_each_that_is_there(operation: str) -> None:
    """Whoever follows the list finds an example of every step. (Handlers that resources share build the id's text.)"""
    contract, calls, _, entry = [found[0] for step in steps("Adding an operation") if (found := patterns(step))]
    for pattern in (contract, calls, entry):
        assert any(f'"{operation}"' in path.read_text() for path in files(pattern) if path.is_file()), pattern


def test_the_map_has_every_package() -> None:
    packages = {path.parent.name for path in (ROOT / "sinch_provisioning").glob("*/__init__.py")}
    named = set(re.findall(r"(\w+)/`", section("Map of the code"))) - {"sinch_provisioning", "tests"}
    assert named - {"contract"} == packages


def test_the_glossary_is_short_and_in_order() -> None:
    words = [
        word.lower() for word in re.findall(r"^\| ([\w ]+) \|", section("Glossary"), re.MULTILINE) if word != "word"
    ]
    assert len(words) == 20
    assert words == sorted(words)


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "VERSIONING.md", "CODE_OF_CONDUCT.md", "SECURITY.md", "README.md"])
def test_links_between_pages_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / page).read_text()):
        assert (ROOT / target).exists(), target
