"""What all commands of the API take, and the client that they use."""

import os
import sys
from contextlib import ExitStack
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

import attrs
from cyclopts import Parameter

if TYPE_CHECKING:
    from sinch_provisioning import Client
    from sinch_provisioning.profiles import Settings


class Problem(Exception):
    """What a command itself cannot do; its text names the way out, and `code` is the exit code."""

    def __init__(self, text: str, *, code: int = 2) -> None:
        super().__init__(text)
        self.code = code


_Form = Literal["table", "json", "jsonl", "csv", "yaml"] | None
_SORT = "Fields to sort by; -state for the other way round."


@Parameter(name="*", group="Project and output", negative=(), show_default=False)
@attrs.frozen(kw_only=True)
class Options:
    """Which project it is about, and how data is written."""

    profile: Annotated[str | None, Parameter(help="Profile of the settings; SINCH_PROFILE.")] = None
    project: Annotated[str | None, Parameter(help="Project, instead of SINCH_PROJECT_ID and the profile's.")] = None
    output: Annotated[_Form, Parameter(("--output", "-o"), help="Form: table on a terminal, otherwise jsonl.")] = None
    query: Annotated[str | None, Parameter(help="JMESPath: over each item with jsonl and csv, else the whole.")] = None
    columns: Annotated[list[str] | None, Parameter(help="Fields to show, as id,details.brand.name.")] = None
    sort: Annotated[list[str] | None, Parameter(help=_SORT, allow_leading_hyphen=True)] = None
    no_header: Annotated[bool, Parameter(help="Leave out the names of columns.")] = False
    reveal: Annotated[bool, Parameter(help="Show tokens and secrets of responses, otherwise ***.")] = False

    def __attrs_post_init__(self) -> None:
        if self.query is not None or self.columns or self.sort or self.output == "yaml":
            from sinch_provisioning.cli.output import check

            check(self)  # before anything is done


NONE = Options()
_exits = ExitStack()


def client_from(options: Options) -> "Client":
    """Return a client with the settings of options, environment and profile; it is closed when the command ends."""
    return opened(options.profile, options.project)[1]


@cache
def opened(profile: str | None, project: str | None) -> "tuple[Settings, Client]":
    """Return the settings, which are looked up once, and their client."""
    from sinch_provisioning import Client, profiles

    settings = profiles.load(profile, project_id=project)
    won = [origin for origin in settings.origins.values() if origin.startswith("SINCH_")]
    if profile is not None and won:
        note(f"{', '.join(won)} of the environment win over the profile {profile}")
    return settings, _exits.enter_context(Client(settings.config))


def close_clients() -> None:
    """Close all clients that a command has opened."""
    opened.cache_clear()
    _exits.close()


quiet: ContextVar[bool] = ContextVar("quiet", default=False)
"""Whether standard error is for a program, which expects nothing there but one error as JSON."""


def variable(name: str) -> str:
    """Return what an environment variable holds that an option names."""
    if text := os.environ.get(name):
        return text
    raise Problem(f"there is no environment variable {name}, or it is empty; the option that ends in -env names it")


def ask(name: str) -> str:
    """Return a secret that is typed at a terminal; elsewhere it is a line of standard input."""
    from getpass import getpass

    text = getpass(f"{name.replace('_', ' ')}: ") if sys.stdin.isatty() else sys.stdin.readline()
    if not text.strip():
        raise Problem(f"{name} is needed: write it to standard input, or into a variable that an option names")
    return text.strip()


def note(text: str) -> None:
    """Tell people something on standard error."""
    if not quiet.get():
        print(text, file=sys.stderr)
