"""Operations about templates, but for those that all resources have in common."""

from sinch_provisioning.emulator.family import Handlers, Reply, Request, created, no_content, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.tables import JSON, Record
from sinch_provisioning.emulator.whatsapp.account import require_account
from sinch_provisioning.emulator.whatsapp.template_comparing import compared
from sinch_provisioning.emulator.whatsapp.template_content import composed
from sinch_provisioning.emulator.whatsapp.templates import Templates

# More than that often in so many seconds is too often; the real numbers are not documented.
MOST_SYNCS = 10
SYNC_WINDOW = 60.0

# The end of time, in milliseconds; a number may be larger than any date.
LATEST = 10**15

# States in which a template can be changed: all but PENDING.
UPDATABLE = (None, "APPROVED", "DISABLED", "PAUSED", "REJECTED")
# Only what was live blocks its name after it is gone.
WAS_LIVE = ("APPROVED", "DISABLED", "PAUSED")


def list_by_name(request: Request) -> Reply:
    """Return a template in all its languages."""
    templates = Templates.of(request)
    return templates.page(request, templates.in_languages(request.path["templateName"]))


def create(request: Request) -> Reply:
    """Store a template, and submit it unless it is to be a draft."""
    templates, body = Templates.of(request), request.body
    name, language, category = body["name"], body["language"], body["category"]
    templates.check_unlocked(name, language)
    templates.check_free(name, language, category)
    details = templates.applied({}, body.get("details", {}))
    record = templates.blank(name, language, category, details)
    if "allowCategoryChange" in body:
        record["changes"]["allowCategoryChange"] = body["allowCategoryChange"]
    if "optimization" in details:
        _check_pricing(request, category)
    templates.begin(record, body, lambda: templates.check_content(details))
    return created(templates.view(record))


def update(request: Request) -> Reply:
    """Store changes beside the live version, and submit them if asked to."""
    templates, record = Templates.at(request, edit=True)
    body = request.body
    _check_updatable(templates, record, body)
    submit = body.get("status", "DRAFT") == "SUBMIT"
    if not submit and not body.keys() - {"status"}:
        return ok(templates.view(record))
    pending = composed(record.get("changes", {}).get("details", {}), body.get("details", {}))
    whole = templates.applied(record.get("details", {}), pending)
    templates.check_content(whole)
    if submit:
        templates.check_complete(request, whole)
    templates.change(record, body)
    return ok(templates.view(record))


def delete(request: Request) -> Reply:
    """Delete a template in one language; one that was submitted only if that is asked for."""
    templates, record = Templates.at(request, edit=True)
    if record["submitted"] and not request.query.get("deleteSubmitted", False):
        raise problem("template_not_deletable_due_to_input_config")
    if record.get("state") in WAS_LIVE:
        templates.block(record["name"], record["language"])
    templates.delete(record)
    return no_content()


def delete_by_name(request: Request) -> Reply:
    """Delete a template in all its languages, submitted or not."""
    templates = Templates.of(request)
    records = templates.in_languages(request.path["templateName"])
    for record in records:
        templates.check_unlocked(record["name"], record["language"])
    if any(record.get("state") in WAS_LIVE for record in records):
        templates.block(records[0]["name"], None)
    for record in records:
        templates.delete(record)
    return no_content()


def sync(request: Request) -> Reply:
    """Bring in what was made, changed or deleted at Meta; done on return (the service may take its time)."""
    templates = Templates.of(request)
    templates.check_unlocked()
    now = request.clock.now()
    recent = [moment for moment in templates.settings["syncs"] if moment > now - SYNC_WINDOW]
    if len(recent) >= MOST_SYNCS:
        raise problem("too_many_requests")
    templates.settings.set(syncs=[*recent, now])
    templates.bring_in()
    return ok()


def compare(request: Request) -> Reply:
    """Return how often two templates made people block the sender."""
    templates, record = Templates.at(request)
    templates.check_unlocked(record["name"], record["language"])
    [other] = request.body["templates"]
    found = templates.peek(other["templateName"], other["templateLanguage"])
    if found is record:
        raise problem("templates_compare_not_unique")
    if found is None:
        raise problem("templates_compare_not_found")
    milliseconds = request.body.get("endTimestamp")
    end = request.clock.now() if milliseconds is None else min(milliseconds, LATEST) / 1000
    return ok({"templates": compared([record, found], days=int(request.body.get("timeframe", "7")), end=end)})


def _check_pricing(request: Request, category: str) -> None:
    ready = require_account(request.project)["wabaMaxPriceOnboarded"]
    if category != "MARKETING" or not ready:
        raise problem("template_dynamic_pricing_not_available")


def _check_updatable(templates: Templates, record: Record, body: JSON) -> None:
    if record["isMetaGenerated"]:
        raise problem("template_source_not_updatable")
    if record.get("state") not in UPDATABLE:
        raise problem("template_not_updatable", f"The template is {record['state']}.")
    if templates.in_review(record):
        raise problem("template_changes_not_updatable")
    # The category is open until it was submitted, and again when it was the reason of a rejection.
    if record["submitted"] and record.get("rejectionCode") != "INCORRECT_CATEGORY":
        if "category" in body:
            raise problem("template_category_not_updatable")
        if "allowCategoryChange" in body:
            raise problem("template_allow_category_change_not_updatable")


HANDLERS: Handlers = {
    **Templates.handlers("WhatsappTemplate"),
    "listWhatsappTemplatesByName": list_by_name,
    "createWhatsappTemplate": create,
    "updateWhatsappTemplate": update,
    "deleteWhatsappTemplate": delete,
    "deleteWhatsappTemplatesByName": delete_by_name,
    "syncWhatsappTemplates": sync,
    "compareWhatsappTemplates": compare,
}
