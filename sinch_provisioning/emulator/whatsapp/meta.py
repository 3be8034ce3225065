"""What Meta knows beside the API: business accounts with their numbers, tokens and codes of Embedded Signup."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.project import Part, Project
from sinch_provisioning.emulator.tables import JSON, Table

Error = Literal["facebook_Request_limit_reached", "log_in_facebook_required"]


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
        """Reject while Meta accepts no calls."""
        if self.settings["error"] is not None:
            raise problem(self.settings["error"])

    def check_manager(self, manager: str | None) -> None:
        """Reject a business manager that is not for this server."""
        if manager in self.settings["withheld"]:
            raise problem("invalid_business_manager_for_environment", f"{manager} is not for this server.")

    def spend(self, code: str) -> None:
        """Use up a code that works once."""
        self.settings.set(spent=[*self.settings["spent"], _mark(code)])

    def add_waba(self, numbers: Mapping[str, tuple[str, str]]) -> str:
        """Share a business account with a project, its calling codes and numbers by `phoneNumberId`; return its id."""
        waba_id = self.project.number(15)
        known = {each: {"countryCode": code, "phoneNumber": number} for each, (code, number) in numbers.items()}
        self.wabas.put(waba_id, known)
        return waba_id

    def offer_manager(self, business_manager: str, on: bool = True) -> None:
        """Let a business manager be one for this server, or not."""
        others = [name for name in self.settings["withheld"] if name != business_manager]
        self.settings.set(withheld=others if on else [*others, business_manager])

    def fail(self, code: Error | None) -> None:
        """Let Meta reject all calls, or accept them again with None."""
        self.settings.set(error=code)

    def offer_analytics(self, on: bool = True) -> None:
        """Let Meta offer template analytics, or not yet."""
        self.settings.set(noAnalytics=not on)

    def takes(self, text: str) -> bool:
        """Return whether a token or a code is good."""
        return _mark(text) not in self.settings["spent"] and _mark(text) not in self.settings["rejected"]

    def reject(self, token_or_code: str) -> None:
        """Let a token or a code of Embedded Signup be wrong; all others are good, codes once."""
        self.settings.set(rejected=[*self.settings["rejected"], _mark(token_or_code)])


def sender_records(project: Project) -> Iterator[JSON]:
    """Yield the records of a project's senders."""
    yield from project.table("whatsapp_senders").values()


def _mark(text: str) -> str:
    """Return what a secret is recognised by; the secret itself is not kept."""
    return hashlib.sha256(text.encode()).hexdigest()
