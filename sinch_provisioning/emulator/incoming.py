"""A request as it comes over HTTP: its target, its headers, its body."""

from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, unquote_to_bytes, urlsplit

import attrs
from aiohttp import web
from aiohttp.http import HttpVersion11
from aiohttp.web_protocol import RequestPayloadError

from sinch_provisioning.emulator.problems import Rejection

MAX_BODY = 1024 * 1024
"""Bytes of a request's body that are read."""
MAX_FIELDS = 1000
"""Fields of a form."""
MAX_DEPTH = 100
"""Levels of nested arrays and objects in a body; what is deeper is rejected."""


@attrs.frozen
class Target:
    """What a request is for."""

    authority: str | None
    """Host and port, if the target is absolute, as in a request to a proxy."""
    path: str
    """Still encoded."""
    query: str


def read_target(raw: str) -> Target:
    """Parse a request's target."""
    authority = None
    text = printable(raw)
    if text.lower().startswith(("http://", "https://")):
        try:
            parts = urlsplit(text)
        except ValueError:
            return Target("", text, "")
        authority = parts.netloc
        text = text.partition("://")[2][len(authority) :]
        if not text.startswith("/"):
            text = f"/{text}"
    path, _, query = text.partition("#")[0].partition("?")
    return Target(authority, path, query)


def decode_segment(segment: str) -> str:
    """Return a path segment without its percent-encoding."""
    try:
        return unquote(segment, errors="strict")
    except UnicodeDecodeError:
        return unquote_to_bytes(segment).decode("latin-1")


def printable(text: str) -> str:
    """Return a text in which bytes that were not UTF-8 are replaced; aiohttp hands them on as lone surrogates."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read_form(content: bytes) -> dict[str, str]:
    """Return the fields of a form; none if there are too many to be one."""
    try:
        return dict(parse_qsl(content.decode("utf-8", "replace"), max_num_fields=MAX_FIELDS))
    except ValueError:
        return {}


async def read_body(request: web.BaseRequest, limit: int = MAX_BODY) -> bytes:
    """Read the whole body, after the `100 Continue` that a client may wait for.

    `Rejection` if it is longer than `limit` bytes or not encoded as announced; `ConnectionError` if it breaks off.
    """
    if (request.content_length or 0) > limit:
        raise _too_long(limit)
    await _continue(request)
    if not request.body_exists:
        return b""
    content = bytearray()
    try:
        async for chunk in request.content.iter_any():
            content += chunk
            if len(content) > limit:
                raise _too_long(limit)
    except RequestPayloadError:
        message = "The body is not encoded as its headers say."
        raise Rejection(400, "invalid_payload", message, "Check Content-Encoding and Transfer-Encoding.") from None
    return bytes(content)


async def _continue(request: web.BaseRequest) -> None:
    expected = request.headers.get("Expect", "").lower()
    if not expected or request.version < HttpVersion11:
        return
    if expected != "100-continue":
        message = "Only the expectation 100-continue can be met."
        raise Rejection(417, "expectation_failed", message, "Leave the Expect header out.")
    await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    # aiohttp takes a response for begun once something was written.
    request.writer.output_size = 0


def _too_long(limit: int) -> Rejection:
    return Rejection(413, "payload_too_large", f"The body is longer than {limit:,} bytes.", "Send less.")


def is_too_deep(content: bytes, value: object, limit: int = MAX_DEPTH) -> bool:
    """Return whether parsed JSON is nested deeper than the emulator handles."""
    if content.count(b"{") + content.count(b"[") <= limit:
        return False
    level: list[Any] = [value]
    for _ in range(limit + 1):
        level = [inner for each in level if isinstance(each, dict | list) for inner in _items(each)]
        if not level:
            return False
    return True


def _items(container: Any) -> Iterable[Any]:
    return cast("dict[str, Any]", container).values() if isinstance(container, dict) else container
