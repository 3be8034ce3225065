"""How orders go."""

from sinch_provisioning.emulator.bundles.orders import bundles, finish
from sinch_provisioning.emulator.store import Store


class BundlesControl:
    """Decisions about bundles."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def finish(self, project_id: str, bundle_id: str) -> None:
        """Let a bundle be ready now; one that is no longer in work stays what it is.

        Raises:
            Problem: there is no such bundle.
        """
        with self._store.decision(project_id) as project:
            bundles(project).find(bundle_id)
            finish(project, bundle_id)

    def fail(self, project_id: str, bundle_id: str) -> None:
        """Let a bundle fail; what was made stays (inferred).

        Raises:
            Problem: there is no such bundle.
        """
        with self._store.decision(project_id) as project:
            bundle = bundles(project).find(bundle_id)
            bundle["state"] = "FAILED"
            if "smsApp" in bundle:
                bundle["smsApp"]["status"] = "FAILED_ADD"
