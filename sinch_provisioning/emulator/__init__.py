"""The API served locally, for those who have no account yet, and for tests: `from ...emulator import Emulator`.

Needs the extra `emulator`: `pip install 'sinch-provisioning[emulator]'`.
"""

from sinch_provisioning.emulator.events import Attempt, Event
from sinch_provisioning.emulator.faults import Fault
from sinch_provisioning.emulator.journal import Entry, Journal
from sinch_provisioning.emulator.server import Emulator
from sinch_provisioning.emulator.webhooks.log import Deliveries, Delivery

__all__ = ["Attempt", "Deliveries", "Delivery", "Emulator", "Entry", "Event", "Fault", "Journal"]
