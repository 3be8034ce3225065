"""Each exit code, by a real cause, and what is said of it."""

import json
import signal
import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from anyio import to_thread

from sinch_provisioning import client
from sinch_provisioning.emulator import Emulator
from tests.cli.command import Done, environment, invoke, running, until
from tests.net.wire import SENDER, says, wire

CREATE = ("rcs", "senders", "create", "--region", "EU", "--billing-category", "CONVERSATIONAL", "--use-case", "OTP")
LIST = ("rcs", "senders", "list")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each random pause before a retry be the shortest."""
    monkeypatch.setattr(client, "random_module", SimpleNamespace(Random=lambda: SimpleNamespace(random=lambda: 0.0)))


def a_sender() -> str:
    found: str = invoke(*LIST, "--states", "DRAFT", "--limit", "1", "--query", "[].id").data
    return found


def test_0_done(served: Emulator) -> None:
    assert invoke(*LIST).code == 0


def test_1_what_was_not_expected(served: Emulator) -> None:
    served.fail("getRcsSender", malformed=True)
    done = invoke("rcs", "senders", "get", a_sender())
    assert (done.code, done.output) == (1, "")
    assert "Traceback" not in done.errors


@pytest.mark.parametrize(
    "words",
    [
        ("rcs", "senders", "lst"),
        (*LIST, "--stats", "DRAFT"),
        (*LIST, "-o", "xml"),
        (*LIST, "--states", "NONSENSE"),
        (*LIST, "--query", "[?"),
        (*CREATE, "--query", "[?"),
        ("rcs", "senders", "get"),
        ("rcs", "senders", "create", "--region", "EU"),
        ("rcs", "senders", "create", "--input", "missing.yaml"),
        ("rcs", "senders", "create", "--set", "details"),
        ("rcs", "senders", "wait", "x", "--for", "LAUNCHED", "--timeout", "soon"),
        ("whatsapp", "senders", "create"),
        ("webhooks", "create", "--secret-env", "NO_SUCH_VARIABLE"),
    ],
    ids=" ".join,
)
def test_2_wrong_usage(served: Emulator, words: tuple[str, ...]) -> None:
    done = invoke(*words)
    assert (done.code, done.output, len(served.requests)) == (2, "", 0)
    assert done.errors
    assert "Traceback" not in done.errors
    as_json = invoke(*words, "-o", "json")
    assert (as_json.code, as_json.output) == (2, "")
    assert json.loads(as_json.errors)["error"]["exit_code"] == 2


def test_3_configuration_and_authentication(served: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SINCH_KEY_SECRET", "wrong")
    done = invoke(*LIST)
    assert (done.code, done.output) == (3, "")
    monkeypatch.delenv("SINCH_KEY_SECRET")
    assert "key_secret is missing" in invoke(*LIST).errors
    monkeypatch.delenv("SINCH_KEY_ID")
    ways = "set SINCH_KEY_ID and SINCH_KEY_SECRET, or SINCH_ACCESS_TOKEN, or make a profile: "
    assert invoke(*LIST).errors == f"error: credentials are missing: {ways}sinch-provisioning configure --help\n"
    monkeypatch.delenv("SINCH_PROJECT_ID")
    done = invoke(*LIST, "-o", "json")
    assert (done.code, json.loads(done.errors)["error"]["field"]) == (3, "project_id")
    assert "missing: give --project, set SINCH_PROJECT_ID, or make a profile" in done.errors


def test_4_not_found(served: Emulator) -> None:
    done = invoke("rcs", "senders", "get", "none", "-o", "json")
    error = json.loads(done.errors)["error"]
    assert (done.code, done.output) == (4, "")
    assert (error["type"], error["status"], error["error_code"]) == ("NotFound", 404, "sender_not_found")
    assert error["operation"] == "getRcsSender"


def test_5_rejected(served: Emulator) -> None:
    done = invoke("rcs", "senders", "launch", a_sender())
    assert (done.code, done.output) == (5, "")
    assert "error: 4" in done.errors


def test_6_rate_limited(served: Emulator) -> None:
    served.fail("listRcsSenders", status=429, retry_after=600)
    done = invoke(*LIST, "-o", "json")
    assert (done.code, json.loads(done.errors)["error"]["retry_after"]) == (6, 600)


def test_7_differences(served: Emulator) -> None:
    id = a_sender()
    same = invoke("rcs", "senders", "diff", id, "--set", "details.brand.name=Parcel 0")
    assert (same.code, same.data) == (0, {})
    wanted = json.dumps({"details": {"brand": {"name": "Shop"}, "test_numbers": None}})
    other = invoke("rcs", "senders", "diff", id, "--input", "-", given=wanted)
    assert (other.code, other.data["details"]["brand"]) == (7, {"name": "Shop"})
    changed = invoke("rcs", "senders", "update", id, "--input", "-", given=other.output)
    assert changed.data["details"]["brand"]["name"] == "Shop"
    assert invoke("rcs", "senders", "diff", id, "--input", "-", given=wanted).code == 0


def test_8_a_wait_without_its_state(served: Emulator) -> None:
    done = invoke("rcs", "senders", "wait", a_sender(), "--for", "LAUNCHED", "--timeout", "1h", "-o", "json")
    error = json.loads(done.errors)["error"]
    assert (done.code, error["state"], error["wanted"]) == (8, "DRAFT", ["LAUNCHED"])


@pytest.mark.anyio
async def test_9_partly_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    items = [SENDER | {"id": "s1"}, {"id": 7}, SENDER | {"id": "s2"}]
    page: dict[str, Any] = {"totalSize": 3, "pageSize": 50, "senders": items}
    async with wire(scripts=[], otherwise=says(page)) as server:
        config = server.config()
        monkeypatch.setenv("SINCH_CONFIG_DIR", str(tmp_path))
        monkeypatch.setenv("SINCH_PROJECT_ID", "p")
        monkeypatch.setenv("SINCH_ACCESS_TOKEN", "t")
        monkeypatch.setenv("SINCH_BASE_URL", config.base_url)
        done: Done = await to_thread.run_sync(lambda: invoke(*LIST, "--query", "[].id"))
    assert (done.code, done.output) == (9, '"s1"\n"s2"\n')
    assert "1 cannot be read; the first: $.senders[1].id" in done.errors


@pytest.mark.parametrize(
    ("words", "code", "made"),
    [((*LIST[:2], "get", "ID"), 75, 4), (CREATE, 76, 1), ((*LIST[:2], "comment", "ID", "x"), 76, 1)],
    ids=["get", "create", "comment"],
)
def test_75_and_76_by_a_lost_response(served: Emulator, words: tuple[str, ...], code: int, made: int) -> None:
    given = [a_sender() if word == "ID" else word for word in words]
    before = len(served.requests)
    served.fail(reset="after")
    done = invoke(*given, "-o", "json")
    error = json.loads(done.errors)["error"]
    assert (done.code, done.output, error["sent"]) == (code, "", True)
    journal = [entry.operation for entry in list(served.requests)[before:]]
    assert journal.count(error["operation"]) == made


def test_75_if_nobody_is_there(served: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("SINCH_BASE_URL", f"http://127.0.0.1:{closed.getsockname()[1]}")
        assert invoke(*CREATE).code == 75


@pytest.mark.parametrize(("words", "code"), [(LIST, 75), (CREATE, 76)], ids=["list", "create"])
def test_75_and_76_by_an_outage(served: Emulator, words: tuple[str, ...], code: int) -> None:
    served.fail(status=502)
    assert invoke(*words).code == code


def test_76_for_a_post_that_this_version_does_not_know(served: Emulator) -> None:
    served.fail("createRcsAccountComment", reset="after")
    done = invoke("api", "POST", "/rcs/comments", "--set", "comment=Hello")
    assert done.code == 76


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (LIST, b""),
        (CREATE, b"error: interrupted; it may have been carried out: look before trying again"),
        ((*CREATE, "-o", "json"), b'"exit_code": 130, "message": "interrupted; it may have been carried out'),
        (("api", "POST", "/rcs/senders", "--set", "region=EU"), b"look before trying again"),
    ],
    ids=["list", "create", "create-json", "api"],
)
async def test_130_interrupted(served: Emulator, words: tuple[str, ...], said: bytes) -> None:
    served.fail(delay=60)
    async with running(*words, **environment(served)) as process:
        await until(lambda: bool(served.faults[0].hits))
        process.send_signal(signal.SIGINT)
        output, errors = await process.communicate()
    assert (process.returncode, output) == (130, b"")
    assert b"Traceback" not in errors
    assert said in errors


def test_a_text_says_what_went_wrong_and_how_to_go_on(served: Emulator) -> None:
    first = served.fail("listRcsSenders", status=403, skip=1)
    done = invoke(*LIST, "--page-size", "1")
    assert (done.code, len(done.output.splitlines())) == (5, 1)
    token = done.errors.rpartition("--after ")[2].strip()
    first.remove()
    rest = invoke(*LIST, "--page-size", "1", "--after", token)
    assert (rest.code, len(rest.output.splitlines())) == (0, 2)
