"""Decisions of others, made by hand: one group for each family, found on first use."""

from importlib import import_module
from typing import TYPE_CHECKING

from sinch_provisioning.emulator.store import Store

if TYPE_CHECKING:
    from sinch_provisioning.emulator.rcs.control import RcsControl
    from sinch_provisioning.emulator.whatsapp.control import WhatsappControl

_GROUPS = {"rcs": "RcsControl", "whatsapp": "WhatsappControl"}


class Control:
    """Groups of decisions, by family."""

    if TYPE_CHECKING:
        rcs: RcsControl
        whatsapp: WhatsappControl

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        if name not in _GROUPS:
            raise AttributeError(name)
        group = getattr(import_module(f"{__package__}.{name}.control"), _GROUPS[name])(self._store)
        setattr(self, name, group)
        return group
