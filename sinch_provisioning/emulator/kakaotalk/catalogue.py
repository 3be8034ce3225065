"""Categories: a tree for senders, a list for templates. The names in the tree are made up."""

from functools import cache
from typing import Any

from sinch_provisioning.emulator.data import data
from sinch_provisioning.emulator.tables import JSON


@cache
def sender_tree() -> list[JSON]:
    """Return the sender categories. A code counts its siblings: three digits at the top, four below."""
    return _branches(data("kakaotalk_sender_categories"), "", 1)


@cache
def sender_paths() -> frozenset[tuple[str, str, str]]:
    """Return the paths of codes through the tree, from the top to a leaf."""
    return frozenset(
        (top["code"], middle["code"], leaf["code"])
        for top in sender_tree()
        for middle in top["subcategories"]
        for leaf in middle["subcategories"]
    )


@cache
def template_codes() -> frozenset[str]:
    """Return the codes that a template may carry."""
    return frozenset(
        part["code"] for category in data("kakaotalk_template_categories") for part in category["subcategories"]
    )


def _branches(names: dict[str, Any] | list[str], parent: str, depth: int) -> list[JSON]:
    return [
        {
            "parentCode": parent,
            "depth": depth,
            "code": (code := f"{number:0{3 if depth == 1 else 4}}"),
            "name": name,
            "subcategories": _branches(names[name], code, depth + 1) if isinstance(names, dict) else [],
        }
        for number, name in enumerate(names, 1)
    ]
