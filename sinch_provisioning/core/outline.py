"""A model as commented YAML to fill in: its fields, their rules and the values that they take."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import ast
import datetime as dt
import inspect
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, get_args, get_origin, get_type_hints

import attrs

from sinch_provisioning.core import rules
from sinch_provisioning.core.codec.names import wire_name
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import is_model

_SAMPLES: dict[Any, str] = {bool: "false", int: "0", float: "0", dt.datetime: "2026-01-31T12:00:00Z", Any: "{}"}


def leaves(tp: Any) -> list[Any]:
    """Return the plain types and the marks that a type is made of."""
    args = get_args(tp)
    if not args or get_origin(tp) is Callable:
        return [tp]
    return [leaf for arg in args for leaf in leaves(arg)]


def models(tp: Any) -> list[type]:
    """Return the models among them that can be sent."""
    return [leaf for leaf in leaves(tp) if is_model(leaf)]


def outline(cls: type) -> str:
    """Return a model as YAML: required fields as they are, optional ones in comments, each with its rules."""
    lines = [f"## {cls.__name__}: {_words(cls.__doc__)}", "## A line with one # is optional: take the # away."]
    lines += [f"{text}  # {about}" if about else text for text, about in _lines(cls, "", optional=False, around=())]
    return "\n".join(lines) + "\n"


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def _lines(cls: Any, indent: str, *, optional: bool, around: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    """Walk the fields as lines and what is to be said of them; what is required comes first."""
    docs, hints = _docs(cls), get_type_hints(cls, include_extras=True)
    for rule in getattr(cls, "__rules__", ()):
        words = _words(rule.__doc__) or rule.__name__.strip("_").replace("_", " ")
        yield f"## {indent}Rule: {words.removeprefix('Walk the ')}", ""
    fields = {field.name: field for field in attrs.fields(cls) if field.init}
    required = {
        name for name in fields if fields[name].default is attrs.NOTHING or rules.REQUIRED in leaves(hints[name])
    }
    for name in sorted(fields, key=lambda name: name not in required):
        marks = leaves(hints[name])
        if any(isinstance(mark, rules.ReadOnly | rules.Deprecated) for mark in marks):
            continue
        sign = "#" if optional or name not in required else ""
        inner = [model for model in models(hints[name]) if model not in (*around, cls)]
        several, keyed = "Sequence" in str(hints[name]), "Mapping" in str(hints[name])
        kinds = f"one of {', '.join(model.__name__ for model in inner)}, here the first" if len(inner) > 1 else ""
        doc = docs.get(name) or (_words(inner[0].__doc__) if len(inner) == 1 else "")
        about = "; ".join(filter(None, ["required" * (name in required), *_rules(marks), kinds, doc]))
        key = f"{sign}{indent}{wire_name(fields[name])}:"
        if not inner:
            sample = _sample(marks)
            yield f"{key} {f'[{sample}]' if several else '{}' if keyed else sample}", about
            continue
        yield key, about
        deeper = list(_lines(inner[0], f"{indent}  ", optional=bool(sign), around=(*around, cls)))
        first = next(index for index, (text, _) in enumerate(deeper) if not text.startswith("##"))
        if several:
            deeper[first] = (f"{sign}{indent}- {deeper[first][0].lstrip('#').lstrip()}", deeper[first][1])
        yield from deeper


def _docs(cls: type) -> dict[str, str]:
    """Return what the source says of each field, in the text below it."""
    found: dict[str, str] = {}
    [body] = [node.body for node in ast.parse(inspect.getsource(cls)).body if isinstance(node, ast.ClassDef)]
    for pair in pairwise(body):
        match pair:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                found[name] = _words(words)
            case _:
                pass
    return found


def _rules(marks: Sequence[Any]) -> Iterator[str]:
    """Walk the rules of a field in words."""
    barred = rules.NEVER_SENT.union(*(mark.values for mark in marks if isinstance(mark, rules.NotOneOf)))
    for mark in marks:
        if isinstance(mark, rules.Items) and mark.unique:
            yield "no two alike"
        if isinstance(mark, rules.Range) or (
            isinstance(mark, rules.Length | rules.Items) and (mark.min or mark.max is not None)
        ):
            unit = " character" if isinstance(mark, rules.Length) else " item" if isinstance(mark, rules.Items) else ""
            ends = f"{mark.min} to {mark.max}" if mark.min and mark.max is not None else None
            size = ends or (f"at least {mark.min}" if mark.max is None else f"up to {mark.max}")
            yield size + (unit and unit + "s" * (not size.endswith(" 1")))
        elif isinstance(mark, rules.Pattern):
            yield mark.words
        elif mark is rules.TO_SUBMIT:
            yield "required to submit"
        elif isinstance(mark, type) and issubclass(mark, OpenEnum):
            yield f"one of {', '.join(value for value in mark if value not in barred)}"


def _sample(marks: Sequence[Any]) -> str:
    """Return a value of the type, to be replaced."""
    for mark in marks:
        if isinstance(mark, type) and issubclass(mark, OpenEnum):
            value = str(next(iter(mark)))
            return value if value.isidentifier() else f'"{value}"'
        if isinstance(mark, str):  # of a Literal
            return str(mark)
        if isinstance(mark, type) and mark in _SAMPLES:
            return _SAMPLES[mark]
    return '""'
