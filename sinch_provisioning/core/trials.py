"""What a call would send, without sending it."""

from collections.abc import Mapping, Sequence
from types import CoroutineType
from typing import Any, NoReturn

import attrs

from sinch_provisioning.core.operation import Operation
from sinch_provisioning.core.requests import prepare
from sinch_provisioning.core.unset import UNSET
from sinch_provisioning.errors import InvalidRequest


@attrs.frozen
class Trial:
    """A request that was not sent; `body` is UNSET where there is none."""

    path: str | None
    """Path and query; the operation's template, or None, if the arguments break a rule before there is a request."""
    body: object
    violations: Sequence[tuple[str, str]]
    """What breaks a rule of the contract."""


class _Stopped(Exception):
    """Carries a request out of the method that would send it."""


class Recorder:
    """A dispatch that sends nothing, for the groups of methods that `trial` calls."""

    clock: Any = None

    async def send(self, operation: Operation[Any], /, **request: Any) -> NoReturn:
        raise _Stopped(operation, request)

    async def send_deferred(self, operation: Operation[Any], /, **request: Any) -> NoReturn:
        raise _Stopped(operation, request)


def trial(method: Any, project_id: str, args: Sequence[Any], values: Mapping[str, Any]) -> Trial:
    """Return what an async method of a group made with a `Recorder` would send.

    Raises:
        InvalidRequest: the method rejects its arguments before it makes a request.
    """
    call: CoroutineType[Any, Any, Any] = method(*args, **values)
    try:
        call.send(None)
    except _Stopped as stopped:
        operation: Operation[Any] = stopped.args[0]
        request: dict[str, Any] = {"body": UNSET, **stopped.args[1]}
    else:
        raise TypeError(f"{method.__qualname__} makes no request at once")
    try:
        return Trial(prepare(operation, project_id, **request).target, request["body"], ())
    except InvalidRequest as error:
        return Trial(operation.path, request["body"], error.violations)
