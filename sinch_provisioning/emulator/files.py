"""Files behind URLs. None is ever fetched: all are good, except those that the control says are not."""

from typing import Literal

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.tables import Settings

FileError = Literal[
    "file_has_wrong_dimensions",
    "file_invalid_mime_type",
    "file_not_found",
    "file_size_too_large",
    "file_unexpected_error",
]


class Files:
    """What is wrong with files, by URL; kept in the setting `files`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def fail(self, url: str, code: str | None) -> None:
        """Let the file at a URL be unusable, or usable again with None."""
        others = {known: why for known, why in self._settings["files"].items() if known != url}
        self._settings.set(files=others if code is None else {**others, url: code})

    def error_of(self, url: str | None) -> str | None:
        """Return the error code of a file, None if it is good."""
        found: str | None = self._settings["files"].get(url)
        return found

    def check(self, url: str | None) -> None:
        """Reject a file that is not usable."""
        code = self.error_of(url)
        if code is not None:
            raise problem(code, f"The file at {url} cannot be used.")
