"""Bundles, served."""

from sinch_provisioning.emulator.bundles import handlers

__all__ = ["handlers"]
