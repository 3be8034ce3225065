"""Receive webhooks in a server of aiohttp's."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from aiohttp import web

from sinch_provisioning.webhooks.answering import Handler, answer
from sinch_provisioning.webhooks.receiver import Receiver

__all__ = ["endpoint"]

AiohttpHandler: TypeAlias = Callable[[web.Request], Awaitable[web.Response]]


def endpoint(receiver: Receiver, handler: Handler) -> AiohttpHandler:
    """Return a handler for aiohttp's router that verifies each call and hands its event to your handler.

    `app.router.add_post("/webhooks/sinch", endpoint(receiver, handle))`. It answers 200 once the handler has returned,
    500 if it raised, so that the sender tries again, 401 to what is not genuine, and 405, 413, 415 where they belong.

    Args:
        receiver: Knows the webhook's secret.
        handler: Gets each event; an async function, or a plain one, which then runs in a thread.
    """

    async def handle(request: web.Request) -> web.Response:
        chunks = request.content.iter_any()
        given = await answer(receiver, handler, request.method, request.raw_headers, chunks)
        return web.Response(status=given.status, text=given.text, headers=given.headers)

    return handle
