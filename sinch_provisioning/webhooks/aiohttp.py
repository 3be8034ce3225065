"""Receive webhooks in an aiohttp server."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from aiohttp import web

from sinch_provisioning.webhooks.endpoint import Handler, respond
from sinch_provisioning.webhooks.receiver import Receiver

__all__ = ["endpoint"]

AiohttpHandler: TypeAlias = Callable[[web.Request], Awaitable[web.Response]]


def endpoint(receiver: Receiver, handler: Handler) -> AiohttpHandler:
    """Return a handler for aiohttp's router that verifies each call and passes its event to your handler.

    `app.router.add_post("/webhooks/sinch", endpoint(receiver, handle))`. It responds with 200 once the handler
    has returned, 500 if it raised, so that the sender tries again, 401 if the call is not genuine, and 405, 413 or 415
    where they apply.

    Args:
        receiver: Has the webhook's secret.
        handler: Gets each event; an async function, or a plain one, which runs in a thread.
    """

    async def handle(request: web.Request) -> web.Response:
        chunks = request.content.iter_any()
        given = await respond(receiver, handler, request.method, request.raw_headers, chunks)
        return web.Response(status=given.status, text=given.text, headers=given.headers)

    return handle
