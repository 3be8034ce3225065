"""What was announced to be removed is removed when its version comes."""

import re
from collections.abc import Iterator

import pytest

from tests.release import ROOT, version

NOTICE = re.compile(r"removed in (\d+)\.(\d+)")


def due(text: str, package: str) -> list[str]:
    """Return the notices whose version has come."""
    now = tuple(map(int, package.split(".")[:2]))
    return [found.group() for found in NOTICE.finditer(text) if (int(found[1]), int(found[2])) <= now]


def overdue() -> Iterator[str]:
    for path in sorted((ROOT / "sinch_provisioning").rglob("*.py")):
        for notice in due(path.read_text(), version()):
            yield f"{path.relative_to(ROOT)}: {notice}"


@pytest.mark.parametrize(
    ("package", "found"), [("1.9.3", []), ("2.0.0", ["removed in 2.0"]), ("2.1.0", ["removed in 2.0"])]
)
def test_a_notice_is_due_from_its_version_on(package: str, found: list[str]) -> None:
    assert due('@deprecated("use other(); removed in 2.0")', package) == found


def test_nothing_is_overdue() -> None:
    assert list(overdue()) == []
