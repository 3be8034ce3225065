"""The KakaoTalk account of a project. No operation shows it; the first sender brings it along (inferred)."""

from typing import Any

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Project


class AccountState:
    """The account's part of a project."""

    def __init__(self, project: Project, data: dict[str, Any]) -> None:
        self.project = project
        self.data = data
        data.setdefault("initialized", False)
        data.setdefault("trouble", None)

    def require(self) -> None:
        """Refuse if the project has no account."""
        if not self.data["initialized"]:
            raise problem("project_not_initialized")

    def check_free(self) -> None:
        """Refuse a new sender while something is wrong with the account."""
        if self.data["trouble"] is not None:
            raise problem(self.data["trouble"])

    def initialize(self, on: bool = True) -> None:
        """Give the project an account, or take it away."""
        self.data["initialized"] = on


def account_of(project: Project) -> AccountState:
    """Return the account's part of a project."""
    return project.part("kakaotalk", AccountState)
