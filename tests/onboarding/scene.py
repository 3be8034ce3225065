"""What onboardings in tests want, and the people who answer their questions."""

from typing import Any

from sinch_provisioning.emulator import Emulator
from sinch_provisioning.onboarding import Status
from sinch_provisioning.onboarding.plain import Runner

SITE = "https://acme.example"
BRAND = {
    "name": "Acme",
    "emails": [{"label": "Help", "address": "help@acme.example"}],
    "bannerUrl": f"{SITE}/banner.png",
    "logoUrl": f"{SITE}/logo.png",
    "privacyPolicyUrl": f"{SITE}/privacy",
    "termsOfServiceUrl": f"{SITE}/terms",
}
ANSWERS = {
    "general": {"answers": {"optInDescription": "A box to tick", "videoUris": [f"{SITE}/video.mp4"]}},
    "verification": {"answers": {"name": "Ann", "email": "ann@acme.example", "website": SITE}},
}

GB = {"brandIndustry": "Retail", "companyLegalName": "Acme Ltd", "messagesVolume": "0 - 10K messages"}


def rcs(name: str = "Acme", *, countries: tuple[str, ...] = ("DE", "SE"), **more: Any) -> dict[str, Any]:
    """Return an RCS sender that can be launched."""
    details = {"brand": {**BRAND, "name": name}, "countries": list(countries), "questionnaire": ANSWERS}
    details |= more.pop("details", {})
    kinds = {"region": "EU", "billingCategory": "CONVERSATIONAL", "useCase": "TRANSACTIONAL"}
    return {"rcs": {**kinds, "details": details, **more}}


def whatsapp(number: str = "501234567", **more: Any) -> dict[str, Any]:
    """Return an account, a sender that needs a code, and a template."""
    return {
        "whatsapp": {
            "account": {
                "wabaName": "Acme",
                "clientBusinessManagerId": "123456789",
                "senderDetails": {"displayName": "Acme", "businessCategory": "SHOPPING_AND_RETAIL"},
            },
            "sender": {
                "phoneNumberProvider": "CUSTOMER",
                "details": {
                    "displayName": "Acme",
                    "vertical": "SHOPPING_AND_RETAIL",
                    "countryCode": "48",
                    "phoneNumber": number,
                },
            },
            "templates": [
                {
                    "name": "hello",
                    "language": "EN",
                    "category": "UTILITY",
                    "details": {"components": [{"type": "BODY", "text": "Hello"}]},
                }
            ],
            **more,
        }
    }


def kakaotalk(plus_friend_id: str = "@acme", **more: Any) -> dict[str, Any]:
    """Return a sender that needs a code, and a template."""
    details = {
        "adminPhoneNo": "01012345678",
        "name": "Acme",
        "topLevelCategoryCode": "019",
        "midLevelCategoryCode": "0006",
        "subLevelCategoryCode": "0001",
    }
    template = {"details": {"name": "hello", "language": "KO", "content": "Hello"}}
    return {
        "kakaotalk": {"sender": {"plusFriendId": plus_friend_id, "details": details}, "templates": [template], **more}
    }


def calls(emulator: Emulator, *operations: str) -> list[int]:
    """Return how many requests of each operation were answered with success."""
    return [sum((one.status or 500) < 300 for one in emulator.requests.of(operation)) for operation in operations]


def status_of(runner: Runner, name: str = "acme") -> Status:
    """Return where an onboarding stands."""
    return next(status for status in runner.status() if status.name == name)


async def settle(runner: Runner, name: str = "acme", *, looks: int = 30) -> Status:
    """Let time pass until an onboarding asks, or has ended."""
    for _ in range(looks):
        await runner.run_until_idle()
        status = status_of(runner, name)
        if status.question is not None or status.due is None:
            return status
        await runner.pause()
    raise AssertionError(f"{name} still waits: {status_of(runner, name)}")


def only_sender(emulator: Emulator, kind: str = "rcs_senders") -> str:
    """Return the id of the one sender that there is."""
    [sender] = emulator.snapshot()["projects"][emulator.project_id]["tables"][kind]
    return str(sender)
