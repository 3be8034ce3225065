"""A release is of one version, and each break of that is named."""

import re

import pytest

from tests.release import ROOT, Rejected, check_version, notes, released, version

CHANGELOG = """\
# Changelog

## [Unreleased]
{unreleased}
## [1.2.0] - 2026-01-31

### Added

- It.

## [1.1.0] - 2025-12-01
"""


def test_one_version_in_tag_package_and_changelog_is_released() -> None:
    check_version("v1.2.0", CHANGELOG.format(unreleased=""), "1.2.0")
    assert notes(CHANGELOG.format(unreleased=""), "1.2.0") == "### Added\n\n- It."


@pytest.mark.parametrize(
    ("tag", "package", "unreleased", "reason"),
    [
        ("v1.2.1", "1.2.0", "", "the tag is v1.2.1, the package's version 1.2.0"),
        ("1.2.0", "1.2.0", "", "the tag is 1.2.0"),
        ("v1.3.0", "1.3.0", "", "the newest dated section of CHANGELOG.md is 1.2.0, not 1.3.0"),
        ("v1.1.0", "1.1.0", "", "the newest dated section of CHANGELOG.md is 1.2.0, not 1.1.0"),
        ("v1.2.0", "1.2.0", "\n- More.\n", "still has something under Unreleased"),
    ],
)
def test_anything_else_is_not(tag: str, package: str, unreleased: str, reason: str) -> None:
    with pytest.raises(Rejected, match=re.escape(reason)):
        check_version(tag, CHANGELOG.format(unreleased=unreleased), package)


def test_this_changelog_is_not_behind_its_package() -> None:
    """Between releases the package has the version that comes next, or the last one with nothing new yet."""
    text = (ROOT / "CHANGELOG.md").read_text()
    parsed = [tuple(map(int, each.split("."))) for each in [version(), *released(text)]]
    assert parsed[1:] == sorted(set(parsed[1:]), reverse=True)
    assert text.count("## [Unreleased]") == 1 or parsed[0] == parsed[1]
    assert all(each <= parsed[0] for each in parsed[1:])


def test_the_pythons_are_the_same_everywhere() -> None:
    named = {
        "pyproject.toml": re.findall(r'Python :: (3\.\d+)"', (ROOT / "pyproject.toml").read_text()),
        "ci.yml": re.findall(r'"(3\.\d+)"', re.findall(r"python: \[(.+)\]", _workflow("ci"))[0]),
    }
    first, *_, last = named["pyproject.toml"]
    assert named["ci.yml"] == named["pyproject.toml"]
    assert f"CPython {first} to {last}" in (ROOT / "README.md").read_text()
    assert f"today {first} to {last}" in (ROOT / "VERSIONING.md").read_text()


def _workflow(name: str) -> str:
    return (ROOT / f".github/workflows/{name}.yml").read_text()
