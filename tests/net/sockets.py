"""Addresses where nobody answers."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


def closed_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def unanswered() -> Iterator[str]:
    """Give the URL of a listener that accepts no connection: its queue is full, and the system drops who knocks."""
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for knocking in (first, second):
            knocking.setblocking(False)
            knocking.connect_ex(full.getsockname())
        yield f"http://127.0.0.1:{full.getsockname()[1]}"
