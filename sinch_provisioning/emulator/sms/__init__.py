"""SMS apps, served."""

from sinch_provisioning.emulator.sms import handlers

__all__ = ["handlers"]
