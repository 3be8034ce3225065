"""Rejections: every documented error code with its usual status, what it means, and the way out."""

from typing import Any

from sinch_provisioning.emulator.data import data

_RESOLUTIONS = {
    "change": "Change the request first; the same one cannot succeed.",
    "later": "Try again later; someone else has to act first.",
    "again": "Try again after a pause.",
    "meta": "See metaError.",
    "token": "Get a new token, or check that the key may see this project.",
}
KNOWN: dict[str, tuple[int, str, str]] = {
    code: (status, text, _RESOLUTIONS[resolution]) for code, (status, text, resolution) in data("problems").items()
}
"""Usual status, meaning and way out, by code."""


class Rejection(Exception):
    """An error response: status, code, what happened, the way out."""

    def __init__(
        self, status: int, code: str, message: str, resolution: str, information: dict[str, Any] | None = None
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.resolution = resolution
        self.information = information

    def body(self) -> dict[str, Any]:
        """Return the error body."""
        body: dict[str, Any] = {"errorCode": self.code, "message": self.message, "resolution": self.resolution}
        if self.information is not None:
            body["additionalInformation"] = self.information
        return body


def not_found(message: str) -> Rejection:
    """Return the rejection of a path that leads nowhere."""
    return Rejection(404, "not_found", message, "Check the path.")


class Problem(Rejection):
    """A documented rejection, with another message and way out than the usual ones if given.

    Its status is the one under which the contract lists the code for the operation.
    """

    def __init__(
        self,
        code: str,
        message: str | None = None,
        information: dict[str, Any] | None = None,
        resolution: str | None = None,
    ) -> None:
        status, usual, way_out = KNOWN[code]
        super().__init__(status, code, message or usual, resolution or way_out, information)


problem = Problem  # `raise problem(...)` reads as it is meant
