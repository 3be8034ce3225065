"""Senders of KakaoTalk, and what they are made of, for tests."""

from typing import Any

from sinch_provisioning import AsyncClient, kakaotalk
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.kakaotalk import (
    SenderDetails,
    TemplateDetails,
    TemplateLanguage,
)

FIELDS: dict[str, Any] = {
    "admin_phone_no": "+48777777777",
    "name": "Shop",
    "top_level_category_code": "001",
    "mid_level_category_code": "0001",
    "sub_level_category_code": "0002",
    "logo_image": "https://shop.example/logo.png",
}


def details(**changes: Any) -> SenderDetails:
    return SenderDetails(**FIELDS | changes)


async def make(sinch: AsyncClient, plus_friend_id: str = "shop") -> kakaotalk.Sender:
    return await sinch.kakaotalk.senders.create(plus_friend_id=plus_friend_id, details=details())


async def code_without_zero(sinch: AsyncClient, emulator: Emulator, plus_friend_id: str = "shop") -> str:
    """Register until the code is one that the API can take."""
    while True:
        await sinch.kakaotalk.senders.register(plus_friend_id)
        code = emulator.control.kakaotalk.senders.code(emulator.project_id, plus_friend_id)
        if not code.startswith("0"):
            return code


async def live(sinch: AsyncClient, emulator: Emulator, plus_friend_id: str = "shop") -> kakaotalk.Sender:
    await make(sinch, plus_friend_id)
    code = await code_without_zero(sinch, emulator, plus_friend_id)
    return await sinch.kakaotalk.senders.verify(plus_friend_id, code=code)


def content(**changes: Any) -> TemplateDetails:
    given: dict[str, Any] = {"name": "welcome", "language": TemplateLanguage.KO, "content": "Hello"}
    return TemplateDetails(**given | changes)
