"""Calls of the Conversation family."""

from sinch_provisioning import AsyncClient
from sinch_provisioning.emulator import Emulator
from tests.contract.catalogue.entry import Given, calls


async def app(_sinch: AsyncClient, emulator: Emulator) -> Given:
    return Given(conversation_app_id=emulator.control.conversation.add_app(emulator.project_id))


@calls("getConversationInstagramInfo", needs=app)
async def instagram(sinch: AsyncClient, given: Given) -> object:
    return await sinch.conversation.instagram(given.conversation_app_id)


@calls("getConversationMessengerInfo", needs=app)
async def messenger(sinch: AsyncClient, given: Given) -> object:
    return await sinch.conversation.messenger(given.conversation_app_id)


@calls("getConversationTelegramBotInfo", needs=app)
async def telegram(sinch: AsyncClient, given: Given) -> object:
    return await sinch.conversation.telegram(given.conversation_app_id)


@calls("getConversationViberBotInfo", needs=app)
async def viber(sinch: AsyncClient, given: Given) -> object:
    return await sinch.conversation.viber(given.conversation_app_id)
