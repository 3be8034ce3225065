"""The WhatsApp senders of a project and their life. The steps and times are inferred; all of them are here."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from sinch_provisioning.emulator.family import Request
from sinch_provisioning.emulator.reviewed import DAY, Record, Reviewed
from sinch_provisioning.emulator.whatsapp.account import Account, require_account

JSON = Any

NAME_REVIEW = 60.0
"""Seconds that Meta takes for a display name or a user name."""

REVIEWED = {"displayName": "DISPLAY_NAME_UPDATED", "username": "USERNAME_UPDATED"}
"""Fields of a live sender that Meta reviews one by one, and the events that notify of it."""


class Senders(Reviewed):
    """Senders in the order of their creation."""

    kind = "whatsapp_senders"
    noun = "sender"
    events = "WHATSAPP_SENDER"
    missing = "sender_not_found"
    key: ClassVar[tuple[str, ...]] = ("id",)
    path: ClassVar[tuple[str, ...]] = ("senderId",)
    items = "senders"
    shown: ClassVar[tuple[str, ...]] = (
        *("id", "state", "metadata", "region", "metaLocalStorage", "maxTps", "qualityRating", "dailyLimit"),
        *("bearerToken", "created", "modified", "countryCode", "phoneNumber", "numberProvider", "businessManager"),
    )
    review: ClassVar[float] = 5.0
    """Seconds that an edit takes, and a new sender to PENDING_VERIFICATION, or to ACTIVE with Embedded Signup."""
    grace: ClassVar[float] = 30 * DAY
    defaults: ClassVar[Mapping[str, Any]] = {"hold": False, "files": {}, "takenUsernames": []}
    scheduled: ClassVar[tuple[str, ...]] = ("review_ends", "disappear", "approve_field")

    @classmethod
    def of(cls, request: Request, *, missing: str | None = None) -> Self:
        """Return the senders of a project that has an account."""
        require_account(request.project)
        return super().of(request, missing=missing)

    def view(self, record: Record) -> JSON:
        """Return a sender as the API shows it, with what it shows of the account."""
        account = self.project.part(Account).require()
        of_account = ("compatibleRegions", "wabaBanState", "wabaBanDate")
        view = super().view(record) | {name: account[name] for name in of_account if name in account}
        return {**view, "cloudApi": True}

    def approved(self, record: Record) -> None:
        """A finished edit is notified by the state that stays, which is inferred: no event is its own."""
        self.move(record, record.get("state") or ("ACTIVE" if record["embedded"] else "PENDING_VERIFICATION"))

    def fail(self, record: Record, code: str, reason: str) -> None:
        """Let the work on the changes fail."""
        record["changes"].update(status="ERROR", errorCode=code, errorReason=reason)
        self.note(record, "ERROR", comment=reason)
        self.emit(record, "ERROR")

    def move(self, record: Record, state: str) -> None:
        """Bring a sender into another state, and raise an event where the API has one."""
        record["state"] = state
        if state in {"ACTIVE", "INACTIVE"}:
            self.note(record, state)
        if state in {"ACTIVE", "INACTIVE", "PENDING_VERIFICATION"}:
            self.emit(record, state)

    def review_field(self, record: Record, field: str, value: str) -> None:
        """Let Meta review one field of a live sender."""
        record["metadata"][field] = {"value": value, "status": "PENDING"}
        if not self.settings["hold"]:
            self.project.later(NAME_REVIEW, self.approve_field, record["id"], field, value)

    def approve_field(self, sender_id: str, field: str, value: str) -> None:
        """Let Meta approve a field, unless it has decided already or another value is asked for by now."""
        record = self.peek(sender_id)
        if record is not None and record["metadata"].get(field) == {"value": value, "status": "PENDING"}:
            self.decide_field(self.edit(record), field, "APPROVED", None)

    def decide_field(self, record: Record, field: str, status: str, reason: str | None) -> None:
        """Let Meta decide about a field of a live sender."""
        asked = record["metadata"][field]
        asked["status"] = status
        if reason is not None:
            asked["rejectionReason"] = reason
        if status == "APPROVED":
            record["details"][field] = asked["value"]
            self.note(record, "EDITED")
        self.emit(record, REVIEWED[field], comment=reason)

    def disappeared(self, record: Record) -> None:
        """Raise an event with what is left of a sender. When it comes, at the mark or at the end, is inferred."""
        stub: dict[str, Any] = {
            "id": record["id"],
            "region": "UNRECOGNIZED",
            "metaLocalStorage": "UNRECOGNIZED",
            "cloudApi": False,
            "businessManager": record["businessManager"],
            "compatibleRegions": [],
        }
        self.project.emit("WHATSAPP_SENDER_DELETED", stub)
