"""What Meta and Sinch decide about WhatsApp."""

from sinch_provisioning.emulator.control_group import ControlGroup
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.whatsapp.account_control import AccountControl
from sinch_provisioning.emulator.whatsapp.meta_control import MetaControl
from sinch_provisioning.emulator.whatsapp.sender_control import SendersControl
from sinch_provisioning.emulator.whatsapp.template_control import TemplatesControl


class WhatsappControl(ControlGroup):
    """Decisions about WhatsApp, by what they are about."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.account: AccountControl = AccountControl(store)
        self.senders: SendersControl = SendersControl(store)
        self.templates: TemplatesControl = TemplatesControl(store)
        self.meta: MetaControl = MetaControl(store)
