"""What the SMS side decides about SMS apps."""

from sinch_provisioning.emulator.sms.state import sms
from sinch_provisioning.emulator.store import Store


class SmsControl:
    """Decisions about SMS apps."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def set_status(self, project_id: str, sms_app_id: str, status: str) -> None:
        """Give an app a status of the contract, say FAILED_ADD or BLOCKED.

        Raises:
            Problem: there is no such app.
        """
        with self._store.clock.lock:
            sms(self._store.projects[project_id]).find(sms_app_id)["status"] = status
            self._store.save()
