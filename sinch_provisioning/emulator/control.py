"""Decisions of others, made by hand: one group for each family."""

from sinch_provisioning.emulator.bundles.control import BundlesControl
from sinch_provisioning.emulator.control_group import ControlGroup
from sinch_provisioning.emulator.conversation.control import ConversationControl
from sinch_provisioning.emulator.kakaotalk.control import KakaotalkControl
from sinch_provisioning.emulator.rcs.control import RcsControl
from sinch_provisioning.emulator.sms.control import SmsControl
from sinch_provisioning.emulator.whatsapp.control import WhatsappControl


class Control(ControlGroup):
    """Groups of decisions, by family."""

    bundles: BundlesControl
    conversation: ConversationControl
    kakaotalk: KakaotalkControl
    rcs: RcsControl
    sms: SmsControl
    whatsapp: WhatsappControl
