"""axe-core, which finds what keeps people with a disability from using a page; fetched by npm, once a machine."""

import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from selenium import webdriver

VERSION = "4.14.1"
MISSING = "needs npm, and a registry that it reaches, for axe-core"


@cache
def axe() -> str | None:
    """Return axe-core's script, None if it cannot be had."""
    kept = Path(tempfile.gettempdir()) / f"sinch-provisioning-axe-core-{VERSION}.js"
    if not kept.exists():
        npm = shutil.which("npm")
        if npm is None:
            return None
        with tempfile.TemporaryDirectory() as folder:
            command = [npm, "pack", f"axe-core@{VERSION}", "--silent", "--pack-destination", folder]
            done = subprocess.run(command, capture_output=True, cwd=folder, timeout=60, check=False)
            packed = list(Path(folder).glob("*.tgz"))
            if done.returncode or not packed:
                return None
            with tarfile.open(packed[0]) as archive:
                script = archive.extractfile("package/axe.min.js")
                assert script is not None
                whole = Path(folder) / "axe.js"
                whole.write_bytes(script.read())
            shutil.copy(whole, f"{kept}.{Path(folder).name}")
            Path(f"{kept}.{Path(folder).name}").replace(kept)  # other processes see all of it or nothing
    return kept.read_text(encoding="utf-8")


def violations(driver: webdriver.Chrome, script: str) -> list[str]:
    """Return what axe-core finds in the page that is shown: rule, what it says, and where."""
    driver.execute_script(script)
    found: list[dict[str, Any]] = driver.execute_async_script(
        "const done = arguments[0];"
        "axe.run(document, {resultTypes: ['violations']})"
        ".then((found) => done(found.violations), (error) => done([{id: `${error}`, nodes: []}]))"
    )
    return [f"{each['id']}: {each.get('help')}: {[node['target'] for node in each['nodes']][:5]}" for each in found]
