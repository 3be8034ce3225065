"""How far a sweep is, and what has come of it."""

from collections.abc import Callable
from datetime import datetime

import attrs

from sinch_provisioning.errors import ProvisioningError


@attrs.frozen(kw_only=True)
class Failure:
    """A listing that could not be walked to its end; also a row of the table `failures`."""

    project: str
    parent: str
    """The rest of its key; mostly empty."""
    error: ProvisioningError
    resume_token: str | None
    """Where it goes on; None means from its start."""


@attrs.frozen(kw_only=True)
class Progress:
    """How far a sweep is. Pages, items and time are those of this call, which may go on with what another began."""

    sweep: int
    """Its number in the store."""
    started: datetime
    """When it was started, perhaps by a call that was interrupted."""
    listings: int
    earlier: int
    """Listings that an interrupted call had done already."""
    done: int
    """Listings that are done, with the earlier ones."""
    failures: tuple[Failure, ...]
    pages: int
    items: int
    unreadable: int
    """Items that no model fits; they are kept as they came, in the table `items`."""
    expected: int
    """Items still to come: as the service counts them, or on average where nothing was listed yet."""
    elapsed: float

    @property
    def rate(self) -> float:
        """Items a second."""
        return self.items / self.elapsed if self.elapsed > 0 else 0.0

    @property
    def remaining(self) -> float | None:
        """Seconds that are probably left; None while nothing tells."""
        return self.expected / self.rate if self.rate > 0 else None


Observer = Callable[[Progress], object]
"""What is called after each page and each failure; it must be quick."""
