"""What Google, the operators and owners of phones decide about RCS senders."""

from sinch_provisioning.emulator.control_group import ControlGroup, on_one, on_project
from sinch_provisioning.emulator.files import fail_file
from sinch_provisioning.emulator.rcs.lifecycle import Senders


class RcsControl(ControlGroup):
    """Decisions about RCS senders. A project or a sender that is not there raises `Problem`."""

    set_operator = on_one(Senders, Senders.decide)
    unlaunch = on_one(Senders, Senders.unlaunch)
    test_number = on_one(Senders, Senders.set_number)
    register_brand = on_one(Senders, Senders.register)
    link_app = on_one(Senders, Senders.link_app)
    fail_file = on_project(Senders, fail_file)
