"""Webhook registrations, served."""

from sinch_provisioning.emulator.webhooks import handlers

__all__ = ["handlers"]
