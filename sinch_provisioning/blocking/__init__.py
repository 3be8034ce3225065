"""The synchronous facade: one event loop in a thread of its own, and a one-line twin for each async method."""

from sinch_provisioning.blocking.methods import BlockingListing as BlockingListing
from sinch_provisioning.blocking.methods import BlockingResource as BlockingResource
from sinch_provisioning.blocking.methods import blocking as blocking
from sinch_provisioning.blocking.methods import blocking_listing as blocking_listing
