"""What a command would do: the request of --dry-run, and the change of `diff`."""

# JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from collections.abc import Callable, Sequence
from importlib import import_module
from operator import attrgetter
from typing import Any

from sinch_provisioning import Operation, errors, from_dict, profiles
from sinch_provisioning.cli.bodies import Content
from sinch_provisioning.cli.failing import Exit
from sinch_provisioning.cli.options import Options, client_from
from sinch_provisioning.cli.output import emit, plain
from sinch_provisioning.core.changes import difference
from sinch_provisioning.core.editing import merged, strangers
from sinch_provisioning.core.trials import Recorder, Trial, trial
from sinch_provisioning.core.unset import UNSET


def show_request(
    path: Sequence[str], operation: Operation[Any], arguments: Callable[[], tuple[Any, Any]], options: Options
) -> int:
    """Show the request that a method would send, and which rules it breaks."""
    family = getattr(import_module(f"sinch_provisioning.{path[0]}.api"), path[0].title())
    project = options.project or profiles.project_of(options.profile) or "PROJECT_ID"
    try:
        found = trial(attrgetter(".".join(path[1:]))(family(Recorder())), project, *arguments())
    except errors.InvalidRequest as error:
        found = Trial(operation.path, UNSET, error.violations)
    shown = {
        "operation": operation.id,
        "project": project,
        "method": operation.method,
        "path": found.path,
        "safety": operation.safety.name,
        "body": None if found.body is UNSET else found.body,
        "violations": [{"field": field, "rule": rule} for field, rule in found.violations],
    }
    emit(shown, options)
    return Exit.USAGE if found.violations else Exit.DONE


def show_difference(path: Sequence[str], ids: Sequence[str], content: Content, update: type, options: Options) -> int:
    """Show the update that leads from what the service has to what is wanted."""
    before = attrgetter(".".join(path))(client_from(options)).get(*ids)
    after = from_dict(type(before), merged(plain(before), content))
    if strange := list(strangers(content, after)):
        raise errors.InvalidRequest(strange)
    change: object = difference(update, before, after)
    found = plain(change, options.reveal)
    emit(found, options)
    return Exit.DIFFERENT if found else Exit.DONE
