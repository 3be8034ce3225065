"""Channel information of Conversation API apps, served."""

from sinch_provisioning.emulator.conversation.apps import HANDLERS, ConversationApps
from sinch_provisioning.emulator.family import Family

FAMILY = Family(handlers=HANDLERS, parts=(ConversationApps,))
