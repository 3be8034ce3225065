"""Those that we are measured beside: installed and generated on the spot, into a folder that git ignores."""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = Path(__file__).parent / ".peers"
CONTRACT = ROOT / "sinch_provisioning" / "emulator" / "contract.json"

# What the contenders run on, beside this package; the last two are needed by the generated clients.
LIBRARIES = ["aiohttp", "orjson", "httpx", "pydantic", "requests", "python-dateutil", "aiohttp-retry"]
GENERATORS = ["openapi-python-client", "openapi-generator-cli"]

GENERATED = FOLDER / "generated"
BY_PYTHON_CLIENT = GENERATED / "by_python_client"
BY_GENERATOR = GENERATED / "by_generator" / "generated_client"


def python() -> Path:
    """Return the interpreter that all contenders run on, with everything installed."""
    return _python(FOLDER / "run")


def prepare() -> None:
    """Install the libraries and generate the clients, unless that is done for these very sources already."""
    stamp = FOLDER / "stamp"
    wanted = hashlib.sha256(
        b"".join([CONTRACT.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), Path(__file__).read_bytes()])
        + sys.version.encode()
    ).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    GENERATED.mkdir(parents=True)
    print("installing and generating the peers, once ...", flush=True)
    _install(FOLDER / "run", [*LIBRARIES, "-e", f"{ROOT}[cli,data,emulator,reports]"])
    _install(FOLDER / "tools", GENERATORS)
    _generate()
    stamp.write_text(wanted)


def missing() -> dict[str, str]:
    """Return the generated clients that there are not, with the reason."""
    reasons: dict[str, str] = {}
    if not BY_PYTHON_CLIENT.exists():
        reasons["python_client"] = f"openapi-python-client failed; see {(GENERATED / 'python_client.log')}"
    if not BY_GENERATOR.exists():
        why = "there is no Java" if shutil.which("java") is None else f"it failed; see {GENERATED / 'generator.log'}"
        reasons["generator"] = f"openapi-generator was skipped: {why}"
    return reasons


def versions() -> dict[str, str]:
    """Return the version of everything that was measured."""
    found = {"python": sys.version.split()[0]}
    for folder, names in (
        ("run", ["sinch-provisioning", "msgspec", "attrs", "cattrs", "anyio", *LIBRARIES]),
        ("tools", GENERATORS),
    ):
        listed = _call([str(_python(FOLDER / folder)), "-m", "pip", "list", "--format=freeze"], capture=True)
        pinned = dict(line.lower().split("==") for line in listed.splitlines() if "==" in line)
        found |= {name: pinned[name] for name in names if name in pinned}
    return found


def _install(folder: Path, requirements: Sequence[str]) -> None:
    venv.create(folder, with_pip=True)
    _call([str(_python(folder)), "-m", "pip", "install", "-qq", "--disable-pip-version-check", *requirements])


def _generate() -> None:
    tools = _python(FOLDER / "tools").parent
    into = ["--meta", "none", "--output-path", str(BY_PYTHON_CLIENT)]
    _log("python_client", [str(tools / "openapi-python-client"), "generate", "--path", str(CONTRACT), *into])
    if shutil.which("java") is not None:
        kind = ["-g", "python", "--library", "asyncio"]
        into = ["--package-name", BY_GENERATOR.name, "-o", str(BY_GENERATOR.parent)]
        _log("generator", [str(tools / "openapi-generator-cli"), "generate", "-i", str(CONTRACT), *kind, *into])


def _log(name: str, command: list[str]) -> None:
    # A generator looks for its formatter beside itself.
    paths = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    with (GENERATED / f"{name}.log").open("w") as log:
        subprocess.run(command, env={**os.environ, "PATH": paths}, stdout=log, stderr=log, check=False)


def _python(folder: Path) -> Path:
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def _call(command: list[str], *, capture: bool = False) -> str:
    done = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE if capture else None)
    return done.stdout or ""
