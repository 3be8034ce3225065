"""Commands that are about no family: any endpoint, a command again and again, completion for shells."""

import sys
import time
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs

from cyclopts import Parameter

from sinch_provisioning import UNSET, from_json
from sinch_provisioning.cli.bodies import Body
from sinch_provisioning.cli.failing import told_if_interrupted
from sinch_provisioning.cli.options import NONE, Options, Problem, client_from
from sinch_provisioning.cli.output import emit, redrawn
from sinch_provisioning.core.durations import seconds


def api(method: str, path: str, /, *, body: Body = Body(), options: Options = NONE) -> None:  # noqa: B008 - immutable
    """Call an endpoint that this version does not know.

    Args:
        method: HTTP method.
        path: Below the project, as /rcs/senders?pageSize=1, or from the top, as /v1/...; percent-encoded.
    """
    route, _, query = path.partition("?")
    sent = UNSET if body == Body() else body.content()
    parameters = parse_qs(query, keep_blank_values=True)
    with told_if_interrupted(once=method.upper() == "POST"):
        reply = client_from(options).request(method, route, returns=bytes, query=parameters, body=sent)
    found: Any = from_json(dict[str, Any], reply) if reply else None
    emit(found, options)


def watch(*words: Annotated[str, Parameter(allow_leading_hyphen=True)], every: str = "5s") -> None:
    """Run a command again and again, as `watch rcs senders list --states LAUNCHING`; a terminal is redrawn.

    Args:
        words: The command.
        every: Time between two runs.
    """
    from sinch_provisioning.cli.app import app

    pause = seconds(every)
    if not words:
        raise Problem("watch what? Give a command, as `watch rcs senders list`")
    redrawn.set(sys.stdout.isatty())
    while True:
        app(words, exit_on_error=False, result_action="return_value")
        sys.stdout.flush()
        time.sleep(pause)


def completion(shell: Literal["bash", "zsh", "fish", "powershell"], /) -> None:
    """Print the script that completes commands and options, for the folder where the shell looks for such.

    Args:
        shell: Shell that it is for.
    """
    from sinch_provisioning.cli.app import app

    print(app.generate_completion(shell=shell))
