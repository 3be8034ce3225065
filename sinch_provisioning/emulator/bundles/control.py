"""How orders go."""

from sinch_provisioning.emulator.bundles.orders import Bundles
from sinch_provisioning.emulator.control_group import ControlGroup


class BundlesControl(ControlGroup):
    """Decisions about bundles."""

    def finish(self, project_id: str, bundle_id: str) -> None:
        """Let a bundle be ready now; one that is no longer in work stays what it is."""
        with self._store.decision(project_id) as project:
            bundles = project.part(Bundles)
            bundles.find(bundle_id)
            bundles.finish(bundle_id)

    def fail(self, project_id: str, bundle_id: str) -> None:
        """Let a bundle fail; what was made stays (inferred)."""
        with self._store.decision(project_id) as project:
            project.part(Bundles).fail(bundle_id)
