"""The two operations about categories."""

from sinch_provisioning.emulator.family import Reply, Request, handles, ok
from sinch_provisioning.emulator.kakaotalk.account import account_of
from sinch_provisioning.emulator.kakaotalk.catalogue import sender_tree, template_categories
from sinch_provisioning.emulator.kakaotalk.senders.state import senders_of


@handles("listKakaotalkSenderCategories")
def list_sender_categories(request: Request) -> Reply:
    """Answer the whole tree."""
    account_of(request.project).require()
    return ok({"categories": sender_tree()})


@handles("listKakaotalkTemplateCategories")
def list_template_categories(request: Request) -> Reply:
    """Answer what the templates of a sender may be about, the same for all senders (inferred)."""
    account_of(request.project).require()
    sender = senders_of(request.project).find(request.path["plusFriendId"])
    return request.page("categories", template_categories(), scope=sender["plusFriendId"])
