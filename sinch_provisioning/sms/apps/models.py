"""Data of SMS apps."""

from collections.abc import Sequence
from typing import Annotated

from sinch_provisioning.core.changes import difference
from sinch_provisioning.core.model import model
from sinch_provisioning.core.rules import Deprecated, Length
from sinch_provisioning.core.shared import ConversationApiApp
from sinch_provisioning.core.sms import ProvisioningState, Region, SmsAppRegion
from sinch_provisioning.core.unset import UNSET, Unset

Name = Annotated[str, Length(1, 255)]


@model(sent=True)
class AppInput:
    """A new SMS app."""

    name: Name
    region: Region
    test: Annotated[bool, Deprecated("it has no effect")] | None = None
    conv_api_app: bool | None = None
    """Whether to create a Conversation API app with it."""
    conv_api_app_id: Annotated[str, Length(1)] | None = None
    """Conversation API app to link it to."""


@model(sent=True)
class AppUpdate:
    """Changes to an SMS app."""

    name: Name | Unset = UNSET


@model
class App:
    """An SMS app."""

    id: str
    sms_service_id: str | None = None
    name: str | None = None
    status: ProvisioningState | None = None
    regions: Sequence[SmsAppRegion] = ()
    test: bool | None = None
    conversation_api_app_details: ConversationApiApp | None = None


def changes(before: App, after: App) -> AppUpdate:
    """Return the update that holds only what differs between an SMS app and the same as it should be, made by `evolve`.

    Raises:
        InvalidRequest: something differs that cannot be changed.
    """
    return difference(AppUpdate, before, after)
