"""What the SMS side decides about SMS apps."""

from typing import Literal

from sinch_provisioning.emulator.control_group import ControlGroup
from sinch_provisioning.emulator.sms.apps import SmsApps

Status = Literal[
    "ACTIVE",
    "BLOCKED",
    "DELETED",
    "DEPROVISIONING",
    "DEPROVISIONING_FAILED",
    "FAILED_ADD",
    "FAILED_BLOCK",
    "FAILED_DELETE",
    "FAILED_UNBLOCK",
    "FAILED_UPDATE",
    "IN_PROGRESS_ADD",
    "IN_PROGRESS_BLOCK",
    "IN_PROGRESS_DELETE",
    "IN_PROGRESS_UNBLOCK",
    "IN_PROGRESS_UPDATE",
    "PENDING_ADD",
    "PENDING_BLOCK",
    "PENDING_DELETE",
    "PENDING_UNBLOCK",
    "PENDING_UPDATE",
    "PROVISIONING",
    "PROVISIONING_ADD",
    "PROVISIONING_ADD_FAILED",
    "PROVISIONING_BLOCK",
    "PROVISIONING_BLOCK_FAILED",
    "PROVISIONING_FAILED",
    "PROVISIONING_UNBLOCK",
    "PROVISIONING_UNBLOCK_FAILED",
    "PROVISIONING_UPDATE",
    "PROVISIONING_UPDATE_FAILED",
    "STATUS_UNSPECIFIED",
    "UNRECOGNIZED",
]


class SmsControl(ControlGroup):
    """Decisions about SMS apps."""

    def set_status(self, project_id: str, sms_app_id: str, status: Status) -> None:
        """Give an app a status of the contract, say FAILED_ADD or BLOCKED.

        Raises:
            Problem: there is no such app.
        """
        with self._store.decision(project_id) as project:
            project.part(SmsApps).edit(sms_app_id)["status"] = status
