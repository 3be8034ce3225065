"""What the draft of a template may lack and a submission may not."""

from sinch_provisioning.core import drafts
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
    drafts.check_complete(body, NEEDED)
