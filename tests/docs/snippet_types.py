"""The `python` blocks of README.md and of the pages below docs/ are typed: `python -m tests.docs.snippet_types`.

Each page becomes one async function whose lines are those of the page, and mypy reads it in strict mode; functions may
lack annotations, as a page does not show all.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from sybil import Example, Sybil
from sybil.parsers.myst import CodeBlockParser

from tests.docs.test_snippets import PAGES, ROOT

STRICT = (
    *("--strict", "--allow-untyped-defs", "--allow-incomplete-defs", "--allow-untyped-calls"),
    *("--allow-untyped-decorators", "--ignore-missing-imports", "--disable-error-code=import-untyped"),
    # A page takes a name again for something else, and imports again what a reader of a later part needs.
    *("--allow-redefinition-new", "--local-partial-types", "--disable-error-code=no-redef"),
)
START = ["from sinch_provisioning.emulator import Emulator", "async def page(emulator: Emulator) -> None:"]


def module(page: Path) -> str:
    """Return the blocks of a page as a module, each line where it is in the page."""
    lines = START + [""] * len(page.read_text(encoding="utf-8").splitlines())

    def place(example: Example) -> None:
        for number, line in enumerate(example.parsed.splitlines(), example.line + example.parsed.line_offset):
            lines[number] = f"    {line}"

    for example in Sybil([CodeBlockParser("python", place)]).parse(page).examples():
        example.evaluate()
    return "\n".join([*lines, "    pass\n"])


def mistakes(pages: Iterable[Path]) -> str:
    """Return what mypy says of pages if it is not content, with the lines of the pages."""
    with TemporaryDirectory() as folder:
        names = {Path(folder, f"page_{number}.py"): str(page) for number, page in enumerate(pages)}
        for file, page in names.items():
            file.write_text(module(Path(page)), encoding="utf-8")
        command = [sys.executable, "-m", "mypy", *STRICT, "--config-file=", folder]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    said = run.stdout + run.stderr
    for file, page in names.items():
        said = said.replace(f"{file}:", f"{page}:")
    return said if run.returncode else ""


if __name__ == "__main__":
    sys.exit(mistakes(PAGES) or None)
