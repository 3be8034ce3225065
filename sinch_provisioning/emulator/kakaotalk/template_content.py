"""Content of a template: changes upon changes, and what is never taken."""

from collections import Counter
from collections.abc import Iterator

from sinch_provisioning.emulator.kakaotalk.catalogue import template_codes
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.tables import JSON

DEFAULTS: JSON = {
    "messageType": "BASIC",
    "emphasizeType": "EMPHASIZE_TYPE_NONE",
    "categoryCode": "999999",
    "securityFlag": False,
    "buttons": [],
}
"""The contract's defaults."""


def composed(old: JSON, changes: JSON) -> JSON:
    """Return changes on top of older ones. The list of buttons is replaced as a whole (inferred); null empties it."""
    details = {**old, **changes}
    if details.get("buttons", []) is None:
        details["buttons"] = []
    return details


def mistakes(details: JSON) -> Iterator[str]:
    """Yield what breaks a rule that the schema cannot say, for a draft too."""
    for kind, count in Counter(button["type"] for button in details["buttons"]).items():
        if count > 1:
            yield f"details.buttons has {count} buttons of type {kind}"


def check_category(details: JSON) -> None:
    """Reject a code that no subcategory has."""
    if details["categoryCode"] not in template_codes():
        raise problem("template_invalid_category_code", f"No subcategory has the code {details['categoryCode']}.")
