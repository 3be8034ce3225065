"""The command that types the snippets of the documents sees each block, at the line where it is in its page."""

from pathlib import Path

import pytest

from tests.docs.snippet_types import mistakes, module

PAGE = """# A page

```python
from sinch_provisioning import AsyncClient, rcs

async with AsyncClient.from_env() as sinch:
    sender = await sinch.rcs.senders.get("s1")
```

<!--- skip: next --->

```python
print(sender.country_status[0])
```
"""


def test_each_block_is_at_its_line(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    source, lines = module(page), PAGE.splitlines()
    compile(source, "page", "exec")
    made = source.splitlines()
    assert [number for number, line in enumerate(made) if line.strip() and 2 <= number < len(lines)] == [3, 5, 6, 12]
    assert all(made[number] == f"    {lines[number]}" for number in (3, 5, 6, 12))


def test_a_mistake_is_found(tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is in the extra checks")
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    assert f'{page}:13: error: Value of type "Sequence[CountryStatus] | None" is not indexable' in mistakes([page])
