"""The calls of the Conversation family. All are a Closed Beta of the service."""

from sinch_provisioning.conversation.models import InstagramInfo, MessengerInfo, TelegramBotInfo, ViberBotInfo
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety

_APP = "/v1/projects/{projectId}/conversation/apps/{conversationAppId}"

INSTAGRAM = Operation("getConversationInstagramInfo", "GET", _APP + "/instagram", InstagramInfo, Safety.SAFE)
MESSENGER = Operation("getConversationMessengerInfo", "GET", _APP + "/messenger", MessengerInfo, Safety.SAFE)
TELEGRAM = Operation("getConversationTelegramBotInfo", "GET", _APP + "/telegram", TelegramBotInfo, Safety.SAFE)
VIBER = Operation("getConversationViberBotInfo", "GET", _APP + "/viber", ViberBotInfo, Safety.SAFE)


class Conversation(Resource):
    """What providers say about the channels of Conversation API apps, asked while one waits."""

    async def instagram(self, conversation_app_id: str) -> InstagramInfo:
        """Return what Meta says of the Instagram account behind an app (getConversationInstagramInfo).

        Raises:
            NotFound: there is no such app, or it has no Instagram channel; see `.error_code`.
            ServerError: the provider answered with an error; its words are in `.message`.
        """
        return await self._send(INSTAGRAM, conversation_app_id=conversation_app_id)

    async def messenger(self, conversation_app_id: str) -> MessengerInfo:
        """Return what Meta says of the Facebook page behind an app (getConversationMessengerInfo).

        Raises:
            NotFound: there is no such app, or it has no Messenger channel; see `.error_code`.
            ServerError: the provider answered with an error; its words are in `.message`.
        """
        return await self._send(MESSENGER, conversation_app_id=conversation_app_id)

    async def telegram(self, conversation_app_id: str) -> TelegramBotInfo:
        """Return what Telegram says of the Telegram bot behind an app (getConversationTelegramBotInfo).

        Raises:
            NotFound: there is no such app, or it has no Telegram channel; see `.error_code`.
            ServerError: the provider answered with an error; its words are in `.message`.
        """
        return await self._send(TELEGRAM, conversation_app_id=conversation_app_id)

    async def viber(self, conversation_app_id: str) -> ViberBotInfo:
        """Return what Viber says of the Viber bot behind an app (getConversationViberBotInfo).

        Raises:
            NotFound: there is no such app, or it has no Viber channel; see `.error_code`.
            ServerError: the provider answered with an error; its words are in `.message`.
        """
        return await self._send(VIBER, conversation_app_id=conversation_app_id)


OPERATIONS = (INSTAGRAM, MESSENGER, TELEGRAM, VIBER)
