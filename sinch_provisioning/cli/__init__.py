"""The command line, `sinch-provisioning` (extra `cli`): every operation as a command, made from the typed classes.

`app` lists the commands, `calls` makes those of the API, `options` reads the settings, `output` writes the data,
`failing` ends it all.
"""

import sys


def main() -> None:
    """Run the command line."""
    try:
        from sinch_provisioning.cli.failing import run
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] in {"cyclopts", "rich"}:
            sys.exit(f"{error.name} is missing: pip install 'sinch-provisioning[cli,emulator]'")
        raise
    sys.exit(run(sys.argv[1:]))
