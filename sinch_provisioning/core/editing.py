"""Plain data of a body, changed by dotted names, in the wire's spelling or Python's."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast, get_type_hints

from sinch_provisioning.core.codec.names import camel, snake
from sinch_provisioning.core.model import is_model
from sinch_provisioning.core.outline import leaves, models
from sinch_provisioning.core.shapes import fields
from sinch_provisioning.core.unions import Unknown


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
        if value is not None or inner:
            found[key] = merged(inner, value) if isinstance(inner, dict) and isinstance(value, Mapping) else value
    return found


def strangers(content: Any, value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield what is in a body, and is not a field of the model that was read from it, as violations."""
    if isinstance(content, list):
        for index, (one, item) in enumerate(zip(content, cast("Any", value) or (), strict=False)):
            yield from strangers(one, item, f"{path}[{index}]")
    elif isinstance(content, Mapping) and not isinstance(value, Unknown):
        cls = cast("Any", type(value))
        names = {field.wire: field.name for field in fields(cls)} if is_model(cls) else {}
        for key, inner in content.items():
            here = f"{path}.{key}" if path else str(key)
            name = names.get(str(key)) or names.get(camel(str(key)))
            if names and name is None:
                yield here, f"unknown field; it is one of {', '.join(sorted(names))}"
            elif name is not None:
                yield from strangers(inner, getattr(value, name), here)
            elif isinstance(value, Mapping):
                yield from strangers(inner, value.get(key), here)


def is_text(kinds: Sequence[type], names: Sequence[str]) -> bool:
    """Tell whether a field of one of these models holds a text and nothing else."""
    found = [hints[snake(names[0])] for cls in kinds if snake(names[0]) in (hints := get_type_hints(cls))]
    if len(names) > 1:
        return bool(found) and is_text([model for hint in found for model in models(hint)], names[1:])
    return any(isinstance(leaf, type) and issubclass(leaf, str) for hint in found for leaf in leaves(hint))
