"""The README is true: its snippets run, and its table of operations is the registry's."""

import ast
import inspect
import re
import shutil
import socket
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from sinch_provisioning import Client, whatsapp
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.testing import SkippingClock

README = Path(__file__).parent.parent / "README.md"
BEGIN = "<!-- operations: checked by tests/test_readme.py, made by `python -m tests.test_readme` -->\n"
END = "<!-- end of operations -->"

PAGES = (README, README.parent / "docs" / "observability.md")
SNIPPETS = [
    pytest.param(snippet, id=f"{page.stem} {number}")
    for page in PAGES
    for number, snippet in enumerate(re.findall(r"```python\n(.*?)```", page.read_text(), re.DOTALL), 1)
]


def with_whatsapp(emulator: Emulator) -> None:
    """Give the project an account, as readers of the snippets have one."""
    with Client(emulator.config(), clock=SkippingClock(emulator)) as sinch:
        sinch.whatsapp.account.create(
            whatsapp.PartnerInitiatedAccountInput(
                waba_name="Parcels",
                client_business_manager_id="1234567890",
                sender_details=whatsapp.AccountSenderDetails(
                    display_name="Parcels", business_category=whatsapp.AccountVertical.TRAVEL_AND_TRANSPORTATION
                ),
            )
        )
        sinch.whatsapp.account.wait_for(whatsapp.AccountState.ONBOARDED)


@pytest.mark.anyio
@pytest.mark.parametrize("snippet", SNIPPETS)
async def test_a_snippet_runs(
    snippet: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # In a thread of its own, as a snippet without `await` blocks this one.
    with Emulator(project_id=["project-a", "project-b"], senders=60) as emulator:
        with_whatsapp(emulator)
        monkeypatch.setenv("SINCH_PROJECT_ID", emulator.project_id)
        monkeypatch.setenv("SINCH_KEY_ID", emulator.key_id)
        monkeypatch.setenv("SINCH_KEY_SECRET", emulator.key_secret)
        monkeypatch.setenv("SINCH_BASE_URL", emulator.url)
        monkeypatch.setenv("SINCH_AUTH_URL", emulator.auth_url)
        code: CodeType = compile(snippet, "README.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        result: Any = eval(code, {"__name__": "readme"})
        if inspect.isawaitable(result):
            await result
    assert capsys.readouterr().out


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_lines_of_curl_work() -> None:
    [script] = [block for block in re.findall(r"```sh\n(.*?)```", README.read_text(), re.DOTALL) if "curl" in block]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    path = f"{sysconfig.get_path('scripts')}:/usr/bin:/bin"
    done = subprocess.run(
        ["bash", "-c", "set -em\n" + script.replace("8080", str(port)) + "wait"],
        env={"PATH": path, "PYTHONPATH": str(README.parent)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"totalSize":500' in done.stdout
    assert '"now":' in done.stdout


def methods() -> Iterator[tuple[str, Any]]:
    """Find all public calls, with the path that a user writes."""
    from sinch_provisioning.client import AsyncProject
    from sinch_provisioning.core.dispatch import Resource

    def walk(path: str, resource: type) -> Iterator[tuple[str, Any]]:
        for name, member in inspect.getmembers(resource):
            if name.startswith("_"):
                continue
            if isinstance(member, type) and issubclass(member, Resource):
                yield from walk(f"{path}.{name}", member)
            elif inspect.isfunction(member):
                yield f"{path}.{name}", member

    for family in ("rcs", "whatsapp", "kakaotalk", "conversation", "bundles", "sms", "webhooks"):
        yield from walk(family, getattr(AsyncProject, family))


def table() -> str:
    """Make the table of operations from the registry and from what the calls say of themselves."""
    from sinch_provisioning.operations import OPERATIONS

    found: dict[str, list[str]] = {}
    for path, method in methods():
        summary = " ".join((method.__doc__ or "").split("\n\n")[0].split())
        for operation in re.findall(r"\((\w+)[,)]", summary):
            if operation in OPERATIONS:
                found.setdefault(operation, []).append(f"`sinch.{path}`")
    rows = ["| call | operation | method | repeated |", "| --- | --- | --- | --- |"]
    words = {"SAFE": "yes", "IDEMPOTENT": "yes", "ONCE": "never"}
    for operation in OPERATIONS.values():
        calls = ", ".join(found[operation.id])
        rows.append(f"| {calls} | {operation.id} | {operation.method} | {words[operation.safety.name]} |")
    return "\n".join(rows) + "\n"


def test_the_table_of_operations_is_the_registrys() -> None:
    written = README.read_text().split(BEGIN)[1].split(END)[0]
    assert written == table()


if __name__ == "__main__":
    text = README.read_text()
    head, rest = text.split(BEGIN)
    README.write_text(head + BEGIN + table() + END + rest.split(END)[1])
