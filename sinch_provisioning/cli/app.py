"""The list of commands.

A command is one row of COMMANDS: its name, the function or App that it is, which is imported when it is used, and one
line of help. An App has the name of its command. A command of the API's data looks like this:

```python
def senders(sender_id: str, /, *, options: Options = NONE) -> int | None:
    '''Say what it does in one line.'''
    emit(client_from(options).rcs.senders.get(sender_id), options)  # data to standard output
    note("what people want to know")  # to standard error
    return None  # or an exit code of `failing.Exit`; errors are left to `failing`, and `Problem` is a command's own
```
"""

import sys
import time
from typing import Annotated, Literal

from cyclopts import App, Group, Parameter

from sinch_provisioning._version import __version__
from sinch_provisioning.families import SUMMARIES

COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("demo", "sinch_provisioning.demo:demo", "Show the SDK at work against the built-in emulator."),
    ("emulator", "emulating:emulator", "Serve the API locally, and steer an emulator that runs."),
    ("configure", "settings:configure", "Write a profile of settings; the secret goes to the system's keychain."),
    ("whoami", "settings:whoami", "Show which settings are in force, and whether the credentials work."),
    ("listen", "listening:listen", "Receive the events of webhooks: verify, store, print and forward them."),
    ("watch", "app:watch", "Run a command again and again."),
    ("api", "calls:api", "Call an endpoint that this version does not know."),
    ("completion", "app:completion", "Print the script that completes commands in a shell."),
    ("sweep", "estates:sweep", "Walk a list in many projects at once, and keep every page in a store."),
    ("changes", "estates:changes", "Show what sweeps have found new, gone or changed."),
    ("sql", "estates:sql", "Ask the store of sweeps in SQL."),
    ("onboard", "onboard:onboard", "Bring senders, accounts and templates live; it may take weeks."),
    ("report", "estates:report", "Show the store of sweeps as figures and pictures."),
    ("export", "estates:export", "Write a table of the store as CSV, JSON lines or Parquet."),
)
HERE = "sinch_provisioning.cli."

app: App = App(
    name="sinch-provisioning",
    help="Sinch's Provisioning API from the command line; no account is needed for the demo and the emulator.",
    version=__version__,
    help_format="plaintext",
    default_parameter=Parameter(negative_iterable=()),  # no --empty-... beside options that are repeated
    suppress_keyboard_interrupt=False,
)
_api = Group("The API", sort_key=0)
for _family, _summary in SUMMARIES.items():
    app.command(f"{HERE}calls:{_family}", name=_family, help=_summary, group=_api)
for _name, _place, _summary in COMMANDS:
    app.command(_place if "." in _place else HERE + _place, name=_name, help=_summary)


def watch(*words: Annotated[str, Parameter(allow_leading_hyphen=True)], every: str = "5s") -> None:
    """Run a command again and again, as `watch rcs senders list --states LAUNCHING`; a terminal is redrawn.

    Args:
        words: The command.
        every: Time between two runs.
    """
    from sinch_provisioning.cli.options import Problem
    from sinch_provisioning.cli.output import redrawn
    from sinch_provisioning.core.durations import seconds

    pause = seconds(every, pause=True)
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
    print(app.generate_completion(shell=shell))
