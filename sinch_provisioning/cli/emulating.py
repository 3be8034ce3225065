"""The emulator at the command line: served here, or steered where it runs."""

import json
import os
import sys
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from urllib.error import HTTPError
from urllib.parse import urlencode

from cyclopts import App, Parameter

from sinch_provisioning.cli.bodies import parse
from sinch_provisioning.cli.failing import Exit
from sinch_provisioning.cli.options import NONE, Options, Problem, seconds
from sinch_provisioning.cli.output import emit

emulator = App(name="emulator", default_parameter=Parameter(negative=()))


@emulator.default
def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    allow_host: list[str] | None = None,
    key_id: str | None = None,
    key_secret: str | None = None,
    project: list[str] | None = None,
    senders: int | None = None,
    estate: Literal["demo"] | None = None,
    templates: int = 60,
    weeks: float = 8.0,
    state: Path | None = None,
    seed: int = 0,
) -> None:
    """Serve the API locally until interrupted; the first line on standard output holds URL and credentials as JSON.

    The credentials of the real service (SINCH_KEY_ID, SINCH_KEY_SECRET and so on) are never read.

    Args:
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        allow_host: Name that others reach it by, as `emulator.internal`; may be repeated. Requests for other names than
            `localhost`, addresses and the name in `--host` are rejected.
        key_id: Access key to accept; generated if left out.
        key_secret: Its secret; generated if left out. SINCH_EMULATOR_KEY_SECRET can hold one that does not show in the
            list of processes and is not printed: `key_secret` is then null in the first line.
        project: Project to serve; may be repeated; generated if left out.
        senders: RCS senders to begin with, in each project; 100 in an estate, otherwise none.
        estate: What else each project begins with: `demo` is something of everything, in every state, with a history.
        templates: WhatsApp templates of an estate; it has half as many of KakaoTalk.
        weeks: Weeks that the history of an estate goes back.
        state: File that keeps everything across restarts.
        seed: What made-up data is made from.
    """
    given: dict[str, Any] = dict(locals())
    from sinch_provisioning.emulator import Emulator

    secret_in_environment = None if key_secret else os.environ.get("SINCH_EMULATOR_KEY_SECRET")
    try:
        given |= {"allowed_hosts": given.pop("allow_host") or (), "project_id": given.pop("project")}
        given["key_secret"] = key_secret or secret_in_environment
        made: Emulator = cast("Any", Emulator)(**given)
    except (ValueError, OSError, ModuleNotFoundError) as error:
        sys.exit(str(error))

    def ready() -> None:
        start = {
            "url": made.url,
            "auth_url": made.auth_url,
            "key_id": made.key_id,
            # Standard output ends up in terminals and CI logs. Whoever set the variable knows its value.
            "key_secret": None if secret_in_environment else made.key_secret,
            "project_ids": list(made.project_ids),
        }
        print(json.dumps(start), flush=True)

    try:
        made.run(on_ready=ready)
    except OSError as error:
        sys.exit(str(error))


def _call(url: str | None, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:
    """Return what a running emulator responds below /_emulator/."""
    base = url or os.environ.get("SINCH_BASE_URL") or "http://127.0.0.1:8080"
    request = urllib.request.Request(f"{base}/_emulator/{path}", body, {"content-type": kind}, method=method)  # noqa: S310
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as response:
            found = json.loads(response.read() or "null")
            return found.get("faults", found.get("decisions", found)) if isinstance(found, dict) else found
    except HTTPError as error:
        said = error.read().decode("utf-8", "replace")
        code = Exit.NOT_FOUND if error.code == 404 else Exit.USAGE if error.code < 500 else Exit.UNEXPECTED
        raise Problem(f"the emulator at {base}: {error.code} {said}", code=code) from None
    except (OSError, HTTPException, ValueError) as error:
        raise Problem(f"no emulator at {base}: {getattr(error, 'reason', error)}", code=Exit.REPEATABLE) from None


Words = Annotated[str, Parameter(allow_leading_hyphen=True)]
"""Words, and options that the emulator declares: `--country SE`."""


def _split(words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the words, and the options among them by their Python names."""
    first = next((index for index, word in enumerate(words) if word.startswith("--")), len(words))
    given: dict[str, str] = {}
    rest = iter(words[first:])
    for word in rest:
        name, equals, value = word.partition("=")
        if not name.startswith("--"):
            raise Problem(f"{word}: has to be --NAME VALUE")
        given[name[2:].replace("-", "_")] = value if equals else next(rest, "")
    return [word.replace("-", "_") for word in words[:first]], given


@emulator.command
def decide(*words: Words, url: str | None = None, options: Options = NONE) -> None:
    """Decide what others decide: `decide rcs set-operator --sender-id ID --country SE ...`; without words, list it all.

    Args:
        words: The decision, then its arguments as options; the project is that of the settings.
        url: Where the emulator is; SINCH_BASE_URL, or port 8080 of this machine.
        options: What all commands take.
    """
    path, given = _split(words)
    if not path:
        emit(_call(url, "GET", "control"), options)
        return
    project = options.project or os.environ.get("SINCH_PROJECT_ID")
    given = {"project_id": project, **given} if project else given
    form = urlencode(given).encode()
    emit(_call(url, "POST", f"control/{'/'.join(path)}", form, "application/x-www-form-urlencoded"), options)


@emulator.command(name="time")
def move(by: str | None = None, /, *, url: str | None = None, options: Options = NONE) -> None:
    """Show the emulator's time and what is due, or move it: `time +6h`.

    Args:
        by: Time to move it forward by, as +6h.
        url: Where the emulator is; SINCH_BASE_URL, or port 8080 of this machine.
        options: What all commands take.
    """
    body = None if by is None else json.dumps({"seconds": seconds(by.removeprefix("+"))}).encode()
    emit(_call(url, "GET" if by is None else "POST", "clock", body), options)


@emulator.command
def faults(*words: Words, url: str | None = None, options: Options = NONE) -> None:
    """List faults, add one with `faults add --operation getRcsSender --status 503`, or take all away: `faults clear`.

    Args:
        words: Nothing, `add` with the fields of a fault as options, or `clear`, of one fault with its number.
        url: Where the emulator is; SINCH_BASE_URL, or port 8080 of this machine.
        options: What all commands take.
    """
    path, given = _split(words)
    match path:
        case []:
            emit(_call(url, "GET", "faults"), options)
        case ["add"]:
            rule = {name: parse(value, f"--{name}") for name, value in given.items()}
            emit(_call(url, "POST", "faults", json.dumps(rule).encode()), options)
        case ["clear", *number]:
            emit(_call(url, "DELETE", "/".join(["faults", *number])), options)
        case _:
            raise Problem(f"faults {path[0]}: say add, clear, or nothing")
