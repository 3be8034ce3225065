"""The ten operations about senders."""

from sinch_provisioning.emulator.activities import USER, stored_comment
from sinch_provisioning.emulator.family import Reply, Request, created, handles, no_content, ok
from sinch_provisioning.emulator.kakaotalk.account import account_of
from sinch_provisioning.emulator.kakaotalk.senders import lifecycle
from sinch_provisioning.emulator.kakaotalk.senders.editing import check_details, edit
from sinch_provisioning.emulator.kakaotalk.senders.state import Record, SendersState, senders_of, taken_ids
from sinch_provisioning.emulator.problems import Problem, problem


@handles("listKakaotalkSenders")
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


@handles("createKakaotalkSender")
def create_sender(request: Request) -> Reply:
    """Begin a sender, and hand it in unless it is to be a draft. The first one brings the account along."""
    senders, body = senders_of(request.project), request.body
    account = account_of(request.project)
    account.check_free()
    if body["plusFriendId"] in taken_ids(request.project):
        raise problem("plus_friend_id_used", f"{body['plusFriendId']} has a sender already.")
    details = body.get("details", {})
    record = senders.new(body["plusFriendId"], details)
    senders.note(record, "CREATED", author=USER)
    submit = body.get("status", "SUBMIT") == "SUBMIT"
    try:
        check_details(senders, details, details.get("logoImage"))
    except Problem:
        if submit and body.get("saveDraftOnFailure", False):
            senders.note(record, "DRAFT", author=USER)
            senders.add(record)
            account.initialize()
        raise
    senders.add(record)
    account.initialize()
    if submit:
        lifecycle.hand_in(senders, record)
    else:
        senders.note(record, "DRAFT", author=USER)
    return created(senders.view(record))


@handles("getKakaotalkSender")
def get_sender(request: Request) -> Reply:
    """Answer one sender."""
    senders, record = _find(request)
    return ok(senders.view(record))


@handles("updateKakaotalkSender")
def update_sender(request: Request) -> Reply:
    """Store changes, and hand them in if asked to."""
    senders, record = _find(request)
    edit(senders, record, request.body)
    return ok(senders.view(record))


@handles("deleteKakaotalkSender")
def delete_sender(request: Request) -> Reply:
    """Mark a sender for removal."""
    senders, record = _find(request)
    lifecycle.mark_deleted(senders, record)
    return no_content()


@handles("deleteKakaotalkSenderChanges")
def delete_changes(request: Request) -> Reply:
    """Throw changes away. Of a sender that is unknown there are none (inferred)."""
    senders, record = _find(request, missing="sender_changes_not_found")
    lifecycle.drop_changes(senders, record)
    return no_content()


@handles("registerKakaotalkSender")
def register(request: Request) -> Reply:
    """Send a one-time code."""
    senders, record = _find(request)
    lifecycle.register(senders, record)
    return ok(senders.view(record))


@handles("verifyKakaotalkSender")
def verify(request: Request) -> Reply:
    """Take a one-time code."""
    senders, record = _find(request)
    lifecycle.verify(senders, record, request.body["code"])
    return ok(senders.view(record))


@handles("listKakaotalkSenderActivities")
def list_activities(request: Request) -> Reply:
    """Answer what happened to a sender, newest first."""
    _, record = _find(request)
    return request.page("notifications", record["activities"][::-1], scope=record["plusFriendId"])


@handles("createKakaotalkSenderComment")
def comment(request: Request) -> Reply:
    """Keep a comment as an activity, and tell of it."""
    senders, record = _find(request)
    text = request.body["comment"]
    senders.note(record, "COMMENT_ADDED", author=USER, comment=text)
    senders.tell(record, "COMMENT_ADDED", comment=text)
    return created(stored_comment(request.clock, text))


def _senders(request: Request) -> SendersState:
    account_of(request.project).require()
    return senders_of(request.project)


def _find(request: Request, missing: str = "sender_not_found") -> tuple[SendersState, Record]:
    senders = _senders(request)
    return senders, senders.find(request.path["plusFriendId"], missing)
