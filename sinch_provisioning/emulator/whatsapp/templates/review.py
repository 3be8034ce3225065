"""What Meta does: it takes a submission or refuses it at once, and decides about it later."""

from typing import Any

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Project, happens
from sinch_provisioning.emulator.whatsapp.templates.content import (
    applied,
    forbidden_host,
    media_urls,
    wrong_example,
)
from sinch_provisioning.emulator.whatsapp.templates.objections import objections
from sinch_provisioning.emulator.whatsapp.templates.state import Record, TemplatesState

JSON = Any
PART = "whatsapp_templates"

# How long Meta takes to decide; nothing is documented.
REVIEW_SECONDS = 20.0


def check_content(templates: TemplatesState, details: JSON) -> None:
    """Refuse content that the service itself does not take, for a draft too."""
    if wrong_example(details):
        raise problem("template_invalid_button_example")
    host = forbidden_host(details)
    if host is not None:
        raise problem("template_restricted_Domain_for_button_url", f"Buttons may not lead to {host}.")
    for url in media_urls(details):
        templates.files.check(url)


def hand_in(templates: TemplatesState, record: Record) -> None:
    """Submit what is pending; Meta may refuse at once, and then nothing has changed."""
    if templates.data["refusals"]:
        refusal = templates.data["refusals"].pop(0)
        raise problem(refusal["code"], refusal["message"], information=refusal["information"])
    details = applied(record.get("live", {}), record["pending"])
    if templates.settings["strict"]:
        _check_strictly(templates, record, details)
    limit = templates.settings["limit"]
    held = sum(other["submitted"] for other in templates.all() if other is not record)
    if limit is not None and held >= limit:
        raise problem("template_limit_reached", f"The account holds {limit} templates.")
    record["status"] = "IN_PROGRESS"
    record["submitted"] = True
    record.setdefault("whatsappId", str(templates.project.random.randrange(10**14, 10**15)))
    record["submission"] += 1
    templates.note(record, "IN_PROGRESS")
    if not templates.settings["hold"]:
        templates.project.later(REVIEW_SECONDS, review_ends, record["name"], record["language"], record["submission"])


def _check_strictly(templates: TemplatesState, record: Record, details: JSON) -> None:
    wrong = list(objections(details, record["category"]))
    if wrong:
        raise problem(
            "template_submit_error", "Meta refuses the template.", information={"metaError": meta_error(wrong)}
        )
    for other in templates.all():
        same_place = other["language"] == record["language"] and other["name"] != record["name"]
        if same_place and other.get("live", {}).get("components") == details.get("components"):
            raise problem("template_content_already_exists", f"{other['name']} has the same content.")


def meta_error(reasons: list[str]) -> dict[str, str]:
    """Return an error as Meta words it."""
    return {
        "code": "100",
        "subcode": "2388299",
        "message": "Invalid parameter",
        "description": "; ".join(reasons),
        "reason": "INVALID_FORMAT",
    }


@happens
def review_ends(project: Project, name: str, language: str, submission: int) -> None:
    """Approve a submission, unless something else happened to it in the meantime."""
    templates = project.part(PART, TemplatesState)
    record = templates.find(name, language)
    if record is not None and record.get("status") == "IN_PROGRESS" and record["submission"] == submission:
        approve(templates, record)


def approve(templates: TemplatesState, record: Record) -> None:
    """Let what is pending become the live version."""
    record["live"] = applied(record.get("live", {}), record.pop("pending"))
    record["state"] = "APPROVED"
    record.setdefault("qualityScore", "QUALITY_SCORE_UNKNOWN")
    for name in ("status", "allowCategoryChange", "rejectionCode"):
        record.pop(name, None)
    templates.project.emit("WHATSAPP_TEMPLATE_APPROVED", templates.view(record))


def reject(templates: TemplatesState, record: Record, code: str, comment: str | None) -> None:
    """Refuse what is pending: a first version as a whole, a later one beside the live version, which stays."""
    record["rejectionCode"] = code
    if record.get("state", "REJECTED") == "REJECTED":
        record["live"] = applied(record.get("live", {}), record.pop("pending"))
        record["state"] = "REJECTED"
        for name in ("status", "allowCategoryChange", "whatsappId"):
            record.pop(name, None)
    else:
        record["status"] = "REJECTED"
    templates.note(record, "REJECTED")
    templates.project.emit("WHATSAPP_TEMPLATE_REJECTED", templates.view(record), comment=comment)


def delete(templates: TemplatesState, record: Record) -> None:
    """Let a template be gone; Meta tells of those that it knew."""
    templates.remove(record)
    if record["submitted"]:
        payload = templates.view(record)
        payload.pop("state", None)
        templates.project.emit("WHATSAPP_TEMPLATE_DELETED", payload)


def bring_in(templates: TemplatesState) -> None:
    """Do here what was done at Meta since the last time."""
    changes, templates.data["atMeta"] = templates.data["atMeta"], []
    for change in changes:
        record = templates.find(change["name"], change["language"])
        if "record" in change:
            templates.add({**(record or {}), **change["record"]})
        elif record is not None:
            templates.remove(record)
