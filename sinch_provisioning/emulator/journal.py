"""The journal: the latest requests and the responses to them."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

import attrs
import msgspec

from sinch_provisioning.emulator.incoming import printable

# Credentials do not belong in a journal.
_MASKED = frozenset({"authorization", "cookie", "proxy-authorization"})

MAX_ENTRIES = 100_000
MAX_BYTES = 64_000_000
"""Bytes of all that the journal keeps; the oldest requests make way."""
MAX_BODY = 100_000
"""Bytes of a body that is kept; of a longer one only the size is."""
MAX_RESPONSES = 500
"""Requests whose response bodies are kept too."""
_PER_HEADER = 50
"""About what a header costs beside its text."""


@attrs.frozen(kw_only=True)
class Entry:
    """One request and its response."""

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
    content: bytes = attrs.field(repr=False)
    """The body as it came; empty if it is longer than 100 kB, or holds credentials."""
    size: int
    """Bytes of the body as it came."""
    status: int | None
    """None where a fault left the request without a response."""
    error_code: str | None
    fault: str | None
    """What fault was done to it, if any."""

    @property
    def body(self) -> Any:
        """The body as parsed JSON; None if it is not JSON, or is not kept."""
        return parse(self.content)


def parse(content: bytes) -> Any:
    """Return JSON, None if it is not."""
    try:
        return msgspec.json.decode(content) if content else None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


class Journal(Sequence[Entry]):
    """The latest requests, oldest first, bounded in number and in bytes."""

    def __init__(self, max_entries: int = MAX_ENTRIES, max_bytes: int = MAX_BYTES) -> None:
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._entries: deque[Entry] = deque()
        self._responses: dict[int, bytes] = {}
        self._bytes = 0
        self.total: int = 0
        """Requests ever seen."""

    def add(self, entry: Entry, response: bytes | None = None) -> None:
        """Note a request, with its number and the body of its response."""
        self._entries.append(entry)
        self._bytes += _size(entry)
        self.total += 1
        if response is not None and len(response) <= MAX_BODY:
            self._responses[self.total] = response
            self._bytes += len(response)
            if len(self._responses) > MAX_RESPONSES:
                self._drop_response(next(iter(self._responses)))
        while self._bytes > self._max_bytes or len(self._entries) > self._max_entries:
            self._drop_response(self.total - len(self._entries) + 1)
            self._bytes -= _size(self._entries.popleft())

    def _drop_response(self, number: int) -> None:
        self._bytes -= len(self._responses.pop(number, b""))

    def numbered(self) -> Iterator[tuple[int, Entry, bytes | None]]:
        """Yield the requests, latest first, each with its number (the first ever is 1) and its response, if kept."""
        for back, entry in enumerate(reversed(list(self._entries))):
            number = self.total - back
            yield number, entry, self._responses.get(number)

    def of(self, operation: str) -> list[Entry]:
        """Return the requests of one operation."""
        return [entry for entry in self if entry.operation == operation]

    def clear(self) -> None:
        """Forget all."""
        self._entries.clear()
        self._responses.clear()
        self._bytes = 0
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


def _size(entry: Entry) -> int:
    headers = sum(len(name) + len(value) + _PER_HEADER for name, value in entry.headers.items())
    return len(entry.content) + len(entry.path) + len(entry.query) + len(entry.method) + headers


def redact_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers as they are noted: without secrets, and without what UTF-8 cannot encode."""
    return {printable(name): "***" if name.lower() in _MASKED else printable(value) for name, value in headers.items()}
