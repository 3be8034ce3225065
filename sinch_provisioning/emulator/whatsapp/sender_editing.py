"""Edits of senders: what may change when, and what becomes of it."""

from collections.abc import Iterator

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.resources import USER
from sinch_provisioning.emulator.store import Project
from sinch_provisioning.emulator.tables import JSON, Record
from sinch_provisioning.emulator.whatsapp.meta import sender_records
from sinch_provisioning.emulator.whatsapp.senders import REVIEWED, Field, Senders

SUGGESTIONS = 3


def change(senders: Senders, record: Record, body: JSON) -> None:
    """Take an edit, or reject it. The order of the checks is inferred."""
    details: JSON = body.get("details", {})
    submit = body.get("status", "DRAFT") == "SUBMIT"
    status = senders.status(record)
    if not details and not submit:
        raise problem("no_fields_to_update")
    _check_updatable(record, status)
    if not details and status != "DRAFT":
        raise problem("no_fields_to_update")
    # Meta reviews these two of a live sender one by one; of one that is not live they are changes like any others.
    single: dict[Field, JSON] = (
        {name: details[name] for name in REVIEWED if name in details} if "state" in record else {}
    )
    _check_single(senders, record, details, single)
    senders.check_file(details.get("photoUrl"))
    senders.edit(record)
    changed = {name: value for name, value in details.items() if name not in single}
    if changed:
        before = record.get("changes", {}).get("details", {})
        record["changes"] = {"status": "DRAFT", "details": {**before, **changed}}
    if details:
        senders.note(record, "EDITED", author=USER)
    # Whether a draft waits for SUBMIT in these two as well is not documented; they do not wait here.
    for name, value in single.items():
        if value is None:
            record["details"].pop(name, None)
            record["metadata"].pop(name, None)
        else:
            senders.review_field(record, name, value)
    if "changes" in record and submit:
        senders.submit(record)


def suggestions(senders: Senders, record: Record) -> list[str]:
    """Return user names that are like the display name and free."""
    shown = record.get("details") or record["changes"]["details"]
    letters = (sign if sign.isascii() and sign.isalnum() else "." for sign in shown["displayName"].lower())
    base = "".join(letters).strip(".") or "business"
    endings = ["", ".official", f".{record['countryCode']}", *(f".{number}" for number in range(1, SUGGESTIONS))]
    taken = _taken(senders, record)
    return [name for ending in endings if (name := base + ending) not in taken][:SUGGESTIONS]


def _check_updatable(record: Record, status: str | None) -> None:
    """Reject by state and by changes; how the two go together is inferred."""
    if status is None and record.get("state") != "ACTIVE":
        raise problem("sender_not_updatable")
    if status not in {None, "DRAFT", "REJECTED"}:
        raise problem("sender_changes_not_updatable")


def _check_single(senders: Senders, record: Record, details: JSON, single: JSON) -> None:
    if "displayName" in single and record["metadata"].get("displayName", {}).get("status") == "PENDING":
        raise problem("sender_display_name_update_not_allowed")
    if "username" not in details:
        return
    if record.get("state") != "ACTIVE":
        raise problem("sender_username_update_not_available")
    if record.get("outsideCloudApi"):
        raise problem("sender_phone_number_not_registered_with_meta_cloud_api")
    if details["username"] in _taken(senders, record):
        raise problem("sender_username_not_available")


def _taken(senders: Senders, besides: Record) -> set[str]:
    return {*senders.settings["takenUsernames"], *_usernames(senders.project, besides)}


def _usernames(project: Project, besides: Record) -> Iterator[str]:
    """Yield the user names that other senders have, or have asked for."""
    for other in project.store:
        for record in sender_records(other):
            if record["id"] == besides["id"]:
                continue
            if "username" in record.get("details", {}):
                yield record["details"]["username"]
            asked = record["metadata"].get("username", {})
            if asked.get("status") in {"PENDING", "RESERVED"}:
                yield asked["value"]
