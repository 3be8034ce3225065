"""Receive webhooks in an aiohttp server."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from aiohttp import web

from sinch_provisioning.asking import ask
from sinch_provisioning.webhooks.endpoint import Endpoint, Handler
from sinch_provisioning.webhooks.receiver import Receiver

__all__ = ["endpoint"]

AiohttpHandler: TypeAlias = Callable[[web.Request], Awaitable[web.Response]]


def endpoint(receiver: Receiver, handler: "Handler") -> AiohttpHandler:
    """Return a handler for aiohttp's router that verifies each call and passes its event to your handler.

    `app.router.add_post("/webhooks/sinch", endpoint(receiver, handle))`. Responses, arguments and errors are those of
    `webhooks.asgi.endpoint`.
    """
    shared = Endpoint(receiver, handler, ask)

    async def handle(request: web.Request) -> web.Response:
        async def read() -> bytes:
            body = bytearray()
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > shared.max_body:
                    break
            return bytes(body) or await request.read()  # a middleware may have read the body, which aiohttp keeps

        status, text, headers = await shared.respond(request.method, request.path, request.raw_headers, read)
        return web.Response(status=status, text=text, headers=headers)

    return handle
