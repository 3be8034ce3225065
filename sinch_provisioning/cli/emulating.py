"""The emulator at the command line: served here, or steered where it runs."""

import json
import os
import urllib.request
from http.client import HTTPException
from typing import Annotated, Any
from urllib.error import HTTPError
from urllib.parse import urlencode

from cyclopts import App, Parameter

from sinch_provisioning import profiles
from sinch_provisioning.cli.bodies import parse
from sinch_provisioning.cli.failing import Exit
from sinch_provisioning.cli.options import NONE, Options, Problem
from sinch_provisioning.cli.output import emit
from sinch_provisioning.core.durations import seconds
from sinch_provisioning.core.failures import api_error
from sinch_provisioning.serving import serve

emulator: App = App(name="emulator", default_parameter=Parameter(negative=()), default_command=serve)


def _call(method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:
    """Return what a running emulator responds below /_emulator/."""
    base = (os.environ.get("SINCH_BASE_URL") or "http://127.0.0.1:8080").rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise Problem(f"SINCH_BASE_URL is {base}, which is not an http(s) URL", code=Exit.CONFIGURATION)
    request = urllib.request.Request(f"{base}/_emulator/{path}", body, {"content-type": kind}, method=method)  # noqa: S310
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as response:
            found: Any = json.loads(response.read() or "null")
            return next((found[key] for key in ("faults", "decisions") if key in (found or ())), found)
    except HTTPError as error:
        said: Any = {"headers": error.headers, "route": f"/_emulator/{path}", "operation": None, "attempts": 1}
        with error:
            said = api_error(status=error.code, body=error.read(), method=method, wall=0.0, **said)
        code = Exit.NOT_FOUND if error.code == 404 else Exit.USAGE if error.code < 500 else Exit.UNEXPECTED
        raise Problem(f"the emulator at {base}: {said}", code=code) from None
    except (OSError, HTTPException, ValueError) as error:
        words = f"no emulator at {base}: {getattr(error, 'reason', error)}"
        way = "`sinch-provisioning emulator` starts one, SINCH_BASE_URL says where it is"
        raise Problem(f"{words}; {way}", code=Exit.REPEATABLE) from None


Given = Annotated[str, Parameter(allow_leading_hyphen=True)]
"""An option that the emulator declares, as `--country SE`."""


@emulator.command
def decide(*words: str, options: Options = NONE, **given: Given) -> None:
    """Decide what others decide: `decide rcs set-operator --sender-id ID --country SE ...`; without words, list it all.

    Args:
        words: The decision, then its arguments as options; the project is that of --project or the settings.
    """
    if not (words or given):
        return emit(_call("GET", "control"), options)
    project = options.project or profiles.project_of(options.profile)
    form = ({"project_id": project} if project else {}) | given
    names = {name.replace("-", "_"): value for name, value in form.items()}
    path = "/".join(["control", *words]).replace("-", "_")
    return emit(_call("POST", path, urlencode(names).encode(), "application/x-www-form-urlencoded"), options)


@emulator.command(name="time")
def move(by: str | None = None, /, *, options: Options = NONE) -> None:
    """Show the emulator's time and what is due, or move it: `time +6h`.

    Args:
        by: Time to move it forward by, as +6h.
    """
    body = None if by is None else json.dumps({"seconds": seconds(by.removeprefix("+"))}).encode()
    emit(_call("GET" if by is None else "POST", "clock", body), options)


@emulator.command
def faults(*words: str, options: Options = NONE, **given: Given) -> None:
    """List faults, add one with `faults add --operation getRcsSender --status 503`, or take all away: `faults clear`.

    Args:
        words: Nothing, `add` with the fields of a fault as options, or `clear`, of one fault with its number.
    """
    match words:
        case ["add"]:
            rule = {name.replace("-", "_"): parse(value, f"--{name}") for name, value in given.items()}
            emit(_call("POST", "faults", json.dumps(rule).encode()), options)
        case [] if not given:
            emit(_call("GET", "faults"), options)
        case ["clear", *number] if not given:
            emit(_call("DELETE", "/".join(["faults", *number])), options)
        case _:
            raise Problem(f"{' '.join(['faults', *words])}: say add with options, clear, or nothing")
