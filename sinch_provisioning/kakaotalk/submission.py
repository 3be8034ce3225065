"""What the draft of a sender or a template may lack and a submission may not."""

from sinch_provisioning.core import drafts
from sinch_provisioning.kakaotalk.models import (
    SenderDetailsInput,
    SenderInput,
    TemplateButtonInput,
    TemplateDetailsInput,
    TemplateInput,
    TemplateUpdate,
)

# The contract's `x-optional-in-draft`.
NEEDED: dict[type, tuple[str, ...]] = {
    SenderInput: ("details",),
    SenderDetailsInput: (
        "admin_phone_no",
        "name",
        "top_level_category_code",
        "mid_level_category_code",
        "sub_level_category_code",
    ),
    TemplateDetailsInput: ("content",),
    TemplateButtonInput: ("name",),
}


def check_complete(body: SenderInput | TemplateInput | TemplateUpdate) -> None:
    """Raise InvalidRequest, naming every field, if something is missing that only a draft may lack."""
    drafts.check_complete(body, NEEDED)
