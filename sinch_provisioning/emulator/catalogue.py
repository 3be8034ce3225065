"""All that the families declare, collected in one place."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from sinch_provisioning.emulator import bundles, conversation, kakaotalk, rcs, sms, webhooks, whatsapp
from sinch_provisioning.emulator.family import Family

V = TypeVar("V")

FAMILIES: tuple[Family, ...] = (
    rcs.FAMILY,
    whatsapp.FAMILY,
    kakaotalk.FAMILY,
    webhooks.FAMILY,
    sms.FAMILY,
    conversation.FAMILY,
    bundles.FAMILY,
)


def merged(mappings: Iterable[Mapping[str, V]]) -> dict[str, V]:
    """Return all entries of some mappings; a name that two of them have is a mistake."""

    def entries() -> Iterator[tuple[str, V]]:
        for mapping in mappings:
            yield from mapping.items()

    found: dict[str, V] = {}
    for name, value in entries():
        if name in found:
            raise ValueError(f"{name} is declared twice")
        found[name] = value
    return found


HANDLERS = merged(family.handlers for family in FAMILIES)
CHANGING = frozenset(name for family in FAMILIES for name in family.changing)
ACTIONS = merged(part.actions() for family in FAMILIES for part in family.parts)
ON_CALL = merged(family.on_call for family in FAMILIES)
