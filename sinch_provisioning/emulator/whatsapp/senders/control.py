"""Decisions of Meta and Sinch about senders, and the one-time codes that persons were told."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal

from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.whatsapp.account_control import Limit
from sinch_provisioning.emulator.whatsapp.senders import lifecycle
from sinch_provisioning.emulator.whatsapp.senders.state import Record, SendersState, senders_of

State = Literal["ACTIVE", "INACTIVE", "SUSPENDED"]
Field = Literal["displayName", "username"]
Decision = Literal["APPROVED", "DEFERRED", "DELETED", "EXPIRED", "PENDING", "REJECTED", "RESERVED"]
Rating = Literal["GREEN", "RED", "UNKNOWN", "YELLOW"]
PhotoTrouble = Literal[
    "file_has_wrong_dimensions",
    "file_invalid_mime_type",
    "file_not_found",
    "file_size_too_large",
    "file_unexpected_error",
]
RegistrationTrouble = Literal[
    "sender-already-registered",
    "sender-number-not-approved-for-enterprise",
    "sender_request_code_failed",
]


class SendersControl:
    """What Meta and Sinch do with senders. Without any decision, everything succeeds after a while."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def hold(self, project_id: str, on: bool = True) -> None:
        """Leave what is handed in from now on in work, or in review, until it is decided."""
        with self._senders(project_id) as senders:
            senders.data["hold"] = on

    def finish(self, project_id: str, sender_id: str) -> None:
        """Let the work on a creation or an edit succeed now.

        Raises:
            ValueError: nothing is in work.
        """
        with self._in_work(project_id, sender_id) as (senders, record):
            lifecycle.succeed(senders, record)

    def reject(self, project_id: str, sender_id: str, comment: str | None = None) -> None:
        """Let Meta or Sinch refuse a creation or an edit.

        Raises:
            ValueError: nothing is in work.
        """
        with self._in_work(project_id, sender_id) as (senders, record):
            lifecycle.refuse(senders, record, comment)

    def fail(
        self, project_id: str, sender_id: str, code: str = "UNKNOWN_ERROR", reason: str = "Failed on request."
    ) -> None:
        """Let the work on a creation or an edit fail with a code of `changes.errorCode`.

        Raises:
            ValueError: nothing is in work.
        """
        with self._in_work(project_id, sender_id) as (senders, record):
            lifecycle.break_off(senders, record, code, reason)

    def set_state(self, project_id: str, sender_id: str, state: State) -> None:
        """Let Meta or Sinch switch a sender on or off, or suspend it, which no event tells of.

        Raises:
            ValueError: it has no profile yet.
        """
        with self._record(project_id, sender_id) as (senders, record):
            if "state" not in record:
                raise ValueError(f"the sender {sender_id} is nothing but changes yet")
            lifecycle.move(senders, record, state)

    def decide_field(
        self, project_id: str, sender_id: str, field: Field, decision: Decision, reason: str | None = None
    ) -> None:
        """Let Meta decide about a display name or user name that is asked for.

        Raises:
            ValueError: none is.
        """
        with self._record(project_id, sender_id) as (senders, record):
            if field not in record["metadata"]:
                raise ValueError(f"no {field} is asked for")
            lifecycle.decide_field(senders, record, field, decision, reason)

    def set_quality(self, project_id: str, sender_id: str, rating: Rating) -> None:
        """Let Meta judge a sender anew."""
        with self._record(project_id, sender_id) as (senders, record):
            record["qualityRating"] = rating
            senders.tell(record, "QUALITY_RATING_CHANGED")

    def set_daily_limit(self, project_id: str, sender_id: str, limit: Limit) -> None:
        """Let Meta limit a sender anew, in the deprecated field."""
        with self._record(project_id, sender_id) as (senders, record):
            record["dailyLimit"] = limit
            senders.tell(record, "DAILY_LIMIT_CHANGED")

    def code(self, project_id: str, sender_id: str) -> str:
        """Return the one-time code that the person was told last.

        Raises:
            ValueError: none was sent, or it has been used.
        """
        with self._store.look(project_id) as project:
            record = senders_of(project).find(sender_id)
            if not record.get("code"):
                raise ValueError(f"no code is out for the sender {sender_id}")
            return str(record["code"])

    def known_to_meta(self, project_id: str, sender_id: str, on: bool = True) -> None:
        """Let Meta have a number registered, so that no code is needed."""
        with self._record(project_id, sender_id) as (_, record):
            record["knownToMeta"] = on

    def outside_cloud_api(self, project_id: str, sender_id: str, on: bool = True) -> None:
        """Let the Cloud API not know a number, which then can have no user name."""
        with self._record(project_id, sender_id) as (_, record):
            record["outsideCloudApi"] = on

    def break_registration(self, project_id: str, sender_id: str, trouble: RegistrationTrouble | None) -> None:
        """Let Meta refuse to send codes to a number, or send them again with None."""
        with self._record(project_id, sender_id) as (_, record):
            if trouble is None:
                record.pop("registrationTrouble", None)
            else:
                record["registrationTrouble"] = trouble

    def take_username(self, project_id: str, username: str) -> None:
        """Let somebody outside have a user name."""
        with self._senders(project_id) as senders:
            senders.data["takenUsernames"].append(username)

    def break_file(self, project_id: str, url: str, trouble: PhotoTrouble | None) -> None:
        """Let the photo at a URL be unusable, or usable again with None. Files are never really fetched."""
        with self._senders(project_id) as senders:
            senders.files.spoil(url, trouble)

    @contextmanager
    def _senders(self, project_id: str) -> Generator[SendersState, None, None]:
        with self._store.decision(project_id) as project:
            yield senders_of(project)

    @contextmanager
    def _record(self, project_id: str, sender_id: str) -> Generator[tuple[SendersState, Record], None, None]:
        with self._senders(project_id) as senders:
            yield senders, senders.find(sender_id)

    @contextmanager
    def _in_work(self, project_id: str, sender_id: str) -> Generator[tuple[SendersState, Record], None, None]:
        with self._record(project_id, sender_id) as (senders, record):
            if not lifecycle.is_in_work(record):
                raise ValueError(f"nothing is in work at the sender {sender_id}")
            yield senders, record
