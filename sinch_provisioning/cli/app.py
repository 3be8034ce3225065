"""The commands."""

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console

from sinch_provisioning._version import __version__

app: App = App(
    name="sinch-provisioning",
    help="Sinch's Provisioning API from the command line; no account is needed for the demo and the emulator.",
    version=__version__,
)


@app.command
def demo(*, projects: int = 12, senders: int = 300) -> None:
    """Show the SDK at work against the built-in emulator.

    Args:
        projects: Projects to sweep.
        senders: Senders in each of them.
    """
    import asyncio

    from sinch_provisioning.cli.demo import run

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=120)  # a file or a pipe has no edge to wrap at
    asyncio.run(run(console, projects=projects, senders=senders))


@app.command
def emulator(
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    key_id: str | None = None,
    key_secret: Annotated[str | None, Parameter(env_var="SINCH_KEY_SECRET")] = None,
    project: Annotated[list[str] | None, Parameter(negative=())] = None,
    senders: int = 0,
    state: Path | None = None,
    seed: int = 0,
) -> None:
    """Serve the API locally until interrupted; the first line on standard output holds URL and credentials as JSON.

    Args:
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        key_id: Access key to accept; made up if left out.
        key_secret: Its secret; made up if left out.
        project: Project to serve; may be repeated; made up if left out.
        senders: RCS senders to begin with, in each project.
        state: File that keeps everything across restarts.
        seed: What made-up data is made from.
    """
    from sinch_provisioning.emulator import Emulator

    try:
        made = Emulator(
            host=host,
            port=port,
            key_id=key_id,
            key_secret=key_secret,
            project_id=project,
            senders=senders,
            state=state,
            seed=seed,
        )
    except (ValueError, OSError) as error:
        sys.exit(str(error))

    def ready() -> None:
        start = {
            "url": made.url,
            "auth_url": made.auth_url,
            "key_id": made.key_id,
            "key_secret": made.key_secret,
            "project_ids": list(made.project_ids),
        }
        print(json.dumps(start), flush=True)

    try:
        made.run(on_ready=ready)
    except OSError as error:
        sys.exit(str(error))
