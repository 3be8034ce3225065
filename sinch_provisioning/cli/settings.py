"""Settings at the command line: profiles are made, and what is in force is shown."""

import sys
from typing import Annotated

from cyclopts import Parameter

from sinch_provisioning import errors, profiles
from sinch_provisioning.cli.failing import Exit, exit_code
from sinch_provisioning.cli.options import NONE, Options, Problem, ask, note, opened, variable
from sinch_provisioning.cli.output import emit
from sinch_provisioning.core.secrets import Secret


def configure(
    *,
    profile: str = "default",
    project: str | None = None,
    key_id: str | None = None,
    key_secret_env: str | None = None,
    credential_command: Annotated[list[str] | None, Parameter(allow_leading_hyphen=True)] = None,
    base_url: str | None = None,
    auth_url: str | None = None,
) -> None:
    """Write a profile. What is left out is asked for at a terminal; the secret goes to the system's keychain.

    Args:
        profile: Its name.
        project: Id of the project.
        key_id: Id of the access key.
        key_secret_env: Environment variable with the key's secret; otherwise it is typed, or a line of standard input.
        credential_command: Command that prints the secret each time, instead of the keychain; repeated for each word.
        base_url: URL of the service, if it is not the public one.
        auth_url: URL that tokens come from, if it is not the public one.
    """
    fields = {"project_id": project or _typed("--project"), "key_id": key_id or _typed("--key-id")}
    more = {"credential_command": credential_command, "base_url": base_url, "auth_url": auth_url}
    given = variable(key_secret_env) if key_secret_env is not None else ""
    secret = None if credential_command else given or ask("key secret")
    file = profiles.save(profile, fields | {name: one for name, one in more.items() if one}, key_secret=secret)
    note(f"{file} has the profile {profile}")


def _typed(option: str) -> str:
    """Return what is typed at a terminal for an option that was left out."""
    if sys.stdin.isatty():
        print(f"{option[2:]}: ", end="", file=sys.stderr, flush=True)
        if text := sys.stdin.readline().strip():
            return text
    raise Problem(f"{option} is missing")


def whoami(*projects: str, options: Options = NONE) -> int:
    """Show which settings are in force, where each comes from, and whether the credentials work.

    Args:
        projects: Further projects to try.
    """
    (settings, client), code, seen = opened(options.profile, options.project), Exit.DONE, dict[str, str]()
    config, origins = settings.config, settings.origins
    for project in dict.fromkeys([config.project_id, *projects]):
        try:
            client.project(project).webhooks.list().page()
            seen[project] = "ok"
        except errors.ProvisioningError as error:
            seen[project] = str(error)
            code = Exit(exit_code(error)) if project == config.project_id else code or Exit.PARTLY
    found = {
        field: {"value": "***" if isinstance(value, Secret) else str(value), "from": origins.get(field, "default")}
        for field in ("project_id", "key_id", "key_secret", "access_token", "base_url", "auth_url")
        if (value := getattr(config, field)) is not None
    }
    emit({"profile": settings.profile, **found, "projects": seen}, options)
    return code
