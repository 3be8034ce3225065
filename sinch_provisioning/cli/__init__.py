"""The command line: `sinch-provisioning demo` and `sinch-provisioning emulator` (extras `cli` and `emulator`)."""

import sys


def main() -> None:
    """Run the command line."""
    try:
        from sinch_provisioning.cli.app import app
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] in {"cyclopts", "rich", "jsonschema_rs"}:
            sys.exit(f"{error.name} is missing: pip install 'sinch-provisioning[cli,emulator]'")
        raise
    app()
