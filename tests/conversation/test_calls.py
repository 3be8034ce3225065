"""Channel information, async and blocking, against the emulator."""

from typing import Any

import pytest

from sinch_provisioning import AsyncClient, conversation, errors
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.conversation.apps import Channel

pytestmark = pytest.mark.anyio

CHANNELS: dict[str, Any] = {
    "instagram": conversation.InstagramInfo,
    "messenger": conversation.MessengerInfo,
    "telegram": conversation.TelegramBotInfo,
    "viber": conversation.ViberBotInfo,
}


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_channel(sinch: AsyncClient, emulator: Emulator, channel: Channel) -> None:
    lookup: Any = getattr(sinch.conversation, channel)
    app_id = emulator.control.conversation.add_app(emulator.project_id)
    info: Any = await lookup(app_id)
    assert type(info) is CHANNELS[channel]
    assert (info.status, info.name) == (conversation.ChannelStatus.ACTIVE, "Parcel News")

    emulator.control.conversation.set_channel(
        emulator.project_id, app_id, channel, {"status": "FAILING", "statusDescription": "token expired"}
    )
    info = await lookup(app_id)
    assert (info.status, info.status_description) == (conversation.ChannelStatus.FAILING, "token expired")

    bare = emulator.control.conversation.add_app(emulator.project_id, channels=())
    with pytest.raises(errors.NotFound) as caught:
        await lookup(bare)
    assert caught.value.error_code == f"conversation_app_no_{channel}_channel"
    with pytest.raises(errors.NotFound) as caught:
        await lookup("A" * 32)
    assert caught.value.error_code == "conversation_app_not_found"
    with pytest.raises(errors.NotFound if channel == "viber" else errors.BadRequest):
        await lookup("nonsense")


async def test_a_provider_that_fails(sinch: AsyncClient, emulator: Emulator) -> None:
    app_id = emulator.control.conversation.add_app(emulator.project_id)
    emulator.fail("getConversationTelegramBotInfo", status=500, error_code="telegram_api_error", times=1)
    assert (await sinch.conversation.telegram(app_id)).status == "ACTIVE"
    assert len(emulator.requests.of("getConversationTelegramBotInfo")) == 2
