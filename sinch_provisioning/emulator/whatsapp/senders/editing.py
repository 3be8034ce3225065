"""Edits of senders: what may change when, and what becomes of it."""

from collections.abc import Iterator
from typing import Any

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Project
from sinch_provisioning.emulator.whatsapp.account import USER
from sinch_provisioning.emulator.whatsapp.meta import sender_records
from sinch_provisioning.emulator.whatsapp.senders.lifecycle import REVIEWED, hand_in, review
from sinch_provisioning.emulator.whatsapp.senders.state import Record, SendersState

JSON = Any


def edit(senders: SendersState, record: Record, body: JSON) -> None:
    """Take an edit, or refuse it. The order of the refusals is inferred."""
    details: JSON = body.get("details", {})
    submit = body.get("status", "DRAFT") == "SUBMIT"
    status = record.get("changes", {}).get("status")
    if not details and not (submit and status == "DRAFT"):
        raise problem("no_fields_to_update")
    _check_updatable(record, status)
    # Meta reviews these two of a live sender one by one; of one that is not live they are changes like any others.
    single = {name: details[name] for name in REVIEWED if name in details} if "state" in record else {}
    _check_single(senders, record, details, single)
    check_photo(senders, details)
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
            review(senders, record, name, value)
    if "changes" in record and submit:
        hand_in(senders, record)


def check_photo(senders: SendersState, details: JSON) -> None:
    """Refuse a photo that is not usable; files are never really fetched."""
    code = senders.data["files"].get(details.get("photoUrl"))
    if code is not None:
        raise problem(code, f"{details['photoUrl']} is not usable.")


def suggestions(record: Record) -> list[str]:
    """Return user names that are like the display name."""
    shown = record.get("details") or record["changes"]["details"]
    base = "".join(sign if sign.isalnum() else "." for sign in shown["displayName"].lower()).strip(".") or "business"
    return [base, f"{base}.official", f"{base}.{record['countryCode']}"]


def _check_updatable(record: Record, status: str | None) -> None:
    """Refuse by state and by changes; how the two go together is inferred."""
    if status is None and record.get("state") != "ACTIVE":
        raise problem("sender_not_updatable")
    if status not in {None, "DRAFT", "REJECTED"}:
        raise problem("sender_changes_not_updatable")


def _check_single(senders: SendersState, record: Record, details: JSON, single: JSON) -> None:
    if "displayName" in single and record["metadata"].get("displayName", {}).get("status") == "PENDING":
        raise problem("sender_display_name_update_not_allowed")
    if "username" not in details:
        return
    if record.get("state") != "ACTIVE":
        raise problem("sender_username_update_not_available")
    if record.get("outsideCloudApi"):
        raise problem("sender_phone_number_not_registered_with_meta_cloud_api")
    if details["username"] in {*senders.data["takenUsernames"], *_usernames(senders.project, record)}:
        raise problem("sender_username_not_available")


def _usernames(project: Project, besides: Record) -> Iterator[str]:
    for other in project.store:
        for record in sender_records(other):
            if record["id"] != besides["id"] and "username" in record.get("details", {}):
                yield record["details"]["username"]
