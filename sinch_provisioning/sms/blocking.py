"""The calls of the SMS family without await: each line names its async twin."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.groups import Group
from sinch_provisioning.sms import api


class Apps(BlockingResource[api.Apps]):
    """SMS apps of the project's SMS service."""

    list: Final = blocking_listing(api.Apps.list)
    create: Final = blocking(api.Apps.create)
    get: Final = blocking(api.Apps.get)
    update: Final = blocking(api.Apps.update)
    delete: Final = blocking(api.Apps.delete)
    wait_for: Final = blocking(api.Apps.wait_for)


class Sms(BlockingResource[api.Sms]):
    """SMS: the apps of the project's SMS service."""

    apps: Final = Group(Apps)
