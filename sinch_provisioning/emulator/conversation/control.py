"""What the Conversation API and the providers behind it know."""

from collections.abc import Collection, Mapping
from typing import Any, Literal

from sinch_provisioning.emulator.control_group import ControlGroup
from sinch_provisioning.emulator.conversation.apps import SAMPLES, ConversationApps
from sinch_provisioning.emulator.problems import problem

Channel = Literal["instagram", "messenger", "telegram", "viber"]


class ConversationControl(ControlGroup):
    """Conversation API apps, which are made elsewhere than in this API."""

    def add_app(
        self,
        project_id: str,
        app_id: str | None = None,
        channels: Collection[Channel] = ("instagram", "messenger", "telegram", "viber"),
    ) -> str:
        """Make an app with some channels set up and ACTIVE, and return its id."""
        with self._store.decision(project_id) as project:
            made = app_id or project.digits(32).upper()
            project.part(ConversationApps).records.put(made, {name: dict(SAMPLES[name]) for name in channels})
            return made

    def set_channel(self, project_id: str, app_id: str, channel: Channel, fields: Mapping[str, Any]) -> None:
        """Change fields of a channel, say `{"status": "FAILING", "statusDescription": "token expired"}`.

        Raises:
            Problem: there is no such app.
        """
        with self._store.decision(project_id) as project:
            apps = project.part(ConversationApps).records
            if app_id not in apps:
                raise problem("conversation_app_not_found")
            apps.edit(app_id).setdefault(channel, {}).update(fields)
