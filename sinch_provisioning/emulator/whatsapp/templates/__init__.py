"""Templates, as Meta reviews them."""

from sinch_provisioning.emulator.whatsapp.templates import handlers as handlers
