"""The WhatsApp family as a whole; its calls are in a room for each resource."""

from sinch_provisioning.core.operation import Resource
from sinch_provisioning.whatsapp import account, flows, senders, solutions, tools
from sinch_provisioning.whatsapp.account import WhatsappAccount
from sinch_provisioning.whatsapp.flows import WhatsappFlows
from sinch_provisioning.whatsapp.senders import WhatsappSenders
from sinch_provisioning.whatsapp.solutions import WhatsappSolutions
from sinch_provisioning.whatsapp.templates import api as templates
from sinch_provisioning.whatsapp.templates.api import Templates
from sinch_provisioning.whatsapp.tools import WhatsappTools


class Whatsapp(Resource):
    """WhatsApp: the project's account, its senders and templates, flows, solutions and tools."""

    @property
    def account(self) -> WhatsappAccount:
        """The project's one account."""
        return WhatsappAccount(self._dispatch)

    @property
    def senders(self) -> WhatsappSenders:
        """Senders: business profiles on phone numbers."""
        return WhatsappSenders(self._dispatch)

    @property
    def templates(self) -> Templates:
        """Message templates."""
        return Templates(self._dispatch)

    @property
    def flows(self) -> WhatsappFlows:
        """Flows, to be read only."""
        return WhatsappFlows(self._dispatch)

    @property
    def solutions(self) -> WhatsappSolutions:
        """Multi-partner solutions."""
        return WhatsappSolutions(self._dispatch)

    @property
    def tools(self) -> WhatsappTools:
        """Template analytics, and helpers of the older Embedded Signup."""
        return WhatsappTools(self._dispatch)


OPERATIONS = (
    *account.OPERATIONS,
    *senders.OPERATIONS,
    *templates.OPERATIONS,
    *flows.OPERATIONS,
    *solutions.OPERATIONS,
    *tools.OPERATIONS,
)
