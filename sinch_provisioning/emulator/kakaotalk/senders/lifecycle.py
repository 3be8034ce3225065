"""The life of a sender: what moves it, by itself or by others. What is inferred of the steps and times is all here."""

import secrets
from typing import Any

from sinch_provisioning.emulator.activities import USER
from sinch_provisioning.emulator.kakaotalk.senders.state import Record, SendersState, senders_of
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Project, happens

JSON = Any

REVIEW = 5.0
"""Seconds that an edit of a live sender is in work (inferred)."""
FAREWELL = 60 * 86_400.0
"""Seconds for which a deleted sender works on."""


def hand_in(senders: SendersState, record: Record) -> None:
    """Submit what is pending. An edit is decided on after a while; a new sender waits to be registered (inferred)."""
    record["changes"]["status"] = "IN_PROGRESS"
    record["turn"] += 1
    senders.note(record, "IN_PROGRESS", author=USER)
    if "state" in record and not senders.data["hold"]:
        senders.project.later(REVIEW, review_ends, record["plusFriendId"], record["id"], record["turn"])


@happens
def review_ends(project: Project, plus_friend_id: str, sender_id: str, turn: int) -> None:
    """Approve an edit, unless something else happened to it, or to the sender, in the meantime."""
    senders = senders_of(project)
    record = senders.senders.get(plus_friend_id)
    if record is not None and (record["id"], record["turn"]) == (sender_id, turn) and is_in_progress(record):
        approve(senders, record)


def is_in_progress(record: Record) -> bool:
    """Return whether something was handed in and is not decided yet."""
    return bool(record.get("changes", {}).get("status") == "IN_PROGRESS")


def applied(live: JSON, changes: JSON) -> JSON:
    """Return details with changes carried out; null removes."""
    return {name: value for name, value in {**live, **changes}.items() if value is not None}


def approve(senders: SendersState, record: Record) -> None:
    """Let what is pending come true; a new sender goes live without any code."""
    _go_live(record)
    if record.setdefault("state", "ACTIVE") == "ACTIVE":
        # That a finished edit is told of like this is inferred: no event is its own.
        senders.note(record, "ACTIVE")
        senders.tell(record, "ACTIVE")


def reject(senders: SendersState, record: Record, reason: str | None) -> None:
    """Refuse what is pending. That a refused edit is told of like a refused sender is inferred."""
    record["changes"]["status"] = "REJECTED"
    senders.note(record, "REJECTED", comment=reason)
    senders.tell(record, "REJECTED", comment=reason)


def register(senders: SendersState, record: Record) -> None:
    """Send a person a code, another one each time; the last one counts (inferred)."""
    if record.get("state") == "ACTIVE":
        raise problem("not_allowed_register", "The sender is ACTIVE.")
    if "state" not in record and not is_in_progress(record):
        # A draft may lack the number that the code goes to, and a refusal would mean nothing (inferred).
        raise problem("not_allowed_register", f"The sender is {record['changes']['status']}; submit it first.")
    if senders.data["wrongAppKey"]:
        raise problem("invalid_app_key", "The key between Sinch and Kakao is wrong.")
    if "state" not in record:
        _go_live(record)
    record["state"] = "VERIFYING"
    record["modified"] = senders.project.clock.text()
    # A request holds the code as a number, so one that begins with 0 is never sent (inferred).
    record["code"] = str(100_000 + secrets.randbelow(900_000))


def verify(senders: SendersState, record: Record, code: JSON) -> None:
    """Take a code, or refuse it."""
    if record.get("state") != "VERIFYING":
        raise problem("not_allowed_verify", "No code is waited for.")
    if "code" not in record or int(record["code"]) != code:
        # No refusal of a wrong code is documented; that it is this one is inferred.
        raise problem("not_allowed_verify", "The code is wrong.")
    del record["code"]
    move(senders, record, "ACTIVE")


def move(senders: SendersState, record: Record, state: str) -> None:
    """Bring a sender into another state, and tell of it where the API does."""
    record["state"] = state
    record["modified"] = senders.project.clock.text()
    if state in {"ACTIVE", "INACTIVE"}:
        senders.note(record, state)
        senders.tell(record, state)


def mark_deleted(senders: SendersState, record: Record) -> None:
    """Let a sender work on as it is, and disappear after its farewell."""
    if record.get("deleted"):
        raise problem("sender_already_deleted")
    record["deleted"] = True
    senders.project.later(FAREWELL, disappear, record["plusFriendId"], record["id"])


@happens
def disappear(project: Project, plus_friend_id: str, sender_id: str) -> None:
    """Remove a sender for good, unless it is another one of the same channel by now. No event tells of it."""
    senders = senders_of(project)
    record = senders.senders.get(plus_friend_id)
    if record is not None and record["id"] == sender_id:
        senders.remove(record)


def drop_changes(senders: SendersState, record: Record) -> None:
    """Throw away what is pending; a sender that is nothing else disappears (inferred)."""
    if "changes" not in record:
        raise problem("sender_changes_not_found")
    if is_in_progress(record):
        raise problem("sender_changes_not_deletable")
    del record["changes"]
    if "state" not in record:
        senders.remove(record)


def _go_live(record: Record) -> None:
    record["details"] = applied(record.get("details", {}), record.pop("changes")["details"])
