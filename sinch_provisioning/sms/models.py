"""Data of SMS apps."""

from collections.abc import Sequence
from typing import Annotated

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.pages import page_of
from sinch_provisioning.core.rules import Deprecated, Length
from sinch_provisioning.core.shared import ConversationApiApp, ProvisioningState, SmsAppRegion
from sinch_provisioning.core.unset import UNSET, Unset

Name = Annotated[str, Length(1, 255)]


class Region(OpenEnum):
    """Where a new SMS app is to run; the staging servers take EU and US only."""

    BR = "BR"
    EU = "EU"
    US = "US"


@model
class AppInput:
    """An SMS app to be made."""

    name: Name
    region: Region
    test: Annotated[bool, Deprecated("it has no effect")] | Unset = UNSET
    conv_api_app: bool | Unset = UNSET
    """Whether to make a Conversation API app beside it."""
    conv_api_app_id: Annotated[str, Length(1)] | Unset = UNSET
    """Conversation API app to tie it to."""


@model
class AppUpdate:
    """What to change of an SMS app."""

    name: Name | Unset = UNSET


@model
class App:
    """An SMS app."""

    id: str
    sms_service_id: str
    name: str
    status: ProvisioningState
    regions: Sequence[SmsAppRegion]
    test: bool
    conversation_api_app_details: ConversationApiApp | None = None


AppList = page_of("smsApps", App)
