"""The two operations about categories."""

from sinch_provisioning.emulator.data import data
from sinch_provisioning.emulator.family import Handlers, Reply, Request, ok
from sinch_provisioning.emulator.kakaotalk.account import Account
from sinch_provisioning.emulator.kakaotalk.catalogue import sender_tree
from sinch_provisioning.emulator.kakaotalk.senders import Senders


def list_sender_categories(request: Request) -> Reply:
    """Return the whole tree."""
    request.project.part(Account).require()
    return ok({"categories": sender_tree()})


def list_template_categories(request: Request) -> Reply:
    """Return what the templates of a sender may be about, the same for all senders (inferred)."""
    Senders.at(request)
    return request.page("categories", data("kakaotalk_template_categories"))


HANDLERS: Handlers = {
    "listKakaotalkSenderCategories": list_sender_categories,
    "listKakaotalkTemplateCategories": list_template_categories,
}
