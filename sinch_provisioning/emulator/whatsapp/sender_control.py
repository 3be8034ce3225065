"""Decisions of Meta and Sinch about senders, and the one-time codes that were sent."""

from typing import Literal

from sinch_provisioning.emulator.files import FileError
from sinch_provisioning.emulator.reviewed import ReviewedControl
from sinch_provisioning.emulator.whatsapp.account_control import Limit
from sinch_provisioning.emulator.whatsapp.senders import Senders

State = Literal["ACTIVE", "INACTIVE", "SUSPENDED"]
Field = Literal["displayName", "username"]
Decision = Literal["APPROVED", "DEFERRED", "DELETED", "EXPIRED", "PENDING", "REJECTED", "RESERVED"]
Rating = Literal["GREEN", "RED", "UNKNOWN", "YELLOW"]
RegistrationError = Literal[
    "sender-already-registered",
    "sender-number-not-approved-for-enterprise",
    "sender_request_code_failed",
]


class SendersControl(ReviewedControl[Senders]):
    """What Meta and Sinch do with senders. Without any decision, everything succeeds after a while."""

    _resource = Senders

    def finish(self, project_id: str, sender_id: str) -> None:
        """Let the work on a creation or an edit succeed now."""
        with self._in_review(project_id, sender_id) as (senders, record):
            senders.approve(record)

    def reject(self, project_id: str, sender_id: str, comment: str | None = None) -> None:
        """Reject a creation or an edit."""
        with self._in_review(project_id, sender_id) as (senders, record):
            senders.reject(record, comment)

    def fail(
        self, project_id: str, sender_id: str, code: str = "UNKNOWN_ERROR", reason: str = "Failed on request."
    ) -> None:
        """Let the work on a creation or an edit fail with a code of `changes.errorCode`."""
        with self._in_review(project_id, sender_id) as (senders, record):
            senders.fail(record, code, reason)

    def set_state(self, project_id: str, sender_id: str, state: State) -> None:
        """Switch a sender on or off, or suspend it, which raises no event."""
        with self._one(project_id, sender_id) as (senders, record):
            if "state" not in record:
                raise ValueError(f"the sender {sender_id} is nothing but changes yet")
            senders.move(record, state)

    def decide_field(
        self, project_id: str, sender_id: str, field: Field, decision: Decision, reason: str | None = None
    ) -> None:
        """Let Meta decide about a display name or user name that is asked for."""
        with self._one(project_id, sender_id) as (senders, record):
            if field not in record["metadata"]:
                raise ValueError(f"no {field} is asked for")
            senders.decide_field(record, field, decision, reason)

    def set_quality(self, project_id: str, sender_id: str, rating: Rating) -> None:
        """Let Meta rate a sender."""
        with self._one(project_id, sender_id) as (senders, record):
            record["qualityRating"] = rating
            senders.emit(record, "QUALITY_RATING_CHANGED")

    def set_daily_limit(self, project_id: str, sender_id: str, limit: Limit) -> None:
        """Let Meta give a sender another limit, in the deprecated field."""
        with self._one(project_id, sender_id) as (senders, record):
            record["dailyLimit"] = limit
            senders.emit(record, "DAILY_LIMIT_CHANGED")

    def code(self, project_id: str, sender_id: str) -> str:
        """Return the one-time code that was sent last."""
        return self._code(project_id, sender_id)

    def set_registered_at_meta(self, project_id: str, sender_id: str, on: bool = True) -> None:
        """Let Meta have a number registered, so that no code is needed."""
        with self._one(project_id, sender_id) as (_, record):
            record["atMeta"] = on

    def outside_cloud_api(self, project_id: str, sender_id: str, on: bool = True) -> None:
        """Let the Cloud API not know a number, which then can have no user name."""
        with self._one(project_id, sender_id) as (_, record):
            record["outsideCloudApi"] = on

    def fail_registration(self, project_id: str, sender_id: str, code: RegistrationError | None) -> None:
        """Let Meta send no codes to a number, or send them again with None."""
        with self._one(project_id, sender_id) as (_, record):
            if code is None:
                record.pop("registrationError", None)
            else:
                record["registrationError"] = code

    def take_username(self, project_id: str, username: str) -> None:
        """Let a user name be taken outside."""
        with self._all(project_id) as senders:
            senders.settings.set(takenUsernames=[*senders.settings["takenUsernames"], username])

    def fail_file(self, project_id: str, url: str, code: FileError | None) -> None:
        """Let the photo at a URL be unusable, or usable again with None. Files are never really fetched."""
        with self._all(project_id) as senders:
            senders.files.fail(url, code)
