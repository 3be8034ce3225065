"""WhatsApp, served."""

from sinch_provisioning.emulator.whatsapp import account, templates

__all__ = ["account", "templates"]
