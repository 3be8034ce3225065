"""The page of the tables, made from their schemas: `python -m tests.tables.document` writes it."""

from pathlib import Path

from sinch_provisioning.tables import HISTORY, TABLES, VERSION, Column

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "tables.md"
HEAD = f"""# Tables of estates

Version {VERSION}. [](../guides/estates.md) shows them at work. Each is a view of the store, and has its name in SQL,
`export` and `Store.table`.

A `timestamp` is text in SQL, CSV and JSON lines, `2026-11-01T09:30:00.000000Z`, which sorts as the times do; in
Parquet, Arrow and Python it is a time. A `list` is texts with commas between them. Where the service sends nothing, the
column is null. sqlite3 may end a text at the character U+0000.
"""


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    for table in TABLES.values():
        parts += [f"## {table.name}\n", f"{table.doc}\n", rows(table.columns)]
        if table.sources:
            parts.append(f"From {', '.join(f'`{source}`' for source in table.sources)}.\n")
    names = ", ".join(f"`{name}_history`" for name, table in TABLES.items() if table.sources)
    parts += ["## Histories\n", f"{names} have a row for each state that was ever seen, with these columns more:\n"]
    parts.append(rows(HISTORY))
    return "\n".join(parts)


def rows(columns: tuple[Column, ...]) -> str:
    lines = [f"| `{column.name}` | {column.type} | {column.doc} |\n" for column in columns]
    return "".join(["| column | type | meaning |\n", "| --- | --- | --- |\n", *lines])


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
