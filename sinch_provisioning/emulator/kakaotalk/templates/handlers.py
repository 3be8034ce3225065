"""The eight operations about templates."""

from typing import Any

from sinch_provisioning.emulator.activities import USER, stored_comment
from sinch_provisioning.emulator.family import Reply, Request, created, handles, no_content, ok
from sinch_provisioning.emulator.kakaotalk.account import account_of
from sinch_provisioning.emulator.kakaotalk.senders.state import Record as Sender
from sinch_provisioning.emulator.kakaotalk.senders.state import senders_of
from sinch_provisioning.emulator.kakaotalk.templates.content import (
    DEFAULTS,
    applied,
    check_category,
    composed,
    missing,
    mistakes,
)
from sinch_provisioning.emulator.kakaotalk.templates.review import hand_in, is_in_progress, refusal
from sinch_provisioning.emulator.kakaotalk.templates.state import (
    Record,
    TemplatesState,
    check_name,
    name_of,
    templates_of,
)
from sinch_provisioning.emulator.problems import problem

JSON = Any


@handles("listKakaotalkTemplates")
def list_templates(request: Request) -> Reply:
    """Answer a sender's templates, sorted by name (inferred); a filter keeps what has one of its values."""
    sender, templates = _sender(request), templates_of(request.project)
    states, statuses = request.query.get("filterStates"), request.query.get("filterStatuses")
    prefix = request.query.get("templateName", "")
    found = [
        record
        for record in sorted(sender["templates"].values(), key=lambda record: (name_of(record), record["code"]))
        if name_of(record).startswith(prefix)
        and (not states or record.get("state") in states)
        and (not statuses or record.get("status") in statuses)
    ]
    start, size, frame = request.window(len(found), default_size=50, scope=sender["plusFriendId"])
    return ok({**frame, "templates": [templates.view(record) for record in found[start : start + size]]})


@handles("createKakaotalkTemplate")
def create_template(request: Request) -> Reply:
    """Store a template, and submit it unless it is to be a draft."""
    sender, templates, body = _sender(request), templates_of(request.project), request.body
    details = applied(DEFAULTS, body["details"])
    _check_fields(request, list(mistakes(details)))
    check_name(sender, details["name"])
    check_category(details)
    record = templates.new(details)
    templates.note(record, "CREATED", author=USER)
    submit = body.get("status", "SUBMIT") == "SUBMIT"
    refused = refusal(templates, record) if submit else None
    kept = refused is None or body.get("saveDraftOnFailure", False)
    if kept:
        sender["templates"][record["code"]] = record
    if refused is not None:
        templates.note(record, "DRAFT", author=USER)
        refused.information = {"templateCode": record["code"]} if kept else {}
        raise refused
    if submit:
        hand_in(templates, sender, record)
    else:
        templates.note(record, "DRAFT", author=USER)
    return created(templates.view(record))


@handles("getKakaotalkTemplate")
def get_template(request: Request) -> Reply:
    """Answer one template."""
    templates, _, record = _find(request)
    return ok(templates.view(record))


@handles("updateKakaotalkTemplate")
def update_template(request: Request) -> Reply:
    """Store changes beside what was decided, and submit them if asked to; without either nothing happens (inferred)."""
    templates, sender, record = _find(request)
    _check_updatable(record)
    details: JSON = request.body.get("details", {})
    submit = request.body.get("status", "DRAFT") == "SUBMIT" and bool(details or "pending" in record)
    if not details and not submit:
        return ok(templates.view(record))
    pending = composed(record.get("pending", {}), details)
    whole = applied(record.get("live", {}), pending)
    _check_fields(request, [*mistakes(whole), *(missing(whole) if submit else ())])
    check_name(sender, whole["name"], besides=record)
    check_category(whole)
    record["pending"] = pending
    record["status"] = "DRAFT"
    if details:
        templates.note(record, "EDITED", author=USER)
    if submit:
        refused = refusal(templates, record)
        if refused is not None:
            # What Kakao refuses at once stays as the draft that it is by now (inferred).
            refused.information = {"templateCode": record["code"]}
            raise refused
        hand_in(templates, sender, record)
    return ok(templates.view(record))


@handles("deleteKakaotalkTemplate")
def delete_template(request: Request) -> Reply:
    """Delete a template in any state, at once (inferred)."""
    _, sender, record = _find(request)
    del sender["templates"][record["code"]]
    return no_content()


@handles("deleteKakaotalkTemplateChanges")
def delete_changes(request: Request) -> Reply:
    """Throw a draft away; a template that is nothing else disappears (inferred)."""
    _, sender, record = _find(request, sender_missing="template_not_found")
    if record.get("status") != "DRAFT":
        raise problem("template_not_deletable")
    if "state" in record:
        del record["pending"], record["status"]
    else:
        del sender["templates"][record["code"]]
    return no_content()


@handles("listKakaotalkTemplateActivities")
def list_activities(request: Request) -> Reply:
    """Answer what happened to a template, newest first."""
    _, _, record = _find(request)
    return request.page("notifications", record["activities"][::-1], scope=record["code"])


@handles("createKakaotalkTemplateComment")
def create_comment(request: Request) -> Reply:
    """Keep a comment among the activities, and tell of it."""
    templates, _, record = _find(request, sender_missing="template_not_found")
    text = request.body["comment"]
    templates.note(record, "COMMENT_ADDED", author=USER, comment=text)
    templates.tell(record, "COMMENT_ADDED", comment=text)
    return created(stored_comment(request.clock, text))


def _sender(request: Request, missing: str = "sender_not_found") -> Sender:
    account_of(request.project).require()
    return senders_of(request.project).find(request.path["plusFriendId"], missing)


def _find(request: Request, sender_missing: str = "sender_not_found") -> tuple[TemplatesState, Sender, Record]:
    """Return a template with its sender. Two operations document no refusal of the sender, so it is the template's."""
    sender, templates = _sender(request, sender_missing), templates_of(request.project)
    return templates, sender, templates.find(sender, request.path["templateCode"])


def _check_updatable(record: Record) -> None:
    if record.get("frozen", False):
        raise problem("template_not_updatable")
    if is_in_progress(record):
        raise problem("template_changes_not_updatable")


def _check_fields(request: Request, errors: list[str]) -> None:
    if errors:
        raise problem(request.code_of_bad_field, information={"validationErrors": errors})
