"""What the SMS side decides about SMS apps."""

from typing import TYPE_CHECKING, Literal

from sinch_provisioning.emulator.control_group import ControlGroup
from sinch_provisioning.emulator.data import data
from sinch_provisioning.emulator.sms.apps import SmsApps

if TYPE_CHECKING:
    Status = str
else:
    Status = Literal[tuple(data("sms_statuses"))]
"""One of the contract's."""


class SmsControl(ControlGroup):
    """Decisions about SMS apps."""

    def set_status(self, project_id: str, sms_app_id: str, status: Status) -> None:
        """Give an app a status of the contract, say FAILED_ADD or BLOCKED."""
        with self._store.decision(project_id) as project:
            project.part(SmsApps).edit_by_id(sms_app_id)["status"] = status
