"""Operations about templates, but for those that all resources have in common."""

from sinch_provisioning.emulator.family import Handlers, Reply, Request, no_content, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.whatsapp.template_comparing import compared
from sinch_provisioning.emulator.whatsapp.templates import Templates

# More than that often in so many seconds is too often; the real numbers are not documented.
MOST_SYNCS = 10
SYNC_WINDOW = 60.0

# The end of time, in milliseconds; a number may be larger than any date.
LATEST = 10**15

# Only what was live blocks its name after it is gone.
WAS_LIVE = ("APPROVED", "DISABLED", "PAUSED")


def list_by_name(request: Request) -> Reply:
    """Return a template in all its languages."""
    templates = Templates.of(request)
    return templates.page(request, templates.in_languages(request.path["templateName"]))


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


HANDLERS: Handlers = {
    **Templates.handlers("WhatsappTemplate"),
    "listWhatsappTemplatesByName": list_by_name,
    "deleteWhatsappTemplate": delete,
    "deleteWhatsappTemplatesByName": delete_by_name,
    "syncWhatsappTemplates": sync,
    "compareWhatsappTemplates": compare,
}
