"""WhatsApp, served."""

from sinch_provisioning.emulator.whatsapp import account

__all__ = ["account"]
