"""The six operations about the account."""

from sinch_provisioning.emulator.family import Handlers, Reply, Request, created, no_content, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.resources import USER
from sinch_provisioning.emulator.whatsapp.account import Account
from sinch_provisioning.emulator.whatsapp.meta import Meta
from sinch_provisioning.emulator.whatsapp.senders import Senders
from sinch_provisioning.emulator.whatsapp.templates import Templates


def get(request: Request) -> Reply:
    """Return the account."""
    reply = Account.serve_one(request)
    request.project.part(Account).check_intact()
    return reply


def create(request: Request) -> Reply:
    """Ask for an account."""
    project, details = request.project, dict(request.body)
    accounts = project.part(Account)
    manager = details.pop("businessManager", None)
    project.part(Meta).check_manager(manager)
    accounts.check_intact()
    if accounts.peek() is not None:
        raise problem("account_exists")
    account = accounts.make(embedded=False, business_manager=manager, waba_id=project.number(15))
    accounts.ask(account, details)
    return created(accounts.view(account))


def update(request: Request) -> Reply:
    """Correct a rejected request, and submit it again."""
    accounts, account = Account.at(request)
    asked = {name: value for name, value in request.body.items() if value != {}}
    if not asked:
        raise problem("no_fields_to_update")
    if not accounts.is_rejected(account):
        raise problem("account_not_updatable", "Only a rejected account can change.")
    before = account.get("changes", {}).get("details") or account.get("details", {})
    if "senderDetails" in asked:
        asked["senderDetails"] = {**before.get("senderDetails", {}), **asked["senderDetails"]}
    if "companyLegalName" in asked and "wabaName" in before:
        asked.setdefault("wabaName", asked["companyLegalName"])  # the old name of the same field
    accounts.edit(account)
    # The documented response shows the rejected request as the present details (see docs/errata.md).
    account["state"] = "REJECTED"
    account["details"] = {"wabaName": before.get("companyLegalName", ""), **before}
    accounts.note(account, "EDITED", author=USER)
    accounts.ask(account, {**before, **asked})
    return ok(accounts.view(account))


def delete(request: Request) -> Reply:
    """Delete the account, if no sender belongs to it; its templates go with it (inferred)."""
    project = request.project
    accounts = project.part(Account)
    account = accounts.require()
    senders = project.part(Senders).records
    live = [record["id"] for record in senders.values() if "state" in record]
    if live:
        raise problem("account_has_senders", information={"projectId": project.id, "senderIds": live})
    if senders:
        raise problem("account_has_sender_changes", information={"projectId": project.id})
    if accounts.settings["keepsDrafts"]:
        raise problem("template_could_not_delete_drafts")
    accounts.remove(account)
    accounts.settings.set(corrupt=False)
    project.part(Templates).clear()
    return no_content()


def comment(request: Request) -> Reply:
    """Keep a comment as an activity."""
    accounts, _ = Account.at(request)
    accounts.check_intact()
    return Account.serve_comment(request)


HANDLERS: Handlers = {
    **Account.handlers("WhatsappAccount"),
    "getWhatsappAccount": get,
    "createWhatsappAccount": create,
    "updateWhatsappAccount": update,
    "deleteWhatsappAccount": delete,
    "createWhatsappAccountComment": comment,
}
