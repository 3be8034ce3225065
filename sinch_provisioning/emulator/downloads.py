"""Files behind URLs. None is ever fetched: all are good, but those that the control says are not."""

from typing import Any

from sinch_provisioning.emulator.problems import problem


class Files:
    """What is wrong with files, by URL, kept in a part's data."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data

    def spoil(self, url: str, trouble: str | None) -> None:
        """Let the file at a URL be unusable, or usable again with None."""
        if trouble is None:
            self._troubles.pop(url, None)
        else:
            self._troubles[url] = trouble

    def trouble(self, url: str | None) -> str | None:
        """Return the error code of a file, None if it is good."""
        return None if url is None else self._troubles.get(url)

    def check(self, url: str | None) -> None:
        """Refuse a file that is not usable."""
        code = self.trouble(url)
        if code is not None:
            raise problem(code, f"The file at {url} cannot be used.")

    @property
    def _troubles(self) -> dict[str, str]:
        found: dict[str, str] = self._data.setdefault("files", {})
        return found
