"""Commands of the API: their names, their bodies, what they would send."""

import inspect
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from cyclopts import App

from sinch_provisioning.blocking.client import Project
from sinch_provisioning.cli.app import app
from sinch_provisioning.core.groups import Group
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.families import FAMILIES
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


def commands(app: App, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Walk all commands."""
    for name in app:
        if not name.startswith("-"):
            inner = [*commands(app[name], (*path, name))]
            yield from inner or [(*path, name)]


def test_every_call_of_the_client_has_a_command_and_each_command_has_help() -> None:
    found = set(commands(app))
    for path, _ in methods():
        assert tuple({"wait_for": "wait"}.get(name, name).replace("_", "-") for name in path.split(".")) in found
    for each in sorted(found):
        command = app
        for word in each:
            command = command[word]
        assert command.help, each
    for words in (("rcs", "senders", "list"), ("webhooks", "create"), ("bundles", "wait"), ("listen",), ("watch",)):
        done = invoke(*words, "--help")
        assert (done.code, done.errors) == (0, ""), words
        assert done.output.startswith(f"Usage: sinch-provisioning {' '.join(words)}"), words
    # What docstrings leave out, as all methods share it.
    assert "Items per page at most." in invoke("kakaotalk", "senders", "activities", "--help").output
    assert "State to wait for" in invoke("bundles", "wait", "--help").output


def methods() -> Iterator[tuple[str, Any]]:
    """Walk the calls of the blocking client."""

    def walk(path: str, cls: type) -> Iterator[tuple[str, Any]]:
        for name, member in vars(cls).items():
            if isinstance(member, Group):
                yield from walk(f"{path}{name}.", member.cls)
            elif path and inspect.isfunction(member) and not name.startswith("_"):
                yield f"{path}{name}", member

    return walk("", Project)


def test_a_shell_completes_commands_and_options() -> None:
    done = invoke("completion", "bash")
    assert done.code == 0
    assert {"senders", "--dry-run", "listen"} <= set(re.findall(r"[\w-]+", done.output))
    if shutil.which("bash"):
        assert subprocess.run(["bash", "-n"], input=done.output, text=True, check=False).returncode == 0


def test_an_endpoint_that_no_command_knows(served: Emulator) -> None:
    made = invoke("api", "post", "/sms/smsApps", "--set", "name=Parcels", "--set", "region=EU")
    assert (made.code, made.data["name"]) == (0, "Parcels")
    assert invoke("api", "GET", "/sms/smsApps?pageSize=1", "--query", "totalSize").data == 1
    gone = invoke("api", "DELETE", f"/sms/smsApps/{made.data['id']}")
    assert (gone.code, gone.output) == (0, "")


def test_a_one_time_code_is_read_from_standard_input(served: Emulator) -> None:
    for name in ("kakaotalk", "whatsapp"):
        done = invoke(name, "senders", "register-and-verify", "none", *["--method", "SMS"] * (name == "whatsapp"))
        assert done.code in {4, 5}, done


def test_commands_about_another_project(served: Emulator) -> None:
    assert invoke("rcs", "account", "comment", "Hello", "--project", "p2").code == 0
    assert invoke("rcs", "account", "activities", "--project", "p2", "--query", "comment").data == "Hello"
    assert invoke("rcs", "account", "activities").output == ""


def test_parts_are_loaded_only_when_they_are_used() -> None:
    code = "import sys; from sinch_provisioning.cli.failing import run; run(sys.argv[1:]); print(*sys.modules)"
    heavy = {"aiohttp", "asyncio", "keyring", "ruamel", "jmespath", "platformdirs", "duckdb", "jsonschema_rs"}
    for words in (["--help"], ["rcs", "senders", "list", "--help"], ["emulator", "--help"]):
        loaded = set(subprocess.check_output([sys.executable, "-c", code, *words], text=True).split())
        assert not heavy & loaded, words
        families = {name for name in FAMILIES if f"sinch_provisioning.{name}" in loaded}
        assert families == ({"rcs"} if "rcs" in words else set())
