"""Test numbers: invitations, their quota, and what becomes of them."""

from typing import Any

from sinch_provisioning.emulator.clock import write_time
from sinch_provisioning.emulator.family import Reply, Request, handles, no_content, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.rcs.lifecycle import rcs
from sinch_provisioning.emulator.rcs.records import number_view
from sinch_provisioning.emulator.store import Project, happens

JSON = Any

DAILY = 20
"""Invitations a day and sender."""
TOTAL = 200
"""Test numbers of a sender."""
DELIVERY = 2.0
"""Seconds until an invitation has reached the phone (inferred)."""
ACCEPTANCE = 8.0
"""Seconds until the person has accepted it (inferred)."""

FEATURES = [
    "RICHCARD_STANDALONE",
    "RICHCARD_CAROUSEL",
    "ACTION_DIAL",
    "ACTION_OPEN_URL",
    "ACTION_SHARE_LOCATION",
    "ACTION_VIEW_LOCATION",
    "ACTION_CREATE_CALENDAR_EVENT",
    "REVOCATION",
]


def valid(number: str) -> bool:
    """Return whether a text can be a phone number: E.164 with its plus (expected form; inferred)."""
    digits = number.removeprefix("+")
    return number.startswith("+") and digits.isascii() and digits.isdecimal() and 2 <= len(digits) <= 15 and digits[0] != "0"


def invite(project: Project, record: JSON, numbers: list[str]) -> None:
    """Invite numbers, all of them or none.

    Raises:
        Problem: one is no number, somebody has declined, or a quota is used up.
    """
    for number in numbers:
        if not valid(number):
            raise problem("add_test_number_invalid", f"{number} is not a phone number.")
        if record["numbers"].get(number, {}).get("state") in {"DECLINED", "REJECTED", "INVALID"}:
            raise problem("blocked_because_the_recipient_declined")
    day = write_time(project.clock.now())[:10]
    used = record["invitations"].get(day, 0)
    if used + len(numbers) > DAILY:
        raise problem("rbm_too_many_requests", f"{DAILY} invitations a day are the limit, {used} are used up.")
    if len(record["numbers"].keys() | set(numbers)) > TOTAL:
        raise problem("rbm_too_many_requests", f"A sender can have {TOTAL} test numbers.")
    record["invitations"] = {day: used + len(numbers)}
    for number in numbers:
        was_verified = record["numbers"].get(number, {}).get("state") == "VERIFIED"
        state = "UNVERIFIED" if was_verified else "PENDING"
        step = record["numbers"].get(number, {}).get("step", 0) + 1
        record["numbers"][number] = {"state": state, "submitted": project.clock.text(), "step": step}
        if number not in record["testNumbers"]:
            record["testNumbers"].append(number)
        project.later(DELIVERY, delivered, record["id"], number, step)
        project.later(ACCEPTANCE, accepted, record["id"], number, step)


def drop(record: JSON, keep: list[str]) -> None:
    """Forget the numbers that are no longer wanted."""
    record["numbers"] = {number: kept for number, kept in record["numbers"].items() if number in keep}


@happens
def delivered(project: Project, sender_id: str, number: str, step: int) -> None:
    """Let an invitation reach the phone."""
    _move(project, sender_id, number, step, "PENDING", "UNVERIFIED")


@happens
def accepted(project: Project, sender_id: str, number: str, step: int) -> None:
    """Let the person accept."""
    _move(project, sender_id, number, step, "UNVERIFIED", "VERIFIED")


def _move(project: Project, sender_id: str, number: str, step: int, before: str, after: str) -> None:
    kept = rcs(project).edit(sender_id)["numbers"].get(number)
    # A later invitation, or somebody's decision, has overtaken this one.
    if kept is not None and kept["step"] == step and kept["state"] == before:
        kept["state"] = after


@handles("addRcsTestNumbers")
def add(request: Request) -> Reply:
    record = rcs(request.project).edit(request.path["senderId"])
    if record["state"] == "DRAFT":
        raise problem("no_google_supplier", "A draft does not exist at Google yet.")
    invite(request.project, record, request.body["testNumbers"])
    return ok({"testNumbers": [number_view(record, number) for number in record["numbers"]]})


def _tester(request: Request) -> tuple[JSON, JSON]:
    record = rcs(request.project).edit(request.path["senderId"])
    if record["state"] == "DRAFT":
        raise problem("no_google_supplier", "A draft does not exist at Google yet.")
    kept = record["numbers"].get(request.path["testNumber"])
    if kept is None:
        raise problem("user_is_not_tester_for_agent")
    return record, kept


@handles("getRcsTestNumberState")
def state(request: Request) -> Reply:
    record, _ = _tester(request)
    return ok(number_view(record, request.path["testNumber"]))


@handles("deleteRcsTestNumber")
def delete(request: Request) -> Reply:
    record, _ = _tester(request)
    number = request.path["testNumber"]
    del record["numbers"][number]
    record["testNumbers"] = [one for one in record["testNumbers"] if one != number]
    return no_content()


@handles("getRcsTestNumberCapabilities")
def capabilities(request: Request) -> Reply:
    _, kept = _tester(request)
    if kept["state"] in {"DECLINED", "REJECTED"}:
        raise problem("blocked_because_the_recipient_declined")
    if kept["state"] == "INVALID":
        raise problem("user_cannot_be_reached")
    if kept["state"] != "VERIFIED":
        raise problem("user_has_not_accepted_invite")
    return ok({"features": FEATURES})


@handles("retryRcsTestNumber")
def retry(request: Request) -> Reply:
    record, _ = _tester(request)
    number = request.path["testNumber"]
    invite(request.project, record, [number])
    return ok(number_view(record, number))
