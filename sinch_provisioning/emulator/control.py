"""Decisions of others, made by hand: one group for each family."""

from sinch_provisioning.emulator.bundles.control import BundlesControl
from sinch_provisioning.emulator.control_group import ControlGroup
from sinch_provisioning.emulator.conversation.control import ConversationControl
from sinch_provisioning.emulator.kakaotalk.control import KakaotalkControl
from sinch_provisioning.emulator.rcs.control import RcsControl
from sinch_provisioning.emulator.sms.control import SmsControl
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.whatsapp.control import WhatsappControl


class Control(ControlGroup):
    """Groups of decisions, by family."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.bundles: BundlesControl = BundlesControl(store)
        self.conversation: ConversationControl = ConversationControl(store)
        self.kakaotalk: KakaotalkControl = KakaotalkControl(store)
        self.rcs: RcsControl = RcsControl(store)
        self.sms: SmsControl = SmsControl(store)
        self.whatsapp: WhatsappControl = WhatsappControl(store)
