"""A running emulator, steered by commands."""

import pytest

from sinch_provisioning.emulator import Emulator
from tests.cli.command import invoke


def test_a_decision_by_its_name_and_arguments(served: Emulator) -> None:
    sender = invoke("rcs", "senders", "list", "--states", "LAUNCHED", "--query", "[].id").data
    words = ("--sender-id", sender, "--country", "SE", "--operator", "Telia", "--status", "REJECTED", "--remark", "No.")
    countries = invoke("rcs", "senders", "get", sender, "--query", "countryStatus[].country").data
    given = [countries[0] if word == "SE" else word for word in words]
    operators = invoke("rcs", "senders", "get", sender, "--query", "countryStatus[0].operators[].name").data
    done = invoke("emulator", "decide", "rcs", "set-operator", *(operators[0] if w == "Telia" else w for w in given))
    assert (done.code, done.output, done.errors) == (0, "", "")
    found = invoke("rcs", "senders", "get", sender, "--query", "countryStatus[0].operators[0].[status, remark]").data
    assert found == ["REJECTED", "No."]
    listed = invoke("emulator", "decide", "-o", "json").output
    assert "rcs/set_operator" in listed


def test_a_decision_that_cannot_be_taken_is_told(served: Emulator) -> None:
    missing = invoke("emulator", "decide", "rcs", "unlaunch")
    assert (missing.code, "(Object missing required field `sender_id`)" in missing.errors) == (2, True)
    assert "{" not in missing.errors
    unknown = invoke("emulator", "decide", "rcs", "nonsense")
    assert unknown.code == 4
    twisted = invoke("emulator", "decide", "rcs", "unlaunch", "--sender-id", "x", "y")
    assert (twisted.code, "no decision control/rcs/unlaunch/y" in twisted.errors) == (4, True)


def test_time_moves(served: Emulator) -> None:
    before = invoke("emulator", "time", "-o", "json").data["now"]
    assert invoke("emulator", "time", "+6h").code == 0
    after = invoke("emulator", "time", "-o", "json").data["now"]
    assert str(before) != str(after)


def test_faults_are_added_shown_and_taken_away(served: Emulator) -> None:
    words = ("--operation", "getRcsSender", "--error-code", "sender_not_found", "--times=2")
    assert invoke("emulator", "faults", "add", *words).code == 0
    assert [(fault.operation, fault.times) for fault in served.faults] == [("getRcsSender", 2)]
    [shown] = invoke("emulator", "faults", "-o", "json", "--query", "[].operation").data
    assert shown == "getRcsSender"
    assert invoke("emulator", "faults", "clear", str(served.faults[0].id)).code == 0
    assert served.faults == []
    wrong = invoke("emulator", "faults", "add", "--status", "200")
    assert (wrong.code, "status" in wrong.errors) == (2, True)
    assert invoke("emulator", "faults", "remove").code == 2
    assert invoke("emulator", "faults", "--status", "503").code == 2
    assert invoke("emulator", "faults", "add", "--status").code == 2


def test_an_emulator_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SINCH_BASE_URL", "http://127.0.0.1:1")
    done = invoke("emulator", "time")
    assert (done.code, "no emulator at http://127.0.0.1:1" in done.errors) == (75, True)
    assert "`sinch-provisioning emulator` starts one" in done.errors
