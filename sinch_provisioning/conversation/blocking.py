"""The calls of the Conversation family without await: each line names its async twin."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking
from sinch_provisioning.conversation import api


class Conversation(BlockingResource[api.Conversation]):
    """What providers say about the channels of Conversation API apps, asked while one waits."""

    instagram: Final = blocking(api.Conversation.instagram)
    messenger: Final = blocking(api.Conversation.messenger)
    telegram: Final = blocking(api.Conversation.telegram)
    viber: Final = blocking(api.Conversation.viber)
