"""Commands of the API: their names, their bodies, what they would send."""

import pytest

from sinch_provisioning.emulator import Emulator
from tests.cli.command import invoke


def test_a_list_a_get_and_a_create(served: Emulator) -> None:
    listed = invoke("rcs", "senders", "list", "-o", "json", "--query", "[].id").data
    assert len(listed) == 3
    assert invoke("rcs", "senders", "get", listed[0]).data["id"] == listed[0]
    made = invoke(
        *("rcs", "senders", "create", "--region", "EU", "--billing-category", "CONVERSATIONAL", "--use-case", "OTP"),
        *("--set", "details.brand.name=Shop"),
    )
    assert (made.code, made.data["details"]["brand"]["name"]) == (0, "Shop")
    assert len(served.requests.of("createRcsSender")) == 1


@pytest.mark.parametrize(("states", "found"), [(["--states", "DRAFT,LAUNCHED"], 3), (["--states", "LAUNCHED"], 1)])
def test_lists_are_repeated_or_have_commas(served: Emulator, states: list[str], found: int) -> None:
    assert len(invoke("rcs", "senders", "list", *states).output.splitlines()) == found
