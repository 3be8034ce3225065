"""What Meta would say to content that keeps the schema and breaks a documented rule beside it.

Official samples break some of these rules, so they count only where the emulator is asked to be strict.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from sinch_provisioning.emulator.tables import JSON
from sinch_provisioning.emulator.whatsapp.template_content import VARIABLE, parts

LONGEST_FOOTER = 60
MOST_BUTTONS = 2


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
        for where, is_wrong, text in _RULES:
            if where == kind and is_wrong(part, category):
                yield f"{path}.{text.format(variables=_variables(part))}"


def _variables(part: JSON) -> int:
    return len(set(VARIABLE.findall(part.get("text", ""))))


def _has_variable(part: JSON) -> bool:
    return bool(VARIABLE.search(part.get("url", "")))


def _lacks_examples(part: JSON, _: str) -> bool:
    return _variables(part) != len(part.get("examples", []))


def _repeats_buttons(part: JSON, _: str) -> bool:
    buttons = part.get("buttons", [])
    return len({(button["type"], button.get("text")) for button in buttons}) < len(buttons)


def _differs_in_cards(part: JSON, _: str) -> bool:
    return len({tuple(sorted(one["type"] for one in card.get("components", []))) for card in part.get("cards", [])}) > 1


_AT_END = re.compile(VARIABLE.pattern + r"\Z")
_EXAMPLE = "example is needed for the variable"
_EXAMPLES = "examples needs one entry for each of {variables} variables"
_RULES: tuple[tuple[str, Callable[[JSON, str], bool], str], ...] = (
    ("HEADER TEXT", lambda part, _: _variables(part) > 1, "text may hold one variable"),
    ("HEADER TEXT", lambda part, _: _variables(part) > 0 and "example" not in part, _EXAMPLE),
    ("BODY", _lacks_examples, _EXAMPLES),
    ("BODY", lambda part, category: "text" in part and category == "AUTHENTICATION", "text is worded by Meta"),
    ("BODY", lambda part, category: "text" not in part and category != "AUTHENTICATION", "text is needed"),
    (
        "FOOTER",
        lambda part, _: len(part.get("text", "")) > LONGEST_FOOTER,
        f"text may have {LONGEST_FOOTER} characters",
    ),
    ("CAROUSEL", _differs_in_cards, "cards differ in their kinds of components"),
    ("CARD BODY", _lacks_examples, _EXAMPLES),
    ("CARD BUTTONS", lambda part, _: len(part.get("buttons", [])) > MOST_BUTTONS, f"buttons may be {MOST_BUTTONS}"),
    ("CARD BUTTONS", _repeats_buttons, "buttons share type and label"),
    ("URL", lambda part, _: _has_variable(part) and "example" not in part, _EXAMPLE),
    (
        "URL",
        lambda part, _: _has_variable(part) and not _AT_END.search(part["url"]),
        "url may have its variable at the end only",
    ),
    (
        "FLOW",
        lambda part, _: part.get("flowAction") == "NAVIGATE" and "navigateScreen" not in part,
        "navigateScreen is needed with NAVIGATE",
    ),
    ("OTP", lambda _, category: category != "AUTHENTICATION", "type is for AUTHENTICATION only"),
    (
        "OTP",
        lambda part, _: part.get("otpType") == "ZERO_TAP" and not part.get("zeroTapTermsAccepted"),
        "zeroTapTermsAccepted is needed with ZERO_TAP",
    ),
)
