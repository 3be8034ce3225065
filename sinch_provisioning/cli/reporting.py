"""Reports: the store of sweeps as figures and pictures, at a terminal, as a page or as SVG."""

import sys
from pathlib import Path
from typing import Annotated

import attrs
from cyclopts import App, Parameter

from sinch_provisioning import reports
from sinch_provisioning.cli.options import NONE, Options, note
from sinch_provisioning.cli.output import emit
from sinch_provisioning.sweeping import Store

report: App = App(name="report", help="Show the store of sweeps as figures and pictures.")


@Parameter(name="*", group="Report", negative=())
@attrs.frozen(kw_only=True)
class Form:
    """Where a report comes from, and goes to."""

    store: Path = Path("estate.db")
    """File of the sweeps."""
    html: Path | None = None
    """File to write as a page that needs no network."""
    svg: Path | None = None
    """File to write the first picture to."""


FORM = Form()


@report.command
def launch(*, form: Annotated[Form, Parameter(name="*")] = FORM, options: Options = NONE) -> None:
    """Show where RCS senders are launched, for each country and operator, and what was rejected."""
    _show(reports.launch(Store(form.store)), form, options)


@report.command
def changes(*, since: str = "7d", form: Annotated[Form, Parameter(name="*")] = FORM, options: Options = NONE) -> None:
    """Show what sweeps have found new, gone or changed: by day, by field, and one by one.

    Args:
        since: How long ago, as 24h or 7d, or a date, as 2026-11-01.
        form: Where it comes from, and goes to.
        options: What all commands take.
    """
    _show(reports.changes(Store(form.store), since), form, options)


@report.command
def templates(*, form: Annotated[Form, Parameter(name="*")] = FORM, options: Options = NONE) -> None:
    """Show the states of message templates, their quality, and why they were rejected."""
    _show(reports.templates(Store(form.store)), form, options)


def _show(made: reports.Report, form: Form, options: Options) -> None:
    for path, write in ((form.html, reports.html), (form.svg, reports.svg)):
        if path is not None:
            path.write_text(write(made), encoding="utf-8")
            note(f"written to {path}")
    files = form.html or form.svg
    if options.output or (not files and not sys.stdout.isatty()):
        emit(made.rows, options, columns=made.sections[made.main].columns)
    elif not files:
        reports.show(made)
