"""Receive webhooks in an aiohttp server."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

from aiohttp import web

from sinch_provisioning.webhooks.endpoint import Endpoint, Handler
from sinch_provisioning.webhooks.receiver import Receiver

__all__ = ["endpoint"]

AiohttpHandler: TypeAlias = Callable[[web.Request], Awaitable[web.Response]]


def endpoint(receiver: Receiver, handler: "Handler") -> AiohttpHandler:
    """Return a handler for aiohttp's router that verifies each call and passes its event to your handler.

    `app.router.add_post("/webhooks/sinch", endpoint(receiver, handle))`. It responds with 200 once the handler
    has returned, 500 if it raised, so that the sender tries again, 401 if the call is not genuine, and 400, 405, 413 or
    415 where they apply.

    Args:
        receiver: Has the webhook's secret.
        handler: Gets each event, and its `Call` if it takes two arguments; an async function, or a plain one, which
            runs in a thread.

    Raises:
        ConfigurationError: one of them is something else; `.field` names it.
    """
    shared = Endpoint(receiver, handler)

    async def handle(request: web.Request) -> web.Response:
        given = await shared.respond(request.method, request.path, request.raw_headers, _chunks(request))
        return web.Response(status=given.status, text=given.text, headers=given.headers)

    return handle


async def _chunks(request: web.Request) -> AsyncIterator[bytes]:
    empty = True
    async for chunk in request.content.iter_any():
        empty = False
        yield chunk
    if empty:  # a middleware may have read the body, which aiohttp keeps
        yield await request.read()
