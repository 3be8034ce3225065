"""Requests below `/_emulator/`: who may ask, which call it is, and the response."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec
from aiohttp import web

from sinch_provisioning.emulator.console.calls import Call, decisions
from sinch_provisioning.emulator.console.endpoints import Endpoints
from sinch_provisioning.emulator.console.live import follow
from sinch_provisioning.emulator.incoming import (
    MAX_BODY,
    MAX_DEPTH,
    Target,
    is_too_deep,
    printable,
    read_body,
    read_form,
)
from sinch_provisioning.emulator.problems import Rejection, not_found, problem
from sinch_provisioning.emulator.service import Service
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.tables import JSON

if TYPE_CHECKING:
    from sinch_provisioning.emulator.console.pages import Pages

ROOT = "/_emulator/"
MAX_STATE = 256 * 1024 * 1024
"""Bytes of a state that is put back."""
MAX_STATE_DEPTH = MAX_DEPTH + 20
"""Levels of what is sent: bodies of requests are somewhere inside a state."""
_SEGMENT = "{id}"
_FORM = "application/x-www-form-urlencoded"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Console:
    """Responds to requests about the emulator itself."""

    def __init__(self, service: Service, store: Store, url: Callable[[], str]) -> None:
        self._service = service
        self._store = store
        self._url = url
        self._endpoints = Endpoints(service, store)
        self._decisions = dict(decisions(service.control))
        self._made_pages: Pages | None = None

    async def handle(self, request: web.BaseRequest, target: Target) -> web.StreamResponse:
        """Respond to one request."""
        if target.path == ROOT.rstrip("/"):
            return web.Response(status=308, headers={**_HEADERS, "Location": ROOT})
        path = unquote(target.path.removeprefix(ROOT), errors="replace")
        method = "GET" if request.method == "HEAD" else request.method
        if path == "changes" and method == "GET":
            if request.method == "HEAD":
                return web.Response(headers={**_HEADERS, "Content-Type": "text/event-stream"})
            return await follow(request, self._store.changes, _HEADERS)
        if method == "GET" and (path == "" or path.startswith(("page/", "static/"))):
            return self._pages.show(path, dict(parse_qsl(target.query)))
        return await self._call(request, method, path, target.query)

    @property
    def _pages(self) -> "Pages":
        if self._made_pages is None:
            # Most emulators are never looked at: Jinja2 is for those that are.
            from sinch_provisioning.emulator.console.pages import Pages
            from sinch_provisioning.emulator.console.views import Views

            views = Views(self._service, self._store, self._endpoints, self._url)
            self._made_pages = Pages(views, self._store, _HEADERS)
        return self._made_pages

    async def _call(self, request: web.BaseRequest, method: str, path: str, query: str) -> web.StreamResponse:
        try:
            content = await read_body(request, MAX_STATE if (method, path) == ("PUT", "state") else MAX_BODY)
        except Rejection as rejection:
            return _respond(rejection.status, rejection.body())
        # What curl sends with `-d` says that it is a form, and may be JSON all the same.
        is_form = request.content_type == _FORM and not content.lstrip().startswith(b"{")
        form = read_form(content) if is_form else {}
        method = form.pop("_method", method) if method == "POST" else method
        from_page = is_form and "text/html" in request.headers.get("Accept", "")
        try:
            call, named = self._find(method, path)
            if is_form:
                result = call({**form, **named}, lax=True)
            elif method == "GET":
                result = call({**dict(parse_qsl(query)), **named}, lax=True)
            else:
                body = _read(content)
                # What is put is the thing itself; what is posted are arguments.
                result = call({"snapshot": body} if method == "PUT" else {**body, **named}, lax=bool(named))
        except Rejection as rejection:
            if from_page:
                return self._pages.rejected(rejection, _back(request))
            return _respond(rejection.status, rejection.body())
        if method != "GET":
            self._store.changes.notify()
        if from_page:
            return web.Response(status=303, headers={**_HEADERS, "Location": _back(request)})
        return _respond(200, result) if result is not None else web.Response(status=204, headers=_HEADERS)

    def _find(self, method: str, path: str) -> tuple[Call, dict[str, str]]:
        """Return what a path leads to, and what it names."""
        if method == "GET" and path == "control":
            return Call(self._list_decisions), {}
        if method == "POST" and path.startswith("control/"):
            call = self._decisions.get(path.removeprefix("control/"))
            if call is None:
                raise not_found(f"There is no decision {path}; GET {ROOT}control lists them.")
            return call, {}
        found = self._endpoints.routes.get((method, path))
        if found is not None:
            return found, {}
        place, _, last = path.rpartition("/")
        found = self._endpoints.routes.get((method, f"{place}/{_SEGMENT}"))
        if found is None:
            raise not_found(f"There is no {method} {ROOT}{path}.")
        return found, {"id": last}

    def _list_decisions(self) -> JSON:
        """List all decisions with their parameters."""
        return {
            "decisions": [
                {"path": f"{ROOT}control/{path}", "summary": call.summary, "parameters": call.parameters()}
                for path, call in self._decisions.items()
            ]
        }


def _read(content: bytes) -> dict[str, Any]:
    if not content.strip():
        return {}
    try:
        body = msgspec.json.decode(content, type=dict[str, Any])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise problem("invalid_payload", "The body is not a JSON object.") from None
    if is_too_deep(content, body, MAX_STATE_DEPTH):
        raise problem("invalid_payload", f"The body is nested deeper than {MAX_STATE_DEPTH} levels.")
    return body


def _back(request: web.BaseRequest) -> str:
    """Return the view that a form was sent from."""
    try:
        path = urlsplit(printable(request.headers.get("Referer", ""))).path
    except ValueError:
        return ROOT
    return path if path.startswith(ROOT) else ROOT


def _respond(status: int, body: JSON, headers: Mapping[str, str] = _HEADERS) -> web.Response:
    return web.Response(
        status=status, body=msgspec.json.encode(body), headers={**headers, "Content-Type": "application/json"}
    )
