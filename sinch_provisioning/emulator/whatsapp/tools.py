"""Template analytics, and the two helpers of the older Embedded Signup."""

import secrets
from typing import Any

from sinch_provisioning.emulator.family import Reply, Request, created, handles, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.whatsapp.account import require_account, whatsapp
from sinch_provisioning.emulator.whatsapp.meta import MetaState, meta, sender_records

JSON = Any


@handles("enableWhatsappTemplateAnalytics")
def enable_template_analytics(request: Request) -> Reply:
    """Switch analytics on; a second time does nothing."""
    account = require_account(request.project)
    if meta(request.project).data["noAnalytics"]:
        raise problem("template_insights_not_yet_available")
    account["wabaEnabledForInsights"] = True
    return ok()


@handles("createWhatsappLongLivedAccessToken")
def create_long_lived_access_token(request: Request) -> Reply:
    """Trade a token, or a code, which is used up by that, for a token that nobody can guess."""
    known = _meta(request)
    code = request.body.get("facebookCode")
    if code is not None:
        if not known.takes(code):
            raise problem("invalid_facebook_code")
        known.spend(code)
    return created({"longLivedAccessToken": secrets.token_urlsafe(48)})


@handles("listWhatsappWabaDetails")
def list_waba_details(request: Request) -> Reply:
    """Answer the business accounts at Meta with their numbers."""
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


def _meta(request: Request) -> MetaState:
    """Return Meta's side, if the request's business manager and token lead there."""
    known, body = meta(request.project), request.body
    manager, token = body.get("businessManager"), body.get("facebookToken")
    known.check_manager(manager)
    account = whatsapp(request.project).account
    if manager and account is not None and manager != account["businessManager"]:
        raise problem("invalid_business_manager", f"The project's business manager is {account['businessManager']}.")
    known.check_reachable()
    if token is not None and not known.takes(token):
        raise problem("invalid_facebook_token")
    return known
