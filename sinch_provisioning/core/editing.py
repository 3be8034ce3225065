"""Plain data of a body, changed by dotted names, in the wire's spelling or Python's."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from collections.abc import Mapping, Sequence
from typing import Any, get_type_hints

from sinch_provisioning.core.codec.names import camel, snake
from sinch_provisioning.core.outline import leaves, models
from sinch_provisioning.errors import InvalidRequest


def key_in(content: Mapping[str, Any], name: str) -> str:
    """Return a field's name in the spelling that the content has for it."""
    return next((key for key in content if key in {name, camel(name), snake(name)}), name)


def put(content: dict[str, Any], name: str, value: object) -> None:
    """Set a field by its dotted name."""
    *parents, last = name.split(".")
    for part in parents:
        key = key_in(content, part)
        if not isinstance(content.get(key), dict):
            content[key] = {}
        content = content[key]
    content[key_in(content, last)] = value


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object with some fields changed; null removes one, and what is gone need not be removed."""
    found = dict(old)
    for name, value in new.items():
        key = key_in(old, name)
        inner = found.get(key)
        if value is None and inner:
            del found[key]
        elif isinstance(value, Mapping) and isinstance(inner, dict | None):
            found[key] = merged(inner or {}, value)
        elif value is not None:
            found[key] = value
    return found


def misfits(cls: type, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the names and values in a changed object that no model knows, but for those that it had before."""
    from sinch_provisioning.core.codec.plain import read_dict  # loads cattrs

    def found(content: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
        try:
            read_dict(cls, content, strict=True)
        except InvalidRequest as error:
            return error.violations
        return ()

    known = found(old)
    return [one for one in found(new) if one not in known]


def is_text(kinds: Sequence[type], names: Sequence[str]) -> bool:
    """Tell whether a field of one of these models holds a text and nothing else."""
    found = [hints[snake(names[0])] for cls in kinds if snake(names[0]) in (hints := get_type_hints(cls))]
    if len(names) > 1:
        return bool(found) and is_text([model for hint in found for model in models(hint)], names[1:])
    return any(isinstance(leaf, type) and issubclass(leaf, str) for hint in found for leaf in leaves(hint))
