"""What Meta would say to content that keeps the schema and breaks a documented rule beside it.

Official samples break some of these rules, so they count only where the emulator is asked to be strict.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from sinch_provisioning.emulator.tables import JSON
from sinch_provisioning.emulator.whatsapp.template_content import VARIABLE, parts

LONGEST_FOOTER = 60
MOST_CARD_BUTTONS = 2


def objections(details: JSON, category: str) -> Iterator[str]:
    """Yield what is wrong, each text starting with the path of a field."""
    components = details.get("components", [])
    kinds = Counter(component["type"] for component in components)
    if kinds["BODY"] != 1:
        yield "details.components needs exactly one BODY"
    for kind, count in kinds.items():
        if count > 1 and kind != "BODY":
            yield f"details.components has {count} components of type {kind}"
    buttons = [one for component in components for one in component.get("buttons", [])]
    for label, count in Counter(button.get("text") for button in buttons).items():
        if label is not None and count > 1:
            yield f"details.components has {count} buttons labelled {label}"
    for path, kind, part in parts(details):
        yield from (f"{path}.{text}" for text in _RULES.get(kind, _nothing)(part, category))


def _nothing(_part: JSON, _category: str) -> Iterator[str]:
    yield from ()


def _header(part: JSON, _category: str) -> Iterator[str]:
    variables = _variables(part)
    if variables > 1:
        yield "text may hold one variable"
    if variables and "example" not in part:
        yield "example is needed for the variable"


def _card_body(part: JSON, _category: str) -> Iterator[str]:
    variables = _variables(part)
    if variables != len(part.get("examples", [])):
        yield f"examples needs one entry for each of {variables} variables"


def _body(part: JSON, category: str) -> Iterator[str]:
    yield from _card_body(part, category)
    if "text" in part and category == "AUTHENTICATION":
        yield "text is worded by Meta"
    if "text" not in part and category != "AUTHENTICATION":
        yield "text is needed"


def _footer(part: JSON, _category: str) -> Iterator[str]:
    if len(part.get("text", "")) > LONGEST_FOOTER:
        yield f"text may have {LONGEST_FOOTER} characters"


def _url(part: JSON, _category: str) -> Iterator[str]:
    url = part.get("url", "")
    if VARIABLE.search(url) and "example" not in part:
        yield "example is needed for the variable"
    if VARIABLE.search(url) and not re.search(VARIABLE.pattern + r"\Z", url):
        yield "url may have its variable at the end only"


def _flow(part: JSON, _category: str) -> Iterator[str]:
    if part.get("flowAction") == "NAVIGATE" and "navigateScreen" not in part:
        yield "navigateScreen is needed with NAVIGATE"


def _otp(part: JSON, category: str) -> Iterator[str]:
    if category != "AUTHENTICATION":
        yield "type is for AUTHENTICATION only"
    if part.get("otpType") == "ZERO_TAP" and not part.get("zeroTapTermsAccepted"):
        yield "zeroTapTermsAccepted is needed with ZERO_TAP"


def _card_buttons(part: JSON, _category: str) -> Iterator[str]:
    buttons = part.get("buttons", [])
    if len(buttons) > MOST_CARD_BUTTONS:
        yield f"buttons may be {MOST_CARD_BUTTONS}"
    if len({(button["type"], button.get("text")) for button in buttons}) < len(buttons):
        yield "buttons share type and label"


def _carousel(part: JSON, _category: str) -> Iterator[str]:
    cards = part.get("cards", [])
    if len({tuple(sorted(one["type"] for one in card.get("components", []))) for card in cards}) > 1:
        yield "cards differ in their kinds of components"


_RULES: dict[str, Callable[[JSON, str], Iterator[str]]] = {
    "HEADER TEXT": _header,
    "BODY": _body,
    "FOOTER": _footer,
    "CAROUSEL": _carousel,
    "CARD BODY": _card_body,
    "CARD BUTTONS": _card_buttons,
    "URL": _url,
    "FLOW": _flow,
    "OTP": _otp,
}


def _variables(part: JSON) -> int:
    return len(set(VARIABLE.findall(part.get("text", ""))))
