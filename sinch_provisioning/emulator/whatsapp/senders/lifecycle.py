"""The life of a sender: what moves by itself, and when. The steps and times are inferred; all of them are here."""

from typing import Any

from sinch_provisioning.emulator.activities import USER
from sinch_provisioning.emulator.store import Project, happens
from sinch_provisioning.emulator.whatsapp.senders.state import Record, SendersState, senders_of

SETUP = 5.0
"""Seconds from handing a new sender in to PENDING_VERIFICATION, or to ACTIVE with Embedded Signup."""
EDIT = 5.0
"""Seconds that an edit is in work."""
NAME_REVIEW = 60.0
"""Seconds that Meta takes for a display name or a user name."""
FAREWELL = 30 * 86_400.0
"""Seconds for which a deleted sender works on."""

REVIEWED = {"displayName": "DISPLAY_NAME_UPDATED", "username": "USERNAME_UPDATED"}
"""Fields of a live sender that Meta reviews one by one, and the events that tell of it."""


def hand_in(senders: SendersState, record: Record) -> None:
    """Let Sinch and Meta work on a sender's changes."""
    record["changes"]["status"] = "IN_PROGRESS"
    record["turn"] += 1
    senders.note(record, "IN_PROGRESS", author=USER)
    if not senders.data["hold"]:
        senders.project.later(EDIT if "state" in record else SETUP, work, record["id"], record["turn"])


@happens
def work(project: Project, sender_id: str, turn: int) -> None:
    """Finish the work on changes, unless they are others by now."""
    senders = senders_of(project)
    record = senders.senders.get(sender_id)
    if record is not None and record["turn"] == turn and is_in_work(record):
        succeed(senders, record)


def is_in_work(record: Record) -> bool:
    """Return whether a sender's changes are in work."""
    return bool(record.get("changes", {}).get("status") == "IN_PROGRESS")


def succeed(senders: SendersState, record: Record) -> None:
    """Let the changes come true."""
    merged = {**record.get("details", {}), **record.pop("changes")["details"]}
    record["details"] = {name: value for name, value in merged.items() if value is not None}
    # That a finished edit is told of by the state that stays is inferred: no event is its own.
    move(senders, record, record.get("state") or ("ACTIVE" if record["embedded"] else "PENDING_VERIFICATION"))


def drop_changes(senders: SendersState, record: Record) -> None:
    """Throw changes away; a sender that is nothing else disappears (inferred)."""
    del record["changes"]
    if "state" not in record:
        del senders.senders[record["id"]]


def refuse(senders: SendersState, record: Record, comment: str | None) -> None:
    """Let Meta or Sinch refuse the changes."""
    record["changes"]["status"] = "REJECTED"
    senders.note(record, "REJECTED", comment=comment)
    senders.tell(record, "REJECTED", comment=comment)


def break_off(senders: SendersState, record: Record, code: str, reason: str) -> None:
    """Let the work on the changes fail."""
    record["changes"].update(status="ERROR", errorCode=code, errorReason=reason)
    senders.note(record, "ERROR", comment=reason)
    senders.tell(record, "ERROR")


def move(senders: SendersState, record: Record, state: str) -> None:
    """Bring a sender into another state, and tell of it where the API does."""
    record["state"] = state
    if state in {"ACTIVE", "INACTIVE"}:
        senders.note(record, state)
    if state in {"ACTIVE", "INACTIVE", "PENDING_VERIFICATION"}:
        senders.tell(record, state)


def review(senders: SendersState, record: Record, field: str, value: str) -> None:
    """Let Meta review one field of a live sender."""
    record["metadata"][field] = {"value": value, "status": "PENDING"}
    if not senders.data["hold"]:
        senders.project.later(NAME_REVIEW, approve_field, record["id"], field, value)


@happens
def approve_field(project: Project, sender_id: str, field: str, value: str) -> None:
    """Let Meta approve a field, unless it has decided already or another value is asked for by now."""
    senders = senders_of(project)
    record = senders.senders.get(sender_id)
    if record is not None and record["metadata"].get(field) == {"value": value, "status": "PENDING"}:
        decide_field(senders, record, field, "APPROVED", None)


def decide_field(senders: SendersState, record: Record, field: str, status: str, reason: str | None) -> None:
    """Let Meta decide about a field of a live sender, and tell of it."""
    asked = record["metadata"][field]
    asked["status"] = status
    if reason is not None:
        asked["rejectionReason"] = reason
    if status == "APPROVED":
        record["details"][field] = asked["value"]
        senders.note(record, "EDITED")
    senders.tell(record, REVIEWED[field], comment=reason)


def mark_deleted(senders: SendersState, record: Record) -> None:
    """Let a sender disappear after its farewell."""
    record["deleted"] = True
    senders.project.later(FAREWELL, disappear, record["id"])


@happens
def disappear(project: Project, sender_id: str) -> None:
    """Remove a sender for good, and tell of it by what is left of it."""
    senders = senders_of(project)
    record = senders.senders.pop(sender_id, None)
    if record is not None:
        stub: dict[str, Any] = {
            "id": sender_id,
            "region": "UNRECOGNIZED",
            "metaLocalStorage": "UNRECOGNIZED",
            "cloudApi": False,
            "businessManager": record["businessManager"],
            "compatibleRegions": [],
        }
        # When the event comes, at the mark or at the end, is inferred.
        project.emit("WHATSAPP_SENDER_DELETED", stub)
