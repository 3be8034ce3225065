"""The calls about WhatsApp templates without await: each line names its async twin."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.whatsapp.templates import api


class Templates(BlockingResource[api.Templates]):
    """Message templates. Name and language identify one; its live version and a pending one can stand side by side."""

    list: Final = blocking_listing(api.Templates.list)
    list_partial: Final = blocking_listing(api.Templates.list_partial)
    list_by_name: Final = blocking_listing(api.Templates.list_by_name)
    list_partial_by_name: Final = blocking_listing(api.Templates.list_partial_by_name)
    create: Final = blocking(api.Templates.create)
    get: Final = blocking(api.Templates.get)
    get_partial: Final = blocking(api.Templates.get_partial)
    update: Final = blocking(api.Templates.update)
    delete: Final = blocking(api.Templates.delete)
    delete_by_name: Final = blocking(api.Templates.delete_by_name)
    sync: Final = blocking(api.Templates.sync)
    sync_and_list: Final = blocking(api.Templates.sync_and_list)
    wait_for_review: Final = blocking(api.Templates.wait_for_review)
    compare: Final = blocking(api.Templates.compare)
    activities: Final = blocking_listing(api.Templates.activities)
    comment: Final = blocking(api.Templates.comment)
