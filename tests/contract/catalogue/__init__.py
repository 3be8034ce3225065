"""The catalogue of calls: each operation of the contract through the SDK, with all that it can take."""

from tests.contract.catalogue import (
    bundles,
    conversation,
    kakaotalk,
    rcs,
    sms,
    webhooks,
    whatsapp,
    whatsapp_templates,
)
from tests.contract.catalogue.entry import CATALOGUE, Entry, Given

__all__ = [
    "CATALOGUE",
    "Entry",
    "Given",
    "bundles",
    "conversation",
    "kakaotalk",
    "rcs",
    "sms",
    "webhooks",
    "whatsapp",
    "whatsapp_templates",
]
