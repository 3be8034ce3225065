"""The command line, `sinch-provisioning` (extra `cli`): every operation as a command, made from the typed classes.

`app` lists the commands, `calls` makes those of the API, `options` reads the settings, `output` writes the data,
`failing` ends it all.
"""

import gc
import sys


def main() -> None:
    """Run the command line."""
    gc.set_threshold(50_000)  # what loads stays: looking for garbage in it takes a tenth of the start
    try:
        from sinch_provisioning.cli.failing import run
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] in {"cyclopts", "rich"}:
            sys.exit(f"{error.name} is missing: pip install 'sinch-provisioning[cli,emulator]'")
        raise
    sys.exit(run(sys.argv[1:]))
