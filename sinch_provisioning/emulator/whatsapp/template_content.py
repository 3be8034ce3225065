"""Content of a template: changes upon changes, how it is read, and in parts, what is never accepted."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from sinch_provisioning.emulator.tables import JSON, Record

# Labels that Meta gives (the wording is inferred).
LABELS = {
    "REQUEST_CONTACT_INFO": "Share contact info",
    "ORDER_DETAILS": "Review and pay",
    "COPY_CODE": "Copy offer code",
}
FORBIDDEN_HOSTS = ("wa.me", "whatsapp.com")
VARIABLE = re.compile(r"\{\{\s*\w+\s*\}\}")


def composed(old: JSON, changes: JSON) -> JSON:
    """Return changes on top of older ones; null for what they remove is kept."""
    details = {**old, **changes}
    before, after = old.get("optimization"), changes.get("optimization")
    if before and after:
        # The overrides stay when they are left out (inferred).
        details["optimization"] = {**before, **after}
    return details


def applied(live: JSON, changes: JSON) -> JSON:
    """Return live content with changes carried out."""
    details = composed(live, changes)
    optimization = details.pop("optimization", None)
    if optimization:
        details["optimization"] = {name: value for name, value in optimization.items() if value is not None}
    return details


def shown(details: JSON) -> JSON:
    """Return details as they are read, which is not quite as they are written."""
    result = dict(details)
    if "components" in details:
        result["components"] = [_shown_component(component) for component in details["components"]]
    optimization = result.pop("optimization", None)
    if optimization:
        said = {name: value for name, value in optimization.items() if value is not None}
        result["optimization"] = {**said, "bidStrategy": f"BID_STRATEGY_{optimization['bidStrategy']}"}
    return result


def _shown_component(component: JSON) -> JSON:
    result = dict(component)
    match component["type"]:
        case "HEADER" if isinstance(component.get("example"), dict):
            result["example"] = {key: value for key, value in component["example"].items() if key != "mimeType"}
        case "BUTTONS":
            result["buttons"] = [_shown_button(button) for button in component.get("buttons", [])]
        case "CAROUSEL":
            cards = component.get("cards", [])
            result["cards"] = [
                {"components": [_shown_component(part) for part in card.get("components", [])]} for card in cards
            ]
        case "LIMITED_TIME_OFFER":
            result.setdefault("hasExpiration", False)
        case _:
            pass
    return result


def _shown_button(button: JSON) -> JSON:
    label = LABELS.get(button["type"])
    return {**button, "text": label} if label else dict(button)


def wrong_example(details: JSON) -> bool:
    """Return whether a URL button has an example without a variable that needs one."""
    return any("example" in part and not VARIABLE.search(part.get("url", "")) for part in _url_buttons(details))


def forbidden_host(details: JSON) -> str | None:
    """Return the first host of a button that Meta does not allow."""
    for part in _url_buttons(details):
        host = _host(str(part.get("url", "")))
        if any(host == one or host.endswith(f".{one}") for one in FORBIDDEN_HOSTS):
            return host
    return None


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # an address of nothing
        return ""


def media_urls(details: JSON) -> Iterator[str]:
    """Yield the URLs of all files that the service would download."""
    for _, _, part in parts(details):
        example = part.get("example")
        if isinstance(example, dict) and "url" in example:
            yield example["url"]


def _url_buttons(details: JSON) -> Iterator[JSON]:
    return (part for _, kind, part in parts(details) if kind == "URL")


def parts(details: JSON) -> Iterator[tuple[str, str, JSON]]:
    """Yield path, kind and content of every component and button, those of cards too."""
    for index, component in enumerate(details.get("components", [])):
        yield from _walk(f"details.components.{index}", component, "")
        for number, card in enumerate(component.get("cards", [])):
            for place, part in enumerate(card.get("components", [])):
                yield from _walk(f"details.components.{index}.cards.{number}.components.{place}", part, "CARD ")


def _walk(path: str, component: JSON, prefix: str) -> Iterator[tuple[str, str, JSON]]:
    kind = prefix + component["type"]
    yield path, f"{kind} {component['format']}" if kind == "HEADER" else kind, component
    for index, button in enumerate(component.get("buttons", [])):
        yield f"{path}.buttons.{index}", button["type"], button


def apply_field_mask(template: JSON, fields: Sequence[str]) -> JSON:
    """Return just the fields of a template that a mask names; a parent brings its children (inferred)."""
    tree: Record = {}
    for field in fields:
        branch = tree
        for part in field.split("."):
            branch = branch.setdefault(part, {})
        branch[""] = True
    return _pick(template, tree)


def _pick(value: JSON, tree: Record) -> JSON:
    if "" in tree:
        return value
    if isinstance(value, list):
        # The literal 0 stands for every entry.
        return [_pick(item, tree["0"]) for item in value]
    if isinstance(value, dict):
        # A path into an object may meet a text: `example.url` means nothing for the header of a text.
        return {
            name: _pick(value[name], branch)
            for name, branch in tree.items()
            if name in value and ("" in branch or isinstance(value[name], dict | list))
        }
    return value
