"""RCS, served."""

from sinch_provisioning.emulator.family import Family
from sinch_provisioning.emulator.rcs import account, numbers, senders
from sinch_provisioning.emulator.rcs.lifecycle import Senders
from sinch_provisioning.emulator.rcs.numbers import TestNumbers

FAMILY = Family(
    handlers={**account.HANDLERS, **numbers.HANDLERS, **senders.HANDLERS},
    parts=(account.Account, Senders, TestNumbers),
    changing=frozenset({"retryRcsTestNumber"}),
)
