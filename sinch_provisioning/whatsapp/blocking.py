"""The calls of the WhatsApp family without await: each line names its async twin."""

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.whatsapp import account, api
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


class Whatsapp(BlockingResource[api.Whatsapp]):
    """WhatsApp: the project's account, its senders and templates, flows, solutions and tools."""

    @property
    def account(self) -> WhatsappAccount:
        """The project's one account."""
        return WhatsappAccount(self._bridge, self._target.account)

    @property
    def templates(self) -> Templates:
        """Message templates."""
        return Templates(self._bridge, self._target.templates)
