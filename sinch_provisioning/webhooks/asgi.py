"""Receive webhooks in any ASGI application: Starlette, FastAPI, Litestar, Django, or none."""

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias, final

from sinch_provisioning.webhooks.endpoint import Handler, respond
from sinch_provisioning.webhooks.receiver import Receiver

__all__ = ["AsgiEndpoint", "endpoint"]

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class _Gone(Exception):
    """The sender disconnected before its body was complete."""


@final
class AsgiEndpoint:
    """An ASGI application that receives events on any path; made by `endpoint`."""

    def __init__(self, receiver: Receiver, handler: Handler) -> None:
        self._receiver = receiver
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError(f"a webhook endpoint takes only http, not {scope['type']}")
        try:
            given = await respond(self._receiver, self._handler, scope["method"], scope["headers"], _chunks(receive))
        except _Gone:
            return
        body = given.text.encode()
        headers = [(name.lower().encode(), value.encode()) for name, value in given.headers.items()]
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": given.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def _chunks(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        yield message.get("body", b"")
        if not message.get("more_body", False):
            return


def endpoint(receiver: Receiver, handler: Handler) -> AsgiEndpoint:
    """Return an ASGI application that verifies each call and passes its event to the handler.

    In FastAPI, as in Starlette: `FastAPI(routes=[Route("/webhooks/sinch", endpoint(receiver, handle))])`, `Route` being
    that of `starlette.routing`. It responds with 200 once the handler has returned, 500 if it raised, so that
    the sender tries again, 401 if the call is not genuine, and 405, 413 or 415 where they apply.

    Args:
        receiver: Has the webhook's secret.
        handler: Gets each event; an async function, or a plain one, which runs in a thread.
    """
    return AsgiEndpoint(receiver, handler)
