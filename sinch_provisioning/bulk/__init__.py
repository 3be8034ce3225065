"""Many listings or calls at once: bounded, with flat memory, and with failures as values.

Each function serves both clients. What an `async for` walks, or `await` waits for, is made by tasks; a plain `for`
walks the listings of a blocking client in its loop, and calls blocking functions in threads.
"""

from sinch_provisioning.bulk.calling import calls as calls
from sinch_provisioning.bulk.calling import gather as gather
from sinch_provisioning.bulk.calling import map as map  # noqa: A004
from sinch_provisioning.bulk.results import Failure as Failure
from sinch_provisioning.bulk.results import Item as Item
from sinch_provisioning.bulk.results import ItemPage as ItemPage
from sinch_provisioning.bulk.results import PageResult as PageResult
from sinch_provisioning.bulk.results import Result as Result
from sinch_provisioning.bulk.results import Unreadable as Unreadable
from sinch_provisioning.bulk.walking import listings as listings
from sinch_provisioning.bulk.walking import pages as pages
