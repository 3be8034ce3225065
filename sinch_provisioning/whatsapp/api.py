"""The WhatsApp family as a whole; its calls are in a room for each resource."""

from sinch_provisioning.core.operation import Resource
from sinch_provisioning.whatsapp import account
from sinch_provisioning.whatsapp.account import WhatsappAccount
from sinch_provisioning.whatsapp.templates import api as templates
from sinch_provisioning.whatsapp.templates.api import Templates


class Whatsapp(Resource):
    """WhatsApp: the project's account, its senders and templates, flows, solutions and tools."""

    @property
    def account(self) -> WhatsappAccount:
        """The project's one account."""
        return WhatsappAccount(self._dispatch)

    @property
    def templates(self) -> Templates:
        """Message templates."""
        return Templates(self._dispatch)


OPERATIONS = (*account.OPERATIONS, *templates.OPERATIONS)
