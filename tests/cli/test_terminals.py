"""Real terminals, pipes that close, and streams that are not there: data and nothing else on standard output."""

import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from fcntl import ioctl
from pathlib import Path

import pytest

from sinch_provisioning.emulator import Emulator
from tests.cli.command import COMMAND, environment

pyte = pytest.importorskip("pyte", reason="needs pyte")
LIST = ("rcs", "senders", "list")


def environ(emulator: Emulator, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": "/nonexistent",
        "PYTHONPATH": str(Path.cwd()),
        **environment(emulator, **more),
    }


def screen(words: Sequence[str], environ: dict[str, str], *, columns: int, until: str = "") -> tuple[list[str], str]:
    """Run the command in a terminal; return what the screen shows, and all that was written."""
    leader, follower = pty.openpty()
    ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 60, columns, 0, 0))
    shown = pyte.Screen(columns, 60)
    stream = pyte.ByteStream(shown)
    written = b""
    with subprocess.Popen([COMMAND, *words], stdin=follower, stdout=follower, stderr=follower, env=environ) as process:
        os.close(follower)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if select.select([leader], [], [], 0.05)[0]:
                try:
                    data = os.read(leader, 65536)
                except OSError:
                    break
                if not data:
                    break
                written += data
                stream.feed(data)
            if until and any(until in line for line in shown.display):
                process.terminate()
                until = ""
    os.close(leader)
    return [line.rstrip() for line in shown.display if line.strip()], written.decode()


@pytest.mark.parametrize("columns", [40, 200])
def test_a_table_fits_its_terminal(served: Emulator, columns: int) -> None:
    lines, written = screen(LIST, environ(served, TERM="xterm"), columns=columns)
    assert "Traceback" not in written
    header, *rows = [line for line in lines if line.startswith(("id", "d0022432"))]
    assert len(rows) == 3
    assert all(re.match(r"[0-9a-f-]{36}(  |$)", row) for row in rows), "an id is whole"
    assert all(len(line) <= columns for line in written.splitlines() if line.startswith(("id", "d0022432")))
    assert "--columns chooses" in "".join(lines), "what is left out is said"
    assert ("state" in header) is (columns == 200)


@pytest.mark.parametrize(
    "more", [{"TERM": "dumb"}, {"NO_COLOR": "1", "TERM": "xterm"}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_terminals_that_can_little(served: Emulator, more: dict[str, str]) -> None:
    with_brand = {"NO_COLOR", "TERM"} & more.keys()
    for words in (LIST, ("--help",), (*LIST, "--nonsense"))[: 3 if more.get("TERM") else 1]:
        lines, written = screen(words, environ(served, **more), columns=80)
        assert lines
        assert "Traceback" not in written
        if with_brand:
            assert "\x1b[3" not in written, "no colours"
        if more.get("TERM") == "dumb":
            assert "\x1b" not in written


def test_control_characters_of_others_do_not_reach_the_terminal(served: Emulator) -> None:
    name = "\x1b[2Jgone\x07"
    words = ("rcs", "senders", "create", "--region", "EU", "--billing-category", "CONVERSATIONAL", "--use-case", "OTP")
    lines, written = screen([*words, "--set", f"details.brand.name={name}"], environ(served, TERM="xterm"), columns=120)
    assert any("\\x1b[2Jgone\\x07" in line for line in lines)
    assert "\x1b[2J" not in written
    assert "\x07" not in written


def test_watch_redraws_a_list(served: Emulator) -> None:
    words = ("watch", "--every", "0.2s", *LIST, "--columns", "id,state")
    lines, written = screen(words, environ(served, TERM="xterm"), columns=80, until="LAUNCHED")
    assert sum("LAUNCHED" in line for line in lines) == 1
    assert written.count("\x1b[H\x1b[2J") >= 1
    assert "Traceback" not in written


def shell(script: str, emulator: Emulator, **more: str) -> subprocess.CompletedProcess[str]:
    variables = environ(emulator, COMMAND=str(COMMAND), **more)
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {script}"],
        env=variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("form", ["jsonl", "csv", "json"])
def test_a_reader_that_has_seen_enough(served: Emulator, form: str) -> None:
    done = shell(f"$COMMAND rcs senders list -o {form} --page-size 1 | head -1", served)
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 1)


def test_help_whose_reader_has_seen_enough_ends_well(served: Emulator) -> None:
    done = shell("$COMMAND rcs --help | true", served)
    assert (done.returncode, done.stderr) == (0, "")


def test_streams_that_are_closed(served: Emulator) -> None:
    closed = shell("$COMMAND rcs senders list -o json >&-", served)
    assert (closed.returncode, closed.stdout, closed.stderr) == (0, "", "")
    nothing_to_read = shell("$COMMAND rcs senders create --input - <&-", served)
    assert (nothing_to_read.returncode, nothing_to_read.stdout) == (2, "")
    assert "Traceback" not in nothing_to_read.stderr
    no_errors = shell("$COMMAND rcs senders get none 2>&-", served)
    assert (no_errors.returncode, no_errors.stdout) == (4, "")
    if Path("/dev/full").exists():
        full = shell("$COMMAND rcs senders list >/dev/full", served)
        assert full.returncode == 1
        assert full.stderr == "error: input or output: No space left on device\n"


def test_rows_come_as_their_pages_come(served: Emulator) -> None:
    served.fail("listRcsSenders", delay=30, skip=1)
    variables = environ(served)
    with subprocess.Popen([COMMAND, *LIST, "--page-size", "1"], stdout=subprocess.PIPE, env=variables) as process:
        assert process.stdout is not None
        assert b'"id"' in process.stdout.readline()
        process.kill()


def test_data_is_utf8_whatever_the_locale(served: Emulator) -> None:
    made = shell(
        "$COMMAND rcs senders create --region EU --billing-category CONVERSATIONAL --use-case OTP "
        "--set details.brand.name='Bäckerei 🥐' --query details.brand.name",
        served,
        LC_ALL="C",
        PYTHONIOENCODING="ascii",
    )
    assert (made.returncode, made.stdout) == (0, '"Bäckerei 🥐"\n')


def test_a_secret_is_asked_for_at_a_terminal_and_does_not_show(served: Emulator) -> None:
    leader, follower = pty.openpty()
    words = ("webhooks", "create", "--target", "https://x.example/h", "--triggers", "ALL")
    with subprocess.Popen(
        ["setsid", "--ctty", COMMAND, *words],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environ(served),
    ) as process:
        os.close(follower)
        written = b""
        while b"secret: " not in written:
            written += os.read(leader, 1000)
        os.write(leader, b"a-long-secret\n")
        try:
            while data := os.read(leader, 1000):
                written += data
        except OSError:
            pass
    os.close(leader)
    assert process.returncode == 0, written
    assert b"a-long-secret" not in written
    assert sys.platform != "win32"
