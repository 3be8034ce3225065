"""The calls of the WhatsApp family without await: each line names its async twin."""

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.whatsapp import account, api, flows, senders, solutions, tools
from sinch_provisioning.whatsapp.templates.blocking import Templates


class WhatsappAccount(BlockingResource[account.WhatsappAccount]):
    """The project's one WhatsApp account, a WhatsApp Business Account (WABA) at Meta that holds its senders."""

    get = blocking(account.WhatsappAccount.get)
    create = blocking(account.WhatsappAccount.create)
    update = blocking(account.WhatsappAccount.update)
    delete = blocking(account.WhatsappAccount.delete)
    wait_for = blocking(account.WhatsappAccount.wait_for)
    activities = blocking_listing(account.WhatsappAccount.activities)
    comment = blocking(account.WhatsappAccount.comment)


class WhatsappSenders(BlockingResource[senders.WhatsappSenders]):
    """WhatsApp senders: each is a business profile on a phone number."""

    list = blocking_listing(senders.WhatsappSenders.list)
    create = blocking(senders.WhatsappSenders.create)
    get = blocking(senders.WhatsappSenders.get)
    update = blocking(senders.WhatsappSenders.update)
    delete = blocking(senders.WhatsappSenders.delete)
    delete_changes = blocking(senders.WhatsappSenders.delete_changes)
    wait_for = blocking(senders.WhatsappSenders.wait_for)
    wait_for_changes = blocking(senders.WhatsappSenders.wait_for_changes)
    activities = blocking_listing(senders.WhatsappSenders.activities)
    comment = blocking(senders.WhatsappSenders.comment)
    register = blocking(senders.WhatsappSenders.register)
    verify = blocking(senders.WhatsappSenders.verify)
    register_and_verify = blocking(senders.WhatsappSenders.register_and_verify)
    suggested_usernames = blocking(senders.WhatsappSenders.suggested_usernames)


class WhatsappFlows(BlockingResource[flows.WhatsappFlows]):
    """Flows: forms that people fill in inside WhatsApp. They can only be read here."""

    list = blocking_listing(flows.WhatsappFlows.list)
    screens = blocking(flows.WhatsappFlows.screens)


class WhatsappSolutions(BlockingResource[solutions.WhatsappSolutions]):
    """Multi-partner solutions at Meta, in which a tech provider and a solution partner serve clients together."""

    list = blocking(solutions.WhatsappSolutions.list)
    create = blocking(solutions.WhatsappSolutions.create)
    get = blocking(solutions.WhatsappSolutions.get)
    assign = blocking(solutions.WhatsappSolutions.assign)


class WhatsappTools(BlockingResource[tools.WhatsappTools]):
    """Helpers: template analytics, and two that Embedded Signup needed in its older form."""

    enable_template_analytics = blocking(tools.WhatsappTools.enable_template_analytics)
    create_long_lived_access_token = blocking(
        tools.WhatsappTools.create_long_lived_access_token  # pyright: ignore[reportDeprecated]
    )
    list_waba_details = blocking(tools.WhatsappTools.list_waba_details)  # pyright: ignore[reportDeprecated]


class Whatsapp(BlockingResource[api.Whatsapp]):
    """WhatsApp: the project's account, its senders and templates, flows, solutions and tools."""

    @property
    def account(self) -> WhatsappAccount:
        """The project's one account."""
        return WhatsappAccount(self._bridge, self._target.account)

    @property
    def senders(self) -> WhatsappSenders:
        """Senders: business profiles on phone numbers."""
        return WhatsappSenders(self._bridge, self._target.senders)

    @property
    def templates(self) -> Templates:
        """Message templates."""
        return Templates(self._bridge, self._target.templates)

    @property
    def flows(self) -> WhatsappFlows:
        """Flows, to be read only."""
        return WhatsappFlows(self._bridge, self._target.flows)

    @property
    def solutions(self) -> WhatsappSolutions:
        """Multi-partner solutions."""
        return WhatsappSolutions(self._bridge, self._target.solutions)

    @property
    def tools(self) -> WhatsappTools:
        """Template analytics, and helpers of the older Embedded Signup."""
        return WhatsappTools(self._bridge, self._target.tools)
