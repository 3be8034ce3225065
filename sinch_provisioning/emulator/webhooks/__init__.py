"""Webhook registrations, served; and events, delivered."""

from sinch_provisioning.emulator.webhooks import delivery, handlers

__all__ = ["delivery", "handlers"]
