"""The calls about bundles without await: each line names its async twin."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.bundles import api


class Bundles(BlockingResource[api.Bundles]):
    """Orders of several resources at once: a subproject, an SMS app, a Conversation API app, webhooks."""

    list: Final = blocking_listing(api.Bundles.list)
    create: Final = blocking(api.Bundles.create)
    get: Final = blocking(api.Bundles.get)
    wait_for: Final = blocking(api.Bundles.wait_for)
