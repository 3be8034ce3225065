"""Serves an endpoint for webhooks on this machine with nothing but the standard library."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from sinch_provisioning.webhooks.endpoint import Handler
from sinch_provisioning.webhooks.receiver import Receiver
from sinch_provisioning.webhooks.wsgi import endpoint


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    timeout = 30  # a caller that stops talking keeps no thread

    def log_message(self, *_: Any, **__: Any) -> None:
        """Say nothing of each request."""


@contextmanager
def serving(receiver: Receiver, handler: Handler, *, host: str, port: int) -> Generator[str]:
    """Serve in threads of their own, and yield the URL; port 0 takes a free one."""
    app: Any = endpoint(receiver, handler)
    with make_server(host, port, app, _Server, _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://{host}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
