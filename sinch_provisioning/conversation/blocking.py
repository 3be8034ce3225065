"""The calls of the Conversation family without await: each line names its async twin."""

from sinch_provisioning.blocking import BlockingResource, blocking
from sinch_provisioning.conversation import api


class Conversation(BlockingResource[api.Conversation]):
    """What providers say about the channels of Conversation API apps, asked while one waits."""

    instagram = blocking(api.Conversation.instagram)
    messenger = blocking(api.Conversation.messenger)
    telegram = blocking(api.Conversation.telegram)
    viber = blocking(api.Conversation.viber)
