"""Template analytics, and the two helpers of the older Embedded Signup."""

import secrets

from sinch_provisioning.emulator.family import Handlers, Reply, Request, created, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.tables import JSON
from sinch_provisioning.emulator.whatsapp.account import Account
from sinch_provisioning.emulator.whatsapp.meta import Meta, sender_records


def enable_template_analytics(request: Request) -> Reply:
    """Switch analytics on; a second time does nothing."""
    accounts = request.project.part(Account)
    account = accounts.require()
    if request.project.part(Meta).settings["noAnalytics"]:
        raise problem("template_insights_not_yet_available")
    accounts.edit(account)["wabaEnabledForInsights"] = True
    return ok()


def create_long_lived_access_token(request: Request) -> Reply:
    """Trade a token, or a code, which is used up by that, for a token that cannot be guessed."""
    known = _meta(request)
    code = request.body.get("facebookCode")
    if code is not None:
        if not known.takes(code):
            raise problem("invalid_facebook_code")
        known.spend(code)
    return created({"longLivedAccessToken": secrets.token_urlsafe(48)})


def list_waba_details(request: Request) -> Reply:
    """Return the business accounts at Meta with their numbers."""
    known = _meta(request)
    used = {record.get("phoneNumberId") for other in request.project.store for record in sender_records(other)}
    wabas = [
        {"id": waba_id, "numbers": [_number(number_id, number, used) for number_id, number in numbers.items()]}
        for waba_id, numbers in known.wabas.items()
    ]
    return ok({"wabas": wabas})


def _number(number_id: str, number: JSON, used: set[str | None]) -> JSON:
    # The documents say that `provisioned` means "can be used".
    shown = f"+{number['countryCode']} {number['phoneNumber']}"
    return {"id": number_id, "displayPhoneNumber": shown, "provisioned": number_id not in used}


def _meta(request: Request) -> Meta:
    """Return Meta's side, if the request's business manager and token lead there."""
    known, body = request.project.part(Meta), request.body
    manager, token = body.get("businessManager"), body.get("facebookToken")
    known.check_manager(manager)
    account = request.project.part(Account).peek()
    if manager and account is not None and manager != account["businessManager"]:
        raise problem("invalid_business_manager", f"The project's business manager is {account['businessManager']}.")
    known.check_reachable()
    if token is not None and not known.takes(token):
        raise problem("invalid_facebook_token")
    return known


HANDLERS: Handlers = {
    "enableWhatsappTemplateAnalytics": enable_template_analytics,
    "createWhatsappLongLivedAccessToken": create_long_lived_access_token,
    "listWhatsappWabaDetails": list_waba_details,
}
