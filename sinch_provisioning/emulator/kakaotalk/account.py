"""The KakaoTalk account of a project. No operation shows it; the first sender brings it along (inferred)."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.project import Part

Error = Literal["account_data_is_corrupt", "account_exists", "account_is_in_progress", "account_not_updatable"]
WAY_IN = (
    "The project has no KakaoTalk account yet. Create its first sender with status DRAFT, which needs no category "
    "codes: that brings the account, and the categories can be listed for the update that submits the sender."
)


class Account(Part):
    """The account of a project."""

    kind = "kakaotalk_account"
    defaults: ClassVar[Mapping[str, Any]] = {"initialized": False, "error": None}

    def require(self) -> None:
        """Reject if the project has no account."""
        if not self.settings["initialized"]:
            raise problem("project_not_initialized", WAY_IN)

    def check_free(self) -> None:
        """Reject a new sender while something is wrong with the account."""
        if self.settings["error"] is not None:
            raise problem(self.settings["error"])

    def fail(self, code: Error | None) -> None:
        """Let the account stand in the way of new senders, or no longer with None."""
        self.settings.set(error=code)

    def initialize(self, on: bool = True) -> None:
        """Give a project an account before its first sender, or remove it."""
        if self.settings["initialized"] != on:
            self.settings.set(initialized=on)
