"""Templates as the messages that they will be, ready to be drawn: texts in runs, so that variables stand out."""

# JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

import re

from sinch_provisioning.emulator.tables import JSON

_VARIABLE = re.compile(r"(\{\{\s*\w+\s*\}\}|#\{[^}]*\})")
_MEDIA = {"IMAGE": "Image", "VIDEO": "Video", "DOCUMENT": "Document", "LOCATION": "Location"}
_BUTTONS = {
    "APP_LINK": "Opens an app",
    "COPY_CODE": "Copies a code",
    "FLOW": "Opens a flow",
    "OTP": "Fills in the code",
    "PHONE_NUMBER": "Calls",
    "QUICK_REPLY": "Replies",
    "URL": "Opens a page",
    "WEB_LINK": "Opens a page",
}


def whatsapp(details: JSON, category: str) -> JSON:
    """Return the message of a WhatsApp template."""
    message = _message(details.get("components", []), category)
    lifetime = details.get("messageSendTtlSeconds")
    if lifetime is not None:
        message["note"] = f"Delivered within {lifetime} seconds, or not at all."
    return message


def kakaotalk(details: JSON) -> JSON:
    """Return the message of a KakaoTalk template."""
    return {
        "media": "Image" if details.get("imageUrl") else None,
        "title": runs(details.get("title")),
        "subtitle": runs(details.get("subtitle")),
        "body": runs(details.get("content")),
        "footer": runs("\n".join(filter(None, [details.get("extra"), details.get("ad")]))),
        "buttons": [_button(button, button.get("name")) for button in details.get("buttons") or []],
        "cards": [],
    }


def runs(text: str | None) -> list[tuple[str, bool]]:
    """Cut a text into runs: what is said as it stands, and what is filled in (True)."""
    return [(run, bool(_VARIABLE.fullmatch(run))) for run in _VARIABLE.split(text or "") if run]


def _message(components: list[JSON], category: str) -> JSON:
    message: JSON = {"media": None, "title": [], "subtitle": [], "body": [], "footer": [], "buttons": [], "cards": []}
    for component in components:
        text = component.get("text")
        match component["type"]:
            case "HEADER" if component["format"] == "TEXT":
                message["title"] = runs(text)
            case "HEADER":
                message["media"] = _MEDIA.get(component["format"], component["format"].title())
            case "BODY":
                message["body"] = runs(text or _code_text(component) if category == "AUTHENTICATION" else text)
            case "FOOTER":
                minutes = component.get("codeExpirationMinutes")
                message["footer"] = runs(text or (f"This code expires in {minutes} minutes." if minutes else None))
            case "BUTTONS":
                message["buttons"] = [_button(button, button.get("text")) for button in component.get("buttons", [])]
            case "CAROUSEL":
                message["cards"] = [
                    _message(card.get("components", []), category) for card in component.get("cards", [])
                ]
            case "LIMITED_TIME_OFFER":
                message["subtitle"] = runs(text)
            case _:
                pass
    return message


def _code_text(component: JSON) -> str:
    advice = " For your security, do not share this code." if component.get("addSecurityRecommendation") else ""
    return f"{{{{1}}}} is your verification code.{advice}"


def _button(button: JSON, label: str | None) -> JSON:
    return {"label": label or button["type"].replace("_", " ").capitalize(), "does": _BUTTONS.get(button["type"], "")}
