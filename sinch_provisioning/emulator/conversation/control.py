"""What the Conversation API and the providers behind it know."""

from sinch_provisioning.emulator.control_group import ControlGroup, on_one, on_project
from sinch_provisioning.emulator.conversation.apps import ConversationApps


class ConversationControl(ControlGroup):
    """Conversation API apps, which are made elsewhere than in this API."""

    add_app = on_project(ConversationApps, ConversationApps.add_app)
    set_channel = on_one(ConversationApps, ConversationApps.set_channel)
