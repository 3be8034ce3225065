"""One-time codes: sent to a person, handed in by the caller. Limits are inferred; all of them are here."""

import secrets

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.resources import USER
from sinch_provisioning.emulator.tables import Record
from sinch_provisioning.emulator.whatsapp.senders import Senders

MOST_CODES = 5
MOST_WRONG = 5
WINDOW = 3600.0
"""Seconds in which codes, and wrong ones, are counted."""


def register(senders: Senders, record: Record) -> bool:
    """Send a code, and return whether one was needed."""
    if record.get("state") != "PENDING_VERIFICATION":
        raise problem("not_allowed_register")
    if record.get("registrationError") is not None:
        raise problem(record["registrationError"])
    now = senders.project.clock.now()
    if len(_lately(record, "wrong", now)) >= MOST_WRONG:
        raise problem("too_many_invalid_verification_codes")
    sent = _lately(record, "sent", now)
    if len(sent) >= MOST_CODES:
        raise problem("sender-register-too-many-requests")
    senders.edit(record)["sent"] = [*sent, now]
    record["code"] = None if record.get("atMeta") else f"{secrets.randbelow(10**6):06d}"
    senders.note(record, "REGISTERED", author=USER)
    return record["code"] is not None


def verify(senders: Senders, record: Record, code: str | None) -> None:
    """Take a code, or reject it; a code that is missing counts as a wrong one (inferred)."""
    if record.get("state") != "PENDING_VERIFICATION":
        raise problem("not_allowed_verify")
    senders.edit(record)
    if not _fits(record, code):
        now = senders.project.clock.now()
        record["wrong"] = [*_lately(record, "wrong", now), now]
        raise problem("wrong_otp")
    del record["code"]
    senders.note(record, "VERIFIED", author=USER)
    # Whether IN_PROGRESS comes in between is not documented.
    senders.move(record, "ACTIVE")


def _fits(record: Record, code: str | None) -> bool:
    """Return whether a code is the one that was sent; where none was needed, any will do."""
    return "code" in record and record["code"] in {None, code}


def _lately(record: Record, kind: str, now: float) -> list[float]:
    """Return when something happened in the window."""
    return [moment for moment in record.get(kind, ()) if moment > now - WINDOW]
