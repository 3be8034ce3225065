"""The WhatsApp senders of a project, and how the API shows them."""

from typing import Any, TypeAlias

from sinch_provisioning.emulator.activities import SINCH, activity
from sinch_provisioning.emulator.downloads import Files
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Project
from sinch_provisioning.emulator.whatsapp.account import require_account

JSON = Any
Record: TypeAlias = dict[str, Any]

# What a record holds that is shown as it stands; the rest is worked out, or none of the callers' business.
_SHOWN = (
    "id",
    "state",
    "details",
    "metadata",
    "region",
    "metaLocalStorage",
    "maxTps",
    "qualityRating",
    "dailyLimit",
    "bearerToken",
    "created",
    "modified",
    "countryCode",
    "phoneNumber",
    "numberProvider",
    "businessManager",
)


class SendersState:
    """Senders in the order of their creation."""

    def __init__(self, project: Project, data: dict[str, Any]) -> None:
        self.project = project
        self.data = data
        self.senders: dict[str, Record] = data.setdefault("senders", {})
        self.files: Files = Files(data)
        data.setdefault("takenUsernames", [])
        data.setdefault("hold", False)

    def find(self, sender_id: str) -> Record:
        """Return a sender; refuse if there is none."""
        found = self.senders.get(sender_id)
        if found is None:
            raise problem("sender_not_found", f"There is no sender {sender_id}.")
        return found

    def view(self, record: Record) -> JSON:
        """Return a sender as the API shows it."""
        shown: JSON = {name: record[name] for name in _SHOWN if record.get(name)}
        if "changes" in record:
            changes = record["changes"]
            asked = {name: value for name, value in changes["details"].items() if value is not None}
            shown["changes"] = {**changes, "details": asked}
        account = require_account(self.project)
        shown["compatibleRegions"] = account["compatibleRegions"]
        shown.update({name: account[name] for name in ("wabaBanState", "wabaBanDate") if name in account})
        shown["cloudApi"] = True
        return shown

    def note(self, record: Record, type: str, *, author: str = SINCH, comment: str | None = None) -> None:
        """Add an activity to a sender."""
        record["activities"].append(activity(self.project.clock, type, author=author, comment=comment))
        if type != "COMMENT_ADDED":
            record["modified"] = self.project.clock.text()

    def tell(self, record: Record, event: str, **extra: Any) -> None:
        """Raise an event about a sender."""
        self.project.emit(f"WHATSAPP_SENDER_{event}", self.view(record), **extra)


def senders_of(project: Project) -> SendersState:
    """Return the senders' part of a project."""
    return project.part("whatsapp_senders", SendersState)
