"""The SMS family: the groups of its methods, async and blocking."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.groups import Group
from sinch_provisioning.sms.apps.api import Apps, BlockingApps


class Sms(Resource):
    """SMS: the apps of the project's SMS service."""

    apps: Final = Group(Apps)


class BlockingSms(BlockingResource[Sms]):
    apps: Final = Group(BlockingApps)
