"""Blocking clients while the interpreter shuts down: no hang, no traceback, an error that says why."""

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from sinch_provisioning.emulator import Emulator

ROOT = Path(__file__).parents[2]

# More interpreters that have the runtime dependencies, separated by the system's path separator.
PYTHONS = [sys.executable, *filter(None, os.environ.get("SINCH_TEST_PYTHONS", "").split(os.pathsep))]

START = """
    import atexit, gc, sys, threading, warnings
    from sinch_provisioning import Client, bulk, errors
    url, key, secret = sys.argv[1:]
    def client():
        return Client(project_id="p", key_id=key, key_secret=secret, base_url=url, auth_url=url)
"""


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(project_id="p", senders=3) as running:
        yield running


@pytest.fixture(params=PYTHONS, ids=[f"python {number}" for number, _ in enumerate(PYTHONS, 1)])
def python(request: pytest.FixtureRequest) -> str:
    path: str = request.param
    return path


@pytest.fixture
def url(emulator: Emulator) -> str:
    """A host's name, which has to be looked up; an address is less trouble."""
    return emulator.url.replace("127.0.0.1", "localhost")


def run(python: str, emulator: Emulator, url: str, script: str) -> tuple[str, str]:
    """Run a script to its end, which has to come; return its output and its errors."""
    code = textwrap.dedent(START) + textwrap.dedent(script)
    done = subprocess.run(
        [python, "-W", "always", "-c", code, url, emulator.key_id, emulator.key_secret],
        capture_output=True,
        text=True,
        timeout=20,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def test_a_first_call_in_atexit_says_why_it_cannot_be(python: str, emulator: Emulator, url: str) -> None:
    script = """
        calls = [
            lambda: client().rcs.senders.list().first(),
            lambda: client().request("GET", "/rcs/senders", returns=dict),
            lambda: list(client().rcs.senders.list()),
            lambda: list(bulk.map(lambda n: client().rcs.senders.list().first(), range(3))),
            lambda: next(bulk.listings({"a": client().rcs.senders.list()})),
        ]
        @atexit.register
        def late():
            for call in calls:
                try:
                    call()
                except errors.ConfigurationError as error:
                    print(error)
    """
    output, trouble = run(python, emulator, url, script)
    assert output.count("the interpreter is shutting down") == 5
    assert trouble == ""


def test_a_first_call_of_a_thread_that_outlives_the_main_one_says_why(
    python: str, emulator: Emulator, url: str
) -> None:
    script = """
        def late():
            threading.main_thread().join()
            try:
                client().rcs.senders.list().first()
            except errors.ConfigurationError as error:
                print(error)
        threading.Thread(target=late).start()
    """
    output, trouble = run(python, emulator, url, script)
    assert "the interpreter is shutting down" in output
    assert trouble == ""


def test_a_client_that_is_open_serves_in_atexit_too(python: str, emulator: Emulator, url: str) -> None:
    script = """
        sinch = client()
        sinch.rcs.senders.list().first()
        @atexit.register
        def late():
            print(len(sinch.rcs.senders.list().collect()))
            sinch.close()
    """
    assert run(python, emulator, url, script) == ("3\n", "")


def test_a_client_that_is_closed_by_then_says_so(python: str, emulator: Emulator, url: str) -> None:
    script = """
        sinch = client()
        @atexit.register
        def late():
            try:
                sinch.rcs.senders.list().first()
            except errors.ClientClosed as error:
                print(error)
        sinch.rcs.senders.list().first()
        sinch.close()
    """
    output, trouble = run(python, emulator, url, script)
    assert "closed" in output
    assert trouble == ""


@pytest.mark.parametrize(
    "forgotten",
    [
        "sinch = client(); sinch.rcs.senders.list().first()",
        # Work in the loop's default executor, as of a token provider: the loop would wait for it in a thread.
        """sinch = client(); sinch.rcs.senders.list().first()
        async def work():
            import asyncio
            await asyncio.to_thread(print, end="")
        sinch._bridge.run(work)""",
        # Its last reference goes while atexit functions run.
        """held = [client()]; held[0].rcs.senders.list().first()
        atexit.register(held.clear)""",
        """held = [client()]; held[0].rcs.senders.list().first(); held.append(held)
        atexit.register(lambda: (held.clear(), gc.collect()))""",
        "results = bulk.map(client().rcs.senders.get, ['a', 'b', 'c']); next(results)",
        "walk = iter(client().rcs.senders.list(page_size=1)); next(walk)",
    ],
)
def test_a_forgotten_close_prints_nothing_but_its_warning(
    python: str, emulator: Emulator, url: str, forgotten: str
) -> None:
    output, trouble = run(python, emulator, url, f"\n        {forgotten}\n")
    assert output == ""
    # Python shows the line below its warning, or says how to learn more.
    lines = [line for line in trouble.splitlines() if not line.startswith((" ", "ResourceWarning: Enable tracemalloc"))]
    assert len(lines) == 1, trouble
    assert re.search(r"ResourceWarning: unclosed Client, made at <string>:\d+; use `with`", lines[0]), trouble
