"""Estates: sweep them into a store, and take from it what is there, what has changed, and reports."""

import sys
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console

from sinch_provisioning import reports, sweeping
from sinch_provisioning.cli.failing import Exit
from sinch_provisioning.cli.options import NONE, Options, Problem, client_from, note, quiet
from sinch_provisioning.cli.output import data_out, emit
from sinch_provisioning.sweeping import Progress, Store

_STORE = Path("estate.db")
_COUNTS = ("sweep", "started", "listings", "earlier", "done", "pages", "items", "unreadable")
_CHANGE = (
    *("seen", "kind", "name", "country", "operator", "field", "before", "after", "remark"),
    *("project", "id", "channel", "table", "part", "before_seen"),
)
Kept = Annotated[Path, Parameter(help="File of the sweeps.")]
Flag = Annotated[bool, Parameter(negative=())]


def sweep(
    *name: str,
    projects: Annotated[list[str] | None, Parameter(negative=())] = None,
    store: Kept = _STORE,
    concurrency: int = 16,
    fresh: Flag = False,
    retry_failed: Flag = False,
    options: Options = NONE,
) -> None:
    """Walk a list in many projects at once, and keep every page in a store.

    If it is interrupted, however suddenly, the same command goes on where it was.

    Args:
        name: What to list: as `rcs senders`, `whatsapp templates` or `rcs senders activities`.
        projects: Ids with commas between them, or @FILE with one a line; otherwise the one of the profile.
        concurrency: Lists under way at once.
        fresh: Begin from the start, also if a sweep was interrupted.
        retry_failed: Go on with the latest sweep, where lists failed in it.
    """
    kept, sinch, console = Store(store), client_from(options), Console(stderr=True, highlight=False)
    found = sweeping.listings(sinch, " ".join(name), _projects(projects) or [sinch.project_id], store=kept)
    with console.status("") if console.is_terminal and not quiet.get() else nullcontext() as status:

        def tell(progress: Progress) -> None:
            if status is not None:
                left = progress.remaining
                words = f"{progress.done} of {progress.listings} lists, {progress.items:,} items"
                words += f", {progress.rate:,.0f} a second, {len(progress.failures)} failed"
                status.update(words if left is None else f"{words}, {timedelta(seconds=round(left))} left")

        done = sweeping.sweep(
            kept, found, concurrency=concurrency, observer=tell, fresh=fresh, retry_failed=retry_failed
        )
    emit({name: getattr(done, name) for name in _COUNTS} | {"failed": len(done.failures)}, options)
    if done.unreadable:
        note(f"{done.unreadable} cannot be read, and are kept as they came: problem in the table items says why")
    for one in done.failures[:1]:
        words = f"{len(done.failures)} of {done.listings} lists failed; --retry-failed goes on with them"
        raise Problem(f"{words}. The first, {one.project}: {one.error}", code=Exit.PARTLY)


def changes(*, since: str = "24h", store: Kept = _STORE, options: Options = NONE) -> None:
    """Show what sweeps have found new, gone or changed, each with the time when it was seen.

    Args:
        since: How long ago, as 24h or 7d, or a date, as 2026-11-01.
    """
    emit(map(_shown, Store(store).changes(since)), options, columns=_CHANGE)


def _shown(change: sweeping.Change) -> dict[str, object]:
    values = {name: getattr(change, name) for name in _CHANGE}  # a terminal has room for the first ones
    return {name: f"{one:%Y-%m-%dT%H:%M:%SZ}" if isinstance(one, datetime) else one for name, one in values.items()}


def sql(query: str, /, *, store: Kept = _STORE, options: Options = NONE) -> None:
    """Ask the store in SQL; `select name, sql from sqlite_schema` shows what there is.

    Args:
        query: One SELECT.
    """
    rows = Store(store).sql(query)
    values = ([one.hex() if isinstance(one, bytes) else one for one in row] for row in rows)
    emit((dict(zip(rows.names, row, strict=True)) for row in values), options, columns=rows.names)


def export(
    table: str,
    /,
    *,
    store: Kept = _STORE,
    output: Annotated[Literal["csv", "jsonl", "parquet"] | None, Parameter(name=["--output", "-o"])] = None,
    to: Path | None = None,
    history: Flag = False,
) -> None:
    """Write a table of the store, however large it is.

    Args:
        table: Its name, as senders or sender_countries.
        output: Form; if it is left out, what the name of the file says, or csv.
        to: File to write; standard output if it is left out.
        history: All states that were ever seen, instead of the latest.
    """
    rows = Store(store).table(table, history=history)
    form = output or (to.suffix[1:] if to is not None else "csv")
    if form == "parquet" and to is not None:
        rows.write_parquet(to)
    elif form in {"csv", "jsonl"}:
        with nullcontext(data_out()) if to is None else to.open("w", encoding="utf-8", newline="") as out:
            (rows.write_jsonl if form == "jsonl" else rows.write_csv)(out)
    else:
        unnamed = f"{to}: its name has to end in .csv, .jsonl or .parquet, or --output has to say the form"
        raise Problem("Parquet needs a file: --to FILE" if form == "parquet" else unnamed)


def report(
    about: Literal["launch", "changes", "templates"],
    /,
    *,
    since: str | None = None,
    store: Kept = _STORE,
    html: Path | None = None,
    svg: Path | None = None,
    options: Options = NONE,
) -> None:
    """Show the store of sweeps as figures and pictures: at a terminal, as a page or as SVG.

    Args:
        about: launch: where RCS senders are launched, for each country and operator, and what was rejected. changes:
            what sweeps have found new, gone or changed, by day, by field, and one by one. templates: the states of
            message templates, their quality, and why they were rejected.
        since: For changes, how long ago, as 24h or 7d, or a date, as 2026-11-01; 7d if it is left out.
        html: File to write as a page that needs no network.
        svg: File to write the first picture to.
    """
    if since is not None and about != "changes":
        raise Problem(f"--since is for `report changes`, and `report {about}` shows what there is")
    kept = Store(store)
    made = reports.changes(kept, since or "7d") if about == "changes" else getattr(reports, about)(kept)
    for path, write in ((html, reports.html), (svg, reports.svg)):
        if path is not None:
            path.write_text(write(made), encoding="utf-8")
            note(f"written to {path}")
    if options.output or not (html or svg or sys.stdout.isatty()):
        emit(made.rows, options, columns=made.sections[made.main].columns)
    elif not (html or svg):
        reports.show(made)


def _projects(given: list[str] | None) -> list[str]:
    """Return the projects of an option with commas, which may be repeated, or of files of them."""
    found: list[str] = []
    for text in given or ():
        lines = Path(text[1:]).read_text("utf-8").splitlines() if text.startswith("@") else text.split(",")
        found += [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if given and not found:
        raise Problem("--projects names no project")
    return list(dict.fromkeys(found))
