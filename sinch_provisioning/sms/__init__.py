"""SMS: the apps of a project."""

from sinch_provisioning.core.shared import (
    ConversationApiApp,
    ConversationApiAppRegion,
    ConversationApiChannelStatus,
    ProvisioningState,
    SmsAppRegion,
)
from sinch_provisioning.sms.models import App, AppInput, AppList, AppUpdate, Region

__all__ = [
    "App",
    "AppInput",
    "AppList",
    "AppUpdate",
    "ConversationApiApp",
    "ConversationApiAppRegion",
    "ConversationApiChannelStatus",
    "ProvisioningState",
    "Region",
    "SmsAppRegion",
]
