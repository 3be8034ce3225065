"""Request bodies at the command line: read from --input and --set, and shown as a skeleton to fill in."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import attrs
from cyclopts import Parameter

from sinch_provisioning.cli.options import Problem
from sinch_provisioning.core.editing import is_text, put
from sinch_provisioning.core.outline import outline

Content = dict[str, Any]
_INPUT = "File with the body as YAML or JSON, - for standard input; null deletes."
_SET = "A field of the body, as details.brand.name=Shop or details.countries=[SE]; may be repeated."


@Parameter(name="*", group="Body", negative=(), show_default=False)
@attrs.frozen(kw_only=True)
class Body:
    """Where a body comes from."""

    input: Annotated[str | None, Parameter(help=_INPUT, allow_leading_hyphen=True)] = None
    set: Annotated[list[str] | None, Parameter(help=_SET, allow_leading_hyphen=True)] = None

    def content(self, kinds: Sequence[type] = ()) -> Content:
        """Return what the file and the fields say; `kinds` tells where texts belong."""
        found = _read(self.input) if self.input is not None else {}
        for one in self.set or []:
            name, equals, text = one.partition("=")
            if not equals or not all(name.split(".")):
                raise Problem(f"--set {one}: must be FIELD=VALUE, as details.brand.name=Shop")
            data = _DATA.fullmatch(text)
            as_text = data is None or (data[1] and is_text(kinds, name.split(".")))
            put(found, name, text if as_text else parse(text, f"--set {name}"))
        return found


# What --set takes for YAML; true and numbers are texts too where a text belongs.
_DATA = re.compile(r"""[\[{"'].*|null|(true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?)""", re.DOTALL)


def parse(text: str, source: str) -> Any:
    """Return YAML 1.2, of which JSON is a part; dates stay the texts that they are in JSON."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    reader = YAML(typ="safe", pure=True)
    reader.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    try:
        return reader.load(text)
    except (YAMLError, ValueError, RecursionError) as error:
        raise Problem(f"{source} is not YAML or JSON: {' '.join(str(error).split())}") from None


def _read(source: str) -> Content:
    name = f"--input: {'standard input' if source == '-' else source}"
    content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    try:
        found = parse(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise Problem(f"{name} is not UTF-8") from None
    if not isinstance(found, dict):
        raise Problem(f"{name} has to hold one object, as `name: Shop`")
    return found


def skeleton(kinds: Sequence[type], variant: str | None) -> str:
    """Return YAML to fill in, of the first kind or the one that is named."""
    named = {kind.__name__: kind for kind in kinds}
    cls = named.get(variant or kinds[0].__name__)
    if cls is None:
        raise Problem(f"--variant {variant}: there are {', '.join(named)}")
    others = ", ".join(name for name in named if name != cls.__name__)
    return f"## Other kinds, for --variant: {others}.\n" * bool(others) + outline(cls)
