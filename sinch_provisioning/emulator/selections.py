"""What filtered and sorted lists select, kept while nothing changes: a page need not look at every item again."""

from array import array
from collections.abc import Callable, Hashable, Iterable

MAX_KEPT = 4_000_000
"""Positions that are kept, 8 bytes each."""


class Selections:
    """Positions of items, by list and filter."""

    def __init__(self, max_kept: int = MAX_KEPT) -> None:
        self._max_kept = max_kept
        self._version: object = None
        self._kept: dict[Hashable, array[int]] = {}

    def get(self, version: object, key: Hashable, select: Callable[[], Iterable[int]]) -> "array[int]":
        """Return a selection: the one that was made for this version of the state, or what `select` makes."""
        if version != self._version:
            self._version = version
            self._kept.clear()
        found = self._kept.pop(key, None)
        if found is None:
            found = array("q", select())
        self._kept[key] = found  # the latest is the last
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > self._max_kept:
            del self._kept[next(iter(self._kept))]
        return found
