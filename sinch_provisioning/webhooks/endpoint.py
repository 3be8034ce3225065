"""What the adapters share: from a request to an event, to the handler, to the status of the response.

The handler runs before the response is sent: the sender retries a call that failed, but never one that was acknowledged
too early. So a handler should finish within seconds, or only store the event. As the sender also retries a call whose
response it did not receive, a handler has to cope with seeing an event twice.
"""

import asyncio
import inspect
import logging
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable
from typing import TypeAlias

import attrs

from sinch_provisioning.asking import ask
from sinch_provisioning.errors import DecodeError, SignatureError
from sinch_provisioning.webhooks.events import Event
from sinch_provisioning.webhooks.receiver import Receiver

Handler: TypeAlias = Callable[[Event], Awaitable[object] | object]
"""Processes an event; what it returns is ignored, and an exception makes the sender try again."""
Pairs: TypeAlias = Iterable[tuple[bytes, bytes]]

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


async def respond(
    receiver: Receiver, handler: Handler, method: str, headers: Pairs, chunks: AsyncIterable[bytes]
) -> Response:
    """Receive a request and pass its event to the handler; a plain handler runs in a thread."""
    headers = list(headers)
    rejection = check_head(receiver, method, headers)
    if rejection is not None:
        return rejection
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > receiver.max_body:
            break
    event = open_call(receiver, bytes(body), headers)
    if isinstance(event, Response):
        return event
    try:
        await ask(handler, event)
    except Exception:  # noqa: BLE001 - it is logged, and the sender gets a 500
        return failed(receiver, headers, event)
    except BaseException:
        receiver.forget(headers)
        raise
    return _HANDLED


def respond_blocking(
    receiver: Receiver, handler: Handler, method: str, headers: Pairs, read: Callable[[], bytes]
) -> Response:
    """Receive a request and pass its event to the handler; an async handler runs in a loop of its own."""
    headers = list(headers)
    rejection = check_head(receiver, method, headers)
    if rejection is not None:
        return rejection
    event = open_call(receiver, read(), headers)
    if isinstance(event, Response):
        return event
    try:
        result = handler(event)
        if inspect.isawaitable(result):
            asyncio.run(_finish(result))
    except Exception:  # noqa: BLE001 - it is logged, and the sender gets a 500
        return failed(receiver, headers, event)
    except BaseException:
        receiver.forget(headers)
        raise
    return _HANDLED


async def _finish(result: Awaitable[object]) -> None:
    await result


def check_head(receiver: Receiver, method: str, headers: Pairs) -> Response | None:
    """Return the rejection of a request whose body need not be read, None if there is no reason for one."""
    if method != "POST":
        return Response(405, "events come by POST")
    known = {name.lower(): value for name, value in headers}
    kind = known.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if kind != b"application/json":
        return Response(415, "events are application/json")
    length = known.get(b"content-length", b"")
    if length.isdigit() and (len(length) > 15 or int(length) > receiver.max_body):
        return _TOO_LARGE
    return None


def open_call(receiver: Receiver, body: bytes, headers: Pairs) -> Event | Response:
    """Return the event of a request, or its rejection."""
    try:
        return receiver.receive(body, headers)
    except SignatureError as error:
        _log.warning("a call was rejected: %s", error)
        return _TOO_LARGE if error.reason == "too_large" else Response(401, error.reason)
    except DecodeError as error:
        # It is genuine, so the fault may be this version's: a later one may read what the sender retries.
        _log.error("an event cannot be read: %s: %s", error.path, error.reason)
        return Response(500, "not understood")


def failed(receiver: Receiver, headers: Pairs, event: Event) -> Response:
    """Log what the handler just raised, and let the sender try again."""
    receiver.forget(headers)
    _log.exception("the handler failed on %s", event.type)
    return Response(500, "not handled")


_HANDLED = Response(200, "handled")
_TOO_LARGE = Response(413, "too large")
