"""What a command would do: the request of --dry-run, and the change of `diff`. Nothing is sent for the first."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, NoReturn

from sinch_provisioning import Operation, errors, from_dict
from sinch_provisioning.cli.calls import at
from sinch_provisioning.cli.failing import Exit
from sinch_provisioning.cli.options import Options, client_from
from sinch_provisioning.cli.output import emit, plain
from sinch_provisioning.cli.profiles import project_of
from sinch_provisioning.core.changes import difference
from sinch_provisioning.core.codec.names import camel, snake
from sinch_provisioning.core.requests import prepare
from sinch_provisioning.core.unset import UNSET

Arguments = tuple[Sequence[Any], Mapping[str, Any]]


class _Stopped(Exception):
    """Carries a request out of the method that would send it."""

    def __init__(
        self, operation: Operation[Any], path: Mapping[str, str], query: Mapping[str, object], body: object
    ) -> None:
        super().__init__(operation.id)
        self.request = (operation, path, query, body)


class _Recorder:
    """A dispatch that sends nothing."""

    clock = None

    async def send(
        self, operation: Operation[Any], /, *, path: Mapping[str, str], query: Mapping[str, object], body: object
    ) -> NoReturn:
        raise _Stopped(operation, path, query, body)


def show_request(
    path: Sequence[str], operation: Operation[Any] | None, arguments: Callable[[], Arguments], options: Options
) -> int:
    """Show the request that a method would send, and which rules it breaks."""
    family = import_module(f"sinch_provisioning.{path[0]}.api")
    project = project_of(options)
    body: object = UNSET
    shown = {"method": operation.method, "path": operation.path} if operation is not None else {}
    violations: Sequence[tuple[str, str]] = ()
    try:
        args, values = arguments()
        method = at(getattr(family, path[0].title())(_Recorder()), path[1:])
        method(*args, **values).send(None)
    except errors.InvalidRequest as error:
        violations = error.violations
    except _Stopped as stopped:
        operation, ids, query, body = stopped.request
        try:
            shown["path"] = operation.target(project, ids)
            shown["path"] = prepare(operation, project, ids, query, body).target
        except errors.InvalidRequest as error:
            violations = error.violations
    found = {
        **shown,
        "operation": operation.id if operation is not None else None,
        "project": project,
        "safety": operation.safety.name if operation is not None else None,
        "body": None if body is UNSET else body,
        "violations": [{"field": field, "rule": rule} for field, rule in violations],
    }
    emit(found, options)
    return Exit.USAGE if violations else Exit.DONE


def show_difference(
    path: Sequence[str], ids: Sequence[str], content: Mapping[str, Any], update: type, options: Options
) -> int:
    """Show the update that leads from what the service has to what is wanted."""
    before = at(client_from(options), path).get(*ids)
    wanted = from_dict(type(before), _merged(plain(before), content))
    change: object = difference(update, before, wanted)
    found = plain(change, options.reveal)
    emit(found, options)
    return Exit.DIFFERENT if found else Exit.DONE


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object with some fields changed; null removes one."""
    found = dict(old)
    for name, value in new.items():
        key = next((key for key in old if key in {name, camel(name), snake(name)}), name)
        inner = found.get(key)
        found[key] = _merged(inner, value) if isinstance(inner, dict) and isinstance(value, Mapping) else value
    return found
