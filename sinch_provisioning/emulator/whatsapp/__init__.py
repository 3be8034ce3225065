"""WhatsApp, served."""

from sinch_provisioning.emulator.whatsapp import account, flows, senders, solutions, templates, tools

__all__ = ["account", "flows", "senders", "solutions", "templates", "tools"]
