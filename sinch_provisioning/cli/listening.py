"""A receiver of webhooks at the command line: it verifies, stores, prints and forwards events."""

import json
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cyclopts import App

from sinch_provisioning import webhooks
from sinch_provisioning.cli.failing import Exit
from sinch_provisioning.cli.options import NONE, Options, Problem, note, variable
from sinch_provisioning.cli.output import emit
from sinch_provisioning.core.durations import seconds
from sinch_provisioning.webhooks.local import check_target, is_taken, post, receiving

_SECRETS = ("SINCH_WEBHOOK_SECRET",)

listen: App = App(name="listen", help="Receive the events of webhooks: verify, store, print and forward them.")


@listen.default
def serve(
    *,
    port: int = 9000,
    host: str = "127.0.0.1",
    secret_env: list[str] | None = None,
    forward_to: str | None = None,
    store: Path | None = None,
    options: Options = NONE,
) -> None:
    """Receive events until interrupted. Each is on the disk before it is acknowledged, and is printed at least once.

    With a store, the one that was being printed when it ended suddenly is printed again.

    Args:
        port: Port to listen on; 0 takes a free one, which standard error names.
        host: Address to listen on.
        secret_env: Environment variable with the webhook's secret, SINCH_WEBHOOK_SECRET if it is left out; may be
            repeated while a secret changes.
        forward_to: URL that gets each event, signed again, until it responds with 2xx.
        store: File that keeps the events, so that what was not printed or forwarded is when it runs again.
    """
    if options.output not in {None, "jsonl", "csv"}:
        raise Problem("events come one by one: -o jsonl or -o csv")
    secrets = list(map(variable, secret_env or _SECRETS))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        inbox = stack.enter_context(webhooks.Inbox(store or folder / "hooks.db"))
        served = receiving(inbox, secrets, host=host, port=port, forward_to=forward_to)
        url, entries = stack.enter_context(served)
        note(f"listening on {url}")
        emit(({"number": one.number, "received": one.received, **json.loads(one.body)} for one in entries), options)


@listen.command
def replay(
    *, store: Path, to: str, secret_env: list[str] | None = None, since: str | None = None, options: Options = NONE
) -> int:
    """Send stored events again, signed again; exit code 9 if some are not taken.

    Args:
        store: File that keeps the events.
        to: URL to send them to.
        secret_env: Environment variable with the secret to sign with, SINCH_WEBHOOK_SECRET if it is left out.
        since: Only those received within this time, as 24h.
    """
    if not store.exists():
        raise Problem(f"--store {store}: there is no such file")
    check_target("to", to)
    secret, *_ = map(variable, secret_env or _SECRETS)
    after = None if since is None else datetime.now(UTC) - timedelta(seconds=seconds(since))
    with webhooks.Inbox(store) as inbox:
        rows = [
            {"number": entry.number, "type": entry.type, "result": post(to, entry.body, secret)}
            for entry in inbox.entries(after)
        ]
    emit(rows, options)
    return Exit.DONE if all(is_taken(row["result"]) for row in rows) else Exit.PARTLY
