"""What Meta knows beside the API: business accounts with their numbers, tokens and codes of Embedded Signup."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Part, Project
from sinch_provisioning.emulator.tables import Table

JSON = Any


class Meta(Part):
    """Meta's side of a project. Business accounts that were never named exist too, with any number."""

    kind = "whatsapp_meta"
    defaults: ClassVar[Mapping[str, Any]] = {
        "rejected": [],
        "spent": [],
        "withheld": [],
        "error": None,
        "noAnalytics": False,
    }

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.wabas: Table = project.table("whatsapp_wabas")
        """Known business accounts, each with its numbers: id to calling code and number."""

    def check_reachable(self) -> None:
        """Reject while Meta takes no calls."""
        if self.settings["error"] is not None:
            raise problem(self.settings["error"])

    def check_manager(self, manager: str | None) -> None:
        """Reject a business manager that is not for this server."""
        if manager in self.settings["withheld"]:
            raise problem("invalid_business_manager_for_environment", f"{manager} is not for this server.")

    def spend(self, code: str) -> None:
        """Use up a code that works once."""
        self.settings.set(spent=[*self.settings["spent"], _mark(code)])

    def takes(self, text: str) -> bool:
        """Return whether a token or a code is good."""
        return _mark(text) not in self.settings["spent"] and _mark(text) not in self.settings["rejected"]

    def reject(self, text: str) -> None:
        """Let a token or a code be wrong."""
        self.settings.set(rejected=[*self.settings["rejected"], _mark(text)])


def sender_records(project: Project) -> Iterator[JSON]:
    """Yield the records of a project's senders."""
    yield from project.table("whatsapp_senders").values()


def _mark(text: str) -> str:
    """Return what a secret is recognised by; the secret itself is not kept."""
    return hashlib.sha256(text.encode()).hexdigest()
