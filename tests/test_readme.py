"""The README's table of operations is the registry's. tests/docs runs its snippets."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

README = Path(__file__).parent.parent / "README.md"
BEGIN = "<!-- operations: checked by tests/test_readme.py, made by `python -m tests.test_readme` -->\n"
END = "<!-- end of operations -->"


def methods() -> Iterator[tuple[str, Any]]:
    """Find all public calls, with the path that a user writes."""
    from sinch_provisioning.client import AsyncProject
    from sinch_provisioning.core.dispatch import Resource

    def walk(path: str, resource: type) -> Iterator[tuple[str, Any]]:
        for name, member in inspect.getmembers(resource):
            if name.startswith("_"):
                continue
            if isinstance(member, type) and issubclass(member, Resource):
                yield from walk(f"{path}.{name}", member)
            elif inspect.isfunction(member):
                yield f"{path}.{name}", member

    for family in ("rcs", "whatsapp", "kakaotalk", "conversation", "bundles", "sms", "webhooks"):
        yield from walk(family, getattr(AsyncProject, family))


def table() -> str:
    """Make the table of operations from the registry and from what the calls say of themselves."""
    from sinch_provisioning.operations import OPERATIONS

    found: dict[str, list[str]] = {}
    for path, method in methods():
        summary = " ".join((method.__doc__ or "").split("\n\n")[0].split())
        for operation in re.findall(r"\((\w+)[,)]", summary):
            if operation in OPERATIONS:
                found.setdefault(operation, []).append(f"`sinch.{path}`")
    rows = ["| call | operation | method | repeated |", "| --- | --- | --- | --- |"]
    words = {"SAFE": "yes", "IDEMPOTENT": "yes", "ONCE": "never"}
    for operation in OPERATIONS.values():
        calls = ", ".join(found[operation.id])
        rows.append(f"| {calls} | {operation.id} | {operation.method} | {words[operation.safety.name]} |")
    return "\n".join(rows) + "\n"


def test_the_table_of_operations_is_the_registrys() -> None:
    written = README.read_text().split(BEGIN)[1].split(END)[0]
    assert written == table()


if __name__ == "__main__":
    text = README.read_text()
    head, rest = text.split(BEGIN)
    README.write_text(head + BEGIN + table() + END + rest.split(END)[1])
