"""Conversation: what providers report about the channels of an app."""

from sinch_provisioning.conversation.models import AccountLocation as AccountLocation
from sinch_provisioning.conversation.models import ChannelStatus as ChannelStatus
from sinch_provisioning.conversation.models import InstagramInfo as InstagramInfo
from sinch_provisioning.conversation.models import MessengerInfo as MessengerInfo
from sinch_provisioning.conversation.models import TelegramBotInfo as TelegramBotInfo
from sinch_provisioning.conversation.models import ViberBotInfo as ViberBotInfo
