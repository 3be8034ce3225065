"""Decisions of others, made by hand: one group for each family."""

from functools import cached_property
from typing import TYPE_CHECKING

from sinch_provisioning.emulator.store import Store

if TYPE_CHECKING:
    from sinch_provisioning.emulator.bundles.control import BundlesControl
    from sinch_provisioning.emulator.conversation.control import ConversationControl
    from sinch_provisioning.emulator.kakaotalk.control import KakaotalkControl
    from sinch_provisioning.emulator.rcs.control import RcsControl
    from sinch_provisioning.emulator.sms.control import SmsControl
    from sinch_provisioning.emulator.whatsapp.control import WhatsappControl


class Control:
    """Groups of decisions, by family."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def bundles(self) -> "BundlesControl":
        """What is decided by Sinch about orders."""
        from sinch_provisioning.emulator.bundles.control import BundlesControl

        return BundlesControl(self._store)

    @cached_property
    def conversation(self) -> "ConversationControl":
        """What is decided by the Conversation API and the providers behind it."""
        from sinch_provisioning.emulator.conversation.control import ConversationControl

        return ConversationControl(self._store)

    @cached_property
    def kakaotalk(self) -> "KakaotalkControl":
        """What is decided by Kakao."""
        from sinch_provisioning.emulator.kakaotalk.control import KakaotalkControl

        return KakaotalkControl(self._store)

    @cached_property
    def rcs(self) -> "RcsControl":
        """What is decided by Google, operators, owners of phones."""
        from sinch_provisioning.emulator.rcs.control import RcsControl

        return RcsControl(self._store)

    @cached_property
    def sms(self) -> "SmsControl":
        """What is decided by operators of SMS apps."""
        from sinch_provisioning.emulator.sms.control import SmsControl

        return SmsControl(self._store)

    @cached_property
    def whatsapp(self) -> "WhatsappControl":
        """What is decided by Meta, and Sinch about WhatsApp."""
        from sinch_provisioning.emulator.whatsapp.control import WhatsappControl

        return WhatsappControl(self._store)
