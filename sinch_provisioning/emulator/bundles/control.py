"""How orders go."""

from sinch_provisioning.emulator.bundles.orders import Bundles
from sinch_provisioning.emulator.control_group import ControlGroup, on_one


class BundlesControl(ControlGroup):
    """Decisions about bundles."""

    finish = on_one(Bundles, Bundles.finish)
    fail = on_one(Bundles, Bundles.fail)
