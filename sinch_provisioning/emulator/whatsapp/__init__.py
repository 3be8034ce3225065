"""WhatsApp, served."""

from sinch_provisioning.emulator.family import Family
from sinch_provisioning.emulator.whatsapp import (
    flows,
    sender_handlers,
    solutions,
    template_handlers,
    tools,
)
from sinch_provisioning.emulator.whatsapp.account import Account
from sinch_provisioning.emulator.whatsapp.meta import Meta
from sinch_provisioning.emulator.whatsapp.senders import Senders
from sinch_provisioning.emulator.whatsapp.templates import Templates

FAMILY = Family(
    handlers={
        **Account.handlers("WhatsappAccount"),
        **flows.HANDLERS,
        **sender_handlers.HANDLERS,
        **solutions.HANDLERS,
        **template_handlers.HANDLERS,
        **tools.HANDLERS,
    },
    parts=(Account, flows.Flows, Meta, Senders, solutions.Solutions, Templates),
)
