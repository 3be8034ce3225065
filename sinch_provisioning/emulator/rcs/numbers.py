"""Test numbers: invitations, their quota, and what becomes of them."""

import re
from typing import ClassVar

from sinch_provisioning.emulator.clock import write_time
from sinch_provisioning.emulator.family import Handlers, Reply, Request, no_content, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.project import Part
from sinch_provisioning.emulator.rcs.lifecycle import Senders
from sinch_provisioning.emulator.rcs.records import number_view
from sinch_provisioning.emulator.tables import JSON

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
    return re.fullmatch(r"\+[1-9][0-9]{1,14}", number) is not None


class TestNumbers(Part):
    """The test numbers of a project's senders, which hold them. Records are about to be changed."""

    kind = "rcs_test_numbers"
    scheduled: ClassVar[tuple[str, ...]] = ("delivered", "accepted")

    def invite(self, record: JSON, numbers: list[str]) -> None:
        """Invite numbers, all of them or none; reject what is not a number, was declined, or goes beyond a quota."""
        self._count(record, numbers, record["numbers"].keys() | set(numbers))
        self._send(record, numbers)

    def replace(self, record: JSON, wanted: list[str]) -> None:
        """Keep the wanted numbers that are there, invite the others, and forget all the rest; or do nothing of it."""
        added = [number for number in wanted if number not in record["numbers"]]
        self._count(record, added, set(wanted))
        record["numbers"] = {number: kept for number, kept in record["numbers"].items() if number in wanted}
        record["testNumbers"] = list(wanted)
        self._send(record, added)

    def _count(self, record: JSON, added: list[str], together: set[str]) -> None:
        for number in added:
            if not valid(number):
                raise problem("add_test_number_invalid", f"{number} is not a phone number.")
            if record["numbers"].get(number, {}).get("state") in {"DECLINED", "REJECTED", "INVALID"}:
                raise problem("blocked_because_the_recipient_declined")
        day = write_time(self.project.clock.now())[:10]
        used = record["invitations"].get(day, 0)
        if used + len(added) > DAILY:
            raise problem("rbm_too_many_requests", f"{DAILY} invitations a day are the limit, {used} are used up.")
        if len(together) > TOTAL:
            raise problem("rbm_too_many_requests", f"A sender can have {TOTAL} test numbers.")
        record["invitations"] = {day: used + len(added)}

    def _send(self, record: JSON, numbers: list[str]) -> None:
        for number in numbers:
            was_verified = record["numbers"].get(number, {}).get("state") == "VERIFIED"
            state = "UNVERIFIED" if was_verified else "PENDING"
            step = record["numbers"].get(number, {}).get("step", 0) + 1
            record["numbers"][number] = {"state": state, "submitted": self.project.clock.text(), "step": step}
            if number not in record["testNumbers"]:
                record["testNumbers"].append(number)
            self.project.later(DELIVERY, self.delivered, record["id"], number, step)
            self.project.later(ACCEPTANCE, self.accepted, record["id"], number, step)

    def delivered(self, sender_id: str, number: str, step: int) -> None:
        """Let an invitation reach the phone."""
        self._move(sender_id, number, step, "PENDING", "UNVERIFIED")

    def accepted(self, sender_id: str, number: str, step: int) -> None:
        """Let the person accept."""
        self._move(sender_id, number, step, "UNVERIFIED", "VERIFIED")

    def _move(self, sender_id: str, number: str, step: int, before: str, after: str) -> None:
        senders = self.project.part(Senders)
        kept = senders.find(sender_id)["numbers"].get(number)
        # A later invitation, or a decision by hand, has overtaken this one.
        if kept is not None and kept["step"] == step and kept["state"] == before:
            senders.open(sender_id)["numbers"][number]["state"] = after


def add(request: Request) -> Reply:
    record = _at_google(request)
    request.project.part(TestNumbers).invite(record, request.body["testNumbers"])
    return ok({"testNumbers": [number_view(record, number) for number in record["numbers"]]})


def state(request: Request) -> Reply:
    record = _at_google(request, change=False)
    _number(request, record)
    return ok(number_view(record, request.path["testNumber"]))


def delete(request: Request) -> Reply:
    record = _at_google(request)
    number = request.path["testNumber"]
    _number(request, record)
    del record["numbers"][number]
    record["testNumbers"] = [one for one in record["testNumbers"] if one != number]
    return no_content()


def capabilities(request: Request) -> Reply:
    kept = _number(request, _at_google(request, change=False))
    if kept["state"] in {"DECLINED", "REJECTED"}:
        raise problem("blocked_because_the_recipient_declined")
    if kept["state"] == "INVALID":
        raise problem("user_cannot_be_reached")
    if kept["state"] != "VERIFIED":
        raise problem("user_has_not_accepted_invite")
    return ok({"features": FEATURES})


def retry(request: Request) -> Reply:
    record = _at_google(request)
    number = request.path["testNumber"]
    _number(request, record)
    request.project.part(TestNumbers).invite(record, [number])
    return ok(number_view(record, number))


def _at_google(request: Request, *, change: bool = True) -> JSON:
    """Return the sender, which has to exist at Google for its numbers to mean anything."""
    senders, sender_id = request.project.part(Senders), request.path["senderId"]
    record = senders.open(sender_id) if change else senders.find(sender_id)
    if record["state"] == "DRAFT":
        raise problem("no_google_supplier", "A draft does not exist at Google yet.")
    return record


def _number(request: Request, record: JSON) -> JSON:
    kept = record["numbers"].get(request.path["testNumber"])
    if kept is None:
        raise problem("user_is_not_tester_for_agent")
    return kept


HANDLERS: Handlers = {
    "addRcsTestNumbers": add,
    "getRcsTestNumberState": state,
    "deleteRcsTestNumber": delete,
    "getRcsTestNumberCapabilities": capabilities,
    "retryRcsTestNumber": retry,
}
