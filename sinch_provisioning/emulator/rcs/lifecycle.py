"""The life of an RCS sender: what moves by itself, and when. Times are inferred; all of them are here."""

from typing import Any

from sinch_provisioning.emulator.activities import SINCH, activity
from sinch_provisioning.emulator.rcs import records
from sinch_provisioning.emulator.rcs.launch import has_video
from sinch_provisioning.emulator.rcs.state import RcsState
from sinch_provisioning.emulator.store import Project, happens

JSON = Any

SETUP = 5.0
"""Seconds from a complete draft to IN_TEST."""
PREPARATION = 10.0
"""Seconds for which Sinch adds a video."""
OPERATOR = 5.0
"""Seconds between the decisions of two operators."""


def rcs(project: Project) -> RcsState:
    """Return the RCS part of a project."""
    return project.part("rcs", RcsState)


def note(project: Project, record: JSON, type: str, *, comment: str | None = None, author: str = SINCH) -> None:
    """Add an activity to a sender."""
    record["activities"].append(activity(project.clock, type, author=author, comment=comment))


def move(project: Project, record: JSON, state: str) -> None:
    """Bring a sender into another state, and tell of it."""
    before = record["state"]
    if before == state:
        return
    record["state"] = state
    record["modified"] = project.clock.text()
    if state == "LAUNCHED":
        record["launched"] = record["modified"]
    noted = {"IN_TEST": "TEST", "LAUNCHED": "ACTIVE", "UNLAUNCHED": "INACTIVE"}.get(state)
    if noted is not None:
        note(project, record, noted)
    project.emit("RCS_SENDER_STATUS_UPDATED", records.view(record), previousState=before, currentState=state)


def is_complete(record: JSON) -> bool:
    """Return whether a draft has enough to exist at the supplier: name, logo and banner (inferred)."""
    brand = record["brand"]
    return all(brand.get(name) for name in ("name", "logoUrl", "bannerUrl"))


def settle(project: Project, record: JSON) -> None:
    """Hand a draft that has become complete to the supplier, which names its credentials."""
    if record["state"] == "DRAFT" and is_complete(record):
        record["authName"], record["authToken"] = f"rcs{project.digits(10)}", project.digits(40)
        move(project, record, "IN_PROGRESS")
        project.later(SETUP, set_up, record["id"])


@happens
def set_up(project: Project, sender_id: str) -> None:
    """Finish the set-up at the supplier."""
    record = rcs(project).edit(sender_id)
    if record["state"] == "IN_PROGRESS":
        move(project, record, "IN_TEST")


def launch(project: Project, record: JSON) -> None:
    """Begin the launch, or hand in again what has changed since."""
    if record["state"] in {"LAUNCHING", "LAUNCHED"}:
        review(project, record["id"])
    elif has_video(record):
        move(project, record, "LAUNCHING")
        review(project, record["id"])
    else:
        move(project, record, "PREPARING_LAUNCH")
        project.later(PREPARATION, prepared, record["id"])


@happens
def prepared(project: Project, sender_id: str) -> None:
    """Hand a sender in once the video is there."""
    record = rcs(project).edit(sender_id)
    if record["state"] == "PREPARING_LAUNCH":
        move(project, record, "LAUNCHING")
        review(project, sender_id)


def review(project: Project, sender_id: str) -> None:
    """Ask all operators that have not launched the sender yet; they answer one after another."""
    record = rcs(project).edit(sender_id)
    turn = 0
    for country in record["countries"]:
        kept = record["operators"].setdefault(country, {})
        for name in records.operators_of(country):
            status = kept.get(name, {}).get("status")
            if status == "LAUNCHED":
                continue
            if status != "PENDING":
                decide(project, sender_id, country, name, "PENDING")
            turn += 1
            project.later(turn * OPERATOR, accept, sender_id, country, name)
    go_live(project, record)


@happens
def accept(project: Project, sender_id: str, country: str, operator: str) -> None:
    """Let an operator launch a sender, unless it has decided otherwise meanwhile."""
    record = rcs(project).edit(sender_id)
    if record["operators"].get(country, {}).get(operator, {}).get("status") == "PENDING":
        decide(project, sender_id, country, operator, "LAUNCHED")


def decide(
    project: Project, sender_id: str, country: str, operator: str, status: str, remark: str | None = None
) -> None:
    """Note an operator's decision, tell of it, and let the sender go live with the last one."""
    record = rcs(project).edit(sender_id)
    kept = record["operators"].setdefault(country, {})
    before = kept.get(operator, {}).get("status", "NOT_LAUNCHED")
    if before == status:
        return
    kept[operator] = {"status": status, "modified": project.clock.text()}
    if remark is not None:
        kept[operator]["remark"] = remark
    record["modified"] = project.clock.text()
    project.emit(
        "RCS_SENDER_OPERATOR_STATUS_UPDATED",
        records.view(record),
        operator=operator,
        operatorCountry=country,
        operatorPreviousStatus=before,
        operatorCurrentStatus=status,
    )
    go_live(project, record)


def go_live(project: Project, record: JSON) -> None:
    """Bring a sender to LAUNCHED once all operators of its countries have decided, and one of them for it."""
    rows = [row for country in record["countries"] for row in record["operators"].get(country, {}).values()]
    statuses = {row["status"] for row in rows}
    if record["state"] == "LAUNCHING" and "LAUNCHED" in statuses and "PENDING" not in statuses:
        move(project, record, "LAUNCHED")


def register(project: Project, record: JSON, status: str) -> None:
    """Note how far the registration of a sender's brand for the US is, and tell of it."""
    kept = record.setdefault("registration", {"id": project.uuid(), "process": project.uuid(), "campaign": None})
    kept["status"] = status
    if status == "COMPLETED" and kept["campaign"] is None:
        kept["campaign"] = {"id": project.uuid(), "campaignName": record["brand"]["name"], "requestId": project.uuid()}
    project.emit("RCS_BRAND_REGISTRATION_PROCESS_STATUS_UPDATED", records.view(record), status=status)
