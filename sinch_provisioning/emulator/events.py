"""Events, and the calls that bring them to webhooks."""

from typing import Any

import attrs


@attrs.frozen(kw_only=True)
class Event:
    """Something that webhooks may be notified of."""

    at: str
    project_id: str
    type: str
    payload: dict[str, Any] | None
    extra: dict[str, Any]
    """Fields beside type and payload, as `comment` or `currentState`."""

    @property
    def body(self) -> dict[str, Any]:
        """What a webhook is sent."""
        payload = {} if self.payload is None else {"payload": self.payload}
        return {"type": self.type, **payload, **self.extra}


@attrs.frozen(kw_only=True)
class Attempt:
    """One call of a webhook's target."""

    at: str
    """When it ended, by the emulator's clock."""
    status: int | None
    """Status of the response; None if there was none."""
    error: str | None
    """Why the call did not succeed, in words."""
