"""A project in which there is something of everything, as somebody who builds against the emulator would have it."""

from typing import Any

import aiohttp
import attrs

from sinch_provisioning.emulator import Emulator
from tests.emulator.hooks import SECRET
from tests.emulator.service import Service
from tests.emulator.test_kakaotalk import DETAILS as CHANNEL
from tests.emulator.test_rcs import BRAND, COMPLETE, SETUP
from tests.emulator.test_whatsapp_senders import ACCOUNT, PARTNER

SALE: list[dict[str, Any]] = [
    {
        "type": "HEADER",
        "format": "IMAGE",
        "example": {"url": "https://parcels.example/sale.jpg", "mimeType": "IMAGE/JPEG"},
    },
    {"type": "BODY", "text": "Hello {{1}}, your parcel arrives today.", "examples": ["Ann"]},
    {"type": "FOOTER", "text": "Reply STOP to opt out"},
    {
        "type": "BUTTONS",
        "buttons": [
            {"type": "URL", "text": "Follow it", "url": "https://parcels.example/1"},
            {"type": "QUICK_REPLY", "text": "Leave it with a neighbour"},
        ],
    },
]
CODE: list[dict[str, Any]] = [
    {"type": "BODY", "addSecurityRecommendation": True},
    {"type": "FOOTER", "codeExpirationMinutes": 10},
    {"type": "BUTTONS", "buttons": [{"type": "OTP", "otpType": "COPY_CODE", "text": "Copy code"}]},
]
OFFER: list[dict[str, Any]] = [{"type": "BODY", "text": "Post two, pay for one. Only this week."}]
NOTE = {
    "name": "parcel_today",
    "language": "EN",
    "content": "Dear #{name}, your parcel comes today between #{from} and #{to}.",
    "buttons": [{"ordering": 1, "type": "WEB_LINK", "name": "Follow it", "linkMo": "https://m.parcels.example"}],
}


@attrs.frozen
class Scene:
    """What was made, by what it is called by."""

    launching: str
    testing: str
    webhook: str | None


async def build(emulator: Emulator, session: aiohttp.ClientSession, target: str | None = None) -> Scene:
    """Let a project have senders, templates, apps, a bundle, and a webhook at `target` that asks for everything."""
    service = Service(emulator, session)
    ask, project, control = service.ask, service.project, emulator.control
    webhook = None
    if target is not None:
        wanted = {"target": target, "secret": SECRET, "triggers": ["ALL"]}
        webhook = (await ask("POST", "/webhooks", wanted))["id"]

    testing = await ask("POST", "/rcs/senders", _rcs("Parcel Help", testNumbers=["+46700000001", "+46700000002"]))
    launching = await ask("POST", "/rcs/senders", _rcs("Parcel News", countries=["SE", "PL"]))
    emulator.advance(SETUP)
    control.rcs.test_number(project, testing["id"], "+46700000001", "VERIFIED")
    await ask("POST", f"/rcs/senders/{launching['id']}/launch", expect=200)
    control.rcs.set_operator(project, launching["id"], "SE", "Tele2", "LAUNCHED")
    control.rcs.set_operator(project, launching["id"], "PL", "Orange", "REJECTED", "The logo is not readable.")

    control.whatsapp.templates.hold(project)
    await ask("POST", "/whatsapp", {**ACCOUNT, "wabaName": "Parcel News"})
    control.whatsapp.account.onboard(project)
    sender = await ask(
        "POST", "/whatsapp/senders", {**PARTNER, "details": {**PARTNER["details"], "displayName": "Parcel"}}
    )
    control.whatsapp.senders.finish(project, sender["id"])
    await ask("POST", f"/whatsapp/senders/{sender['id']}/register", {"method": "SMS"}, 200)
    for name, category, components in (
        ("parcel_arrives", "UTILITY", SALE),
        ("login_code", "AUTHENTICATION", CODE),
        ("two_for_one", "MARKETING", OFFER),
    ):
        body = {"name": name, "language": "EN", "category": category, "details": {"components": components}}
        await ask("POST", "/whatsapp/templates", body)
    control.whatsapp.templates.approve(project, "login_code", "EN")
    control.whatsapp.templates.reject(project, "two_for_one", "EN", "INCORRECT_CATEGORY")

    control.kakaotalk.templates.hold(project)
    await ask("POST", "/kakaotalk/senders", {"plusFriendId": "parcelnews", "details": {**CHANNEL, "name": "Parcel"}})
    await ask("POST", "/kakaotalk/senders/parcelnews/register", expect=200)
    await ask("POST", "/kakaotalk/senders/parcelnews/templates", {"details": NOTE})

    await ask("POST", "/sms/smsApps", {"name": "Parcel codes", "region": "EU"})
    await ask("POST", "/bundles", {"name": "Parcel shop", "region": "EU", "smsApp": True, "convApp": True})
    return Scene(launching["id"], testing["id"], webhook)


def _rcs(name: str, **details: Any) -> Any:
    return {
        "region": "EU",
        "billingCategory": "CONVERSATIONAL",
        "useCase": "TRANSACTIONAL",
        "details": {**COMPLETE, "brand": {**BRAND, "name": name}, **details},
    }
