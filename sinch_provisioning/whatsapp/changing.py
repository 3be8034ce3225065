"""From what a resource is and what it should be to the update between them."""

from typing import overload

from sinch_provisioning.core.changes import difference_by_kind
from sinch_provisioning.whatsapp.account.models import AccountDetails, AccountUpdate
from sinch_provisioning.whatsapp.senders.models import Sender, SenderDetails, SenderDetailsUpdate, SenderUpdate
from sinch_provisioning.whatsapp.templates.models import (
    Template,
    TemplateDetails,
    TemplateDetailsUpdate,
    TemplateUpdate,
)

_UPDATES: dict[type[object], type[object]] = {
    AccountDetails: AccountUpdate,
    Sender: SenderUpdate,
    SenderDetails: SenderDetailsUpdate,
    Template: TemplateUpdate,
    TemplateDetails: TemplateDetailsUpdate,
}


@overload
def changes(before: AccountDetails, after: AccountDetails) -> AccountUpdate: ...
@overload
def changes(before: Sender, after: Sender) -> SenderUpdate: ...
@overload
def changes(before: SenderDetails, after: SenderDetails) -> SenderDetailsUpdate: ...
@overload
def changes(before: Template, after: Template) -> TemplateUpdate: ...
@overload
def changes(before: TemplateDetails, after: TemplateDetails) -> TemplateDetailsUpdate: ...
def changes(before: object, after: object) -> object:
    """Return the update that holds only what differs, for an `update` method to send.

    Args:
        before: A sender, a template, or the details of one or of the account, as the service has it.
        after: The same as it should be, made with `evolve`; what is None or empty in it is removed.

    Raises:
        InvalidRequest: something differs that cannot be changed, or is gone and cannot be removed.
    """
    return difference_by_kind(_UPDATES, before, after)
