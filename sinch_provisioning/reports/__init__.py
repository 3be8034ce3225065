"""Reports on the store of sweeps: figures, and the same figures at a terminal, as an HTML page and as SVG.

```python
report = reports.launch(sweeping.Store("estate.db"))
for row in report.rows:
    print(row["country"], row["operator"], row["launched"], "of", row["senders"], row["seen"])
Path("board.html").write_text(reports.html(report), encoding="utf-8")
```
"""

from sinch_provisioning.reports.figures import Bars, Report, Section, changes, launch, templates
from sinch_provisioning.reports.page import html
from sinch_provisioning.reports.pictures import svg
from sinch_provisioning.reports.terminal import show

__all__ = ["Bars", "Report", "Section", "changes", "html", "launch", "show", "svg", "templates"]
