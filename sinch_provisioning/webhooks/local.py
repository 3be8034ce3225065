"""Receives webhooks on this machine with the standard library alone, keeps them in an inbox, and forwards them."""

import re
import time
import uuid
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socketserver import ThreadingMixIn
from threading import Condition, Thread
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from sinch_provisioning.errors import InvalidRequest, StorageError
from sinch_provisioning.webhooks.events import Event
from sinch_provisioning.webhooks.inbox import Entry, Inbox
from sinch_provisioning.webhooks.receiver import Call, Receiver
from sinch_provisioning.webhooks.signature import sign
from sinch_provisioning.webhooks.wsgi import endpoint

__all__ = ["check_target", "is_taken", "post", "receiving"]

SEEN: Final = "print"
"""Reader of what `receiving` yields."""
FORWARDED: Final = "forward"
"""Reader of what is sent on."""
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 60.0
_TIMEOUT: Final = 30.0


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    timeout = 30  # a caller that stops talking keeps no thread

    def log_message(self, *_: Any, **__: Any) -> None:
        """Say nothing of each request."""


@contextmanager
def receiving(
    inbox: Inbox, secrets: Sequence[str], *, host: str, port: int, forward_to: str | None = None
) -> Generator[tuple[str, Iterator[Entry]]]:
    """Serve in threads of their own; yield the URL, and the entries as they come, which waits for each.

    Args:
        inbox: Has each event before it is acknowledged.
        secrets: Secrets of the webhook; the first signs what is sent on.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        forward_to: URL that gets each event, until it responds with 2xx.

    Raises:
        InvalidRequest: it cannot listen there, or `forward_to` is not a URL.
    """
    if forward_to is not None:
        check_target("forward_to", forward_to)
    arrived = Condition()

    def keep(_: Event, call: Call) -> None:
        inbox.add(call.body, call.headers)
        with arrived:
            arrived.notify_all()

    app: Any = endpoint(Receiver(*secrets), keep)
    try:
        server = make_server(host, port, app, _Server, _Handler)
    except (OSError, OverflowError) as error:
        reason = f"cannot be listened on at {host}: {getattr(error, 'strerror', None) or error}"
        raise InvalidRequest([("port", f"{port} {reason}")]) from None
    with server:
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        if forward_to is not None:
            Thread(target=_forward, args=(inbox, forward_to, secrets[0], arrived), daemon=True).start()
        try:
            yield f"http://{host}:{server.server_port}", _entries(inbox, arrived)
        finally:
            server.shutdown()
            thread.join()


def _entries(inbox: Inbox, arrived: Condition) -> Iterator[Entry]:
    while True:
        _await_entry(inbox, SEEN, arrived)
        for entry in inbox.waiting(SEEN):
            yield entry
            inbox.done(entry, SEEN)


def _await_entry(inbox: Inbox, reader: str, arrived: Condition) -> None:
    with arrived:
        arrived.wait_for(lambda: inbox.waiting(reader, 1))


def _forward(inbox: Inbox, url: str, secret: str, arrived: Condition) -> None:
    pause = _FIRST_PAUSE
    with suppress(StorageError):  # it is closed; or what it suffers from, whoever adds to it suffers from too
        while True:
            _await_entry(inbox, FORWARDED, arrived)
            left = 0
            for entry in inbox.entries(reader=FORWARDED):
                result = post(url, entry.body, secret)
                if is_taken(result):
                    inbox.done(entry, FORWARDED)
                    continue
                left += 1
                if isinstance(result, str):
                    break  # the target is not there, so the others can wait
            if left:
                time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE) if left else _FIRST_PAUSE


def post(url: str, body: bytes, secret: str) -> int | str:
    """Send an event, signed now; return the status of the response, or what went wrong."""
    headers = sign(body, secret, nonce=uuid.uuid4().hex, timestamp=time.time())
    headers["content-type"] = "application/json"
    try:
        target = urlsplit(url)
        connect = HTTPSConnection if target.scheme == "https" else HTTPConnection
        path = urlunsplit(("", "", target.path or "/", target.query, ""))
        # Neither a proxy nor a redirect: an event is for one address.
        with closing(connect(target.netloc, timeout=_TIMEOUT)) as connection:
            connection.request("POST", path, body, headers)
            return connection.getresponse().status
    except (OSError, HTTPException, ValueError) as error:
        return str(error)


def check_target(name: str, url: str) -> None:
    """Raise InvalidRequest, which names the argument, if a URL is not one that events can be sent to."""
    if not re.fullmatch(r"https?://[^/?#\s]+\S*", url):
        raise InvalidRequest([(name, f"must be a URL, as http://localhost:8000/hooks, not {url!r}")])


def is_taken(result: int | str) -> bool:
    """Tell whether the target has taken an event."""
    return isinstance(result, int) and 200 <= result < 300
