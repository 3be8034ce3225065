"""SMS apps, served."""

from sinch_provisioning.emulator.family import Family
from sinch_provisioning.emulator.sms.apps import SmsApps
from sinch_provisioning.emulator.sms.handlers import HANDLERS

FAMILY = Family(handlers=HANDLERS, parts=(SmsApps,))
