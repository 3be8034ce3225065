"""The file that keeps the state: everything in its first line, and then a line for each change.

A line is written in one go before the change is answered, so whatever moment the process is killed at, the file holds
all that was answered: at worst its last line is not whole, and that change was not answered. It is not forced to the
disk each time, which would cost more than all the rest; a machine that loses power can lose the last seconds.
"""

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from sinch_provisioning.emulator.tracking import apply

JSON = Any

_LEAST = 1_000_000
"""Bytes of changes that are worth no new first line, however small that is."""


class Keeper:
    """Writes the file. `whole` returns everything, as the first line holds it."""

    def __init__(self, file: Path, whole: Callable[[], JSON]) -> None:
        self._file = file
        self._whole = whole
        self._size: int | None = None
        """Bytes of the first line; None if the file is not what it is to be."""
        self._more = 0

    def add(self, change: Callable[[], JSON]) -> None:
        """Keep a change. It is asked for only if it is not everything that is written."""
        if self._size is None or self._more > max(_LEAST, self._size):
            self.write()
            return
        line = msgspec.json.encode(change()) + b"\n"
        size, self._size = self._size, None  # whatever goes wrong, the next time all is written anew
        handle = os.open(self._file, os.O_WRONLY | os.O_APPEND)
        try:
            written = os.write(handle, line)
        finally:
            os.close(handle)
        if written == len(line):
            self._size = size
            self._more += written
        else:
            self.write()

    def write(self) -> None:
        """Write everything; a reader finds the old or the new state, never a mixture."""
        content = msgspec.json.encode(self._whole()) + b"\n"
        folder = self._file.resolve().parent
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{self._file.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(self._file)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
            raise
        self._size, self._more = len(content), 0


def read(file: Path) -> JSON:
    """Return what a file keeps, None if that is not the state of an emulator."""
    first, *lines = file.read_bytes().split(b"\n")
    try:
        state = msgspec.json.decode(first)
        # The last line ends with the file: empty, or not whole.
        changes = [msgspec.json.decode(line) for line in lines[:-1]]
        for change in changes:
            _apply(state, change)
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError, KeyError):
        return None
    return state


def _apply(state: JSON, change: JSON) -> None:
    clock = state["clock"]
    clock["now"] = change["now"]
    done = set(change["done"])
    clock["due"] = [due for due in [*clock["due"], *change["due"]] if due["order"] not in done]
    for project_id, senders in change["projects"].items():
        state["projects"][project_id] = {"senders": senders, "parts": {}}
    for each in change["changes"]:
        apply(state["projects"], each)
