"""Calls of the Conversation family. All are a Closed Beta of the service."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking
from sinch_provisioning.conversation.models import InstagramInfo, MessengerInfo, TelegramBotInfo, ViberBotInfo
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety

_APP = "/v1/projects/{projectId}/conversation/apps/{conversationAppId}"

INSTAGRAM = Operation("getConversationInstagramInfo", "GET", _APP + "/instagram", InstagramInfo, Safety.SAFE)
MESSENGER = Operation("getConversationMessengerInfo", "GET", _APP + "/messenger", MessengerInfo, Safety.SAFE)
TELEGRAM = Operation("getConversationTelegramBotInfo", "GET", _APP + "/telegram", TelegramBotInfo, Safety.SAFE)
VIBER = Operation("getConversationViberBotInfo", "GET", _APP + "/viber", ViberBotInfo, Safety.SAFE)


class Conversation(Resource):
    """What providers report about the channels of Conversation API apps, requested from the provider by each call.

    Each call raises NotFound if there is no such app, or it does not have that channel (see `.error_code`), and
    ServerError if the provider responded with an error, whose text is in `.message`.
    """

    async def instagram(self, conversation_app_id: str) -> InstagramInfo:
        """Return what Meta reports about the Instagram account behind an app (getConversationInstagramInfo)."""
        return await self._send(INSTAGRAM, conversation_app_id=conversation_app_id)

    async def messenger(self, conversation_app_id: str) -> MessengerInfo:
        """Return what Meta reports about the Facebook page behind an app (getConversationMessengerInfo)."""
        return await self._send(MESSENGER, conversation_app_id=conversation_app_id)

    async def telegram(self, conversation_app_id: str) -> TelegramBotInfo:
        """Return what Telegram reports about the Telegram bot behind an app (getConversationTelegramBotInfo)."""
        return await self._send(TELEGRAM, conversation_app_id=conversation_app_id)

    async def viber(self, conversation_app_id: str) -> ViberBotInfo:
        """Return what Viber reports about the Viber bot behind an app (getConversationViberBotInfo)."""
        return await self._send(VIBER, conversation_app_id=conversation_app_id)


class BlockingConversation(BlockingResource[Conversation]):
    instagram: Final = blocking(Conversation.instagram)
    messenger: Final = blocking(Conversation.messenger)
    telegram: Final = blocking(Conversation.telegram)
    viber: Final = blocking(Conversation.viber)
