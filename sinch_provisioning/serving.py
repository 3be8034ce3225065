"""The emulator as a program: `sinch-provisioning emulator`."""

import json
import os
import sys
from pathlib import Path
from typing import Any, Literal, cast


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
        sys.stdout.write(f"{json.dumps(start)}\n")
        sys.stdout.flush()

    try:
        made.run(on_ready=ready)
    except OSError as error:
        sys.exit(str(error))
