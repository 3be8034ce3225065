"""The lifecycles of the six kinds of resources as one table: what each state asks for, and what can change in it."""

import enum
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from sinch_provisioning import kakaotalk, rcs, whatsapp
from sinch_provisioning.core.model import evolve
from sinch_provisioning.core.shared import WebhookTrigger
from sinch_provisioning.onboarding.comparing import overlaid
from sinch_provisioning.onboarding.wanted import Part


class Stage(enum.Enum):
    """What a resource waits for, whatever its kind."""

    DRAFT = "it has not been submitted"
    WORKING = "the service is at work on it"
    CLIENT = "the client has to accept it at Meta"
    CODE = "a one-time code has to be entered"
    TEST = "it can be tested and launched"
    LAUNCHING = "the operators decide on it"
    LIVE = "it is live"
    REJECTED = "it was rejected"
    FAILED = "it failed"
    OFF = "it was taken out of service"


# STATE, /STATUS of the changes in any state, or -/STATUS in no state; what is not listed is WORKING.
_RCS = "DRAFT=DRAFT IN_TEST=TEST PREPARING_LAUNCH=LAUNCHING LAUNCHING=LAUNCHING LAUNCHED=LIVE UNLAUNCHED=OFF"
_ACCOUNT = (
    "/PENDING_FACEBOOK_VERIFICATION=CLIENT PENDING_FACEBOOK_VERIFICATION=CLIENT "
    "/IN_PROGRESS=WORKING /REJECTED=REJECTED REJECTED=REJECTED ONBOARDED=LIVE"
)
_REVIEW = "/DRAFT=DRAFT /IN_PROGRESS=WORKING /REJECTED=REJECTED "
_SENDER = (
    f"{_REVIEW} /ERROR=FAILED /MULTIPLE_WABA_ERROR=FAILED PENDING_VERIFICATION=CODE ACTIVE=LIVE INACTIVE=OFF "
    "SUSPENDED=OFF ERROR=OFF"
)
_TEMPLATE = f"{_REVIEW} APPROVED=LIVE REJECTED=REJECTED DISABLED=OFF"
# Whether a rejected creation may be edited is contradictory, so it is made again.
_CHANNEL = (
    f"{_REVIEW} -/IN_PROGRESS=CODE -/REJECTED=FAILED VERIFYING=CODE ACTIVE=LIVE INACTIVE=OFF BLOCKED=OFF SUSPENDED=OFF"
)


@attrs.frozen(kw_only=True)
class Kind:
    """What is particular about one kind of resource."""

    noun: str
    events: str
    """What the triggers of its events begin with."""
    stages: str
    updatable: str = "DRAFT REJECTED LIVE"
    """Stages in which the service takes updates."""
    id: Callable[[Any], str]
    same: Callable[[Part, Any], bool]
    """Whether a resource is the one that a part names: by its natural key, or by what it is as far as it has none."""
    change: Callable[[Any, Any], Any]
    """The update from the newest details to others."""
    details: Callable[[Part], Any] = lambda part: part.body.details
    """What is wanted, as a model whose fields are named as those that the service shows."""

    def stage(self, resource: Any) -> Stage:
        """Return what a resource waits for."""
        state, status = standing(resource)
        stages = dict(one.split("=") for one in self.stages.split())
        keys = (f"{state or '-'}/{status}", f"/{status}") if status else (state or "",)
        return Stage[next((stages[key] for key in (*keys, state) if key in stages), "WORKING")]

    @property
    def triggers(self) -> tuple[WebhookTrigger, ...]:
        """The events that can tell of it."""
        return tuple(one for one in WebhookTrigger if one.startswith(self.events))


def standing(resource: Any) -> tuple[str | None, str | None]:
    """Return state and status of the changes, in the service's words."""
    status = getattr(getattr(resource, "changes", None), "status", None)
    return resource.state and str(resource.state), status and str(status)


def newest(resource: Any) -> Any:
    """Return the details as they will be if all that is pending is approved."""
    changes = getattr(resource, "changes", None)
    details = resource.details if changes is None else overlaid(resource.details, changes.details)
    review = getattr(getattr(resource, "metadata", None), "display_name", None)
    if review is not None and review.status == whatsapp.FieldReviewStatus.PENDING:
        details = evolve(details, display_name=review.value)
    return details


def has_key(part: Part) -> bool:
    """Return whether the API has a natural key for a part, so that there cannot be two of it."""
    if part.kind == "whatsapp.sender":
        return bool(getattr(getattr(part.body, "details", None), "phone_number", None))
    return part.kind != "rcs.sender"


def _same_rcs(part: Part, sender: rcs.Sender) -> bool:
    fixed = ("region", "billing_category", "use_case")
    alike = all(getattr(part.body, name) == getattr(sender, name) for name in fixed)
    return alike and part.body.details.brand.name == sender.details.brand.name


def _same_whatsapp(part: Part, sender: whatsapp.Sender) -> bool:
    details: Any = getattr(part.body, "details", None)
    if has_key(part):
        return (details.country_code, details.phone_number) == (sender.country_code, sender.phone_number)
    fixed = ("region", "meta_local_storage", "business_manager")
    alike = all(getattr(part.body, name, None) in {None, getattr(sender, name)} for name in fixed)
    return alike and (details is None or details.display_name == newest(sender).display_name)


def _change_rcs(before: rcs.Details, after: rcs.Details) -> Any:
    return rcs.changes(rcs.Sender(id="", details=before), rcs.Sender(id="", details=after)).details


def _only(cls: Any, body: object) -> Any:
    """Return the fields of a body that another class has, too."""
    return cls(**{field.name: getattr(body, field.name, None) for field in attrs.fields(cls)})


KINDS: Final[Mapping[str, Kind]] = {
    "rcs.sender": Kind(
        noun="RCS sender",
        events="RCS_",
        stages=_RCS,
        updatable="DRAFT WORKING TEST OFF",
        id=lambda sender: sender.id,
        same=_same_rcs,
        change=_change_rcs,
        # Each new number gets an invitation, so they have a step of their own.
        details=lambda part: evolve(part.body.details, test_numbers=None),
    ),
    "whatsapp.account": Kind(
        noun="WhatsApp account",
        events="WHATSAPP_ACCOUNT_",
        stages=_ACCOUNT,
        updatable="REJECTED",
        id=lambda _: "account",
        same=lambda _part, _account: True,
        change=whatsapp.changes,
        details=lambda part: evolve(_only(whatsapp.AccountDetails, part.body), sender_details=part.body.sender_details),
    ),
    "whatsapp.sender": Kind(
        noun="WhatsApp sender",
        events="WHATSAPP_SENDER_",
        stages=_SENDER,
        id=lambda sender: sender.id,
        same=_same_whatsapp,
        change=whatsapp.changes,
        # By Embedded Signup the profile comes from Meta.
        details=lambda part: _only(whatsapp.SenderDetails, getattr(part.body, "details", None)),
    ),
    "whatsapp.template": Kind(
        noun="WhatsApp template",
        events="WHATSAPP_TEMPLATE_",
        stages=_TEMPLATE,
        id=lambda template: f"{template.name}.{template.language}",
        same=lambda part, template: (part.body.name, part.body.language) == (template.name, template.language),
        change=whatsapp.changes,
        details=lambda part: part.body.details or whatsapp.TemplateDetails(),
    ),
    "kakaotalk.sender": Kind(
        noun="KakaoTalk sender",
        events="KAKAOTALK_SENDER_",
        stages=_CHANNEL,
        id=lambda sender: sender.plus_friend_id,
        same=lambda part, sender: part.body.plus_friend_id == sender.plus_friend_id,
        change=kakaotalk.changes,
        details=lambda part: part.body.details or kakaotalk.SenderDetails(),
    ),
    "kakaotalk.template": Kind(
        noun="KakaoTalk template",
        events="KAKAOTALK_TEMPLATE_",
        stages=_TEMPLATE,
        id=lambda template: template.code,
        same=lambda part, template: part.body.details.name == newest(template).name,
        change=kakaotalk.changes,
    ),
}
