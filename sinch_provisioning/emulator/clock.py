"""The emulator's time: it runs with real time and can be moved forward, with all that falls due on the way."""

import contextlib
import heapq
import threading
import time
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from typing import Any

import attrs

YEAR = 365 * 86_400.0 - 1
LATEST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()
"""Where the clock ends: what is due within a year from then can still be written as a date."""


@attrs.frozen(order=True)
class Due:
    """Something that will happen, as plain data, so that it survives a restart."""

    at: float
    order: int
    project_id: str = attrs.field(order=False)
    action: str = attrs.field(order=False)
    arguments: list[Any] = attrs.field(order=False)


class Clock:
    """Time, and what is due in it. Safe to move from any thread."""

    def __init__(self, now: float | None = None, *, running: bool = True) -> None:
        self._start = time.time() if now is None else require_moment(now)
        self._running = running
        self._began = time.monotonic()
        self.moved: float = 0.0
        """Seconds that it was moved forward."""
        self._due: list[Due] = []
        self._order = 0
        self._at: float | None = None
        self.lock: threading.RLock = threading.RLock()
        self.notes: list[Due | int] | None = None
        """What was scheduled, and the order of what has happened, if it is saved."""
        self.happen: Callable[[Due], None] = lambda _due: None
        """What to do with what falls due."""
        self.sooner: Callable[[], None] = lambda: None
        """Called, from any thread, when the next thing is due sooner than it was."""

    def now(self) -> float:
        """Return seconds since 1970."""
        if self._at is not None:
            return self._at
        passed = time.monotonic() - self._began if self._running else 0.0
        return self._start + self.moved + passed

    def text(self) -> str:
        """Return now as the service writes times."""
        return write_time(self.now())

    def schedule(self, seconds: float, project_id: str, action: str, arguments: list[Any]) -> None:
        """Let an action happen when `seconds` have passed."""
        with self.lock:
            self._order += 1
            due = Due(self.now() + seconds, self._order, project_id, action, arguments)
            heapq.heappush(self._due, due)
            if self.notes is not None:
                self.notes.append(due)
            if self._due[0] is due:
                self.sooner()

    def until_next(self) -> float | None:
        """Return in how many seconds of real time something is due; None is never, unless time is moved."""
        with self.lock:
            return max(0.0, self._due[0].at - self.now()) if self._running and self._due else None

    def advance(self, seconds: float) -> None:
        """Move time forward; what falls due happens in order, each at its own moment.

        `ValueError`, and nothing has moved, if `seconds` is negative or not finite, or leads beyond the year 9998.
        """
        if not seconds >= 0:
            raise ValueError(f"time goes forward only, not by {seconds}")
        with self.lock:
            require_moment(self.now() + seconds)
            self.moved += seconds
            self.settle()
            self.sooner()

    @contextlib.contextmanager
    def at(self, moment: float) -> Generator[None]:
        """Let it be another moment for a while."""
        with self.lock:
            before, self._at = self._at, moment
            try:
                yield
            finally:
                self._at = before

    def settle(self) -> bool:
        """Let happen what is due by now; return whether anything did."""
        if not self._due or self._due[0].at > self.now():
            return False
        with self.lock:
            end = self.now()
            try:
                while self._due and self._due[0].at <= end:
                    due = heapq.heappop(self._due)
                    if self.notes is not None:
                        self.notes.append(due.order)
                    self._at = due.at
                    self.happen(due)
            finally:
                self._at = None
        return True

    def clear(self) -> None:
        """Forget all that is to come."""
        with self.lock:
            self._due.clear()

    def noted(self) -> tuple[list[dict[str, Any]], list[int]]:
        """Return what was scheduled since the last time, as plain data, and the order of what has happened."""
        notes, self.notes = self.notes or [], None if self.notes is None else []
        scheduled = [attrs.asdict(note) for note in notes if isinstance(note, Due)]
        return scheduled, [note for note in notes if isinstance(note, int)]

    def save(self) -> dict[str, Any]:
        """Return the clock as plain data."""
        with self.lock:
            return {"now": self.now(), "due": [attrs.asdict(due) for due in sorted(self._due)]}

    def load(self, saved: dict[str, Any], *, back: bool = False) -> None:
        """Take up where a saved clock was, but never behind real time's pace; one that stands still can go `back`."""
        with self.lock:
            ahead = saved["now"] - self.now()
            self.moved += ahead if back and not self._running else max(0.0, ahead)
            self._due = [Due(**due) for due in saved["due"]]
            self._order = max((due.order for due in self._due), default=0)
            self.sooner()


def require_moment(moment: float) -> float:
    """Return a time that the clock can show; `ValueError` if it is before 1970, beyond 9998, or not finite."""
    if not 0 <= moment <= LATEST:
        raise ValueError(f"the clock goes from 1970 to the end of 9998; {moment:g} seconds since 1970 are outside")
    return moment


def write_time(moment: float) -> str:
    """Return a time as the service writes it."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
