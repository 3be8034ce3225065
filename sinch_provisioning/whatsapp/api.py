"""The WhatsApp family as a whole; its calls are in a room for each resource."""

from typing import Final

from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.groups import Group
from sinch_provisioning.whatsapp import account, flows, senders, solutions, tools
from sinch_provisioning.whatsapp.account import WhatsappAccount
from sinch_provisioning.whatsapp.flows import WhatsappFlows
from sinch_provisioning.whatsapp.senders import WhatsappSenders
from sinch_provisioning.whatsapp.solutions import WhatsappSolutions
from sinch_provisioning.whatsapp.templates.api import Templates
from sinch_provisioning.whatsapp.tools import WhatsappTools


class Whatsapp(Resource):
    """WhatsApp: the project's account, its senders and templates, flows, solutions and tools."""

    account: Final = Group(WhatsappAccount)
    senders: Final = Group(WhatsappSenders)
    templates: Final = Group(Templates)
    flows: Final = Group(WhatsappFlows)
    solutions: Final = Group(WhatsappSolutions)
    tools: Final = Group(WhatsappTools)


OPERATIONS = (
    *account.OPERATIONS,
    *senders.OPERATIONS,
    *flows.OPERATIONS,
    *solutions.OPERATIONS,
    *tools.OPERATIONS,
)
