"""What the adapters share: from a request to an event, to the handler, to the status of the response.

The handler runs before the response is sent: the sender retries a call that failed, but never one that was acknowledged
too early. So a handler should finish within seconds, or only store the event. As the sender also retries a call whose
response it did not receive, a handler has to cope with seeing an event twice.
"""

# An endpoint works with the inner steps of its receiver.
# pyright: reportPrivateUsage=false
# ruff: noqa: SLF001

import inspect
import logging
from collections.abc import AsyncIterable, Awaitable, Callable
from typing import Final, TypeAlias, final

import attrs

from sinch_provisioning.errors import ConfigurationError, DecodeError, SignatureError
from sinch_provisioning.webhooks.call import Ask, Call, headers_of, in_a_thread, in_this_thread, run
from sinch_provisioning.webhooks.events import Event
from sinch_provisioning.webhooks.receiver import Receiver
from sinch_provisioning.webhooks.signature import Headers, Proof, pairs_of

__all__ = ["Endpoint", "Handler", "Response"]

Handler: TypeAlias = Callable[[Event], Awaitable[object] | object] | Callable[[Event, Call], Awaitable[object] | object]
"""Processes an event, or an event and its `Call`; the result is ignored; an exception makes the sender try again."""

MOUNTING: Final = (
    'the endpoint is not mounted right. Starlette, FastAPI: Route("/path", webhooks.asgi.endpoint(...)) among the '
    'routes; Litestar: asgi("/path")(webhooks.asgi.endpoint(...)); Flask: app.post("/path")(webhooks.wsgi.endpoint(...)'
    '); Django: path("path", webhooks.wsgi.endpoint(...)) in urls.py, or webhooks.asgi.endpoint for an async handler; '
    'aiohttp: app.router.add_post("/path", webhooks.aiohttp.endpoint(...))'
)

_log = logging.getLogger("sinch_provisioning.webhooks")


@attrs.frozen
class Response:
    """What the sender gets; it looks only at the status, so the text is for people."""

    status: int
    text: str

    @property
    def headers(self) -> dict[str, str]:
        """Headers of the response."""
        found = {"Content-Type": "text/plain; charset=utf-8"}
        return {**found, "Allow": "POST"} if self.status == 405 else found


class Rejected(Exception):
    """A request that is not a genuine call."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.response: Response = Response(status, text)


@final
class Endpoint:
    """A receiver and the handler of its events.

    Raises:
        ConfigurationError: one of them is something else, or the handler takes other arguments.
    """

    def __init__(self, receiver: Receiver, handler: Handler) -> None:
        if not isinstance(receiver, Receiver):
            raise ConfigurationError(f"must be a Receiver, not {type(receiver).__name__}", field="receiver")
        self._receiver = receiver
        self._handler = handler
        self._takes_call = _takes_call(handler)

    @property
    def max_body(self) -> int:
        """Size of the largest accepted body."""
        return self._receiver.max_body

    async def respond(self, method: str, path: str, headers: Headers, chunks: AsyncIterable[bytes]) -> Response:
        """Receive a request and pass its event to the handler; plain functions run in threads."""

        async def read() -> bytes:
            body = bytearray()
            async for chunk in chunks:
                body += chunk
                if len(body) > self.max_body:
                    break
            return bytes(body)

        return await self._respond(method, path, headers, read, in_a_thread)

    async def respond_whole(self, method: str, path: str, headers: Headers, read: Callable[[], bytes]) -> Response:
        """Do as `respond`, with a body that has arrived."""
        return await self._respond(method, path, headers, _at_once(read), in_a_thread)

    def respond_blocking(self, method: str, path: str, headers: Headers, read: Callable[[], bytes]) -> Response:
        """Do as `respond`; async functions run in a loop of their own."""
        return run(self._respond(method, path, headers, _at_once(read), in_this_thread))

    async def _respond(
        self, method: str, path: str, headers: Headers, read: Callable[[], Awaitable[bytes]], ask: Ask
    ) -> Response:
        try:
            event, call, proof = await self._open(method, path, pairs_of(headers), read, ask)
        except Rejected as error:
            return error.response
        except SignatureError as error:
            _log.warning("a call was rejected: %s", error)
            return Response(413, "too large") if error.reason == "too_large" else Response(401, error.reason)
        except Exception:  # noqa: BLE001 - of the caller's functions; it is logged
            _log.exception("a call cannot be verified")
            return Response(500, "not verified")
        if isinstance(event, DecodeError):
            # It is genuine, so the fault may be this version's: a later one may read what the sender retries.
            _log.error("an event cannot be read: %s: %s", event.path, event.reason)
            return Response(500, "not understood")
        handled = False
        try:
            await ask(self._handler, event, *([call] if self._takes_call else []))
            handled = True
        except Exception:  # noqa: BLE001 - it is logged, and the sender gets a 500
            _log.exception("the handler failed on %s", event.type)
        finally:
            try:
                await self._receiver._settle(proof, ask, handled=handled)
            except Exception:  # noqa: BLE001 - the event was handled or not, whatever is remembered of it
                _log.exception("the memory of calls failed")
        return Response(200, "handled") if handled else Response(500, "not handled")

    async def _open(
        self, method: str, path: str, pairs: list[tuple[str, str]], read: Callable[[], Awaitable[bytes]], ask: Ask
    ) -> tuple[Event | DecodeError, Call, Proof]:
        headers = headers_of(pairs)
        if method != "POST":
            raise Rejected(405, "events come by POST")
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Rejected(415, "events are application/json")
        length = headers.get("content-length")
        if length is not None and not (length.isascii() and length.isdigit()):
            raise Rejected(400, "the length is not a number")
        if length is not None and (len(length) > _LONGEST_LENGTH or int(length) > self.max_body):
            raise Rejected(413, "too large")
        proof, lag = self._receiver._check_head(pairs)
        body = await read()
        if not body and length != "0":
            _log.error("the body of a call was read before it came to its endpoint")
            raise Rejected(500, "the body was read before")
        call = Call(path=path, headers=headers, nonce=proof.nonce, body=body, lag=lag)
        return await self._receiver._open(call, proof, ask), call, proof


_POSITIONAL: Final = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_LONGEST_LENGTH: Final = 15  # digits; a very long number would take long to parse


def _at_once(read: Callable[[], bytes]) -> Callable[[], Awaitable[bytes]]:
    async def reading() -> bytes:
        try:
            return read()
        except Rejected:
            raise
        except Exception as error:
            _log.warning("the body of a call cannot be read: %s", error)
            raise Rejected(500, "the body cannot be read") from error

    return reading


def _takes_call(handler: Handler) -> bool:
    """Return whether a handler takes the call beside the event."""
    hint = ConfigurationError("must be a function of an event, or of an event and its call", field="handler")
    if not callable(handler):
        raise hint
    try:
        signature = inspect.signature(handler)
    except ValueError:  # a function of C that does not tell
        return False
    # A second parameter with a default value may have been meant for something else.
    required = [each for each in signature.parameters.values() if each.default is each.empty or each.name == "call"]
    wanted = len([each for each in required if each.kind in _POSITIONAL]) > 1
    try:
        signature.bind(*[None] * (2 if wanted else 1))
    except TypeError:
        raise hint from None
    return wanted
