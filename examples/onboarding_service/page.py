"""The progress page: one table, what needs a person first; without scripts, in light and dark."""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from string import Template

from sinch_provisioning.onboarding import Status

ORDER = ("asking", "failed", "working", "waiting", "done")
PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="30">
<title>Onboardings</title>
<style>
:root { color-scheme: light dark; --line: light-dark(#d5d9e0, #3a4150); --soft: light-dark(#5b6472, #a3acba);
  --asking: light-dark(#8a4b00, #ffb454); --failed: light-dark(#b3261e, #ff8a80); --done: light-dark(#1b6e3c, #6fd08c) }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
  background: light-dark(#fff, #14171c); color: light-dark(#1c2026, #e6e9ee) }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .6rem .8rem; border-bottom: 1px solid var(--line) }
th, small { color: var(--soft); font-weight: normal }
small { display: block }
.asking { color: var(--asking); font-weight: 600 } .failed { color: var(--failed) } .done { color: var(--done) }
</style>
</head>
<body>
<h1>Onboardings</h1>
<p>$summary</p>
<table>
<thead><tr><th scope="col">Name</th><th scope="col">State</th><th scope="col">Where it stands</th>
<th scope="col">At Sinch</th><th scope="col">Since</th></tr></thead>
<tbody>
$rows
</tbody>
</table>
</body>
</html>
""")
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
