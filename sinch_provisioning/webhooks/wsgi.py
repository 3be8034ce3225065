"""Receive webhooks in any WSGI application: Flask, Django, or none."""

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING

from sinch_provisioning.webhooks.endpoint import Handler, respond_blocking
from sinch_provisioning.webhooks.receiver import Receiver

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["endpoint"]


def endpoint(receiver: Receiver, handler: Handler) -> "WSGIApplication":
    """Return a WSGI application that verifies each call and passes its event to the handler.

    In Flask, whose views may return a WSGI application, with `hook = endpoint(receiver, handle)`:
    `app.add_url_rule("/webhooks/sinch", view_func=lambda: hook, methods=["POST"])`. It responds with 200 once the
    handler has returned, 500 if it raised, so that the sender tries again, 401 if the call is not genuine, and 405, 413
    or 415 where they apply.

    Args:
        receiver: Has the webhook's secret.
        handler: Gets each event; a plain function, or an async one, which runs in a loop of its own for each event, so
            a client has to be opened inside it.
    """

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        given = respond_blocking(
            receiver, handler, environ["REQUEST_METHOD"], _headers(environ), _reader(environ, receiver.max_body)
        )
        body = given.text.encode()
        headers = [*given.headers.items(), ("Content-Length", str(len(body)))]
        start_response(f"{given.status} {HTTPStatus(given.status).phrase}", headers)
        return [body]

    return app


def _headers(environ: "WSGIEnvironment") -> Iterator[tuple[bytes, bytes]]:
    for key, value in environ.items():
        if key.startswith("HTTP_") or key in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            name = key.removeprefix("HTTP_").replace("_", "-")
            yield name.lower().encode("latin-1"), str(value).encode("latin-1")


def _reader(environ: "WSGIEnvironment", most: int) -> Callable[[], bytes]:
    # Reading beyond the announced length may block forever, unless the server says that the input ends by itself.
    length = environ.get("CONTENT_LENGTH") or ""
    whole = bool(environ.get("wsgi.input_terminated"))
    size = min(int(length), most + 1) if length.isdigit() else most + 1 if whole else 0
    return lambda: environ["wsgi.input"].read(size)
