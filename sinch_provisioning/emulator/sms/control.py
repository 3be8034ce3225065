"""What the SMS side decides about SMS apps."""

from sinch_provisioning.emulator.control_group import ControlGroup, on_one
from sinch_provisioning.emulator.sms.apps import SmsApps


class SmsControl(ControlGroup):
    """Decisions about SMS apps."""

    set_status = on_one(SmsApps, SmsApps.set_status)
