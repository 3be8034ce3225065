"""The calls of the WhatsApp family without await: each line names its async twin."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.groups import Group
from sinch_provisioning.whatsapp import account, api, flows, senders, solutions, tools
from sinch_provisioning.whatsapp.templates.api import BlockingTemplates


class WhatsappAccount(BlockingResource[account.WhatsappAccount]):
    """The project's one WhatsApp account, a WhatsApp Business Account (WABA) at Meta that holds its senders."""

    get: Final = blocking(account.WhatsappAccount.get)
    create: Final = blocking(account.WhatsappAccount.create)
    update: Final = blocking(account.WhatsappAccount.update)
    delete: Final = blocking(account.WhatsappAccount.delete)
    wait_for: Final = blocking(account.WhatsappAccount.wait_for)
    activities: Final = blocking_listing(account.WhatsappAccount.activities)
    comment: Final = blocking(account.WhatsappAccount.comment)


class WhatsappSenders(BlockingResource[senders.WhatsappSenders]):
    """WhatsApp senders: each is a business profile on a phone number."""

    list: Final = blocking_listing(senders.WhatsappSenders.list)
    create: Final = blocking(senders.WhatsappSenders.create)
    get: Final = blocking(senders.WhatsappSenders.get)
    update: Final = blocking(senders.WhatsappSenders.update)
    delete: Final = blocking(senders.WhatsappSenders.delete)
    delete_changes: Final = blocking(senders.WhatsappSenders.delete_changes)
    wait_for: Final = blocking(senders.WhatsappSenders.wait_for)
    wait_for_changes: Final = blocking(senders.WhatsappSenders.wait_for_changes)
    activities: Final = blocking_listing(senders.WhatsappSenders.activities)
    comment: Final = blocking(senders.WhatsappSenders.comment)
    register: Final = blocking(senders.WhatsappSenders.register)
    verify: Final = blocking(senders.WhatsappSenders.verify)
    register_and_verify: Final = blocking(senders.WhatsappSenders.register_and_verify)
    suggested_usernames: Final = blocking(senders.WhatsappSenders.suggested_usernames)


class WhatsappFlows(BlockingResource[flows.WhatsappFlows]):
    """Flows: forms that people fill in inside WhatsApp. They can only be read here."""

    list: Final = blocking_listing(flows.WhatsappFlows.list)
    screens: Final = blocking(flows.WhatsappFlows.screens)


class WhatsappSolutions(BlockingResource[solutions.WhatsappSolutions]):
    """Multi-partner solutions at Meta, in which a tech provider and a solution partner serve clients together."""

    list: Final = blocking(solutions.WhatsappSolutions.list)
    create: Final = blocking(solutions.WhatsappSolutions.create)
    get: Final = blocking(solutions.WhatsappSolutions.get)
    assign: Final = blocking(solutions.WhatsappSolutions.assign)


class WhatsappTools(BlockingResource[tools.WhatsappTools]):
    """Helpers: template analytics, and two that Embedded Signup needed in its older form."""

    enable_template_analytics: Final = blocking(tools.WhatsappTools.enable_template_analytics)
    create_long_lived_access_token: Final = blocking(
        tools.WhatsappTools.create_long_lived_access_token  # pyright: ignore[reportDeprecated]
    )
    list_waba_details: Final = blocking(tools.WhatsappTools.list_waba_details)  # pyright: ignore[reportDeprecated]


class Whatsapp(BlockingResource[api.Whatsapp]):
    """WhatsApp: the project's account, its senders and templates, flows, solutions and tools."""

    account: Final = Group(WhatsappAccount)
    senders: Final = Group(WhatsappSenders)
    templates: Final = Group(BlockingTemplates)
    flows: Final = Group(WhatsappFlows)
    solutions: Final = Group(WhatsappSolutions)
    tools: Final = Group(WhatsappTools)
