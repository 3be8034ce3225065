"""What type checkers make of every call of conversation."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from typing import assert_type

from sinch_provisioning import AsyncClient, Client, conversation


async def awaited(sinch: AsyncClient) -> None:
    assert_type(await sinch.conversation.instagram("x"), conversation.InstagramInfo)
    assert_type(await sinch.conversation.messenger("x"), conversation.MessengerInfo)
    assert_type(await sinch.conversation.telegram("x"), conversation.TelegramBotInfo)
    assert_type(await sinch.conversation.viber("x"), conversation.ViberBotInfo)


def blocking(sinch: Client) -> None:
    assert_type(sinch.conversation.instagram("x"), conversation.InstagramInfo)
    assert_type(sinch.conversation.messenger("x"), conversation.MessengerInfo)
    assert_type(sinch.conversation.telegram("x"), conversation.TelegramBotInfo)
    assert_type(sinch.conversation.viber("x"), conversation.ViberBotInfo)
