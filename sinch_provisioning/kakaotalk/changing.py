"""From what a resource is and what it should be to the update between them."""

from typing import overload

from sinch_provisioning.core.changes import difference_by_kind
from sinch_provisioning.kakaotalk.senders.models import Sender, SenderDetails, SenderDetailsUpdate, SenderUpdate
from sinch_provisioning.kakaotalk.templates.models import (
    Template,
    TemplateDetails,
    TemplateDetailsUpdate,
    TemplateUpdate,
)

_UPDATES: dict[type[object], type[object]] = {
    Sender: SenderUpdate,
    SenderDetails: SenderDetailsUpdate,
    Template: TemplateUpdate,
    TemplateDetails: TemplateDetailsUpdate,
}


@overload
def changes(before: Sender, after: Sender) -> SenderUpdate: ...
@overload
def changes(before: SenderDetails, after: SenderDetails) -> SenderDetailsUpdate: ...
@overload
def changes(before: Template, after: Template) -> TemplateUpdate: ...
@overload
def changes(before: TemplateDetails, after: TemplateDetails) -> TemplateDetailsUpdate: ...
def changes(before: object, after: object) -> object:
    """Return the update that holds only what differs between a sender, a template or its details and what it should be.

    Raises:
        InvalidRequest: something differs that cannot be changed, or is gone and cannot be removed.
    """
    return difference_by_kind(_UPDATES, before, after)
