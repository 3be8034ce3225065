"""From what a resource is and what it should be to the update between them."""

from typing import overload

from sinch_provisioning.core.changes import difference
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.kakaotalk.senders.models import Sender, SenderDetails, SenderDetailsUpdate, SenderUpdate
from sinch_provisioning.kakaotalk.templates.models import (
    Template,
    TemplateDetails,
    TemplateDetailsUpdate,
    TemplateUpdate,
)

_UPDATES: dict[type, type[object]] = {
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
    """Return the update that holds only what differs between two states of a resource.

    Args:
        before: A sender, a template, or the details of one, as the service has it.
        after: The same as it should be, made with `evolve`.

    Raises:
        InvalidRequest: something differs that cannot be changed, or is gone and cannot be removed.
    """
    update = _UPDATES.get(type(before))
    if update is None or type(after) is not type(before):
        names = ", ".join(kind.__name__ for kind in _UPDATES)
        raise InvalidRequest([("after", f"has to be, like before, one of {names}, is {type(after).__name__}")])
    return difference(update, before, after)
