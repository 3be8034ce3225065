"""The WhatsApp family; its calls are in a package for each resource group."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.groups import Group
from sinch_provisioning.whatsapp.account.api import AccountResource, BlockingAccountResource
from sinch_provisioning.whatsapp.flows.api import BlockingFlows, Flows
from sinch_provisioning.whatsapp.senders.api import BlockingSenders, Senders
from sinch_provisioning.whatsapp.solutions.api import BlockingSolutions, Solutions
from sinch_provisioning.whatsapp.templates.api import BlockingTemplates, Templates
from sinch_provisioning.whatsapp.tools.api import BlockingTools, Tools


class Whatsapp(Resource):
    """WhatsApp: the project's account, its senders and templates, flows, solutions and tools."""

    account: Final = Group(AccountResource)
    senders: Final = Group(Senders)
    templates: Final = Group(Templates)
    flows: Final = Group(Flows)
    solutions: Final = Group(Solutions)
    tools: Final = Group(Tools)


class BlockingWhatsapp(BlockingResource[Whatsapp]):
    account: Final = Group(BlockingAccountResource)
    senders: Final = Group(BlockingSenders)
    templates: Final = Group(BlockingTemplates)
    flows: Final = Group(BlockingFlows)
    solutions: Final = Group(BlockingSolutions)
    tools: Final = Group(BlockingTools)
