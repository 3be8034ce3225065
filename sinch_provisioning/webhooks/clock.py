"""The time of the wall, as signatures have it."""

from typing import Protocol

__all__ = ["WallClock"]


class WallClock(Protocol):
    """Where the time comes from; the module `time` is one."""

    def time(self) -> float:
        """Return seconds since 1970."""
        ...
