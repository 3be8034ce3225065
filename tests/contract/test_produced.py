"""Every documented status and refusal of every operation comes from the emulator in some test; told last of all."""

from pathlib import Path

import pytest

from tests.contract.document import DESCRIBED
from tests.contract.on_request import ON_REQUEST
from tests.contract.produced import PRODUCED

TESTS = Path(__file__).parents[1]
# The rooms whose tests ask an emulator for what it is to answer.
ROOMS = ("bundles", "contract", "conversation", "emulator", "kakaotalk", "rcs", "sms", "webhooks", "whatsapp*")
DOCUMENTED: set[tuple[str, int, str | None]] = {
    (described.id, status, code)
    for described in DESCRIBED.values()
    for status, code in [(described.success, None), *described.error_codes()]
}


@pytest.fixture(autouse=True)
def _whole(request: pytest.FixtureRequest) -> None:
    """Skip where a part of the tests was asked for: only all of them together tell."""
    running = {item.path for item in request.session.items}
    missing = {path for room in ROOMS for path in TESTS.glob(f"{room}/test_*.py")} - running
    if missing:
        pytest.skip(f"only the whole suite tells; {len(missing)} files are not part of this run")


def test_whatever_is_documented_was_produced() -> None:
    missing = DOCUMENTED - PRODUCED - ON_REQUEST
    assert sorted(missing, key=str) == []


def test_what_comes_by_itself_needs_no_request() -> None:
    assert sorted(ON_REQUEST & PRODUCED) == []
