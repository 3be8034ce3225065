"""The eleven operations about templates."""

from typing import Any

from sinch_provisioning.emulator.activities import stored_comment
from sinch_provisioning.emulator.family import Reply, Request, created, handles, no_content, ok
from sinch_provisioning.emulator.problems import Problem, problem
from sinch_provisioning.emulator.store import Project
from sinch_provisioning.emulator.whatsapp.account import after_deletion, require_account
from sinch_provisioning.emulator.whatsapp.templates.comparing import compared
from sinch_provisioning.emulator.whatsapp.templates.content import applied, composed, missing
from sinch_provisioning.emulator.whatsapp.templates.languages import LANGUAGES
from sinch_provisioning.emulator.whatsapp.templates.masks import masked
from sinch_provisioning.emulator.whatsapp.templates.review import PART, bring_in, check_content, delete, hand_in
from sinch_provisioning.emulator.whatsapp.templates.state import Record, TemplatesState, new_record

JSON = Any

# More than that often in so many seconds is too often; the real numbers are not documented.
MOST_SYNCS = 10
SYNC_WINDOW = 60.0

# The end of time, in milliseconds; a number may be larger than any date.
LATEST = 10**15

# States in which a template can be changed: all but PENDING.
UPDATABLE = (None, "APPROVED", "DISABLED", "PAUSED", "REJECTED")
# Only what was live blocks its name after it is gone.
WAS_LIVE = ("APPROVED", "DISABLED", "PAUSED")


@handles("listWhatsappTemplates")
def list_templates(request: Request) -> Reply:
    """Answer the project's templates."""
    records = _templates(request).all()
    prefix = request.query.get("templateName", "")
    states = request.query.get("filterStates")
    statuses = request.query.get("filterStatuses")
    found = [
        record
        for record in records
        if record["name"].startswith(prefix)
        and (not states or record.get("state") in states)
        and (not statuses or record.get("status") in statuses)
    ]
    return _page(request, found)


@handles("listWhatsappTemplatesByName")
def list_by_name(request: Request) -> Reply:
    """Answer a template in all its languages."""
    return _page(request, _templates(request).named(request.path["templateName"]))


@handles("getWhatsappTemplate")
def get_template(request: Request) -> Reply:
    """Answer one template."""
    templates, record = _find(request)
    return ok(_view(request, templates, record))


@handles("createWhatsappTemplate")
def create_template(request: Request) -> Reply:
    """Store a template, and submit it unless it is to be a draft."""
    templates, body = _templates(request), request.body
    name, language, category = body["name"], body["language"], body["category"]
    templates.check_unlocked(name, language)
    templates.check_free(name, language, category)
    record = new_record(name, language, category)
    record["pending"] = applied({}, body.get("details", {}))
    record["status"] = "DRAFT"
    if "allowCategoryChange" in body:
        record["allowCategoryChange"] = body["allowCategoryChange"]
    if "optimization" in record["pending"]:
        _check_pricing(request, category)
    submit = body.get("status", "SUBMIT") == "SUBMIT"
    templates.note(record, "CREATED")
    try:
        check_content(templates, record["pending"])
        if submit:
            hand_in(templates, record)
        else:
            templates.note(record, "DRAFT")
    except Problem:
        if submit and body.get("saveDraftOnFailure", False):
            templates.note(record, "DRAFT")
            templates.add(record)
        raise
    templates.add(record)
    return created(templates.view(record))


@handles("updateWhatsappTemplate")
def update_template(request: Request) -> Reply:
    """Store changes beside the live version, and submit them if asked to."""
    templates, record = _find(request)
    body = request.body
    templates.check_unlocked(record["name"], record["language"])
    _check_updatable(record, body)
    submit = body.get("status", "DRAFT") == "SUBMIT"
    if not submit and not body.keys() - {"status"}:
        return ok(templates.view(record))
    pending = composed(record.get("pending", {}), body.get("details", {}))
    whole = applied(record.get("live", {}), pending)
    check_content(templates, whole)
    lacking = list(missing(whole)) if submit else []
    if lacking:
        errors = [f"{path} is required to submit" for path in lacking]
        raise problem("invalid_payload", information={"validationErrors": errors})
    record["pending"] = pending
    record["status"] = "DRAFT"
    for name in ("category", "allowCategoryChange"):
        if name in body:
            record[name] = body[name]
    templates.note(record, "EDITED")
    if submit:
        # What Meta refuses at once stays as the draft that it is by now (inferred).
        hand_in(templates, record)
    return ok(templates.view(record))


@handles("deleteWhatsappTemplate")
def delete_template(request: Request) -> Reply:
    """Delete a template in one language; one that was submitted only if that is asked for."""
    templates, record = _find(request)
    templates.check_unlocked(record["name"], record["language"])
    if record["submitted"] and not request.query.get("deleteSubmitted", False):
        raise problem("template_not_deletable_due_to_input_config")
    if record.get("state") in WAS_LIVE:
        templates.block(record["name"], record["language"])
    delete(templates, record)
    return no_content()


@handles("deleteWhatsappTemplatesByName")
def delete_by_name(request: Request) -> Reply:
    """Delete a template in all its languages, submitted or not."""
    templates = _templates(request)
    records = templates.named(request.path["templateName"])
    for record in records:
        templates.check_unlocked(record["name"], record["language"])
    if any(record.get("state") in WAS_LIVE for record in records):
        templates.block(records[0]["name"], None)
    for record in records:
        delete(templates, record)
    return no_content()


@handles("syncWhatsappTemplates")
def sync_templates(request: Request) -> Reply:
    """Bring in what was made, changed or deleted at Meta; done on return (the service may take its time)."""
    templates = _templates(request)
    templates.check_unlocked()
    now = request.clock.now()
    recent = [moment for moment in templates.data["syncs"] if moment > now - SYNC_WINDOW]
    if len(recent) >= MOST_SYNCS:
        raise problem("too_many_requests")
    templates.data["syncs"] = [*recent, now]
    bring_in(templates)
    return ok()


@handles("listWhatsappTemplateActivities")
def list_activities(request: Request) -> Reply:
    """Answer what happened to a template, newest first."""
    _, record = _find(request)
    return request.page("notifications", record["activities"], scope=f"{record['name']} {record['language']}")


@handles("createWhatsappTemplateComment")
def create_comment(request: Request) -> Reply:
    """Keep a comment among the activities."""
    templates, record = _find(request)
    templates.check_unlocked(record["name"], record["language"])
    comment = request.body["comment"]
    templates.note(record, "COMMENT_ADDED", comment)
    request.project.emit("WHATSAPP_TEMPLATE_COMMENT_ADDED", templates.view(record), comment=comment)
    return created(stored_comment(request.clock, comment))


@handles("compareWhatsappTemplates")
def compare_templates(request: Request) -> Reply:
    """Answer how often two templates made people block the sender."""
    templates, record = _find(request)
    templates.check_unlocked(record["name"], record["language"])
    [other] = request.body["templates"]
    found = templates.find(other["templateName"], other["templateLanguage"])
    if found is record:
        raise problem("templates_compare_not_unique")
    if found is None:
        raise problem("templates_compare_not_found")
    milliseconds = request.body.get("endTimestamp")
    end = request.clock.now() if milliseconds is None else min(milliseconds, LATEST) / 1000
    return ok({"templates": compared([record, found], days=int(request.body.get("timeframe", "7")), end=end)})


def _templates(request: Request) -> TemplatesState:
    require_account(request.project)
    return request.project.part(PART, TemplatesState)


def _find(request: Request) -> tuple[TemplatesState, Record]:
    templates = _templates(request)
    language = request.path["languageCode"]
    if language not in LANGUAGES:
        information = {"supportedCodes": ", ".join(LANGUAGES)}
        raise problem("template_invalid_language_code", f"{language} is no language.", information=information)
    return templates, templates.get(request.path["templateName"], language)


def _view(request: Request, templates: TemplatesState, record: Record) -> JSON:
    # Without Meta's template analytics there are no figures (inferred).
    counted = require_account(request.project)["wabaEnabledForInsights"]
    view = templates.view(record, request.query.get("templateAnalyticsDateRange", "DAY") if counted else None)
    fields = request.query.get("fieldMask")
    return masked(view, fields) if fields else view


def _page(request: Request, records: list[Record]) -> Reply:
    start, size, frame = request.window(len(records), default_size=50, scope=request.path.get("templateName", ""))
    templates = _templates(request)
    views = [_view(request, templates, record) for record in records[start : start + size]]
    return ok({**frame, "templates": views})


def _check_pricing(request: Request, category: str) -> None:
    ready = require_account(request.project)["wabaMaxPriceOnboarded"]
    if category != "MARKETING" or not ready:
        raise problem("template_dynamic_pricing_not_available")


def _check_updatable(record: Record, body: JSON) -> None:
    if record["isMetaGenerated"]:
        raise problem("template_source_not_updatable")
    if record.get("state") not in UPDATABLE:
        raise problem("template_not_updatable", f"The template is {record['state']}.")
    if record.get("status") == "IN_PROGRESS":
        raise problem("template_changes_not_updatable")
    # The category is open until it was submitted, and again when it was the reason of a refusal.
    if record["submitted"] and record.get("rejectionCode") != "INCORRECT_CATEGORY":
        if "category" in body:
            raise problem("template_category_not_updatable")
        if "allowCategoryChange" in body:
            raise problem("template_allow_category_change_not_updatable")


def _forget(project: Project) -> None:
    """Let the templates go with the account: drafts for sure (inferred), and what is Meta's with Meta's account."""
    project.part(PART, TemplatesState).clear()


after_deletion.append(_forget)
