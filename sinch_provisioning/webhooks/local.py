"""Receives webhooks on this machine with nothing but the standard library, and keeps them in an inbox."""

import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.webhooks.call import Call
from sinch_provisioning.webhooks.events import Event
from sinch_provisioning.webhooks.forwarding import check_target, forward
from sinch_provisioning.webhooks.inbox import Entry, Inbox
from sinch_provisioning.webhooks.receiver import Receiver
from sinch_provisioning.webhooks.wsgi import endpoint

SEEN: Final = "print"
"""Reader of what `receiving` yields."""
FORWARDED: Final = "forward"
"""Reader of what is sent on."""


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
    arrived = {SEEN: threading.Event(), FORWARDED: threading.Event()}

    def keep(_: Event, call: Call) -> None:
        inbox.add(call.body, call.headers)
        for one in arrived.values():
            one.set()

    app: Any = endpoint(Receiver(*secrets), keep)
    try:
        server = make_server(host, port, app, _Server, _Handler)
    except (OSError, OverflowError) as error:
        reason = f"cannot be listened on at {host}: {getattr(error, 'strerror', None) or error}"
        raise InvalidRequest([("port", f"{port} {reason}")]) from None
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        if forward_to is not None:
            about = (inbox, FORWARDED, forward_to, secrets[0], arrived[FORWARDED])
            threading.Thread(target=forward, args=about, daemon=True).start()
        try:
            yield f"http://{host}:{server.server_port}", _entries(inbox, arrived[SEEN])
        finally:
            server.shutdown()
            thread.join()


def _entries(inbox: Inbox, arrived: threading.Event) -> Iterator[Entry]:
    while True:
        arrived.clear()
        for entry in inbox.waiting(SEEN):
            yield entry
            inbox.done(entry, SEEN)
        if not inbox.waiting(SEEN, 1):
            arrived.wait()
