"""The ledger of errata names modules that exist, and says something in every cell."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ERRATA = ROOT / "docs" / "errata.md"
ROWS = [
    line.strip().strip("|").split(" | ")
    for line in ERRATA.read_text().splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| what the documents say"))
]


def test_there_is_a_ledger_for_each_family() -> None:
    headings = set(re.findall(r"^## (\w+)", ERRATA.read_text(), re.MULTILINE))
    assert headings == {"All", "RCS", "WhatsApp", "KakaoTalk", "Conversation", "Bundles", "SMS", "Webhooks"}
    assert len(ROWS) > 100


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip()[:60])
def test_a_row_is_complete_and_its_modules_exist(row: list[str]) -> None:
    says, client, emulator, where = (cell.strip() for cell in row)
    assert says
    assert client
    assert emulator
    modules = re.findall(r"`([\w/]+\.py)`", where)
    assert modules
    assert [name for name in modules if not (ROOT / "sinch_provisioning" / name).is_file()] == []
