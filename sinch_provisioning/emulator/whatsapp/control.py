"""What Meta and Sinch decide about WhatsApp."""

from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.whatsapp.account_control import AccountControl
from sinch_provisioning.emulator.whatsapp.meta_control import MetaControl
from sinch_provisioning.emulator.whatsapp.senders.control import SendersControl
from sinch_provisioning.emulator.whatsapp.templates.control import TemplatesControl


class WhatsappControl:
    """Decisions about WhatsApp, by what they are about."""

    def __init__(self, store: Store) -> None:
        self.account: AccountControl = AccountControl(store)
        self.senders: SendersControl = SendersControl(store)
        self.templates: TemplatesControl = TemplatesControl(store)
        self.meta: MetaControl = MetaControl(store)
