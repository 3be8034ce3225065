"""What Meta knows beside the API: business accounts with their numbers, tokens and codes of Embedded Signup."""

import hashlib
from collections.abc import Iterator
from typing import Any

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Project

JSON = Any


class MetaState:
    """Meta's side of a project. Business accounts that nobody has told of exist too, with any number."""

    def __init__(self, project: Project, data: dict[str, Any]) -> None:
        self.project = project
        self.data = data
        self.wabas: dict[str, dict[str, JSON]] = data.setdefault("wabas", {})
        """Known business accounts, each with its numbers: id to calling code and number."""
        data.setdefault("refused", [])
        data.setdefault("spent", [])
        data.setdefault("withheld", [])
        data.setdefault("trouble", None)
        data.setdefault("noAnalytics", False)

    def check_reachable(self) -> None:
        """Refuse while Meta takes no calls."""
        if self.data["trouble"] is not None:
            raise problem(self.data["trouble"])

    def check_manager(self, manager: str | None) -> None:
        """Refuse a business manager that is not for this server."""
        if manager in self.data["withheld"]:
            raise problem("invalid_business_manager_for_environment", f"{manager} is not for this server.")

    def spend(self, code: str) -> None:
        """Let a code that works once be used up."""
        self.data["spent"].append(_mark(code))

    def takes(self, text: str) -> bool:
        """Return whether a token or a code is good."""
        return _mark(text) not in self.data["spent"] and _mark(text) not in self.data["refused"]

    def refuse(self, text: str) -> None:
        """Let a token or a code be wrong."""
        self.data["refused"].append(_mark(text))


def meta(project: Project) -> MetaState:
    """Return Meta's side of a project."""
    return project.part("whatsapp_meta", MetaState)


def sender_records(project: Project) -> Iterator[JSON]:
    """Yield the records of a project's senders, without making any part of it."""
    yield from project.data.get("whatsapp_senders", {}).get("senders", {}).values()


def _mark(text: str) -> str:
    """Return what a secret is recognised by; the secret itself is not kept."""
    return hashlib.sha256(text.encode()).hexdigest()
