"""Responses on the wire: JSON, the faults done to them, and what aiohttp itself rejects."""

import asyncio
import math
from collections.abc import Mapping
from typing import Any

import msgspec
from aiohttp import web
from aiohttp.web_protocol import RequestPayloadError

from sinch_provisioning.emulator.contract import Operation
from sinch_provisioning.emulator.family import Reply
from sinch_provisioning.emulator.faults import Fault
from sinch_provisioning.emulator.problems import KNOWN, Rejection


class Server(web.Server):
    """aiohttp's server, whose own errors are JSON too."""

    def __call__(self) -> web.RequestHandler:
        """Make the handler of one connection."""
        return _RequestHandler(self, loop=self._loop, **self._kwargs)


class _RequestHandler(web.RequestHandler):
    __slots__ = ()

    def log_exception(self, *args: Any, **kw: Any) -> None:
        """Log what went wrong, but not that a client sent a body which cannot be unpacked: it got its 400."""
        if not isinstance(kw.get("exc_info"), RequestPayloadError):
            super().log_exception(*args, **kw)

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Respond to a request that is not HTTP, or that the emulator failed at."""
        if status == 500 or request.writer.output_size > 0:
            super().handle_error(request, status, exc, message)  # it logs, and gives up where a response has begun
            response = error(status, "internal_error", "The emulator failed.", "Look at its log, and report it.")
        else:
            response = error(status, "bad_request", "The request is not well-formed HTTP.", "Check the client.")
        response.force_close()
        return response


def error(status: int, code: str, message: str, resolution: str) -> web.Response:
    """Return an error in the shape of the API's."""
    body = msgspec.json.encode(Rejection(status, code, message, resolution).body())
    return web.Response(status=status, body=body, content_type="application/json")


def forbidden(reason: str) -> web.Response:
    """Return the rejection of a request that a page of another site sent."""
    response = error(403, "forbidden", reason, "Send requests from a program, or from the emulator's own page.")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def faulty(fault: Fault, operation: Operation | None, headers: dict[str, str]) -> Reply:
    """Respond with the fault's status and code; one of them alone brings along what the contract has for the other."""
    documented = operation.error_codes if operation is not None else {}
    code, status = fault.error_code, fault.status
    if status is None:
        usual = KNOWN[code][0] if code is not None else 502
        status = next((each for each, codes in documented.items() if code in codes), usual)
    if code is None:
        code = next(iter(documented.get(status, ())), "internal_error")
    _, message, resolution = KNOWN.get(code, (status, "A fault on request.", "Remove the fault rule."))
    return _reply(fault, status, Rejection(status, code, message, resolution).body(), headers)


def faulty_token(fault: Fault, headers: dict[str, str]) -> Reply:
    """Respond as the token endpoint does, in the shape of OAuth2."""
    status = fault.status or 502
    code = fault.error_code or {401: "invalid_client", 429: "too_many_requests"}.get(status, "temporarily_unavailable")
    return _reply(fault, status, {"error": code, "error_description": "a fault on request"}, headers)


def _reply(fault: Fault, status: int, body: dict[str, Any], headers: dict[str, str]) -> Reply:
    if fault.retry_after is not None:
        given = fault.retry_after
        # RFC 9110 knows whole seconds only.
        headers["Retry-After"] = given if isinstance(given, str) else str(math.ceil(given))
    if fault.html:
        headers["Content-Type"] = "text/html"
        return Reply(status, raw=b"<html><body><h1>A proxy responds</h1></body></html>")
    return Reply(status, body)


async def send(
    request: web.BaseRequest, reply: Reply, headers: Mapping[str, str], fault: Fault | None
) -> web.StreamResponse:
    content = reply.raw if reply.raw is not None else b"" if reply.body is None else msgspec.json.encode(reply.body)
    sent = dict(headers)
    if content:
        sent.setdefault("Content-Type", "application/json")
    if fault is not None:
        sent.update(fault.headers)
        if fault.malformed and content:
            content = content[: len(content) // 2] + b"}{"
        if fault.truncate is not False and content:
            return await _truncate(request, reply.status, sent, content, fault.truncate)
    return web.Response(status=reply.status, body=content or None, headers=sent)


async def _truncate(
    request: web.BaseRequest, status: int, headers: dict[str, str], content: bytes, keep: int | bool
) -> web.StreamResponse:
    """Promise the whole body, send a part of it, and break the connection."""
    part = content[: len(content) // 2 if keep is True else keep]
    response = web.StreamResponse(status=status, headers={**headers, "Content-Length": str(len(content))})
    await response.prepare(request)
    await response.write(part)
    if request.transport is not None:
        request.transport.close()
    return response


async def abort(request: web.BaseRequest) -> web.StreamResponse:
    """Break the connection without a response."""
    if request.transport is not None:
        request.transport.abort()
    # aiohttp needs something to return; nothing of it reaches the wire.
    await asyncio.sleep(0)
    raise asyncio.CancelledError
