"""New senders: the four ways of signing up, and what is rejected in each."""

import secrets

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.project import Project
from sinch_provisioning.emulator.tables import JSON, Record
from sinch_provisioning.emulator.whatsapp.account import Account
from sinch_provisioning.emulator.whatsapp.meta import Meta, sender_records
from sinch_provisioning.emulator.whatsapp.regions import (
    DEFAULT_BUSINESS_MANAGER,
    USUAL_STORAGE,
    goes_with,
    usual_region,
)

MAX_TPS = 80
WORK_ONCE = ("authenticationCode", "facebookCode")
# Fields of `details` that are of the number, not of the profile.
ON_NUMBER = ("countryCode", "phoneNumber")


def form_of(body: JSON) -> str:
    """Return which of the four forms a body is, by its fields, in this order (inferred)."""
    if "phoneNumberProvider" in body:
        return "partner"
    if "name" in body:
        return "legacy"
    return "embedded" if "wabaId" in body else "number"


def new_sender(project: Project, body: JSON) -> tuple[Record, JSON]:
    """Return fields and details of a new sender, or reject it; nothing else changes before `sign_up`."""
    form = form_of(body)
    embedded = form in {"embedded", "legacy"}
    _check_digits(body.get("details", {}))
    account = project.part(Account).peek()
    if account is None and not embedded:
        raise problem("project_not_initialized")
    project.part(Meta).check_manager(body.get("businessManager"))
    project.part(Account).check_intact()
    manager = _manager(body, account)
    region = body.get("region") or _region(account, manager)
    if not goes_with(manager, region):
        raise problem("invalid_business_manager", f"{manager} does not go with region {region}.")
    _check_kind(account, embedded=embedded)
    fields: Record = {
        "id": project.uuid(),
        "embedded": embedded,
        "region": region,
        "metaLocalStorage": body.get("metaLocalStorage") or USUAL_STORAGE[region],
        "businessManager": manager,
        "maxTps": MAX_TPS,
        "bearerToken": secrets.token_urlsafe(24),
        "metadata": {},
        **(_embedded(project, body, account) if embedded else _on_number(project, body)),
    }
    asked: JSON = {name: value for name, value in body.get("details", {}).items() if name not in ON_NUMBER}
    # With Embedded Signup Sinch reads the profile from Meta; a new number has no line of business yet.
    asked.setdefault("displayName", body.get("name", "Business on WhatsApp"))
    asked.setdefault("vertical", "OTHER" if embedded else "NOT_SET")
    return fields, asked


def sign_up(project: Project, record: Record, body: JSON) -> None:
    """Use up what works once; with Embedded Signup bring the account along if there is none."""
    for name in WORK_ONCE:
        if name in body:
            project.part(Meta).spend(body[name])
    accounts = project.part(Account)
    if accounts.peek() is None:
        account = accounts.make(embedded=True, business_manager=record["businessManager"], waba_id=record["wabaId"])
        details = {"clientBusinessManagerId": project.number(15), "wabaName": body.get("name", "Business")}
        account["changes"] = {"status": "IN_PROGRESS", "details": details}
        accounts.approve(account)


def _manager(body: JSON, account: JSON | None) -> str:
    given: str | None = body.get("businessManager")
    bound: str | None = None if account is None else account["businessManager"]
    if given and bound and given != bound:
        raise problem("wrong_business_manager", f"The project's business manager is {bound}.")
    return given or bound or DEFAULT_BUSINESS_MANAGER


def _region(account: JSON | None, manager: str) -> str:
    """Return the region of the account's first sender, or else the usual one."""
    for part in [] if account is None else [account, account.get("changes", {})]:
        first: JSON = part.get("details", {}).get("senderDetails")
        if first is not None:
            return str(first["region"])
    return usual_region(manager)


def _check_kind(account: JSON | None, *, embedded: bool) -> None:
    """Reject a sender of the other kind than its account; which code says so is inferred."""
    if account is not None and account["isEmbeddedSignup"] != embedded:
        kind = "takes senders by Embedded Signup only" if account["isEmbeddedSignup"] else "is not by Embedded Signup"
        raise problem("wrong_waba_id", f"The project's account {kind}.")


def _check_digits(details: JSON) -> None:
    errors = [f"details.{name} must be digits only" for name in ON_NUMBER if not _is_number(details.get(name, "0"))]
    if errors:
        raise problem("invalid_input", information={"validationErrors": errors})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _on_number(project: Project, body: JSON) -> JSON:
    details = body["details"]
    # A number that is left out is one that Sinch provides (inferred).
    number = details.get("phoneNumber") or project.number(9)
    for other in project.store:
        for record in sender_records(other):
            if (record["countryCode"], record["phoneNumber"]) == (details["countryCode"], number):
                raise problem("used_phone_number_id", f"{details['countryCode']} {number} has a sender already.")
    return {
        "countryCode": details["countryCode"],
        "phoneNumber": number,
        "numberProvider": body.get("phoneNumberProvider", "CUSTOMER"),
    }


def _embedded(project: Project, body: JSON, account: JSON | None) -> JSON:
    known = project.part(Meta)
    known.check_reachable()
    for name in (*WORK_ONCE, "facebookAccessToken"):
        if name in body and not known.takes(body[name]):
            # The one that is documented here, for tokens and codes alike.
            raise problem("invalid_facebook_token", f"{name} is wrong or spent.")
    waba_id = _waba(project, body.get("wabaId", ""), account)
    number_id = _number(project, waba_id, body.get("phoneNumberId"))
    number = known.wabas.get(waba_id, {}).get(number_id, {})
    return {
        "phoneNumberId": number_id,
        "wabaId": waba_id,
        "countryCode": number.get("countryCode", "48"),
        "phoneNumber": number.get("phoneNumber") or project.number(9),
        "numberProvider": "CUSTOMER",
    }


def _waba(project: Project, given: str, account: JSON | None) -> str:
    """Return the business account that is meant; none given is searched for by project."""
    if account is not None:
        bound: str = account["wabaId"]
        if given and given != bound:
            raise problem("wrong_waba_id", f"The project's business account is {bound}.")
        return bound
    found = [given] if given else list(project.part(Meta).wabas)
    if not found:
        raise problem("not_found_waba_id")
    if len(found) > 1:
        raise problem("too_many_waba_id")
    for other in project.store:
        if (other.part(Account).peek() or {}).get("wabaId") == found[0]:
            raise problem("waba_id_used")
    return found[0]


def _number(project: Project, waba_id: str, given: str | None) -> str:
    """Return the number that is meant; none given is any that is free."""
    numbers = project.part(Meta).wabas.get(waba_id)
    taken = {other.id: {record.get("phoneNumberId") for record in sender_records(other)} for other in project.store}
    mine = taken.pop(project.id, set())
    if not given:
        if numbers is None:
            return project.number(15)
        free = next((number_id for number_id in numbers if number_id not in mine), None)
        if free is None:
            raise problem("all_phone_number_id_provisioned")
        return str(free)
    if given in mine:
        raise problem("provisioned_phone_number_id")
    if any(given in others for others in taken.values()):
        raise problem("used_phone_number_id")
    if numbers is not None and given not in numbers:
        raise problem("invalid_waba_id_or_phone_number_id_for_region")
    return given
