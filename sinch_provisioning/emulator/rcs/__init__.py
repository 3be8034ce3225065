"""RCS, served."""

from sinch_provisioning.emulator.rcs import account, numbers, senders

__all__ = ["account", "numbers", "senders"]
