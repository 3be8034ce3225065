"""What a command would do: the request of --dry-run, and the change of `diff`."""

# JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, NoReturn

from sinch_provisioning import Operation, errors, from_dict, profiles
from sinch_provisioning.cli.bodies import Content, key_in
from sinch_provisioning.cli.failing import Exit
from sinch_provisioning.cli.options import Options, client_from
from sinch_provisioning.cli.output import emit, plain
from sinch_provisioning.core.changes import difference
from sinch_provisioning.core.requests import prepare
from sinch_provisioning.core.unset import UNSET

Arguments = tuple[Sequence[Any], Mapping[str, Any]]


class _Stopped(Exception):
    """Carries a request out of the method that would send it."""


class _Recorder:
    """A dispatch that sends nothing."""

    clock = None

    async def send(self, operation: Operation[Any], /, **request: Any) -> NoReturn:
        raise _Stopped(operation, request)


def at(root: Any, path: Sequence[str]) -> Any:
    """Return what is at a path of attributes."""
    for name in path:
        root = getattr(root, name)
    return root


def show_request(
    path: Sequence[str], operation: Operation[Any] | None, arguments: Callable[[], Arguments], options: Options
) -> int:
    """Show the request that a method would send, and which rules it breaks."""
    family = getattr(import_module(f"sinch_provisioning.{path[0]}.api"), path[0].title())
    project = options.project or profiles.project_of(options.profile) or "PROJECT_ID"
    target, body = operation.path if operation is not None else None, UNSET
    violations: Sequence[tuple[str, str]] = ()
    try:
        args, values = arguments()
        try:
            at(family(_Recorder()), path[1:])(*args, **values).send(None)
        except _Stopped as stopped:
            asked, request = stopped.args
            body = request["body"]
            target = prepare(asked, project, **request).target
    except errors.InvalidRequest as error:
        violations = error.violations
    found = {
        "operation": operation and operation.id,
        "project": project,
        "method": operation and operation.method,
        "path": target,
        "safety": operation and operation.safety.name,
        "body": None if body is UNSET else body,
        "violations": [{"field": field, "rule": rule} for field, rule in violations],
    }
    emit(found, options)
    return Exit.USAGE if violations else Exit.DONE


def show_difference(path: Sequence[str], ids: Sequence[str], content: Content, update: type, options: Options) -> int:
    """Show the update that leads from what the service has to what is wanted."""
    before = at(client_from(options), path).get(*ids)
    change: object = difference(update, before, from_dict(type(before), _merged(plain(before), content)))
    found = plain(change, options.reveal)
    emit(found, options)
    return Exit.DIFFERENT if found else Exit.DONE


def _merged(old: Content, new: Mapping[str, Any]) -> Content:
    """Return an object with some fields changed; null removes one."""
    found = dict(old)
    for name, value in new.items():
        key = key_in(old, name)
        inner = found.get(key)
        if value is None and not inner:
            continue  # it is gone already
        found[key] = _merged(inner, value) if isinstance(inner, dict) and isinstance(value, Mapping) else value
    return found
