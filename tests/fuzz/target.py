"""What a target of the fuzzer is."""

from collections.abc import Sequence


class Target:
    """Something that reads foreign data."""

    name: str
    short: int = 1500
    """Executions of a short run, of a few seconds at most."""

    def seeds(self) -> Sequence[bytes]:
        """Return good data, to be bent."""
        raise NotImplementedError

    def run(self, data: bytes) -> bool:
        """Read some data and return whether it was taken; whatever is raised here is a finding."""
        raise NotImplementedError

    def close(self) -> None:
        """End what runs."""
