"""SMS: the apps of a project."""

from sinch_provisioning.core.shared import ConversationApiApp as ConversationApiApp
from sinch_provisioning.core.shared import ConversationApiAppRegion as ConversationApiAppRegion
from sinch_provisioning.core.shared import ConversationApiChannelStatus as ConversationApiChannelStatus
from sinch_provisioning.core.sms import ProvisioningState as ProvisioningState
from sinch_provisioning.core.sms import Region as Region
from sinch_provisioning.core.sms import SmsAppRegion as SmsAppRegion
from sinch_provisioning.sms.apps.models import App as App
from sinch_provisioning.sms.apps.models import AppInput as AppInput
from sinch_provisioning.sms.apps.models import AppUpdate as AppUpdate
from sinch_provisioning.sms.apps.models import changes as changes
