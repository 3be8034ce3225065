"""The WhatsApp senders of a project and their life. The steps and times are inferred; all of them are here."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from sinch_provisioning.emulator.family import Request
from sinch_provisioning.emulator.reviewed import DAY, Reviewed
from sinch_provisioning.emulator.tables import JSON, Record
from sinch_provisioning.emulator.whatsapp.account import Account, Limit, require_account

State = Literal["ACTIVE", "INACTIVE", "SUSPENDED"]
Field = Literal["displayName", "username"]
Ruling = Literal["APPROVED", "DEFERRED", "DELETED", "EXPIRED", "PENDING", "REJECTED", "RESERVED"]
Rating = Literal["GREEN", "RED", "UNKNOWN", "YELLOW"]
RegistrationError = Literal[
    "sender-already-registered", "sender-number-not-approved-for-enterprise", "sender_request_code_failed"
]

NAME_REVIEW = 60.0
"""Seconds that Meta takes for a display name or a user name."""

REVIEWED: dict[Field, str] = {"displayName": "DISPLAY_NAME_UPDATED", "username": "USERNAME_UPDATED"}
"""Fields of a live sender that Meta reviews one by one, and the events that notify of it."""


class Senders(Reviewed):
    """Senders in the order of their creation."""

    kind = "whatsapp_senders"
    noun = "sender"
    events = "WHATSAPP_SENDER"
    missing = "sender_not_found"
    named: ClassVar[tuple[str, ...]] = ("sender_id",)
    key: ClassVar[tuple[str, ...]] = ("id",)
    path: ClassVar[tuple[str, ...]] = ("senderId",)
    items = "senders"
    shown: ClassVar[tuple[str, ...]] = (
        *("id", "state", "metadata", "region", "metaLocalStorage", "maxTps", "qualityRating", "dailyLimit"),
        *("bearerToken", "created", "modified", "countryCode", "phoneNumber", "numberProvider", "businessManager"),
    )
    review: ClassVar[float] = 5.0
    """Seconds that an edit takes, and a new sender to PENDING_VERIFICATION, or to ACTIVE with Embedded Signup."""
    droppable: ClassVar[tuple[str, ...]] = ("DRAFT", "REJECTED", "ERROR")
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

    def fail(self, record: Record, code: str = "UNKNOWN_ERROR", reason: str = "Failed on request.") -> None:
        """Let the work on a creation or an edit fail with a code of `changes.errorCode`."""
        record["changes"].update(status="ERROR", errorCode=code, errorReason=reason)
        self.note(record, "ERROR", comment=reason)
        self.emit(record, "ERROR")

    def set_state(self, record: Record, state: State) -> None:
        """Switch a sender on or off, or suspend it, which raises no event."""
        self.require_live(record)
        self.move(record, state)

    def move(self, record: Record, state: str) -> None:
        """Bring a sender into another state, and raise an event where the API has one."""
        record["state"] = state
        if state in {"ACTIVE", "INACTIVE"}:
            self.note(record, state)
        if state in {"ACTIVE", "INACTIVE", "PENDING_VERIFICATION"}:
            self.emit(record, state)

    def review_field(self, record: Record, field: Field, value: str) -> None:
        """Let Meta review one field of a live sender."""
        record["metadata"][field] = {"value": value, "status": "PENDING"}
        if not self.settings["hold"]:
            self.project.later(NAME_REVIEW, self.approve_field, record["id"], field, value)

    def approve_field(self, sender_id: str, field: Field, value: str) -> None:
        """Let Meta approve a field, unless it has decided already or another value is asked for by now."""
        record = self.peek(sender_id)
        if record is not None and record["metadata"].get(field) == {"value": value, "status": "PENDING"}:
            self.decide_field(self.edit(record), field, "APPROVED")

    def decide_field(self, record: Record, field: Field, decision: Ruling, reason: str | None = None) -> None:
        """Let Meta decide about a display name or user name that is asked for."""
        if field not in record["metadata"]:
            raise ValueError(f"no {field} is asked for")
        asked = record["metadata"][field]
        asked["status"] = decision
        if reason is not None:
            asked["rejectionReason"] = reason
        if decision == "APPROVED":
            record["details"][field] = asked["value"]
            self.note(record, "EDITED")
        self.emit(record, REVIEWED[field], comment=reason)

    def set_quality(self, record: Record, rating: Rating) -> None:
        """Let Meta rate a sender."""
        record["qualityRating"] = rating
        self.emit(record, "QUALITY_RATING_CHANGED")

    def set_daily_limit(self, record: Record, limit: Limit) -> None:
        """Let Meta give a sender another limit, in the deprecated field."""
        record["dailyLimit"] = limit
        self.emit(record, "DAILY_LIMIT_CHANGED")

    def set_registered_at_meta(self, record: Record, on: bool = True) -> None:
        """Let Meta have a number registered, so that no code is needed."""
        record["atMeta"] = on

    def outside_cloud_api(self, record: Record, on: bool = True) -> None:
        """Let the Cloud API not know a number, which then can have no user name."""
        record["outsideCloudApi"] = on

    def fail_registration(self, record: Record, code: RegistrationError | None) -> None:
        """Let Meta send no codes to a number, or send them again with None."""
        record["registrationError"] = code

    def take_username(self, username: str) -> None:
        """Let a user name be taken outside."""
        self.settings.set(takenUsernames=[*self.settings["takenUsernames"], username])

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
