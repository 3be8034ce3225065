"""The WhatsApp account of a project: asked for, judged by Meta and Sinch, corrected after a refusal, deleted."""

from typing import Any

from sinch_provisioning.emulator.family import Reply, Request, created, handles, no_content, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Project, happens

JSON = Any

USER = "Provisioning API user"
SINCH = "Sinch"

REVIEW = 5.0
"""Seconds until a request waits for the client at Meta (inferred)."""
ACCEPTANCE = 10.0
"""Seconds until the client has accepted (inferred)."""

# What is taken where a request leaves it out (the service's own choice is not documented).
DEFAULT_BUSINESS_MANAGER = "SINCH_UK"
DEFAULT_REGION = "EU"
DEFAULT_STORAGE = "UNSPECIFIED"
COMPATIBLE_REGIONS = {"SINCH_BR": ["br", "us"], "SINCH_MX": ["br", "us"]}
OTHER_REGIONS = ["eu", "us"]


class WhatsappState:
    """The account's part of a project."""

    def __init__(self, project: Project, data: dict[str, Any]) -> None:
        self.project = project
        self.data = data
        self.activities: list[JSON] = data.setdefault("activities", [])

    @property
    def account(self) -> JSON | None:
        """The account as the API shows it, None if there is none."""
        return self.data.get("account")


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
        "compatibleRegions": COMPATIBLE_REGIONS.get(manager, OTHER_REGIONS),
        "wabaEnabledForInsights": False,
        "wabaEnabledForDirectSend": False,
        "wabaMaxPriceOnboarded": False,
        "currency": "EUR",
    }
    whatsapp(project).data["account"] = account
    return account


def is_rejected(account: JSON) -> bool:
    """Return whether an account is refused, in either of the two documented shapes."""
    return account.get("state") == "REJECTED" or account.get("changes", {}).get("status") == "REJECTED"


def note(project: Project, type: str, *, comment: str | None = None, author: str = SINCH) -> None:
    """Add an activity."""
    activity = {"type": type, "created": project.clock.text(), "author": author}
    if comment is not None:
        activity["comment"] = comment
    whatsapp(project).activities.append(activity)


def _completed(details: JSON) -> JSON:
    sender = details.get("senderDetails")
    if sender is None:
        return dict(details)
    defaults = {"region": DEFAULT_REGION, "metaLocalStorage": DEFAULT_STORAGE}
    return {**details, "senderDetails": {**defaults, **sender}}


def _submit(project: Project, account: JSON, details: JSON) -> None:
    account["changes"] = {"status": "IN_PROGRESS", "details": details}
    data = whatsapp(project).data
    data["turn"] = data.get("turn", 0) + 1
    note(project, "IN_PROGRESS")
    project.later(REVIEW, ask_client, data["turn"])


def _current(project: Project, turn: int, status: str) -> JSON | None:
    """Return the account if it still waits where a step expects it."""
    state = whatsapp(project)
    account = state.account
    if account is None or state.data.get("turn") != turn or account.get("changes", {}).get("status") != status:
        return None
    return account


@happens
def ask_client(project: Project, turn: int) -> None:
    """Let Meta ask the client to accept."""
    account = _current(project, turn, "IN_PROGRESS")
    if account is not None:
        account["changes"]["status"] = "PENDING_FACEBOOK_VERIFICATION"
        note(project, "PENDING_FACEBOOK_VERIFICATION")
        project.emit("WHATSAPP_ACCOUNT_PENDING_VERIFICATION", account)
        project.later(ACCEPTANCE, client_accepts, turn)


@happens
def client_accepts(project: Project, turn: int) -> None:
    """Let the client accept."""
    if _current(project, turn, "PENDING_FACEBOOK_VERIFICATION") is not None:
        onboard(project)


def onboard(project: Project) -> None:
    """Let the account go live with what was asked for."""
    account = account_of(project)
    asked = account.pop("changes", {}).get("details", {})
    account["details"] = {**account.get("details", {}), **asked}
    account["details"].setdefault("wabaName", account["details"].get("companyLegalName", "WhatsApp Business Account"))
    account["state"] = "ONBOARDED"
    note(project, "CREATED")
    project.emit("WHATSAPP_ACCOUNT_ONBOARDED", account)


def reject(project: Project, reason: str | None) -> None:
    """Refuse the account."""
    account = account_of(project)
    account.setdefault("changes", {})["status"] = "REJECTED"
    note(project, "REJECTED", comment=reason)
    project.emit("WHATSAPP_ACCOUNT_REJECTED", account, comment=_comment(project, reason))


def _comment(project: Project, text: str | None) -> JSON | None:
    return None if text is None else {"type": "CREATED", "comment": text, "created": project.clock.text()}


@handles("getWhatsappAccount")
def get(request: Request) -> Reply:
    return ok(account_of(request.project))


@handles("createWhatsappAccount")
def create(request: Request) -> Reply:
    project = request.project
    if whatsapp(project).account is not None:
        raise problem("account_exists")
    details = dict(request.body)
    manager = details.pop("businessManager", None)
    waba_id = str(project.random.randrange(10**14, 10**15))
    account = make_account(project, embedded=False, business_manager=manager, waba_id=waba_id)
    note(project, "CREATED", author=USER)
    _submit(project, account, _completed(details))
    return created(account)


@handles("updateWhatsappAccount")
def update(request: Request) -> Reply:
    project = request.project
    account = account_of(project)
    if not request.body:
        raise problem("no_fields_to_update")
    if not is_rejected(account):
        raise problem("account_not_updatable", "Only a rejected account can change.")
    before = account.get("changes", {}).get("details") or account.get("details", {})
    asked = {**before, **request.body}
    if "senderDetails" in request.body:
        asked["senderDetails"] = {**before.get("senderDetails", {}), **request.body["senderDetails"]}
    # The documented answer shows the refused request as the present details (see the behaviour file, section 2).
    account["state"] = "REJECTED"
    account["details"] = {"wabaName": before.get("companyLegalName", ""), **before}
    note(project, "EDITED", author=USER)
    _submit(project, account, _completed(asked))
    return ok(account)


@handles("deleteWhatsappAccount")
def delete(request: Request) -> Reply:
    project = request.project
    require_account(project)
    for check in before_deletion:
        check(project)
    data = whatsapp(project).data
    data.pop("account")
    # Steps of the old account that are still to come find another turn, and do nothing.
    data["turn"] = data.get("turn", 0) + 1
    for follow in after_deletion:
        follow(project)
    return no_content()


before_deletion: list[Any] = []
"""What others have to say against a deletion; senders add theirs."""
after_deletion: list[Any] = []
"""What goes with the account."""


@handles("listWhatsappAccountActivities")
def activities(request: Request) -> Reply:
    account_of(request.project)
    return request.page("notifications", whatsapp(request.project).activities[::-1])


@handles("createWhatsappAccountComment")
def comment(request: Request) -> Reply:
    project = request.project
    account = account_of(project)
    text = request.body["comment"]
    note(project, "COMMENT_ADDED", comment=text, author=USER)
    project.emit("WHATSAPP_ACCOUNT_COMMENT_ADDED", account, comment=text)
    return created({"type": "CREATED", "comment": text, "created": project.clock.text()})
