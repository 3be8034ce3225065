"""What the adapters share: from a request to an event, to the handler, to the status of the response.

The handler runs before the response is sent: the sender retries a call that failed, but never one that was acknowledged
too early. So a handler should finish within seconds, or only store the event. As the sender also retries a call whose
response it did not receive, a handler has to cope with seeing an event twice.
"""

# An endpoint uses two steps of its receiver that are not public.
# pyright: reportPrivateUsage=false
# ruff: noqa: SLF001

import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from typing import Any, Final, TypeAlias, final

from sinch_provisioning.errors import ConfigurationError, DecodeError, SignatureError
from sinch_provisioning.webhooks.events import Event
from sinch_provisioning.webhooks.receiver import Ask, Call, Receiver
from sinch_provisioning.webhooks.signature import Headers, headers_of

__all__ = ["Endpoint", "Handler", "Rejected", "Response"]

Handler: TypeAlias = Callable[[Event], Awaitable[object] | object] | Callable[[Event, Call], Awaitable[object] | object]
"""Processes an event, or an event and its `Call`; the result is ignored; an exception makes the sender try again."""
Read: TypeAlias = Callable[[], Awaitable[bytes]]
"""Reads the body of a request, or as much of it as is more than `max_body`."""
Response: TypeAlias = tuple[int, str, dict[str, str]]
"""Status, text and headers; the sender looks only at the status, so the text is for people."""

MOUNTING: Final = (
    'the endpoint is not mounted right. Starlette, FastAPI: Route("/path", webhooks.asgi.endpoint(...)) among the '
    'routes; Litestar: asgi("/path")(webhooks.asgi.endpoint(...)); Flask: app.post("/path")(webhooks.wsgi.endpoint(...)'
    '); Django: path("path", webhooks.wsgi.endpoint(...)) in urls.py, or webhooks.asgi.endpoint for an async handler; '
    'aiohttp: app.router.add_post("/path", webhooks.aiohttp.endpoint(...))'
)
_LONGEST_LENGTH: Final = 15  # digits; a very long number would take long to parse
_log = logging.getLogger("sinch_provisioning.webhooks")


def _response(status: int, text: str) -> Response:
    headers = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(text))}
    return status, text, {**headers, "Allow": "POST"} if status == 405 else headers


class Rejected(Exception):
    """A request that is not a genuine call; its arguments are the status and the text of the response."""


@final
class Endpoint:
    """A receiver and a handler of its events; ConfigurationError if one of them is something else."""

    def __init__(self, receiver: Receiver, handler: Handler, ask: Ask) -> None:
        if not isinstance(receiver, Receiver):
            raise ConfigurationError(f"must be a Receiver, not {type(receiver).__name__}", field="receiver")
        self._receiver = receiver
        self._handler = handler
        self._ask = ask
        self._takes_call = _takes_call(handler)
        self.max_body: Final[int] = receiver.max_body

    async def respond(self, method: str, path: str, headers: Headers, read: Read) -> Response:
        """Receive a request and pass its event to the handler."""
        found = headers_of(headers)

        async def handle(event: Event | DecodeError, call: Call) -> None:
            if isinstance(event, DecodeError):
                # It is genuine, so the fault may be this version's: a later one may read what the sender retries.
                _log.error("an event cannot be read: %s: %s", event.path, event.reason)
                raise Rejected(500, "not understood")
            try:
                await self._ask(self._handler, event, *([call] if self._takes_call else []))
            except Exception as error:
                _log.exception("the handler failed on %s", event.type)
                raise Rejected(500, "not handled") from error

        try:
            self._check_head(method, found)
            lag = self._receiver._check_head(found)
            body = await _whole(read, found)
            await self._receiver._receive(path, found, lag, body, self._ask, handle)
        except Rejected as error:
            return _response(*error.args)
        except SignatureError as error:
            _log.warning("a call was rejected: %s", error)
            return _response(413, "too large") if error.reason == "too_large" else _response(401, error.reason)
        except Exception:  # noqa: BLE001 - of the caller's functions; it is logged
            _log.exception("a call cannot be verified")
            return _response(500, "not verified")
        return _response(200, "handled")

    async def respond_django(self, request: Any) -> Any:
        """Do as `respond`, with a request and a response of Django's; TypeError if it is not a request."""
        if not (hasattr(request, "META") and hasattr(request, "headers")):
            raise TypeError(MOUNTING)

        async def read() -> bytes:
            return bytes(request.body)

        status, text, headers = await self.respond(request.method, request.path, request.headers, read)
        return import_module("django.http").HttpResponse(text, status=status, headers=headers)

    def _check_head(self, method: str, headers: Mapping[str, str]) -> None:
        if method != "POST":
            raise Rejected(405, "events come by POST")
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Rejected(415, "events are application/json")
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            raise Rejected(400, "the length is not a number")
        if len(length) > _LONGEST_LENGTH or int(length) > self.max_body:
            raise Rejected(413, "too large")


async def _whole(read: Read, headers: Mapping[str, str]) -> bytes:
    try:
        body = await read()
    except Rejected:
        raise
    except Exception as error:
        _log.warning("the body of a call cannot be read: %s", error)
        raise Rejected(500, "the body cannot be read") from error
    if not body and headers.get("content-length") != "0":
        _log.error("the body of a call was read before it came to its endpoint")
        raise Rejected(500, "the body was read before")
    return body


def _takes_call(handler: Handler) -> bool:
    """Return whether a handler takes the call beside the event."""
    try:
        signature = inspect.signature(handler)
        # A second parameter with a default value may have been meant for something else.
        needed = [each for each in signature.parameters.values() if each.default is each.empty or each.name == "call"]
        wanted = len([each for each in needed if each.kind in {each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD}]) > 1
        signature.bind(*[None] * (2 if wanted else 1))
    except ValueError:  # a function of C that does not tell
        return False
    except TypeError:
        hint = "must be a function of an event, or of an event and its call"
        raise ConfigurationError(hint, field="handler") from None
    return wanted
