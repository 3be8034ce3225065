"""One lookup for each channel."""

from sinch_provisioning.emulator.conversation.state import conversation
from sinch_provisioning.emulator.family import Reply, Request, handles, ok


def _channel(request: Request, name: str) -> Reply:
    return ok(conversation(request.project).channel(request.path["conversationAppId"], name))


@handles("getConversationInstagramInfo")
def instagram(request: Request) -> Reply:
    return _channel(request, "instagram")


@handles("getConversationMessengerInfo")
def messenger(request: Request) -> Reply:
    return _channel(request, "messenger")


@handles("getConversationTelegramBotInfo")
def telegram(request: Request) -> Reply:
    return _channel(request, "telegram")


@handles("getConversationViberBotInfo")
def viber(request: Request) -> Reply:
    return _channel(request, "viber")
