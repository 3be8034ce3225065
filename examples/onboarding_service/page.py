"""The progress page: one table, what needs a person first; without scripts, in light and dark."""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from string import Template

from sinch_provisioning.onboarding import Status

ORDER = ("asking", "failed", "working", "waiting", "done")
PAGE = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
ROW = Template("""<tr><th scope="row">$name</th><td class="$state">$state</td><td>$step$question</td>
<td>$parts</td><td>$since</td></tr>""")


def page(statuses: Iterable[Status]) -> str:
    """Return the page as HTML."""
    found = sorted(statuses, key=lambda one: (ORDER.index(one.state), one.started))
    counts = [f"{sum(one.state == state for one in found)} {state}" for state in ORDER]
    return PAGE.substitute(summary=", ".join(counts), rows="\n".join(map(row, found)))


def row(one: Status) -> str:
    """Return a row of the table; everything in it comes from others, and is escaped."""
    question = ""
    if one.question is not None:
        question = f"<small>{escape(one.question.remark or '')}</small>"
        question += f"<small>Answer with: {escape(', '.join(one.question.fields) or 'nothing here')}</small>"
    parts = [f"{escape(key)}: {escape(str(part.get('state')))}" for key, part in one.standing.items()]
    return ROW.substitute(
        name=escape(one.name),
        state=one.state,
        step=escape(one.step),
        question=question,
        parts="<br>".join(parts),
        since=f"{datetime.fromtimestamp(one.started, UTC):%d %b %Y}",
    )
