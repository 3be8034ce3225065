"""Activities and comments, which look alike in all families."""

from sinch_provisioning.emulator.clock import Clock
from sinch_provisioning.emulator.tables import JSON

USER = "Provisioning API user"
SINCH = "Sinch"


def activity(clock: Clock, type: str, *, author: str = SINCH, comment: str | None = None) -> JSON:
    """Return an activity of this moment."""
    entry = {"type": type, "created": clock.text(), "author": author}
    return entry if comment is None else {**entry, "comment": comment}


def stored_comment(clock: Clock, text: str) -> JSON:
    """Return the API's response to a comment of this moment."""
    return {"type": "CREATED", "comment": text, "created": clock.text()}
