"""What a field mask leaves over of a template."""

from collections.abc import Sequence
from typing import Any, cast

from sinch_provisioning.emulator.tables import JSON


def apply_field_mask(template: JSON, fields: Sequence[str]) -> JSON:
    """Return just the fields of a template that a mask names; a parent brings its children (inferred)."""
    tree: dict[str, Any] = {}
    for field in fields:
        branch = tree
        for part in field.split("."):
            branch = branch.setdefault(part, {})
        branch[""] = True
    return _pick(template, tree)


def _pick(value: JSON, tree: dict[str, Any]) -> JSON:
    if "" in tree:
        return value
    if isinstance(value, list):
        # The literal 0 stands for every entry.
        return [_pick(item, tree["0"]) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        # A path into an object may meet a text: `example.url` means nothing for the header of a text.
        return {
            name: _pick(value[name], branch)
            for name, branch in tree.items()
            if name in value and ("" in branch or isinstance(value[name], dict | list))
        }
    return value
