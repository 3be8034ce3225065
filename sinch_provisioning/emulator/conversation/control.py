"""What the Conversation API and the providers behind it know."""

from collections.abc import Collection, Mapping
from typing import Any, Literal

from sinch_provisioning.emulator.conversation.state import SAMPLES, conversation
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Store

Channel = Literal["instagram", "messenger", "telegram", "viber"]


class ConversationControl:
    """Conversation API apps, which are made elsewhere than in this API."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add_app(
        self,
        project_id: str,
        app_id: str | None = None,
        channels: Collection[Channel] = ("instagram", "messenger", "telegram", "viber"),
    ) -> str:
        """Make an app with some channels set up and ACTIVE, and return its id."""
        with self._store.decision(project_id) as project:
            made = app_id or project.digits(32).upper()
            conversation(project).apps[made] = {name: dict(SAMPLES[name]) for name in channels}
            return made

    def set_channel(self, project_id: str, app_id: str, channel: Channel, fields: Mapping[str, Any]) -> None:
        """Let fields of a channel be otherwise, say `{"status": "FAILING", "statusDescription": "token expired"}`.

        Raises:
            Problem: there is no such app.
        """
        with self._store.decision(project_id) as project:
            apps = conversation(project).apps
            if app_id not in apps:
                raise problem("conversation_app_not_found")
            apps[app_id].setdefault(channel, {}).update(fields)
