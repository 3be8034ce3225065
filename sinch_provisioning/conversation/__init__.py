"""Conversation: what providers say about the channels of an app."""

from sinch_provisioning.conversation.models import (
    AccountLocation,
    ChannelStatus,
    InstagramInfo,
    MessengerInfo,
    TelegramBotInfo,
    ViberBotInfo,
)

__all__ = ["AccountLocation", "ChannelStatus", "InstagramInfo", "MessengerInfo", "TelegramBotInfo", "ViberBotInfo"]
