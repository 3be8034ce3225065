"""SMS apps, served."""

from sinch_provisioning.emulator.family import Family
from sinch_provisioning.emulator.sms.apps import SmsApps

FAMILY = Family(handlers=SmsApps.handlers("SmsApp"), parts=(SmsApps,))
