"""Operations about templates, but for those that all resources have in common."""

from sinch_provisioning.emulator.family import Handlers, Reply, Request, created, no_content, ok
from sinch_provisioning.emulator.kakaotalk.template_content import DEFAULTS, check_category, mistakes
from sinch_provisioning.emulator.kakaotalk.templates import Templates
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.tables import JSON, Record


def create(request: Request) -> Reply:
    """Store a template, and submit it unless it is to be a draft."""
    templates, body = Templates.of(request), request.body
    friend = request.path["plusFriendId"]
    details = templates.applied(DEFAULTS, body["details"])
    _check_fields(request, list(mistakes(details)))
    templates.check_name(friend, details["name"])
    check_category(details)
    fields = {"id": request.project.uuid(), "plusFriendId": friend, "code": templates.code()}
    record = templates.new(fields, details)
    templates.begin(record, body)
    return created(templates.view(record))


def update(request: Request) -> Reply:
    """Store changes, and submit them if asked to; without either nothing happens (inferred)."""
    templates, record = Templates.at(request)
    _check_updatable(templates, record)
    details: JSON = request.body.get("details", {})
    submit = request.body.get("status", "DRAFT") == "SUBMIT" and bool(details or "changes" in record)
    if not details and not submit:
        return ok(templates.view(record))
    pending = {**record.get("changes", {}).get("details", {}), **details}
    whole = templates.applied(record.get("details", {}), pending)
    _check_fields(request, list(mistakes(whole)))
    if submit:
        templates.check_complete(request, whole)
    templates.check_name(record["plusFriendId"], whole["name"], besides=record["code"])
    check_category(whole)
    templates.change(record, details, submit=submit)
    return ok(templates.view(record))


def delete_changes(request: Request) -> Reply:
    """Throw a draft away; a template that is nothing else disappears (inferred)."""
    templates, record = Templates.at(request)
    if templates.status(record) != "DRAFT":
        raise problem("template_not_deletable")
    templates.drop_changes(record)
    return no_content()


def _check_updatable(templates: Templates, record: Record) -> None:
    if record.get("frozen", False):
        raise problem("template_not_updatable")
    if templates.in_review(record):
        raise problem("template_changes_not_updatable")


def _check_fields(request: Request, errors: list[str]) -> None:
    if errors:
        raise problem(request.code_of_bad_field, information={"validationErrors": errors})


HANDLERS: Handlers = {
    **Templates.handlers("KakaotalkTemplate"),
    "createKakaotalkTemplate": create,
    "updateKakaotalkTemplate": update,
    "deleteKakaotalkTemplateChanges": delete_changes,
}
