"""The calls about webhook registrations without await: each line names its async twin."""

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.webhooks import api


class Webhooks(BlockingResource[api.Webhooks]):
    """Registrations: which URL is called when what happens, and what signs the calls. A project has 15 at most."""

    list = blocking_listing(api.Webhooks.list)
    create = blocking(api.Webhooks.create)
    get = blocking(api.Webhooks.get)
    replace = blocking(api.Webhooks.replace)
    update = blocking(api.Webhooks.update)
    delete = blocking(api.Webhooks.delete)
    ensure = blocking(api.Webhooks.ensure)
