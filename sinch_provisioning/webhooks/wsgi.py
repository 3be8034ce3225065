"""Receive webhooks in any WSGI application: Flask, Django, or none."""

import asyncio
import inspect
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING, Any, Final, cast, final, overload

from sinch_provisioning.webhooks.endpoint import MOUNTING, Endpoint, Handler, Rejected
from sinch_provisioning.webhooks.receiver import Receiver, run

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

__all__ = ["WsgiEndpoint", "endpoint"]

_numbers = count(1)


@final
class WsgiEndpoint:
    """A WSGI application, and a view of Flask's or Django's, that receives events on any path; made by `endpoint`."""

    csrf_exempt: Final = True

    def __init__(self, receiver: Receiver, handler: Handler) -> None:
        self._endpoint = Endpoint(receiver, handler, _ask_blocking)
        self.__name__: str = f"sinch_webhooks_{next(_numbers)}"  # Flask knows a view by its name

    @overload
    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse", /) -> Iterable[bytes]: ...
    @overload
    def __call__(self, *request: Any, **_: Any) -> Any: ...
    def __call__(self, *given: Any, **_: Any) -> Any:
        match given:
            case environ, start_response if isinstance(environ, dict):
                return self._serve(cast("WSGIEnvironment", environ), start_response)
            case ():
                return self  # Flask takes an application as the result of a view
            case (request,):
                return run(self._endpoint.respond_django(request))
            case _:
                raise TypeError(MOUNTING)

    def _serve(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        async def read() -> bytes:
            length = environ.get("CONTENT_LENGTH")
            # Reading beyond the announced length may block forever, unless the server says that the input ends.
            if not length and not environ.get("wsgi.input_terminated"):
                raise Rejected(411, "the length is missing")
            size = int(length) if length else self._endpoint.max_body + 1
            request = environ.get("werkzeug.request")
            if request is None:
                return bytes(environ["wsgi.input"].read(size))
            # What Flask's `before_request` functions have read is kept by werkzeug.
            return bytes(request.stream.read(size) or request.get_data())

        method, path = environ["REQUEST_METHOD"], f"{environ.get('SCRIPT_NAME', '')}{environ.get('PATH_INFO', '')}"
        path = path.encode("latin-1").decode("utf-8", "replace")
        sent = {
            key.removeprefix("HTTP_").replace("_", "-"): value
            for key, value in environ.items()
            if key.startswith("HTTP_") or (value and key in {"CONTENT_TYPE", "CONTENT_LENGTH"})
        }
        status, text, headers = run(self._endpoint.respond(method, path, sent, read))
        start_response(f"{status} {HTTPStatus(status).phrase}", [*headers.items()])
        return [text.encode()]


def endpoint(receiver: Receiver, handler: "Handler") -> WsgiEndpoint:
    """Return a WSGI application that verifies each call and passes its event to the handler.

    Flask: `app.post("/webhooks/sinch")(endpoint(receiver, handle))`. Django: `path("webhooks/sinch", endpoint(receiver,
    handle))`. Responses, arguments and errors are those of `webhooks.asgi.endpoint`, and 411 where the length is
    missing; but the handler is a plain function, or an async one, which runs in a loop of its own for each event, so a
    client has to be opened inside it.
    """
    return WsgiEndpoint(receiver, handler)


async def _ask_blocking(function: Callable[..., Any], *about: Any) -> Any:
    """Return what a function returns; an async one runs in a loop of its own."""
    result = function(*about)
    if not inspect.isawaitable(result):
        return result

    async def finish() -> Any:
        return await result

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(finish())
    # The caller blocks a loop, as in a notebook, and a thread has only one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(copy_context().run, asyncio.run, finish()).result()
