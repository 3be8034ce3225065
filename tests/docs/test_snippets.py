"""The documents are true: what README.md and the pages below docs/ show as `python` or `sh` runs, page by page.

The `python` blocks of a page run in order in one namespace, in which `emulator` is an emulator of the page's own; they
may use `await`. A `sh` block is a script of bash that ends with its first failure. Both run in an empty folder, with
the variables that `from_env()` reads. `<!--- skip: next --->` leaves out the next block, and what stands in
`<!--- invisible-code: python` ... `--->` runs without being shown.
"""

import ast
import asyncio
import inspect
import os
import re
import shutil
import signal
import socket
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from sybil import Document, Example, Sybil
from sybil.parsers.myst import CodeBlockParser, SkipParser

from sinch_provisioning.emulator import Emulator

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts)]
PORTS = re.compile(r"\b(8000|8080|9000)\b")
"""What the documents write for a port of the reader's; several pages run at once here."""
MISSING = re.compile(r"No module named '(?!sinch_provisioning)[\w.]+'|pip install '?sinch-provisioning\[\w+\]")
"""What is said where an extra is not installed."""


class Blocks:
    """Runs the blocks of one page."""

    def __init__(self, folder: Path, runner: asyncio.Runner) -> None:
        self._folder = folder
        self._runner = runner
        self._ports: dict[str, str] = {}
        self.sybil = Sybil([SkipParser(), CodeBlockParser("python", self.python), CodeBlockParser("sh", self.sh)])

    def python(self, example: Example) -> None:
        # Blank lines before it let a traceback name the line of the page.
        source = "\n" * (example.line + example.parsed.line_offset) + example.parsed
        code: CodeType = compile(source, example.path, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        result: Any = eval(code, example.namespace)
        if inspect.isawaitable(result):
            self._runner.run(_awaited(result))

    def sh(self, example: Example) -> None:
        if shutil.which("bash") is None:
            pytest.skip("needs bash")
        script = PORTS.sub(self._port, example.parsed)
        said = self._folder / "said"
        # Written to a file: what a script leaves running would hold a pipe open, and is ended with its group.
        with said.open("wb") as output:
            process = subprocess.Popen(
                ["bash", "-c", f"set -e\n{script}\nwait"],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                code = process.wait(120)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if code:
            end = said.read_text(errors="replace")[-4000:]
            raise AssertionError(f"{example.path}:{example.line} ended with {code}:\n{script}\n{end}")

    def _port(self, found: re.Match[str]) -> str:
        if found.group() not in self._ports:
            with socket.create_server(("127.0.0.1", 0)) as free:
                self._ports[found.group()] = str(free.getsockname()[1])
        return self._ports[found.group()]


def _evaluate(document: Document) -> None:
    for example in document.examples():
        example.evaluate()


async def _awaited(result: Any) -> None:
    await result


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    # In a thread of its own, as a snippet without `await` blocks this one.
    with Emulator(project_id=["project-a", "project-b"], senders=60) as running:
        yield running


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT).with_suffix("")))
def test_the_snippets_of_a_page_run(
    page: Path, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "SINCH_PROJECT_ID": emulator.project_id,
        "SINCH_KEY_ID": emulator.key_id,
        "SINCH_KEY_SECRET": emulator.key_secret,
        "SINCH_BASE_URL": emulator.url,
        "SINCH_AUTH_URL": emulator.auth_url,
        "HOME": str(tmp_path),
        "PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }.items():
        monkeypatch.setenv(name, value)
    with asyncio.Runner() as runner:
        document = Blocks(tmp_path, runner).sybil.parse(page)
        document.namespace.update({"__name__": "page", "emulator": emulator})
        try:
            _evaluate(document)
        except (ImportError, AssertionError) as error:
            missing = MISSING.search(str(error))
            if missing is None or os.environ.get("DOCS_EXTRAS") == "all":
                raise
            pytest.skip(missing.group())


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("```python\nx = 1\n```\n\n```python\nassert x == 1\nassert x == 2\n```\n", AssertionError),
        ("```python\nimport asyncio\nawait asyncio.sleep(0)\n1 / 0\n```\n", ZeroDivisionError),
        ("```sh\necho x > file\ntest -s file\nfalse\ntrue\n```\n", AssertionError),
        ("```sh\nsleep 1000 &\nfalse\n```\n", AssertionError),
        ("<!--- invisible-code: python\n1 / 0\n--->\n", ZeroDivisionError),
        ("```console\nfalse\n```\n\n<!--- skip: next --->\n\n```sh\nfalse\n```\n", None),
    ],
)
def test_a_snippet_that_fails_is_found(text: str, error: type[Exception] | None, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(text)
    with asyncio.Runner() as runner:
        document = Blocks(tmp_path, runner).sybil.parse(page)
        with pytest.raises(error) if error else nullcontext():
            _evaluate(document)
