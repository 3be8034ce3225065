"""The Conversation API apps of a project, as far as this API knows of them: their channels."""

import re
from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Literal

from sinch_provisioning.emulator.data import data
from sinch_provisioning.emulator.family import Handler, Handlers, Reply, Request, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.project import Part
from sinch_provisioning.emulator.tables import JSON

Channel = Literal["instagram", "messenger", "telegram", "viber"]
SAMPLES: dict[str, JSON] = data("channels")

# What counts as well-formed is not documented; these are the forms that ids have elsewhere in the API (inferred).
_ID = re.compile(r"[0-9A-Fa-f]{32}|[0-9A-HJKMNP-TV-Z]{26}", re.ASCII)


class ConversationApps(Part):
    """The apps of a project, each with its channels."""

    kind = "conversation_apps"
    missing = "conversation_app_not_found"
    named: ClassVar[tuple[str, ...]] = ("app_id",)

    def add_app(
        self,
        app_id: str | None = None,
        channels: Collection[Channel] = ("instagram", "messenger", "telegram", "viber"),
    ) -> str:
        """Make an app with some channels set up and ACTIVE, and return its id."""
        made = app_id or self.project.digits(32).upper()
        self.records.put(made, {name: dict(SAMPLES[name]) for name in channels})
        return made

    def set_channel(self, app: JSON, channel: Channel, fields: Mapping[str, Any]) -> None:
        """Change fields of a channel, say `{"status": "FAILING", "statusDescription": "token expired"}`."""
        app.setdefault(channel, {}).update(fields)

    def channel(self, app_id: str, name: str) -> JSON:
        """Return what the provider says of a channel; reject if the id is malformed, or app or channel is not there."""
        # Viber documents no 400, so a malformed id is just an unknown one there (inferred).
        if name != "viber" and not _ID.fullmatch(app_id):
            raise problem("conversation_app_id_invalid")
        channel = self.find(app_id).get(name)
        if channel is None:
            raise problem(f"conversation_app_no_{name}_channel")
        return channel


def _channel(name: str) -> Handler:
    def look_up(request: Request) -> Reply:
        return ok(request.project.part(ConversationApps).channel(request.path["conversationAppId"], name))

    return look_up


HANDLERS: Handlers = {
    "getConversationInstagramInfo": _channel("instagram"),
    "getConversationMessengerInfo": _channel("messenger"),
    "getConversationTelegramBotInfo": _channel("telegram"),
    "getConversationViberBotInfo": _channel("viber"),
}
