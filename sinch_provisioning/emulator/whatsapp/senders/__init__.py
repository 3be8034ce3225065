"""Senders, as Meta and Sinch bring them to life."""

from sinch_provisioning.emulator.whatsapp.senders import handlers as handlers
