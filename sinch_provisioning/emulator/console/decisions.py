"""All decisions of the control, found by walking it: `rcs/set_operator`, `whatsapp/templates/approve`, ..."""

from collections.abc import Iterator

from sinch_provisioning.emulator.console.calls import Call
from sinch_provisioning.emulator.control import Control


def decisions(control: Control) -> dict[str, Call]:
    """Return what can be decided, by path."""
    families = (name for name in vars(control) if not name.startswith("_"))
    return {path: call for family in families for path, call in _walk(family, getattr(control, family))}


def _walk(path: str, group: object) -> Iterator[tuple[str, Call]]:
    for name, inner in vars(group).items():
        if not name.startswith("_"):
            yield from _walk(f"{path}/{name}", inner)
    for name in dir(type(group)):
        if not name.startswith("_"):
            yield f"{path}/{name}", Call(getattr(group, name))
