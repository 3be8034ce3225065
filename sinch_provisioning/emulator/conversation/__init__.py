"""Channel information of Conversation API apps, served."""

from sinch_provisioning.emulator.conversation import handlers

__all__ = ["handlers"]
