"""Reports as one HTML file, which needs no network and no scripts."""

from functools import cache
from typing import Any

from sinch_provisioning.errors import ConfigurationError
from sinch_provisioning.reports.figures import Report
from sinch_provisioning.reports.pictures import svg
from sinch_provisioning.reports.texts import cell, written


@cache
def _template() -> Any:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ModuleNotFoundError:
        words = "jinja2 is missing, which makes pages: pip install 'sinch-provisioning[reports]'"
        raise ConfigurationError(words) from None
    made = Environment(
        loader=PackageLoader("sinch_provisioning.reports", "."), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return made.get_template("page.html")


def html(report: Report) -> str:
    """Return a report as a page: readable on a phone, light or dark, with a table behind each picture.

    Raises:
        ConfigurationError: altair or jinja2 is missing: `pip install 'sinch-provisioning[reports]'`.
    """
    drawn = [index for index, section in enumerate(report.sections) if section.bars and section.rows]
    # Two widths, of which a page shows one: letters that are scaled down to a phone cannot be read.
    pictures = {
        index: {"wide": svg(report, section=index, width=920, paper=False),
                "narrow": svg(report, section=index, width=350, paper=False)}
        for index in drawn
    }  # fmt: skip
    page: str = _template().render(report=report, pictures=pictures, cell=cell, written=written)
    return page
