"""One lookup for each channel."""

from sinch_provisioning.emulator.conversation.apps import ConversationApps
from sinch_provisioning.emulator.family import Handler, Handlers, Reply, Request, ok


def _channel(name: str) -> Handler:
    def look_up(request: Request) -> Reply:
        return ok(request.project.part(ConversationApps).channel(request.path["conversationAppId"], name))

    return look_up


HANDLERS: Handlers = {
    "getConversationInstagramInfo": _channel("instagram"),
    "getConversationMessengerInfo": _channel("messenger"),
    "getConversationTelegramBotInfo": _channel("telegram"),
    "getConversationViberBotInfo": _channel("viber"),
}
