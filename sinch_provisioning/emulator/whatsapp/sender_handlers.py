"""Operations about senders, but for those that all resources have in common."""

from sinch_provisioning.emulator.family import Handlers, Reply, Request, created, no_content, ok
from sinch_provisioning.emulator.whatsapp import sender_codes
from sinch_provisioning.emulator.whatsapp.meta import Meta
from sinch_provisioning.emulator.whatsapp.sender_creation import new_sender, sign_up
from sinch_provisioning.emulator.whatsapp.sender_editing import change, suggestions
from sinch_provisioning.emulator.whatsapp.senders import Senders


def create(request: Request) -> Reply:
    """Begin a sender by one of the four forms, and submit it unless it is to be a draft."""
    project, body = request.project, request.body
    senders, record = project.part(Senders), new_sender(project, body)

    def check() -> None:
        # What was rejected before it came to this does not become a draft either (inferred).
        senders.check_file(record["changes"]["details"].get("photoUrl"))
        if body.get("status", "SUBMIT") == "SUBMIT":
            project.part(Meta).check_reachable()
        sign_up(project, record, body)

    senders.begin(record, body, check)
    return created(senders.view(record))


def update(request: Request) -> Reply:
    """Store changes, and submit them if asked to."""
    senders, record = Senders.at(request)
    change(senders, record, request.body)
    return ok(senders.view(record))


def register(request: Request) -> Reply:
    """Send a one-time code."""
    senders, record = Senders.at(request)
    sent = sender_codes.register(senders, record)
    taken = {"id": record["id"], "method": request.body["method"], "accepted": request.clock.text()}
    return ok({**taken, "verificationCodeSent": sent})


def verify(request: Request) -> Reply:
    """Take a one-time code."""
    senders, record = Senders.at(request)
    sender_codes.verify(senders, record, request.body.get("code"))
    return no_content()


def suggested_usernames(request: Request) -> Reply:
    """Return user names that would be taken."""
    senders, record = Senders.at(request)
    return ok({"usernames": suggestions(senders, record)})


HANDLERS: Handlers = {
    **Senders.handlers("WhatsappSender"),
    "createWhatsappSender": create,
    "updateWhatsappSender": update,
    "registerWhatsappSender": register,
    "verifyWhatsappSender": verify,
    "getWhatsappSenderSuggestedUsernames": suggested_usernames,
}
