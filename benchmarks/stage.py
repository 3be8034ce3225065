"""What all benchmarks of a run share."""

from collections.abc import Mapping

import attrs


@attrs.frozen(kw_only=True)
class Stage:
    """One run."""

    url: str
    """Of the server."""
    quick: bool
    rounds: int
    missing: Mapping[str, str]
    """Generated clients that there are not, with the reason."""
