"""Webhook registrations, served; and events, delivered."""

from sinch_provisioning.emulator.family import Family
from sinch_provisioning.emulator.webhooks.state import Webhooks

FAMILY = Family(handlers=Webhooks.handlers("Webhook"), parts=(Webhooks,))
