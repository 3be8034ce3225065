"""The server's process, seen from the benchmarks; and the one deep field by which all work is compared."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

import msgspec

TOKEN = "a-token"
HEADERS = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json"}


@contextmanager
def serving() -> Iterator[str]:
    """Run the server and yield its URL."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.server"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def read(url: str, target: str) -> bytes:
    with urlopen(url + target) as answer:
        content: bytes = answer.read()
        return content


def page(url: str, project: str = "decode-100") -> bytes:
    """Return the first hundred senders of a project."""
    return read(url, f"/v1/projects/{project}/rcs/senders?pageSize=100")


def ids(url: str, project: str) -> list[str]:
    """Return the ids of the first hundred senders."""
    return [sender["id"] for sender in msgspec.json.decode(page(url, project))["senders"]]
