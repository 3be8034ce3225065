"""Files behind URLs. None is ever fetched: all are good, except those that the control says are not."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.project import Part

FileError = Literal[
    "file_has_wrong_dimensions",
    "file_invalid_mime_type",
    "file_not_found",
    "file_size_too_large",
    "file_unexpected_error",
]


class FileUser(Part):
    """A part that uses files; what is wrong with them is kept by URL in the setting `files`."""

    defaults: ClassVar[Mapping[str, Any]] = {"files": {}}

    def fail_file(self, url: str, code: str | None) -> None:
        """Let the file at a URL be unusable, or usable again with None; it is never really fetched."""
        others = {known: why for known, why in self.settings["files"].items() if known != url}
        self.settings.set(files=others if code is None else {**others, url: code})

    def file_error(self, url: str | None) -> str | None:
        """Return the error code of a file, None if it is good."""
        found: str | None = self.settings["files"].get(url)
        return found

    def check_file(self, url: str | None) -> None:
        """Reject a file that is not usable."""
        code = self.file_error(url)
        if code is not None:
            raise problem(code, f"The file at {url} cannot be used.")


def fail_file(part: FileUser, url: str, code: FileError | None) -> None:
    """Let the image at a URL be unusable, or usable again with None. Files are never really fetched."""
    part.fail_file(url, code)
