"""The lifecycles of the six kinds of resources as one table: what each state asks for, and what can change in it."""

import enum
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from sinch_provisioning import kakaotalk, rcs, whatsapp
from sinch_provisioning.core.comparing import at, overlaid
from sinch_provisioning.core.model import evolve
from sinch_provisioning.core.subscriptions import WebhookTrigger


class Stage(enum.Enum):
    """What a resource waits for, whatever its kind."""

    DRAFT = "it has not been submitted"
    WORKING = "the service is at work on it"
    CLIENT = "the client has to accept it at Meta"
    CODE = "a one-time code must be entered"
    TEST = "it can be tested and launched"
    LAUNCHING = "the operators decide on it"
    LIVE = "it is live"
    REJECTED = "it was rejected"
    FAILED = "it failed"
    OFF = "it was taken out of service"


@attrs.frozen
class Kind:
    """What is particular about one kind of resource.

    `stages` are STATE, /STATUS of the changes in any state, or -/STATUS in no state, each with its stage; what is not
    listed is WORKING. `updatable` are the stages in which the service takes updates. `id` are the paths of the id, and
    `key` those of the natural key, or of what a resource is known by as far as it has none. `change` makes an update
    from the newest details to others; `cls` is the class of what is wanted of those, without the field `fixed`.
    """

    name: str
    noun: str
    stages: str
    updatable: str
    id: str
    key: str
    change: Callable[[Any, Any], Any]
    cls: Any
    fixed: str = ""

    def stage(self, resource: Any) -> Stage:
        """Return what a resource waits for."""
        state, status = resource.state, at(resource, "changes.status")
        stages = dict(one.split("=") for one in self.stages.split())
        keys = (f"{state or '-'}/{status}", f"/{status}", str(state))
        return Stage[next((stages[key] for key in keys if key in stages), "WORKING")]

    def id_of(self, resource: Any) -> str:
        """Return what the service names a resource by; the one account of a project has no name."""
        return ".".join(str(at(resource, path)) for path in self.id.split()) or "account"

    @property
    def triggers(self) -> tuple[WebhookTrigger, ...]:
        """The events that tell of it."""
        return tuple(one for one in WebhookTrigger if one.startswith(self.name.upper().replace(".", "_")))


def standing(resource: Any) -> dict[str, str | None]:
    """Return `state`, `status` of the changes, and when it was `modified` last, in the service's words."""
    status, modified = at(resource, "changes.status"), at(resource, "modified")
    texts = {"state": resource.state, "status": status, "modified": modified and modified.isoformat()}
    return {name: text and str(text) for name, text in texts.items()}


def newest(resource: Any) -> Any:
    """Return the details as they will be if all that is pending is approved."""
    changes, review = at(resource, "changes"), at(resource, "metadata.display_name")
    details = resource.details if changes is None else overlaid(resource.details, changes.details)
    if review is not None and review.status == whatsapp.FieldReviewStatus.PENDING:
        return evolve(details, display_name=review.value)
    return details


def _change_rcs(before: rcs.Details, after: rcs.Details) -> Any:
    return rcs.changes(rcs.Sender(id="", details=before), rcs.Sender(id="", details=after)).details


_OPEN = "DRAFT REJECTED LIVE"
_UNTIL_LAUNCH = "DRAFT WORKING TEST OFF"
_RCS = "DRAFT=DRAFT IN_TEST=TEST PREPARING_LAUNCH=LAUNCHING LAUNCHING=LAUNCHING LAUNCHED=LIVE UNLAUNCHED=OFF"
_ACCOUNT = (
    "/PENDING_FACEBOOK_VERIFICATION=CLIENT PENDING_FACEBOOK_VERIFICATION=CLIENT /IN_PROGRESS=WORKING "
    "/REJECTED=REJECTED REJECTED=REJECTED ONBOARDED=LIVE"
)
_REVIEW = "/DRAFT=DRAFT /IN_PROGRESS=WORKING /REJECTED=REJECTED ACTIVE=LIVE INACTIVE=OFF SUSPENDED=OFF ERROR=OFF"
_WHATSAPP = f"{_REVIEW} /ERROR=FAILED /MULTIPLE_WABA_ERROR=FAILED PENDING_VERIFICATION=CODE"
# Whether a rejected creation may be edited is contradictory, so it is made again.
_KAKAOTALK = f"{_REVIEW} -/IN_PROGRESS=CODE -/REJECTED=FAILED VERIFYING=CODE BLOCKED=OFF"
_TEMPLATE = f"{_REVIEW} APPROVED=LIVE REJECTED=REJECTED DISABLED=OFF"
_SIGNUP = "region meta_local_storage business_manager details.display_name"
_BRAND = "details.brand.name region billing_category use_case"
_NAME, _FRIEND, _TITLE = "name language", "plus_friend_id", "details.name"
_wa, _kt = whatsapp, kakaotalk

_KINDS = (
    # Each new test number gets an invitation, so they have a step of their own.
    Kind("rcs.sender", "RCS sender", _RCS, _UNTIL_LAUNCH, "id", _BRAND, _change_rcs, rcs.DetailsInput, "test_numbers"),
    Kind("whatsapp.account", "WhatsApp account", _ACCOUNT, "REJECTED", "", "", _wa.changes, _wa.AccountDetails),
    Kind("whatsapp.sender", "WhatsApp sender", _WHATSAPP, _OPEN, "id", _SIGNUP, _wa.changes, _wa.SenderDetails),
    Kind("whatsapp.template", "WhatsApp template", _TEMPLATE, _OPEN, _NAME, _NAME, _wa.changes, _wa.TemplateDetails),
    Kind("kakaotalk.sender", "KakaoTalk sender", _KAKAOTALK, _OPEN, _FRIEND, _FRIEND, _kt.changes, _kt.SenderDetails),
    Kind(
        *("kakaotalk.template", "KakaoTalk template", _TEMPLATE, _OPEN, "code", _TITLE),
        *(_kt.changes, _kt.TemplateDetails, "language"),
    ),
)
KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _KINDS}
