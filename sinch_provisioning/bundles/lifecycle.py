"""How far an order is, read off its state."""

from collections.abc import Collection
from typing import Final

from sinch_provisioning.bundles.models import Bundle, BundleState
from sinch_provisioning.waiting import Lifecycle


def why_unreachable(bundle: Bundle, _wanted: Collection[BundleState]) -> str | None:
    """Return why no other state can follow: the order is finished. None while it is not."""
    finished = bundle.state in {BundleState.DONE, BundleState.FAILED}
    return "no other state follows" if finished else None


LIFECYCLE: Final = Lifecycle("bundle", BundleState, lambda bundle: bundle.state, why_unreachable)
