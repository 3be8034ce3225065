"""What Kakao does: it takes a submission or refuses it at once, and decides about it later."""

from typing import Any

from sinch_provisioning.emulator.activities import USER
from sinch_provisioning.emulator.kakaotalk.senders.state import Record as Sender
from sinch_provisioning.emulator.kakaotalk.senders.state import senders_of
from sinch_provisioning.emulator.kakaotalk.templates.content import applied
from sinch_provisioning.emulator.kakaotalk.templates.state import Record, TemplatesState, templates_of
from sinch_provisioning.emulator.problems import Problem, problem
from sinch_provisioning.emulator.store import Project, happens

JSON = Any

REVIEW = 20.0
"""Seconds that Kakao takes to decide (inferred)."""


def refusal(templates: TemplatesState, record: Record) -> Problem | None:
    """Return how Kakao refuses a submission at once, None if it takes it. A refusal that was asked for is used up."""
    if templates.data["refusals"]:
        asked = templates.data["refusals"].pop(0)
        return problem(asked["code"], f"KakaoTalk refused the template: {asked['reason']}")
    url = applied(record.get("live", {}), record["pending"]).get("imageUrl")
    trouble = templates.files.trouble(url)
    if trouble is None:
        return None
    # No error of images is documented for templates, so it is Kakao that refuses them (inferred).
    return problem("template_kakaotalk_validation_error", f"KakaoTalk refused the template: {trouble} at {url}")


def hand_in(templates: TemplatesState, sender: Sender, record: Record) -> None:
    """Leave what is pending to Kakao."""
    record["status"] = "IN_PROGRESS"
    record["turn"] += 1
    templates.note(record, "IN_PROGRESS", author=USER)
    if not templates.data["hold"]:
        templates.project.later(REVIEW, review_ends, sender["plusFriendId"], record["code"], record["turn"])


@happens
def review_ends(project: Project, plus_friend_id: str, code: str, turn: int) -> None:
    """Approve a submission, unless something else happened to it in the meantime."""
    sender = senders_of(project).senders.get(plus_friend_id)
    record: Record | None = None if sender is None else sender["templates"].get(code)
    if record is not None and record["turn"] == turn and is_in_progress(record):
        approve(templates_of(project), record)


def is_in_progress(record: Record) -> bool:
    """Return whether something was submitted and is not decided yet."""
    return bool(record.get("status") == "IN_PROGRESS")


def approve(templates: TemplatesState, record: Record) -> None:
    """Let what is pending become live."""
    _decide(templates, record, "APPROVED")
    templates.tell(record, "APPROVED")


def reject(templates: TemplatesState, record: Record, reason: str | None) -> None:
    """Refuse what is pending: a new template as a whole, an edit beside what was decided before, which stays."""
    if "state" in record:
        record["status"] = "REJECTED"
    else:
        _decide(templates, record, "REJECTED")
    templates.note(record, "REJECTED", comment=reason)
    # That a refused edit is told of as well is inferred.
    templates.tell(record, "REJECTED")


def _decide(templates: TemplatesState, record: Record, state: str) -> None:
    record["live"] = applied(record.get("live", {}), record.pop("pending"))
    record["state"] = state
    record["modified"] = templates.project.clock.text()
    del record["status"]
