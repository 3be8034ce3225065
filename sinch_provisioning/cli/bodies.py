"""Request bodies at the command line: read from --input and --set, and shown as a skeleton to fill in."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import attrs
from cyclopts import Parameter

from sinch_provisioning import from_dict
from sinch_provisioning.cli.options import Problem
from sinch_provisioning.core.codec.names import camel, snake
from sinch_provisioning.core.outline import leaves, models, outline
from sinch_provisioning.core.unions import Variants

Content = dict[str, Any]


@Parameter(name="*", group="Body", negative=(), show_default=False)
@attrs.frozen(kw_only=True)
class Body:
    """Where a body comes from."""

    input: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None
    """File with the body as YAML or JSON, - for standard input; null deletes."""
    set: Annotated[list[str] | None, Parameter(allow_leading_hyphen=True)] = None
    """A field of the body, as details.brand.name=Shop; may be repeated."""

    def content(self, kinds: Sequence[type] = ()) -> Content:
        """Return what the file and the fields say; `kinds` tells where texts belong."""
        found = _read(self.input) if self.input is not None else {}
        for one in self.set or []:
            name, equals, text = one.partition("=")
            if not equals or not all(name.split(".")):
                raise Problem(f"--set {one}: has to be FIELD=VALUE, as details.brand.name=Shop")
            data = _DATA.fullmatch(text)
            as_text = data is None or (data[1] and _is_text(kinds, name.split(".")))
            put(found, name, text if as_text else parse(text, f"--set {name}"))
        return found


# What --set takes for YAML; true and numbers are texts too where a text belongs.
_DATA = re.compile(r"""[\[{"'].*|null|(true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?)""", re.DOTALL)


def _is_text(kinds: Sequence[type], names: Sequence[str]) -> bool:
    """Tell whether a field holds a text and nothing else."""
    found = [hints[snake(names[0])] for cls in kinds if snake(names[0]) in (hints := get_type_hints(cls))]
    if len(names) > 1:
        return bool(found) and _is_text([model for hint in found for model in models(hint)], names[1:])
    return any(isinstance(leaf, type) and issubclass(leaf, str) for hint in found for leaf in leaves(hint))


def parse(text: str, source: str) -> Any:
    """Return YAML 1.2, of which JSON is a part; dates stay the texts that they are in JSON."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    reader = YAML(typ="safe", pure=True)
    reader.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    try:
        return reader.load(text)
    except (YAMLError, ValueError) as error:
        raise Problem(f"{source} is not YAML or JSON: {' '.join(str(error).split())}") from None


def _read(source: str) -> Content:
    name = f"--input: {'standard input' if source == '-' else source}"
    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        found = parse(content.decode("utf-8-sig"), name)
    except OSError as error:
        raise Problem(f"{name}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Problem(f"{name} is not UTF-8") from None
    if not isinstance(found, dict):
        raise Problem(f"{name} has to hold one object, as `name: Shop`")
    return found


def key_in(content: Content, name: str) -> str:
    """Return a field's name in the spelling that the content has for it, the wire's or Python's."""
    return next((key for key in content if key in {name, camel(name), snake(name)}), name)


def put(content: Content, name: str, value: object) -> None:
    """Set a field by its dotted name."""
    *parents, last = name.split(".")
    for part in parents:
        key = key_in(content, part)
        if not isinstance(content.get(key), dict):
            content[key] = {}
        content = content[key]
    content[key_in(content, last)] = value


def read_body(tp: Any, content: Content) -> Any:
    """Return the model that is sent; InvalidRequest names each field that does not fit."""
    variants = next((leaf for leaf in leaves(tp) if isinstance(leaf, Variants)), None)
    named = {camel(key): value for key, value in content.items()}
    return from_dict(variants.choose(named) if variants and named else models(tp)[0], content)


def skeleton(kinds: Sequence[type], variant: str | None) -> str:
    """Return YAML to fill in, of the first kind or the one that is named."""
    named = {kind.__name__: kind for kind in kinds}
    cls = named.get(variant or kinds[0].__name__)
    if cls is None:
        raise Problem(f"--variant {variant}: there are {', '.join(named)}")
    others = ", ".join(name for name in named if name != cls.__name__)
    return f"## Other kinds, for --variant: {others}.\n" * bool(others) + outline(cls)
