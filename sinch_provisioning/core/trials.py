"""What a call would send, without sending it."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, NoReturn

import attrs

from sinch_provisioning.core.operation import Operation
from sinch_provisioning.core.requests import prepare
from sinch_provisioning.core.unset import UNSET
from sinch_provisioning.errors import InvalidRequest


@attrs.frozen
class Trial:
    """A request that was not sent."""

    path: str
    """Path and query; the operation's template if something breaks a rule."""
    body: object = UNSET
    violations: Sequence[tuple[str, str]] = ()


class _Stopped(Exception):
    """Carries a request out of the method that would send it."""


class _Recorder:
    """A dispatch that sends nothing."""

    clock: Any = None

    async def send(self, operation: Operation[Any], /, **request: Any) -> NoReturn:
        raise _Stopped(operation, {"body": UNSET, **request})

    send_deferred = send


def trial(operation: Operation[Any], project_id: str, call: Callable[[Any], Coroutine[Any, Any, object]]) -> Trial:
    """Return what a call would send, which is made with the dispatch that it is given; `operation` is its first one."""
    request: dict[str, Any] = {}
    try:
        try:
            call(_Recorder()).send(None)
        except _Stopped as stopped:
            operation, request = stopped.args
        return Trial(prepare(operation, project_id, **request).target, request["body"])
    except InvalidRequest as error:
        return Trial(operation.path, request.get("body", UNSET), error.violations)
