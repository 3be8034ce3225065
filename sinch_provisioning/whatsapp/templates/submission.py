"""What a draft may lack and a submission may not."""

from collections.abc import Iterator
from typing import cast

import attrs

from sinch_provisioning.core.model import Unset
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.whatsapp.templates.models import (
    ButtonsInput,
    CardBodyInput,
    CardButtonsInput,
    CardHeaderInput,
    CardInput,
    CardMediaExampleInput,
    CarouselInput,
    FlowButtonInput,
    MediaExampleInput,
    MediaHeaderInput,
    OtpButtonInput,
    PhoneNumberButtonInput,
    QuickReplyButtonInput,
    TemplateDetailsInput,
    TemplateInput,
    TemplateUpdate,
    TextHeaderInput,
    UrlButtonInput,
)

# The contract's `x-optional-in-draft`.
NEEDED: dict[type, tuple[str, ...]] = {
    TemplateInput: ("details",),
    TemplateDetailsInput: ("components",),
    TextHeaderInput: ("text",),
    MediaHeaderInput: ("example",),
    MediaExampleInput: ("url",),
    ButtonsInput: ("buttons",),
    CarouselInput: ("cards",),
    CardInput: ("components",),
    CardHeaderInput: ("example",),
    CardMediaExampleInput: ("url",),
    CardBodyInput: ("text",),
    CardButtonsInput: ("buttons",),
    UrlButtonInput: ("text", "url"),
    QuickReplyButtonInput: ("text",),
    PhoneNumberButtonInput: ("text", "phone_number"),
    FlowButtonInput: ("text", "flow_id", "flow_action"),
    OtpButtonInput: ("text",),
}


def check_complete(body: TemplateInput | TemplateUpdate) -> None:
    """Raise InvalidRequest, naming every field, if something is missing that only a draft may lack."""
    missing = [(path, "is required to submit; only a draft may lack it") for path in _missing(body, "")]
    if missing:
        raise InvalidRequest(missing)


def _missing(value: object, path: str) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for index, item in enumerate(cast("list[object]", value)):
            yield from _missing(item, f"{path}[{index}]")
        return
    cls = type(value)
    if not attrs.has(cls):
        return
    needed = NEEDED.get(cls, ())
    prefix = f"{path}." if path else ""
    for field in attrs.fields(cls):
        inner = getattr(value, field.name)
        if not isinstance(inner, Unset):
            yield from _missing(inner, f"{prefix}{field.name}")
        elif field.name in needed:
            yield f"{prefix}{field.name}"
