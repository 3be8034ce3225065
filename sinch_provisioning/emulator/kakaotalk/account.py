"""The KakaoTalk account of a project. No operation shows it; the first sender brings it along (inferred)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Part


class Account(Part):
    """The account of a project."""

    kind = "kakaotalk_account"
    defaults: ClassVar[Mapping[str, Any]] = {"initialized": False, "error": None}

    def require(self) -> None:
        """Reject if the project has no account."""
        if not self.settings["initialized"]:
            raise problem("project_not_initialized")

    def check_free(self) -> None:
        """Reject a new sender while something is wrong with the account."""
        if self.settings["error"] is not None:
            raise problem(self.settings["error"])

    def initialize(self, on: bool = True) -> None:
        """Give the project an account, or take it away."""
        if self.settings["initialized"] != on:
            self.settings.set(initialized=on)
