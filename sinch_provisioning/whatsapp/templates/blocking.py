"""The calls about WhatsApp templates without await: each line names its async twin."""

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.whatsapp.templates import api


class Templates(BlockingResource[api.Templates]):
    """Message templates. Name and language identify one; its live version and a pending one can stand side by side."""

    list = blocking_listing(api.Templates.list)
    list_partial = blocking_listing(api.Templates.list_partial)
    list_by_name = blocking_listing(api.Templates.list_by_name)
    list_partial_by_name = blocking_listing(api.Templates.list_partial_by_name)
    create = blocking(api.Templates.create)
    get = blocking(api.Templates.get)
    get_partial = blocking(api.Templates.get_partial)
    update = blocking(api.Templates.update)
    delete = blocking(api.Templates.delete)
    delete_by_name = blocking(api.Templates.delete_by_name)
    sync = blocking(api.Templates.sync)
    sync_and_list = blocking(api.Templates.sync_and_list)
    wait_for = blocking(api.Templates.wait_for)
    compare = blocking(api.Templates.compare)
    activities = blocking_listing(api.Templates.activities)
    comment = blocking(api.Templates.comment)
