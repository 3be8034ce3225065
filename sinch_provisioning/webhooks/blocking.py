"""The calls about webhook registrations without await: each line names its async twin."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.webhooks import api


class Webhooks(BlockingResource[api.Webhooks]):
    """Registrations: which URL is called when what happens, and what signs the calls. A project has 15 at most."""

    list: Final = blocking_listing(api.Webhooks.list)
    create: Final = blocking(api.Webhooks.create)
    get: Final = blocking(api.Webhooks.get)
    replace: Final = blocking(api.Webhooks.replace)
    update: Final = blocking(api.Webhooks.update)
    delete: Final = blocking(api.Webhooks.delete)
    ensure: Final = blocking(api.Webhooks.ensure)
