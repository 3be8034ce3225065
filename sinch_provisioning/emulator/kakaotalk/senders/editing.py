"""What a sender is made of: which details are taken, and when they may change."""

from typing import Any

from sinch_provisioning.emulator.activities import USER
from sinch_provisioning.emulator.kakaotalk.catalogue import sender_paths
from sinch_provisioning.emulator.kakaotalk.senders.lifecycle import applied, hand_in, is_in_progress
from sinch_provisioning.emulator.kakaotalk.senders.state import Record, SendersState
from sinch_provisioning.emulator.problems import problem

JSON = Any

CATEGORIES = ("topLevelCategoryCode", "midLevelCategoryCode", "subLevelCategoryCode")
NEEDED = ("adminPhoneNo", "name", *CATEGORIES)
"""The contract's `x-optional-in-draft`."""


def check_details(senders: SendersState, details: JSON, logo: str | None) -> None:
    """Refuse details that the service does not take, for a draft too (inferred)."""
    codes = tuple(details.get(name) for name in CATEGORIES)
    # A draft may name a part of a path only, of which nothing can be said.
    if None not in codes and codes not in sender_paths():
        raise problem("sender_invalid_category_code", f"{' > '.join(codes)} is no path in the tree.")
    senders.files.check(logo)


def edit(senders: SendersState, record: Record, body: JSON) -> None:
    """Take an edit, or refuse it."""
    details: JSON = body.get("details", {})
    submit = body.get("status", "DRAFT") == "SUBMIT"
    if not details and not (submit and "changes" in record):
        raise problem("no_fields_to_update")
    _check_updatable(record)
    pending = {**record.get("changes", {}).get("details", {}), **details}
    whole = applied(record.get("details", {}), pending)
    check_details(senders, whole, pending.get("logoImage"))
    lacking = [f"details.{name} is required to submit" for name in NEEDED if name not in whole] if submit else []
    if lacking:
        raise problem("invalid_input", information={"validationErrors": lacking})
    record["changes"] = {"status": "DRAFT", "details": pending}
    if details:
        senders.note(record, "EDITED", author=USER)
    if submit:
        hand_in(senders, record)


def _check_updatable(record: Record) -> None:
    """Refuse by state and by changes. That a refused sender may change, as the official guide has it, is inferred."""
    if record.get("state", "ACTIVE") != "ACTIVE":
        raise problem("sender_not_updatable", f"The sender is {record['state']}.")
    if is_in_progress(record):
        raise problem("sender_changes_not_updatable")
