"""What the adapters share: from a request to an event, to the handler, to the status that the sender gets.

The handler comes first and the answer afterwards: a sender that hears of a failure makes the call again, while one that
was thanked too early never does. So a handler should be done within seconds, or only put the event somewhere safe. As
the sender also repeats a call whose answer it never saw, a handler has to bear seeing an event twice.
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
"""What is done about an event; what it returns is ignored, and an exception lets the sender try again."""
Pairs: TypeAlias = Iterable[tuple[bytes, bytes]]

_log = logging.getLogger("sinch_provisioning.webhooks")


@attrs.frozen
class Answer:
    """What the sender gets; it looks at the status only, so the text is for people."""

    status: int
    text: str

    @property
    def headers(self) -> dict[str, str]:
        """Headers of the answer."""
        found = {"Content-Type": "text/plain; charset=utf-8"}
        return {**found, "Allow": "POST"} if self.status == 405 else found


async def answer(
    receiver: Receiver, handler: Handler, method: str, headers: Pairs, chunks: AsyncIterable[bytes]
) -> Answer:
    """Take a request and let the handler see its event; a plain handler runs in a thread of its own."""
    headers = list(headers)
    refusal = check_head(receiver, method, headers)
    if refusal is not None:
        return refusal
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > receiver.max_body:
            break
    event = open_call(receiver, bytes(body), headers)
    if isinstance(event, Answer):
        return event
    try:
        await ask(handler, event)
    except Exception:  # noqa: BLE001 - it is logged, and told to the sender
        return failed(receiver, headers, event)
    except BaseException:
        receiver.forget(headers)
        raise
    return _HANDLED


def answer_plainly(
    receiver: Receiver, handler: Handler, method: str, headers: Pairs, read: Callable[[], bytes]
) -> Answer:
    """Take a request and let the handler see its event; an async handler runs in a loop of its own."""
    headers = list(headers)
    refusal = check_head(receiver, method, headers)
    if refusal is not None:
        return refusal
    event = open_call(receiver, read(), headers)
    if isinstance(event, Answer):
        return event
    try:
        result = handler(event)
        if inspect.isawaitable(result):
            asyncio.run(_finish(result))
    except Exception:  # noqa: BLE001 - it is logged, and told to the sender
        return failed(receiver, headers, event)
    except BaseException:
        receiver.forget(headers)
        raise
    return _HANDLED


async def _finish(result: Awaitable[object]) -> None:
    await result


def check_head(receiver: Receiver, method: str, headers: Pairs) -> Answer | None:
    """Return the refusal that a request deserves before its body is read, if any."""
    if method != "POST":
        return Answer(405, "events come by POST")
    known = {name.lower(): value for name, value in headers}
    kind = known.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if kind != b"application/json":
        return Answer(415, "events are application/json")
    length = known.get(b"content-length", b"")
    if length.isdigit() and (len(length) > 15 or int(length) > receiver.max_body):
        return _TOO_LARGE
    return None


def open_call(receiver: Receiver, body: bytes, headers: Pairs) -> Event | Answer:
    """Return the event of a request, or the refusal that it deserves."""
    try:
        return receiver.receive(body, headers)
    except SignatureError as error:
        _log.warning("a call was refused: %s", error)
        return _TOO_LARGE if error.reason == "too_large" else Answer(401, error.reason)
    except DecodeError as error:
        # It is genuine, so the fault may be this version's: a later one may read what the sender repeats.
        _log.error("an event cannot be read: %s: %s", error.path, error.reason)
        return Answer(500, "not understood")


def failed(receiver: Receiver, headers: Pairs, event: Event) -> Answer:
    """Note what the handler just raised, and let the sender try again."""
    receiver.forget(headers)
    _log.exception("the handler failed on %s", event.type)
    return Answer(500, "not handled")


_HANDLED = Answer(200, "handled")
_TOO_LARGE = Answer(413, "too large")
