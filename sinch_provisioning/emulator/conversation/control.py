"""What the Conversation API and the providers behind it know."""

from collections.abc import Iterable
from typing import Any

from sinch_provisioning.emulator.conversation.state import SAMPLES, conversation
from sinch_provisioning.emulator.store import Store


class ConversationControl:
    """Conversation API apps, which are made elsewhere than in this API."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add_app(
        self,
        project_id: str,
        app_id: str | None = None,
        channels: Iterable[str] = ("instagram", "messenger", "telegram", "viber"),
    ) -> str:
        """Make an app with some channels set up and ACTIVE, and return its id."""
        with self._store.clock.lock:
            project = self._store.projects[project_id]
            made = app_id or project.digits(32).upper()
            conversation(project).apps[made] = {name: dict(SAMPLES[name]) for name in channels}
            self._store.save()
            return made

    def set_channel(self, project_id: str, app_id: str, channel: str, **fields: Any) -> None:
        """Let a channel be otherwise, say `status="FAILING", statusDescription="token expired"`."""
        with self._store.clock.lock:
            conversation(self._store.projects[project_id]).apps[app_id].setdefault(channel, {}).update(fields)
            self._store.save()
