"""The eleven operations about senders."""

from sinch_provisioning.emulator.activities import USER, stored_comment
from sinch_provisioning.emulator.family import Reply, Request, created, handles, no_content, ok
from sinch_provisioning.emulator.problems import Problem, problem
from sinch_provisioning.emulator.store import Project
from sinch_provisioning.emulator.whatsapp import account
from sinch_provisioning.emulator.whatsapp.account import require_account
from sinch_provisioning.emulator.whatsapp.meta import meta
from sinch_provisioning.emulator.whatsapp.senders import codes, lifecycle
from sinch_provisioning.emulator.whatsapp.senders.creation import new_sender, sign_up
from sinch_provisioning.emulator.whatsapp.senders.editing import edit, suggestions
from sinch_provisioning.emulator.whatsapp.senders.state import Record, SendersState, senders_of


@handles("listWhatsappSenders")
def list_senders(request: Request) -> Reply:
    """Answer the project's senders, in the order of their creation; a filter keeps what has one of its values."""
    senders = _senders(request)
    states, statuses = request.query.get("filterStates"), request.query.get("filterStatuses")
    found = [
        record
        for record in senders.senders.values()
        if (not states or record.get("state") in states)
        and (not statuses or record.get("changes", {}).get("status") in statuses)
    ]
    start, size, frame = request.window(len(found), default_size=50)
    return ok({**frame, "senders": [senders.view(record) for record in found[start : start + size]]})


@handles("createWhatsappSender")
def create_sender(request: Request) -> Reply:
    """Begin a sender by one of the four forms, and hand it in unless it is to be a draft."""
    project, body = request.project, request.body
    senders, record = senders_of(project), new_sender(project, body)
    senders.note(record, "CREATED", author=USER)
    submit = body.get("status", "SUBMIT") == "SUBMIT"
    try:
        senders.files.check(record["changes"]["details"].get("photoUrl"))
        if submit:
            meta(project).check_reachable()
    except Problem:
        # What was refused before it came to this is no draft either (inferred).
        if submit and body.get("saveDraftOnFailure", False):
            _keep_draft(senders, record)
        raise
    sign_up(project, record, body)
    if submit:
        senders.senders[record["id"]] = record
        lifecycle.hand_in(senders, record)
    else:
        _keep_draft(senders, record)
    return created(senders.view(record))


def _keep_draft(senders: SendersState, record: Record) -> None:
    senders.note(record, "DRAFT", author=USER)
    senders.senders[record["id"]] = record


@handles("getWhatsappSender")
def get_sender(request: Request) -> Reply:
    """Answer one sender."""
    senders, record = _find(request)
    return ok(senders.view(record))


@handles("updateWhatsappSender")
def update_sender(request: Request) -> Reply:
    """Store changes, and hand them in if asked to."""
    senders, record = _find(request)
    edit(senders, record, request.body)
    return ok(senders.view(record))


@handles("deleteWhatsappSender")
def delete_sender(request: Request) -> Reply:
    """Mark a sender for removal."""
    senders, record = _find(request)
    if record.get("deleted"):
        raise problem("sender_already_deleted")
    lifecycle.mark_deleted(senders, record)
    return no_content()


@handles("deleteWhatsappSenderChanges")
def delete_changes(request: Request) -> Reply:
    """Throw changes away; a sender that is nothing else disappears (inferred)."""
    senders = _senders(request)
    record = senders.senders.get(request.path["senderId"], {})
    if "changes" not in record:
        raise problem("sender_changes_not_found")
    if record["changes"]["status"] not in {"DRAFT", "REJECTED", "ERROR"}:
        raise problem("sender_changes_not_deletable")
    lifecycle.drop_changes(senders, record)
    return no_content()


@handles("listWhatsappSenderActivities")
def list_activities(request: Request) -> Reply:
    """Answer what happened to a sender."""
    _, record = _find(request)
    return request.page("notifications", record["activities"][::-1], scope=record["id"])


@handles("createWhatsappSenderComment")
def comment(request: Request) -> Reply:
    """Keep a comment as an activity, and tell of it."""
    senders, record = _find(request)
    text = request.body["comment"]
    senders.note(record, "COMMENT_ADDED", author=USER, comment=text)
    senders.tell(record, "COMMENT_ADDED", comment=text)
    return created(stored_comment(request.clock, text))


@handles("registerWhatsappSender")
def register(request: Request) -> Reply:
    """Send a one-time code."""
    senders, record = _find(request)
    sent = codes.register(senders, record)
    return ok(
        {
            "id": record["id"],
            "method": request.body["method"],
            "accepted": request.clock.text(),
            "verificationCodeSent": sent,
        }
    )


@handles("verifyWhatsappSender")
def verify(request: Request) -> Reply:
    """Take a one-time code."""
    senders, record = _find(request)
    codes.verify(senders, record, request.body.get("code"))
    return no_content()


@handles("getWhatsappSenderSuggestedUsernames")
def suggested_usernames(request: Request) -> Reply:
    """Answer user names that would be taken."""
    senders, record = _find(request)
    return ok({"usernames": suggestions(senders, record)})


def _senders(request: Request) -> SendersState:
    require_account(request.project)
    return senders_of(request.project)


def _find(request: Request) -> tuple[SendersState, Record]:
    senders = _senders(request)
    return senders, senders.find(request.path["senderId"])


def _keep_account(project: Project) -> None:
    """Refuse to delete the account of senders."""
    records = senders_of(project).senders.values()
    live = [record["id"] for record in records if "state" in record]
    if live:
        raise problem("account_has_senders", information={"projectId": project.id, "senderIds": live})
    if records:
        raise problem("account_has_sender_changes", information={"projectId": project.id})


account.before_deletion.append(_keep_account)
