"""What is released, built and checked: `python -m tests.release [--out dist] [--tag v1.2.0]`.

Two builds have to give the same bytes. The wheel alone, in an empty environment, has to import every module or name the
extra that is missing; with its extras it has to run the demo, and so has the emulator as a pex.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOOLS = Path(sys.executable).parent

IMPORTS = """
import importlib, pkgutil, subprocess, sys
import sinch_provisioning

# Modules behind a gate that names the extra; the gates are looked at below.
GATED = {"cyclopts", "rich", "jinja2", "jsonschema_rs"}
wrong = []

def walk(package):
    for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if found.name.endswith("__main__"):
            continue
        try:
            module = importlib.import_module(found.name)
        except ImportError as error:
            gated = found.name.removeprefix("sinch_provisioning.").startswith(("cli.", "demo", "emulator."))
            if "pip install" not in str(error) and not (gated and error.name in GATED):
                wrong.append(f"{found.name}: {error!r}")
            continue
        if found.ispkg:
            walk(module)

walk(sinch_provisioning)
for gate in (
    "from sinch_provisioning.cli import main; main()",
    "from sinch_provisioning.emulator import Emulator; Emulator()",
):
    done = subprocess.run([sys.executable, "-c", gate], capture_output=True, text=True)
    if "pip install 'sinch-provisioning[" not in done.stderr:
        wrong.append(f"{gate}: {done.stderr}")
print(*wrong, sep="\\n")
sys.exit(bool(wrong))
"""


class Rejected(Exception):
    """A release that must not go out."""


def version() -> str:
    """Return the version that the package has."""
    text = (ROOT / "sinch_provisioning/_version.py").read_text()
    [found] = re.findall(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    return str(found)


def released(changelog: str) -> list[str]:
    """Return the versions of a changelog that have a date, the newest first."""
    return re.findall(r"^## \[(\d[^\]]*)\] - \d{4}-\d\d-\d\d$", changelog, re.MULTILINE)


def check_version(tag: str, changelog: str, package: str) -> None:
    """Check that a tag, the package and the newest dated section of the changelog are of one version.

    Raises:
        Rejected: they are not, or something unreleased is left over.
    """
    dated = released(changelog)
    if tag != f"v{package}":
        raise Rejected(f"the tag is {tag}, the package's version {package}")
    if not dated or dated[0] != package:
        raise Rejected(f"the newest dated section of CHANGELOG.md is {dated[0] if dated else 'missing'}, not {package}")
    unreleased = changelog.partition("## [Unreleased]")[2].partition("\n## ")[0].strip()
    if unreleased:
        raise Rejected("CHANGELOG.md still has something under Unreleased")


def notes(changelog: str, package: str) -> str:
    """Return what the changelog says of a version."""
    return changelog.partition(f"## [{package}]")[2].partition("\n")[2].partition("\n## ")[0].strip()


def run(*command: str | Path, cwd: Path = ROOT, timeout: float = 600, **environment: str) -> str:
    """Run a command and return what it prints; it has to end well."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": "", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
    )
    if done.returncode:
        shown = " ".join(str(part).partition("\n")[0] for part in command)
        raise Rejected(f"{shown} ended with {done.returncode}:\n{done.stdout[-4000:]}")
    return done.stdout


def hashes(folder: Path) -> dict[str, str]:
    """Return the sha256 of each file in a folder."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def environment(folder: Path, *install: str | Path) -> Path:
    """Make an environment with packages in it and return its folder of programs."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *install)
    return programs


def serves(command: Sequence[str | Path]) -> None:
    """Check that a command serves the emulator: its first line says where."""
    process = subprocess.Popen([*map(str, command), "emulator", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        start = json.loads(process.stdout.readline())
        with urllib.request.urlopen(f"{start['url']}/_emulator/health", timeout=30) as response:
            if response.status != 200:
                raise Rejected(f"{command[0]} does not serve: {response.status}")
    finally:
        process.terminate()
        process.wait(30)


def steps(out: Path, scratch: Path) -> Iterator[str]:
    """Build and check, and tell each step once it is done."""
    first, second = scratch / "first", scratch / "second"
    for folder in (first, second):
        run(sys.executable, "-m", "build", "--outdir", folder)
    if hashes(first) != hashes(second):
        raise Rejected(f"two builds differ: {hashes(first)} {hashes(second)}")
    yield f"two builds, the same bytes: {json.dumps(hashes(first), indent=2)}"

    [wheel], [sdist] = first.glob("*.whl"), first.glob("*.tar.gz")
    run(TOOLS / "twine", "check", "--strict", wheel, sdist)
    run(TOOLS / "check-wheel-contents", wheel)
    yield "twine check --strict and check-wheel-contents have nothing to say"

    alone = environment(scratch / "alone", wheel)
    run(alone / "python", "-c", IMPORTS, cwd=scratch)
    yield "the wheel alone imports every module, or names the extra that is missing"

    out.mkdir(parents=True, exist_ok=True)
    bill = out / f"sinch_provisioning-{version()}.cdx.json"
    run(
        *(TOOLS / "cyclonedx-py", "environment", "--output-reproducible", "--of", "JSON", "-o", bill),
        *("--pyproject", ROOT / "pyproject.toml", alone / "python"),
    )
    components = {each["name"] for each in json.loads(bill.read_text())["components"]}
    if not {"aiohttp", "anyio", "attrs", "cattrs", "msgspec"} <= components:
        raise Rejected(f"the bill of materials lacks dependencies: {sorted(components)}")
    yield f"bill of materials with {len(components)} components"

    whole = environment(scratch / "whole", f"{wheel}[cli,emulator]")
    run(whole / "sinch-provisioning", "demo", cwd=scratch)
    serves([whole / "sinch-provisioning"])
    yield "with its extras the wheel runs the demo and serves the emulator"

    pex = scratch / "sinch-provisioning-emulator.pex"
    run(TOOLS / "pex", "--use-pip-config", f"{wheel}[cli,emulator]", "-c", "sinch-provisioning", "-o", pex)
    serves([sys.executable, pex])
    yield f"the emulator as one file, {pex.stat().st_size / 1e6:.1f} MB, serves"

    for file in (wheel, sdist, pex):
        shutil.copy(file, out)
    yield f"all in {out}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.release", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where what was built goes")
    parser.add_argument("--tag", help="also check that this tag, the package and the changelog are of one version")
    given = parser.parse_args()
    try:
        if given.tag:
            changelog = (ROOT / "CHANGELOG.md").read_text()
            check_version(given.tag, changelog, version())
            given.out.mkdir(parents=True, exist_ok=True)
            (given.out / "notes.md").write_text(notes(changelog, version()))
        with tempfile.TemporaryDirectory() as scratch:
            for step in steps(given.out, Path(scratch)):
                print(step, flush=True)
    except Rejected as error:
        print(f"not to be released: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
