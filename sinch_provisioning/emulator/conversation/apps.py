"""The Conversation API apps of a project, as far as this API knows of them: their channels."""

import re
from typing import Any

from sinch_provisioning.emulator.data import data
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Part

JSON = Any

SAMPLES: dict[str, JSON] = data("channels")

# What counts as well-formed is not documented; these are the forms that ids have elsewhere in the API (inferred).
_ID = re.compile(r"[0-9A-Fa-f]{32}|[0-9A-HJKMNP-TV-Z]{26}", re.ASCII)


class ConversationApps(Part):
    """The apps of a project, each with its channels."""

    kind = "conversation_apps"

    def channel(self, app_id: str, name: str) -> JSON:
        """Return what the provider says of a channel; reject if the id is malformed, or app or channel is not there."""
        # Viber documents no 400, so a malformed id is just an unknown one there (inferred).
        if name != "viber" and not _ID.fullmatch(app_id):
            raise problem("conversation_app_id_invalid")
        if app_id not in self.records:
            raise problem("conversation_app_not_found")
        channel = self.records[app_id].get(name)
        if channel is None:
            raise problem(f"conversation_app_no_{name}_channel")
        return channel
