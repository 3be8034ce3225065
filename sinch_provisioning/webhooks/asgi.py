"""Receive webhooks in any ASGI application: Starlette, FastAPI, Litestar, Django, or none."""

import asyncio
import inspect
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Annotated, Any, Final, TypeAlias, final

from sinch_provisioning.asking import ask
from sinch_provisioning.webhooks.endpoint import MOUNTING, Endpoint, Handler, Rejected
from sinch_provisioning.webhooks.receiver import Receiver

__all__ = ["AsgiEndpoint", "endpoint"]


class _InFastapi:
    """FastAPI would take the parameters of the endpoint for those of a request."""

    def __get_pydantic_core_schema__(self, *_: object) -> Any:
        raise TypeError(MOUNTING)


Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_GONE: Final = 499


@final
class AsgiEndpoint:
    """An ASGI application, and a view of Django's, that receives events on any path; made by `endpoint`."""

    csrf_exempt: Final = True

    def __init__(self, receiver: Receiver, handler: Handler) -> None:
        self._endpoint = Endpoint(receiver, handler, ask)
        # So that Django awaits it.
        if sys.version_info >= (3, 12):
            inspect.markcoroutinefunction(self)
        else:
            self._is_coroutine = asyncio.coroutines._is_coroutine  # type: ignore[attr-defined] # noqa: SLF001

    async def __call__(
        self, scope: Annotated[Scope, _InFastapi()], receive: Receive | None = None, send: Send | None = None, **_: Any
    ) -> None:
        if receive is None or send is None:
            # ASGI wants None, and Django a response.
            return await self._endpoint.respond_django(scope)  # type: ignore[no-any-return]
        if scope["type"] != "http":
            raise RuntimeError(f"a webhook endpoint takes only http, not {scope['type']}")

        async def read() -> bytes:
            body, more = bytearray(), True
            while more and len(body) <= self._endpoint.max_body:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Rejected(_GONE, "the sender is gone")
                body += message.get("body", b"")
                more = message.get("more_body", False)
            return bytes(body)

        status, text, found = await self._endpoint.respond(scope["method"], scope["path"], scope["headers"], read)
        if status != _GONE:
            headers = [(name.lower().encode(), value.encode()) for name, value in found.items()]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": text.encode()})
        return None


def endpoint(receiver: Receiver, handler: "Handler") -> AsgiEndpoint:
    """Return an ASGI application that verifies each call and passes its event to the handler.

    FastAPI, Starlette: `Route("/webhooks/sinch", endpoint(receiver, handle))` among the routes. Litestar:
    `asgi("/webhooks/sinch", copy_scope=True)(endpoint(receiver, handle))` among the route handlers. Django:
    `path("webhooks/sinch", endpoint(receiver, handle))`, which is an async view.

    It responds with 200 once the handler has returned, 500 if it raised, so that the sender tries again, 401 if the
    call is not genuine, and 400, 405, 413 or 415 where they apply.

    Args:
        receiver: Has the webhook's secret.
        handler: Gets each event, and its `Call` if it takes two arguments; an async function, or a plain one, which
            runs in a thread.

    Raises:
        ConfigurationError: one of them is something else; `.field` names it.
    """
    return AsgiEndpoint(receiver, handler)
