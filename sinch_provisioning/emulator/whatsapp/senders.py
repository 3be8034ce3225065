"""The WhatsApp senders of a project and their life. The steps and times are inferred; all of them are here."""

import secrets
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from sinch_provisioning.emulator.family import Handler, Handlers, Reply, Request, no_content, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.resources import USER
from sinch_provisioning.emulator.reviewed import DAY, Reviewed
from sinch_provisioning.emulator.tables import JSON, Record
from sinch_provisioning.emulator.whatsapp.account import Account, Limit
from sinch_provisioning.emulator.whatsapp.meta import Meta, sender_records
from sinch_provisioning.emulator.whatsapp.sender_creation import new_sender, sign_up

State = Literal["ACTIVE", "INACTIVE", "SUSPENDED"]
Field = Literal["displayName", "username"]
Ruling = Literal["APPROVED", "DEFERRED", "DELETED", "EXPIRED", "PENDING", "REJECTED", "RESERVED"]
Rating = Literal["GREEN", "RED", "UNKNOWN", "YELLOW"]
RegistrationError = Literal[
    "sender-already-registered", "sender-number-not-approved-for-enterprise", "sender_request_code_failed"
]

SUGGESTIONS = 3
MOST_CODES = 5
MOST_WRONG = 5
WINDOW = 3600.0
"""Seconds in which codes, and wrong ones, are counted."""
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
        request.project.part(Account).require()
        return super().of(request, missing=missing)

    def view(self, record: Record) -> JSON:
        """Return a sender as the API shows it, with what it shows of the account."""
        account = self.project.part(Account).require()
        of_account = ("compatibleRegions", "wabaBanState", "wabaBanDate")
        view = super().view(record) | {name: account[name] for name in of_account if name in account}
        return {**view, "cloudApi": True}

    def create(self, request: Request) -> Record:
        """Begin a sender by one of the four forms, and submit it unless it is to be a draft."""
        body = request.body
        record = self.new(*new_sender(self.project, body))

        def check() -> None:
            # What was rejected before it came to this does not become a draft either (inferred).
            self.check_file(record["changes"]["details"].get("photoUrl"))
            if body.get("status", "SUBMIT") == "SUBMIT":
                self.project.part(Meta).check_reachable()
            sign_up(self.project, record, body)

        self.begin(record, body, check)
        return record

    def change(self, request: Request, record: Record) -> None:
        """Accept an edit, or reject it. The order of the checks is inferred."""
        details: JSON = request.body.get("details", {})
        submit = request.body.get("status", "DRAFT") == "SUBMIT"
        status = self.status(record)
        if not details and not submit:
            raise problem("no_fields_to_update")
        # How state and changes go together is inferred.
        if status is None and record.get("state") != "ACTIVE":
            raise problem("sender_not_updatable")
        if status not in {None, "DRAFT", "REJECTED"}:
            raise problem("sender_changes_not_updatable")
        if not details and status != "DRAFT":
            raise problem("no_fields_to_update")
        # Meta reviews these two of a live sender one by one; of one that is not live they are changes like any others.
        is_live = "state" in record
        single: dict[Field, JSON] = {name: details[name] for name in REVIEWED if is_live and name in details}
        self._check_single(record, details, single)
        self.check_file(details.get("photoUrl"))
        self.edit(record)
        changed = {name: value for name, value in details.items() if name not in single}
        if changed:
            before = record.get("changes", {}).get("details", {})
            record["changes"] = {"status": "DRAFT", "details": {**before, **changed}}
        if details:
            self.note(record, "EDITED", author=USER)
        # Whether a draft waits for SUBMIT in these two as well is not documented; they do not wait here.
        for name, value in single.items():
            if value is None:
                record["details"].pop(name, None)
                record["metadata"].pop(name, None)
            else:
                self.review_field(record, name, value)
        if "changes" in record and submit:
            self.submit(record)

    def _check_single(self, record: Record, details: JSON, single: dict[Field, JSON]) -> None:
        if "displayName" in single and record["metadata"].get("displayName", {}).get("status") == "PENDING":
            raise problem("sender_display_name_update_not_allowed")
        if "username" not in details:
            return
        if record.get("state") != "ACTIVE":
            raise problem("sender_username_update_not_available")
        if record.get("outsideCloudApi"):
            raise problem("sender_phone_number_not_registered_with_meta_cloud_api")
        if details["username"] in self._taken_usernames(record):
            raise problem("sender_username_not_available")

    def _taken_usernames(self, besides: Record) -> set[str]:
        """Return the user names that other senders have or have asked for, and those that are taken outside."""
        others = [one for each in self.project.store for one in sender_records(each) if one["id"] != besides["id"]]
        held = {one["details"]["username"] for one in others if "username" in one.get("details", {})}
        asked = [one["metadata"]["username"] for one in others if "username" in one["metadata"]]
        waiting = {each["value"] for each in asked if each["status"] in {"PENDING", "RESERVED"}}
        return {*self.settings["takenUsernames"], *held, *waiting}

    def suggested(self, record: Record) -> list[str]:
        """Return user names that are like the display name and free."""
        shown = record.get("details") or record["changes"]["details"]
        letters = (sign if sign.isascii() and sign.isalnum() else "." for sign in shown["displayName"].lower())
        base = "".join(letters).strip(".") or "business"
        endings = ["", ".official", f".{record['countryCode']}", *(f".{number}" for number in range(1, SUGGESTIONS))]
        taken = self._taken_usernames(record)
        return [name for ending in endings if (name := base + ending) not in taken][:SUGGESTIONS]

    def register(self, record: Record) -> bool:
        """Send a one-time code, and return whether one was needed."""
        if record.get("state") != "PENDING_VERIFICATION":
            raise problem("not_allowed_register")
        if record.get("registrationError") is not None:
            raise problem(record["registrationError"])
        if len(self._lately(record, "wrong")) >= MOST_WRONG:
            raise problem("too_many_invalid_verification_codes")
        sent = self._lately(record, "sent")
        if len(sent) >= MOST_CODES:
            raise problem("sender-register-too-many-requests")
        self.edit(record)["sent"] = [*sent, self.project.clock.now()]
        record["code"] = None if record.get("atMeta") else f"{secrets.randbelow(10**6):06d}"
        self.note(record, "REGISTERED", author=USER)
        return record["code"] is not None

    def verify(self, record: Record, code: str | None) -> None:
        """Check a code; one that is missing counts as wrong (inferred)."""
        if record.get("state") != "PENDING_VERIFICATION":
            raise problem("not_allowed_verify")
        self.edit(record)
        # Where no code was needed, any will do.
        if "code" not in record or record["code"] not in {None, code}:
            record["wrong"] = [*self._lately(record, "wrong"), self.project.clock.now()]
            raise problem("wrong_otp")
        del record["code"]
        self.note(record, "VERIFIED", author=USER)
        # Whether IN_PROGRESS comes in between is not documented.
        self.move(record, "ACTIVE")

    def _lately(self, record: Record, kind: str) -> list[float]:
        """Return when something happened in the window."""
        return [moment for moment in record.get(kind, ()) if moment > self.project.clock.now() - WINDOW]

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

    @classmethod
    def serve_register(cls, request: Request) -> Reply:
        """Send a one-time code."""
        senders, record = cls.at(request)
        sent = senders.register(record)
        accepted = {"id": record["id"], "method": request.body["method"], "accepted": request.clock.text()}
        return ok({**accepted, "verificationCodeSent": sent})

    @classmethod
    def serve_verify(cls, request: Request) -> Reply:
        """Check a one-time code."""
        senders, record = cls.at(request)
        senders.verify(record, request.body.get("code"))
        return no_content()

    @classmethod
    def serve_suggestions(cls, request: Request) -> Reply:
        """Return user names that would be accepted."""
        senders, record = cls.at(request)
        return ok({"usernames": senders.suggested(record)})

    @classmethod
    def handlers(cls, name: str, **others: Handler) -> Handlers:
        """Return all handlers of senders."""
        return super().handlers(
            name,
            registerWhatsappSender=cls.serve_register,
            verifyWhatsappSender=cls.serve_verify,
            getWhatsappSenderSuggestedUsernames=cls.serve_suggestions,
            **others,
        )
