"""What the code says of itself, as Markdown: docstrings, texts beside fields, and the rules of fields."""

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Annotated, Any, get_args, get_origin

from sinch_provisioning import errors
from sinch_provisioning.core import rules
from tests.surface import PACKAGE

ERRORS = {name: name if name == "ProvisioningError" else f"errors.{name}" for name in errors.__all__}
"""The name by which users import an error."""


@cache
def _tree(module: ModuleType) -> tuple[ast.Module, list[str]]:
    source = inspect.getsource(module)
    return ast.parse(source), source.splitlines()


def _documented(body: list[ast.stmt], source: list[str]) -> Iterator[tuple[str, str]]:
    """Walk the names that are assigned, with the text that stands after each or at its line's end."""
    for number, node in enumerate(body):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name) | ast.Attribute(attr=name)):
                pass
            case ast.Assign(targets=[ast.Name(id=name) | ast.Attribute(attr=name)]):
                pass
            case _:
                continue
        match body[number + 1 : number + 2]:
            case [ast.Expr(value=ast.Constant(value=str(text)))]:
                yield name, inspect.cleandoc(text)
            case _:
                comment = source[node.end_lineno - 1][node.end_col_offset or 0 :].strip() if node.end_lineno else ""
                if comment.startswith("# ") and "noqa" not in comment:
                    yield name, comment.removeprefix("# ")


@cache
def documented(cls: type) -> dict[str, str]:
    """Return what the fields and attributes of a class say of themselves."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if not base.__module__.startswith(PACKAGE):
            continue
        tree, source = _tree(sys.modules[base.__module__])
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name == base.__name__:
                found.update(_documented(node.body, source))
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
                        found.update(_documented(inner.body, source))
    return found


def constant(module: str, name: str) -> str:
    """Return what a constant says of itself: the text after it, wherever its module has it from."""
    value = getattr(import_module(module), name)
    for each in list(sys.modules.values()):
        if getattr(each, "__name__", "").startswith(PACKAGE) and vars(each).get(name) is value:
            text = dict(_documented(*_body(each))).get(name)
            if text:
                return text
    return ""


def _body(module: ModuleType) -> tuple[list[ast.stmt], list[str]]:
    tree, source = _tree(module)
    return tree.body, source


def limits(hint: Any) -> Iterator[str]:
    """Walk the rules of a field in words."""
    if get_origin(hint) is Annotated:
        inner, *extras = get_args(hint)
        yield from limits(inner)
        for extra in extras:
            for kind, words in LIMITS.items():
                if isinstance(extra, kind):
                    yield words(extra)
        return
    for arg in get_args(hint):
        if get_origin(arg) is Annotated:
            yield from limits(arg)


def _between(least: float | None, most: float | None, unit: str) -> str:
    if not least and most is None:
        return f"any number of {unit}"
    words = f"at most {most}" if not least else f"at least {least}" if most is None else f"{least} to {most}"
    if least == most:
        words = str(least)
    return f"{words} {unit.removesuffix('s') if words.endswith(' 1') else unit}"


LIMITS: dict[type, Callable[[Any], str]] = {
    rules.Length: lambda rule: _between(rule.min, rule.max, "characters"),
    rules.Items: lambda rule: _between(rule.min, rule.max, "items") + (", no two alike" if rule.unique else ""),
    rules.Range: lambda rule: _between(rule.min, rule.max, "").strip(),
    rules.Distinct: lambda rule: f"no two with the same `{rule.field}`",
    rules.Pattern: lambda rule: rule.words,
    rules.NotOneOf: lambda rule: "not " + ", ".join(f"`{value}`" for value in sorted(rule.values)),
    rules.Deprecated: lambda rule: f"deprecated: {rule.instead}",
    rules.ReadOnly: lambda _rule: "in responses only",
    rules.Required: lambda _rule: "required when it is sent",
    rules.ToSubmit: lambda _rule: "required to submit; only a draft may lack it",
}
"""What a rule of a field says."""


def prose(doc: str) -> str:
    """Write a docstring as Markdown: its sections as fields."""
    return "\n\n".join(filter(None, parts(doc)))


def parts(doc: str) -> tuple[str, str]:
    """Return a docstring's text, and its sections as fields."""
    text, *sections = re.split(r"^(Args|Raises|Returns|Yields):\n", doc, flags=re.MULTILINE)
    texts, fields = [text.strip()], []
    for heading, section in zip(sections[::2], sections[1::2], strict=True):
        rows = section.splitlines()
        end = next((number for number, row in enumerate(rows) if row and not row[0].isspace()), len(rows))
        items = re.split(r"^(?=\S)", textwrap.dedent("\n".join(rows[:end])), flags=re.MULTILINE)
        fields += [_item(heading, " ".join(item.split())) for item in items if item.strip()]
        texts.append("\n".join(rows[end:]).strip())
    return "\n\n".join(filter(None, texts)), "\n".join(fields)


def _item(heading: str, item: str) -> str:
    name, colon, text = item.partition(": ")
    if heading == "Args" and colon:
        return f":param {name.lstrip('*')}: {text}"
    if heading == "Raises" and colon:
        return f":raises {ERRORS.get(name, name)}: {text}"
    return f":{heading.lower()}: {item}"
