"""The journal: what was asked, and what was answered."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

import attrs

# Credentials are not the journal's business, whoever reads it.
_MASKED = frozenset({"authorization", "cookie", "proxy-authorization"})


@attrs.frozen(kw_only=True)
class Entry:
    """One request and its answer."""

    at: float
    """When it came, seconds since 1970 by the emulator's clock."""
    operation: str | None
    """The contract's operationId, `token` for the token endpoint, None if nothing fits."""
    project_id: str | None
    method: str
    path: str
    """Path as it came, still encoded."""
    query: str
    headers: Mapping[str, str]
    body: Any
    """Parsed JSON, or None."""
    status: int | None
    """None where a fault left the request without an answer."""
    error_code: str | None
    fault: str | None
    """What fault was done to it, if any."""


# Of so many requests the answers are kept too, if they are not longer than this.
_ANSWERS = 500
_LONGEST = 100_000


class Journal(Sequence[Entry]):
    """The latest requests, oldest first."""

    def __init__(self, size: int) -> None:
        self._entries: deque[Entry] = deque(maxlen=size)
        self._answers: dict[int, bytes] = {}
        self.total: int = 0
        """Requests ever seen."""

    def add(self, entry: Entry, answer: bytes | None = None) -> None:
        """Note a request, with its number and the body that it was answered with."""
        self._entries.append(entry)
        self.total += 1
        if answer is not None and len(answer) <= _LONGEST:
            self._answers[self.total] = answer
            if len(self._answers) > _ANSWERS:
                del self._answers[next(iter(self._answers))]

    def numbered(self) -> Iterator[tuple[int, Entry, bytes | None]]:
        """Yield the requests, latest first, each with its number (the first ever is 1) and its answer, if kept."""
        for back, entry in enumerate(reversed(list(self._entries))):
            number = self.total - back
            yield number, entry, self._answers.get(number)

    def of(self, operation: str) -> list[Entry]:
        """Return the requests of one operation."""
        return [entry for entry in self._entries if entry.operation == operation]

    def clear(self) -> None:
        """Forget all."""
        self._entries.clear()
        self._answers.clear()
        self.total = 0

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        return list(self._entries)[index] if isinstance(index, slice) else self._entries[index]

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(list(self._entries))


def masked(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers without their secrets."""
    return {name: "***" if name.lower() in _MASKED else value for name, value in headers.items()}
