"""The way of a request: operation, fault, credentials, contract, handler, journal."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import attrs
import msgspec
from aiohttp import web

from sinch_provisioning.emulator.catalogue import CHANGING, HANDLERS
from sinch_provisioning.emulator.contract import FILTER_CODES, BrokenContract, Contract, Operation
from sinch_provisioning.emulator.database import StateNotSaved
from sinch_provisioning.emulator.family import Reply, Request
from sinch_provisioning.emulator.faults import Fault, Faults
from sinch_provisioning.emulator.guard import Guard
from sinch_provisioning.emulator.incoming import (
    MAX_DEPTH,
    Target,
    decode_segment,
    is_too_deep,
    printable,
    read_body,
    read_form,
    read_target,
)
from sinch_provisioning.emulator.journal import MAX_BODY, Entry, Journal, redact_headers
from sinch_provisioning.emulator.oauth import Gate
from sinch_provisioning.emulator.paging import Pager
from sinch_provisioning.emulator.problems import Problem, Rejection, not_found, problem
from sinch_provisioning.emulator.responding import abort, faulty, faulty_token, forbidden, send
from sinch_provisioning.emulator.store import Store

CONSOLE = "/_emulator"
"""What paths begin with that are not of the API, but about the emulator itself."""
Console = Callable[[web.BaseRequest, Target], Awaitable[web.StreamResponse]]

# What counts as malformed is not documented. Only what no id could be is rejected.
_LONGEST_ID = 100
# How a query parameter that does not keep the contract is rejected.
_QUERY_CODES = {
    "pageSize": "invalid_page_size",
    "pageToken": "invalid_page_token",
    **FILTER_CODES,
    "fieldMask": "invalid_fields",
    "countries": "questionnaire_invalid_country",
}
# Rejections that list the supported values, as one text, and under which name.
_LISTING_CODES = {
    "invalid_filter_states": "supportedCodes",
    "invalid_filter_statuses": "supportedCodes",
    "invalid_fields": "supportedCodes",
    "questionnaire_invalid_country": "supportedValues",
}
# How any operation may reject a request that cannot be read, whether that is documented or not.
_UNREADABLE = {*_QUERY_CODES.values(), "invalid_input", "invalid_payload"}


@attrs.define(kw_only=True, eq=False)
class App:
    """Serves requests."""

    contract: Contract
    store: Store
    gate: Gate
    faults: Faults
    journal: Journal
    guard: Guard
    console: Console
    check_replies: bool
    _pager: Pager = attrs.field(init=False)
    _slow: set[asyncio.Task[Any]] = attrs.field(init=False, factory=set[asyncio.Task[Any]])

    def __attrs_post_init__(self) -> None:
        self._pager = Pager(bytes.fromhex(self.store.meta["pager"]))

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Serve one request."""
        target = read_target(request.raw_path)
        is_console = target.path == CONSOLE or target.path.startswith(f"{CONSOLE}/")
        reason = self.guard.rejection_reason(
            request.method, request.headers, authority=target.authority, is_view=is_console
        )
        if reason is not None:
            return forbidden(reason)
        try:
            return await (self.console(request, target) if is_console else self._serve(request, target))
        except ConnectionError:
            return await abort(request)  # the client has left

    async def _serve(self, request: web.BaseRequest, target: Target) -> web.StreamResponse:
        segments = [decode_segment(segment) for segment in target.path.removeprefix("/").split("/")]
        # Every GET can be asked for without its body; the server leaves it out.
        found = self.contract.find("GET" if request.method == "HEAD" else request.method, segments)
        is_token = segments == ["oauth2", "token"] and request.method == "POST"
        operation = found[0].id if found else "token" if is_token else None
        project_id = found[1].get("projectId") if found else None
        fault = self.faults.strike(operation, project_id, request.method, target.path)
        if fault is not None and fault.delay is not None:
            await self._wait(fault.delay)
        record = partial(self._note, request, target, operation=operation, project_id=project_id, fault=fault)
        try:
            content = await read_body(request)
        except Rejection as rejection:
            reply = Reply(rejection.status, rejection.body())
            record(b"", reply, size=request.content_length or 0)
            return await send(request, reply, {}, fault)
        if fault is not None and fault.reset == "before":
            record(content, None)
            return await abort(request)
        if fault is not None and fault.expire_token:
            self.gate.expire(request.headers.get("Authorization"))
        headers: dict[str, str] = {}
        if fault is not None and fault.responds:
            reply = faulty_token(fault, headers) if is_token else faulty(fault, found[0] if found else None, headers)
        elif is_token:
            status, body, headers = self.gate.give(request.headers, read_form(content))
            reply = Reply(status, body)
        else:
            try:
                with self.store.clock.lock:
                    reply = self._respond(request, found, target.query, content, headers)
            except BrokenContract as broken:
                wrong = Rejection(500, "emulator_broke_the_contract", str(broken), "Report it: the emulator is wrong.")
                reply = Reply(500, wrong.body())
        record(content, reply)
        if fault is not None and fault.reset == "after":
            return await abort(request)
        return await send(request, reply, headers, fault)

    async def close(self) -> None:
        """End what is slow on request: it would go on after its client has left, as a real service does."""
        slow = list(self._slow)
        for task in slow:
            task.cancel()
        if slow:
            await asyncio.wait(slow)

    async def _wait(self, seconds: float) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a handler runs in one
        self._slow.add(task)
        try:
            await asyncio.sleep(seconds)
        finally:
            self._slow.discard(task)

    def _respond(
        self,
        request: web.BaseRequest,
        found: tuple[Operation, dict[str, str]] | None,
        query: str,
        content: bytes,
        headers: dict[str, str],
    ) -> Reply:
        self.store.catch_up()
        operation = found[0] if found else None
        documented = True
        try:
            if found is None:
                return Reply(404, not_found("No such path.").body())
            reply = self._carry_out(request, *found, query, content, headers)
        except Problem as rejection:
            reply = Reply(_status(operation, rejection), rejection.body())
            documented = rejection.code not in _UNREADABLE or _documents(operation, rejection.code)
        except BaseException:
            self.store.roll_back()
            raise
        try:
            # A rejection can leave something behind too, as the draft of a template that Meta rejected.
            self.store.save()
        except StateNotSaved as rejection:
            if request.method != "GET" or (operation is not None and operation.id in CHANGING):
                reply = Reply(rejection.status, rejection.body())
        if self.check_replies and operation is not None and documented:
            body = reply.body if reply.raw is None else msgspec.json.decode(reply.raw)
            wrong = operation.check_reply(reply.status, body)
            if wrong:
                raise BrokenContract("; ".join(wrong))
        # Once, and before anything can change what the reply is about.
        raw = msgspec.json.encode(reply.body) if reply.raw is None and reply.body is not None else reply.raw
        return Reply(reply.status, reply.body, raw)

    def _carry_out(
        self,
        request: web.BaseRequest,
        operation: Operation,
        path: dict[str, str],
        query: str,
        content: bytes,
        headers: dict[str, str],
    ) -> Reply:
        why = self.gate.admits(request.headers.get("Authorization"))
        project = self.store.projects.get(path["projectId"])
        if why is not None or project is None:
            headers["WWW-Authenticate"] = why or "Bearer"
            raise problem("unauthorized_error")
        if "invalid_id_format" in operation.error_codes.get(400, []) and max(map(len, path.values())) > _LONGEST_ID:
            raise problem("invalid_id_format")
        return HANDLERS[operation.id](
            Request(
                operation=operation.id,
                project=project,
                path=path,
                query=self._read_query(operation, query),
                body=self._read_body(operation, content),
                code_of_bad_field=operation.code_of_bad_field,
                clock=self.store.clock,
                pager=self._pager,
            )
        )

    def _read_query(self, operation: Operation, query: str) -> dict[str, Any]:
        given: dict[str, list[str]] = {}
        for name, value in parse_qsl(query, keep_blank_values=True):
            given.setdefault(name, []).append(value)
        read: dict[str, Any] = {}
        for name, values in given.items():
            parameter = operation.query.get(name)
            if parameter is None:
                continue  # servers ignore what they do not know
            try:
                read[name] = parameter.read(values, self.contract)
            except ValueError as error:
                code = _QUERY_CODES.get(name, "invalid_input")
                information: dict[str, Any] | None = None
                if code in _LISTING_CODES:
                    schema = self.contract.resolve(parameter.schema)
                    items = self.contract.resolve(schema.get("items", schema))
                    retired = items.get("x-deprecated-values", [])
                    supported = [value for value in items.get("enum", []) if value not in retired]
                    information = {_LISTING_CODES[code]: ", ".join(supported)}
                elif code == "invalid_input":
                    information = {"validationErrors": [f"{name} {error}"]}
                raise problem(code, f"{name} {error}.", information=information) from None
        return read

    def _read_body(self, operation: Operation, content: bytes) -> Any:
        if operation.body_schema is None:
            return None
        try:
            body = msgspec.json.decode(content)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            raise problem(operation.code_of_bad_body, "The body is not JSON.") from None
        if is_too_deep(content, body):
            raise problem(operation.code_of_bad_body, f"The body is nested deeper than {MAX_DEPTH} levels.")
        if not isinstance(body, dict):
            raise problem(operation.code_of_bad_body, "The body is not a JSON object.")
        breaches = operation.check_body(body)
        if breaches:
            information = {"validationErrors": [str(breach) for breach in breaches]}
            raise problem(operation.code_of_bad_field, information=information)
        return body

    def _note(
        self,
        request: web.BaseRequest,
        target: Target,
        content: bytes,
        reply: Reply | None,
        *,
        operation: str | None,
        project_id: str | None,
        fault: Fault | None,
        size: int | None = None,
    ) -> None:
        responded = reply is not None and (fault is None or fault.reset != "after")
        code = reply.body.get("errorCode") if reply is not None and isinstance(reply.body, dict) else None
        is_kept = operation != "token" and len(content) <= MAX_BODY
        self.journal.add(
            Entry(
                at=self.store.clock.now(),
                operation=operation,
                project_id=project_id,
                method=printable(request.method),
                path=target.path,
                query=target.query,
                headers=redact_headers(request.headers),
                content=content if is_kept else b"",
                size=len(content) if size is None else size,
                status=reply.status if reply is not None and responded else None,
                error_code=code if isinstance(code, str) else None,
                fault=None if fault is None else fault.name,
            ),
            reply.raw if reply is not None and operation != "token" else None,
        )
        self.store.changes.notify()


def _status(operation: Operation | None, rejection: Problem) -> int:
    """Return the status under which the contract lists a rejection for this operation."""
    if operation is not None:
        for status, codes in operation.error_codes.items():
            if rejection.code in codes:
                return status
    return rejection.status


def _documents(operation: Operation | None, code: str) -> bool:
    """Return whether the contract lists a rejection for an operation."""
    return operation is not None and any(code in codes for codes in operation.error_codes.values())
