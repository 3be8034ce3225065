"""The WhatsApp account of a project: asked for, judged by Meta and Sinch, corrected after a refusal, deleted."""

from collections.abc import Callable
from typing import Any

from sinch_provisioning.emulator.activities import SINCH, USER, activity, stored_comment
from sinch_provisioning.emulator.family import Reply, Request, created, handles, no_content, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Project, happens
from sinch_provisioning.emulator.whatsapp.meta import meta
from sinch_provisioning.emulator.whatsapp.regions import (
    DEFAULT_BUSINESS_MANAGER,
    compatible_regions,
    usual_region,
    usual_storage,
)

JSON = Any

REVIEW = 5.0
"""Seconds until a request waits for the client at Meta (inferred)."""
ACCEPTANCE = 10.0
"""Seconds until the client has accepted (inferred)."""


class WhatsappState:
    """The account's part of a project."""

    def __init__(self, project: Project, data: dict[str, Any]) -> None:
        self.project = project
        self.data = data
        self.activities: list[JSON] = data.setdefault("activities", [])
        data.setdefault("hold", False)
        data.setdefault("corrupt", False)
        data.setdefault("keepsDrafts", False)
        data.setdefault("turn", 0)

    @property
    def account(self) -> JSON | None:
        """The account as the API shows it, None if there is none."""
        return self.data.get("account")

    def check_intact(self) -> None:
        """Refuse while the record of the account is inconsistent."""
        if self.data["corrupt"]:
            raise problem("account_data_is_corrupt")


def whatsapp(project: Project) -> WhatsappState:
    """Return the account's part of a project."""
    return project.part("whatsapp", WhatsappState)


def account_of(project: Project) -> JSON:
    """Return the account.

    Raises:
        Problem: 404, there is none.
    """
    account = whatsapp(project).account
    if account is None:
        raise problem("account_not_found")
    return account


def require_account(project: Project) -> JSON:
    """Return the account, for operations that call a project without one "not initialized".

    Raises:
        Problem: 400, there is none.
    """
    account = whatsapp(project).account
    if account is None:
        raise problem("project_not_initialized")
    return account


def make_account(project: Project, *, embedded: bool, business_manager: str | None, waba_id: str) -> JSON:
    """Give a project an account, bare of any request, and return it."""
    manager = business_manager or DEFAULT_BUSINESS_MANAGER
    account = {
        "isEmbeddedSignup": embedded,
        "businessManager": manager,
        "wabaId": waba_id,
        "compatibleRegions": compatible_regions(manager),
        "wabaEnabledForInsights": False,
        "wabaEnabledForDirectSend": False,
        "wabaMaxPriceOnboarded": False,
        "currency": "EUR",
    }
    whatsapp(project).data["account"] = account
    note(project, "CREATED", author=USER)
    return account


def is_rejected(account: JSON) -> bool:
    """Return whether an account is refused, in either of the two documented shapes."""
    status: str | None = account.get("changes", {}).get("status")
    return "REJECTED" in {account.get("state"), status} and not is_pending(account)


def is_pending(account: JSON) -> bool:
    """Return whether a request waits for Sinch, Meta or the client."""
    return account.get("changes", {}).get("status") in {"IN_PROGRESS", "PENDING_FACEBOOK_VERIFICATION"}


def note(project: Project, type: str, *, comment: str | None = None, author: str = SINCH) -> None:
    """Add an activity."""
    whatsapp(project).activities.append(activity(project.clock, type, author=author, comment=comment))


def _completed(details: JSON, manager: str) -> JSON:
    """Return a request with what is taken where it says nothing."""
    sender = details.get("senderDetails")
    if sender is None:
        return dict(details)
    region = sender.get("region", usual_region(manager))
    return {**details, "senderDetails": {"metaLocalStorage": usual_storage(region), **sender, "region": region}}


def _submit(project: Project, account: JSON, details: JSON) -> None:
    state = whatsapp(project)
    account["changes"] = {"status": "IN_PROGRESS", "details": _completed(details, account["businessManager"])}
    state.data["turn"] += 1
    note(project, "IN_PROGRESS")
    if not state.data["hold"]:
        project.later(REVIEW, review_ends, state.data["turn"])


def _still(project: Project, turn: int, status: str) -> bool:
    """Return whether the account still is where a step expects it."""
    state = whatsapp(project)
    account = state.account
    if account is None or state.data["turn"] != turn:
        return False
    return bool(account.get("changes", {}).get("status") == status)


@happens
def review_ends(project: Project, turn: int) -> None:
    """Let Meta take a request, and leave it to the client."""
    if _still(project, turn, "IN_PROGRESS"):
        ask_client(project)
        project.later(ACCEPTANCE, client_accepts, turn)


@happens
def client_accepts(project: Project, turn: int) -> None:
    """Let the client accept."""
    if _still(project, turn, "PENDING_FACEBOOK_VERIFICATION"):
        onboard(project)


def ask_client(project: Project) -> None:
    """Let Meta ask the client to accept."""
    account = account_of(project)
    account["changes"]["status"] = "PENDING_FACEBOOK_VERIFICATION"
    note(project, "PENDING_FACEBOOK_VERIFICATION")
    project.emit("WHATSAPP_ACCOUNT_PENDING_VERIFICATION", account)


def onboard(project: Project) -> None:
    """Let the account go live with what was asked for; no type of activity speaks of that."""
    account = account_of(project)
    account["details"] = {**account.get("details", {}), **account.pop("changes")["details"]}
    account["details"].setdefault("wabaName", account["details"].get("companyLegalName", ""))
    account["state"] = "ONBOARDED"
    project.emit("WHATSAPP_ACCOUNT_ONBOARDED", account)


def reject(project: Project, reason: str | None) -> None:
    """Refuse the account."""
    account = account_of(project)
    account["changes"]["status"] = "REJECTED"
    note(project, "REJECTED", comment=reason)
    project.emit("WHATSAPP_ACCOUNT_REJECTED", account, comment=reason)


@handles("getWhatsappAccount")
def get(request: Request) -> Reply:
    """Answer the account."""
    account = account_of(request.project)
    whatsapp(request.project).check_intact()
    return ok(account)


@handles("createWhatsappAccount")
def create(request: Request) -> Reply:
    """Ask for an account."""
    project, details = request.project, dict(request.body)
    manager = details.pop("businessManager", None)
    meta(project).check_manager(manager)
    whatsapp(project).check_intact()
    if whatsapp(project).account is not None:
        raise problem("account_exists")
    waba_id = str(project.random.randrange(10**14, 10**15))
    account = make_account(project, embedded=False, business_manager=manager, waba_id=waba_id)
    _submit(project, account, details)
    return created(account)


@handles("updateWhatsappAccount")
def update(request: Request) -> Reply:
    """Correct a rejected request, and hand it in again."""
    project = request.project
    account = account_of(project)
    asked = {name: value for name, value in request.body.items() if value != {}}
    if not asked:
        raise problem("no_fields_to_update")
    if not is_rejected(account):
        raise problem("account_not_updatable", "Only a rejected account can change.")
    before = account.get("changes", {}).get("details") or account.get("details", {})
    if "senderDetails" in asked:
        asked["senderDetails"] = {**before.get("senderDetails", {}), **asked["senderDetails"]}
    if "companyLegalName" in asked and "wabaName" in before:
        asked.setdefault("wabaName", asked["companyLegalName"])  # the old name of the same field
    # The documented answer shows the refused request as the present details (see the behaviour file, section 2).
    account["state"] = "REJECTED"
    account["details"] = {"wabaName": before.get("companyLegalName", ""), **before}
    note(project, "EDITED", author=USER)
    _submit(project, account, {**before, **asked})
    return ok(account)


@handles("deleteWhatsappAccount")
def delete(request: Request) -> Reply:
    """Delete the account, if nothing hangs on it."""
    project, state = request.project, whatsapp(request.project)
    require_account(project)
    for check in before_deletion:
        check(project)
    if state.data["keepsDrafts"]:
        raise problem("template_could_not_delete_drafts")
    del state.data["account"]
    state.data["corrupt"] = False
    state.activities.clear()
    # Steps of the old account that are still to come find another turn, and do nothing.
    state.data["turn"] += 1
    for follow in after_deletion:
        follow(project)
    return no_content()


before_deletion: list[Callable[[Project], None]] = []
"""What others have to say against a deletion; senders add theirs."""
after_deletion: list[Callable[[Project], None]] = []
"""What goes with the account."""


@handles("listWhatsappAccountActivities")
def activities(request: Request) -> Reply:
    """Answer what happened to the account."""
    account_of(request.project)
    return request.page("notifications", whatsapp(request.project).activities[::-1])


@handles("createWhatsappAccountComment")
def comment(request: Request) -> Reply:
    """Keep a comment as an activity, and tell of it."""
    project, text = request.project, request.body["comment"]
    account = account_of(project)
    whatsapp(project).check_intact()
    note(project, "COMMENT_ADDED", comment=text, author=USER)
    project.emit("WHATSAPP_ACCOUNT_COMMENT_ADDED", account, comment=text)
    return created(stored_comment(project.clock, text))
