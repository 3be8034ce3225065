"""Request bodies at the command line: read from a file and from --set, and shown as a commented skeleton."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, cast, get_args, get_origin, get_type_hints

import attrs

from sinch_provisioning import OpenEnum, from_dict
from sinch_provisioning.cli.options import Problem
from sinch_provisioning.core.codec.names import camel, snake, wire_name
from sinch_provisioning.core.rules import REQUIRED, Deprecated, Items, Length, NotOneOf, Pattern, Range, ReadOnly
from sinch_provisioning.core.unions import Variants

Content = dict[str, Any]


def leaves(tp: Any) -> list[Any]:
    """Return the plain types and the marks that a type is made of."""
    args = get_args(tp)
    if not args or get_origin(tp) is Callable:
        return [tp]
    return [leaf for arg in args for leaf in leaves(arg)]


def models(tp: Any) -> list[type]:
    """Return the models among them."""
    return [leaf for leaf in leaves(tp) if hasattr(leaf, "__wire_model__")]


def parse(text: str, source: str) -> Any:
    """Return YAML 1.2, of which JSON is a part; dates stay the texts that they are in JSON.

    Raises:
        Problem: it is neither.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    reader = YAML(typ="safe", pure=True)
    reader.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    try:
        return reader.load(text)
    except (YAMLError, ValueError) as error:
        raise Problem(f"{source} is not YAML or JSON: {' '.join(str(error).split())}") from None


def read_input(source: str | None) -> Content:
    """Return the object in a file, or on standard input for `-`.

    Raises:
        Problem: it cannot be read, or is not one object.
    """
    if source is None:
        return {}
    name = "standard input" if source == "-" else source
    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        found = parse(content.decode("utf-8-sig"), name)
    except OSError as error:
        raise Problem(f"--input {name}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Problem(f"--input {name} is not UTF-8") from None
    if not isinstance(found, dict):
        kind = "nothing" if found is None else f"a {type(found).__name__}"
        raise Problem(f"--input {name} has to hold one object, holds {kind}")
    return cast("Content", found)


def put(content: Content, name: str, value: object) -> None:
    """Set a field by its dotted name, in the spelling that the content has for it, the wire's or Python's."""
    *parents, last = name.split(".")
    for part in parents:
        inner = content.get(_key(content, part))
        if not isinstance(inner, dict):
            inner = content[_key(content, part)] = {}
        content = cast("Content", inner)
    content[_key(content, last)] = value


def _key(content: Content, name: str) -> str:
    return next((key for key in content if key in {name, camel(name), snake(name)}), name)


_DATA = re.compile(r"""[\[{"']|(?:null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?)\Z""")


def set_fields(content: Content, given: Sequence[str], body: Any) -> None:
    """Set fields as `--set a.b=VALUE`: a text as it is where one belongs, otherwise null, true, 12, [..], {..}, "..".

    Raises:
        Problem: there is no equals sign or no name.
    """
    for one in given:
        name, equals, text = one.partition("=")
        if not equals or not all(name.split(".")):
            raise Problem(f"--set {one}: has to be FIELD=VALUE, as details.brand.name=Shop")
        as_data = _DATA.match(text) and (text == "null" or text[0] in "[{\"'" or not _is_text(body, name.split(".")))
        put(content, name, parse(text, f"--set {name}") if as_data else text)


def _is_text(tp: Any, names: Sequence[str]) -> bool:
    """Tell whether a field holds a text and nothing else."""
    if not names:
        return any(isinstance(leaf, type) and issubclass(leaf, str) for leaf in leaves(tp)) and not models(tp)
    inner = [
        hint for cls in models(tp) for name, hint in get_type_hints(cls).items() if name in {names[0], snake(names[0])}
    ]
    return bool(inner) and all(_is_text(hint, names[1:]) for hint in inner)


def read_body(tp: Any, content: Content) -> Any:
    """Return the model that is sent.

    Raises:
        InvalidRequest: the content does not fit; each violation names its field.
    """
    variants = next((leaf for leaf in leaves(tp) if isinstance(leaf, Variants)), None)
    named = {camel(key): value for key, value in content.items()}
    cls = variants.choose(named) if variants and named else models(tp)[0]
    return from_dict(cls, content)


def skeleton(tp: Any, variant: str | None) -> str:
    """Return YAML to fill in: required fields as they are, others in comments, each with its rules.

    Raises:
        Problem: there is no such variant.
    """
    kinds = {cls.__name__: cls for cls in models(tp)}
    if variant is not None and variant not in kinds:
        raise Problem(f"--variant {variant}: there are {', '.join(kinds)}")
    cls = kinds[variant] if variant else models(tp)[0]
    lines = [f"# {cls.__name__}: {_words(cls.__doc__)}"]
    if len(kinds) > 1:
        lines.append(f"# Other kinds, for --variant: {', '.join(kind for kind in kinds if kind != cls.__name__)}.")
    lines.append("# A line that begins with # and a name is optional: take the # away.")
    for text, about in _lines(cls, "", optional=False, seen=()):
        lines.append(f"{text}  # {about}" if about else text)
    return "\n".join(lines) + "\n"


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def _lines(cls: Any, indent: str, *, optional: bool, seen: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    """Walk the fields of a model as lines and what is to be said of them; what is required comes first."""
    docs, hints = _docs(cls), get_type_hints(cls, include_extras=True)
    for rule in getattr(cls, "__rules__", ()):
        yield f"{indent}# {_words(rule.__doc__) or rule.__name__.strip('_').replace('_', ' ')}", ""
    fields = {field.name: field for field in attrs.fields(cls) if field.init}
    required = {
        name for name, field in fields.items() if field.default is attrs.NOTHING or REQUIRED in leaves(hints[name])
    }
    for name in sorted(fields, key=lambda name: name not in required):
        marks = leaves(hints[name])
        if any(isinstance(mark, ReadOnly | Deprecated) for mark in marks):
            continue
        comment = "#" if optional or name not in required else ""
        inner = [model for model in models(hints[name]) if model not in (*seen, cls)]
        several = "Sequence" in str(hints[name])
        kinds = f"one of {', '.join(model.__name__ for model in inner)}, here the first" if len(inner) > 1 else ""
        about = "; ".join(filter(None, ["required" * (name in required), docs.get(name), *_rules(marks), kinds]))
        key = f"{comment}{indent}{wire_name(fields[name])}:"
        if not inner:
            value = _sample(marks)
            yield f"{key} {f'[{value}]' if several else value}", about
            continue
        yield key, about or _words(inner[0].__doc__)
        deeper = list(_lines(inner[0], f"{indent}  ", optional=bool(comment), seen=(*seen, cls)))
        if several:
            first = next((index for index, (text, _) in enumerate(deeper) if not text.lstrip().startswith("# ")), 0)
            text, about = deeper[first]
            deeper[first] = (f"{comment}{indent}- {text.lstrip('# ')}", about)
        yield from deeper


def _docs(cls: type) -> dict[str, str]:
    """Return what the source says of each field, in the text below it."""
    import ast

    found: dict[str, str] = {}
    [body] = [node.body for node in ast.parse(inspect.getsource(cls)).body if isinstance(node, ast.ClassDef)]
    for node, text in pairwise(body):
        match node, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                found[name] = _words(words)
            case _:
                pass
    return found


def _rules(marks: Sequence[Any]) -> Iterator[str]:
    """Walk the rules of a field in words."""
    for mark in marks:
        if isinstance(mark, Length | Items | Range):
            unit = "characters" if isinstance(mark, Length) else "items" if isinstance(mark, Items) else ""
            ends = [f"at least {mark.min}" * bool(mark.min), f"at most {mark.max}" * (mark.max is not None)]
            yield f"{' and '.join(filter(None, ends))} {unit}".strip()
        elif isinstance(mark, Pattern):
            yield mark.words
        elif isinstance(mark, type) and issubclass(mark, OpenEnum):
            taken = {value for other in marks if isinstance(other, NotOneOf) for value in other.values}
            yield f"one of {', '.join(value for value in mark if value not in taken)}"


def _sample(marks: Sequence[Any]) -> str:
    """Return a value of the type, to be replaced."""
    for mark in marks:
        if isinstance(mark, type) and issubclass(mark, OpenEnum):
            return str(next(iter(mark)))
        if mark in _SAMPLES:
            return _SAMPLES[mark]
        if isinstance(mark, str):  # a literal
            return str(mark)
    return '""'


_SAMPLES: dict[Any, str] = {bool: "false", int: "0", float: "0", dt.datetime: "2026-01-31T12:00:00Z", Any: "{}"}
