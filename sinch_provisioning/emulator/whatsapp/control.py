"""What Meta and Sinch decide about WhatsApp."""

from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.whatsapp import account
from sinch_provisioning.emulator.whatsapp.meta_control import MetaControl
from sinch_provisioning.emulator.whatsapp.senders.control import SendersControl
from sinch_provisioning.emulator.whatsapp.templates.control import TemplatesControl


class AccountControl:
    """Decisions about a project's WhatsApp account."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def onboard(self, project_id: str) -> None:
        """Let the account go live now."""
        with self._store.clock.lock:
            account.onboard(self._store.projects[project_id])
            self._store.save()

    def reject(self, project_id: str, reason: str | None = None) -> None:
        """Refuse the account."""
        with self._store.clock.lock:
            account.reject(self._store.projects[project_id], reason)
            self._store.save()


class WhatsappControl:
    """Decisions about WhatsApp, by what they are about."""

    def __init__(self, store: Store) -> None:
        self.account = AccountControl(store)
        self.senders = SendersControl(store)
        self.templates = TemplatesControl(store)
        self.meta = MetaControl(store)
