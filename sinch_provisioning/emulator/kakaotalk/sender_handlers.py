"""Operations about senders, but for those that all resources have in common."""

from sinch_provisioning.emulator.family import Handlers, Reply, Request, created, ok
from sinch_provisioning.emulator.kakaotalk.account import Account
from sinch_provisioning.emulator.kakaotalk.senders import Senders, taken_ids
from sinch_provisioning.emulator.problems import problem


def create(request: Request) -> Reply:
    """Begin a sender, and submit it unless it is to be a draft."""
    senders, body = request.project.part(Senders), request.body
    request.project.part(Account).check_free()
    if body["plusFriendId"] in taken_ids(request.project):
        raise problem("plus_friend_id_used", f"{body['plusFriendId']} has a sender already.")
    details = body.get("details", {})
    record = senders.new({"id": request.project.uuid(), "plusFriendId": body["plusFriendId"]}, details)
    senders.begin(record, body, lambda: senders.check_details(details, details.get("logoImage")))
    return created(senders.view(record))


def update(request: Request) -> Reply:
    """Store changes, and submit them if asked to."""
    senders, record = Senders.at(request)
    senders.change(request, record)
    return ok(senders.view(record))


def register(request: Request) -> Reply:
    """Send a one-time code."""
    senders, record = Senders.at(request)
    senders.register(record)
    return ok(senders.view(record))


def verify(request: Request) -> Reply:
    """Take a one-time code."""
    senders, record = Senders.at(request)
    senders.verify(record, request.body["code"])
    return ok(senders.view(record))


HANDLERS: Handlers = {
    **Senders.handlers("KakaotalkSender"),
    "createKakaotalkSender": create,
    "updateKakaotalkSender": update,
    "registerKakaotalkSender": register,
    "verifyKakaotalkSender": verify,
}
