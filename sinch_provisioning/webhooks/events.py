"""Events, as webhooks are called with them: one class for each trigger, told apart by `type`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, TypedDict, cast, get_args

import attrs
import msgspec

from sinch_provisioning.bundles.models import Bundle
from sinch_provisioning.core.codec import UNREADABLE, attempt, to_json
from sinch_provisioning.core.countries import CountryCode
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.subscriptions import WebhookTrigger
from sinch_provisioning.core.subscriptions import WebhookTrigger as On
from sinch_provisioning.core.unions import Unknown, Variants
from sinch_provisioning.errors import DecodeError
from sinch_provisioning.kakaotalk.senders.models import Sender as KakaotalkSender
from sinch_provisioning.kakaotalk.templates.models import Template as KakaotalkTemplate
from sinch_provisioning.rcs.senders.models import BrandRegistrationProcessStatus, OperatorStatus
from sinch_provisioning.rcs.senders.models import Sender as RcsSender
from sinch_provisioning.rcs.senders.models import SenderState as RcsSenderState
from sinch_provisioning.whatsapp.account.models import Account as WhatsappAccount
from sinch_provisioning.whatsapp.senders.models import Sender as WhatsappSender
from sinch_provisioning.whatsapp.templates.models import Template as WhatsappTemplate
from sinch_provisioning.whatsapp.templates.models import TemplateCategory as WhatsappTemplateCategory


class WhatsappTemplateNewState(OpenEnum):
    """What Meta did to a template; more values than the template's `state` has."""

    ARCHIVED = "ARCHIVED"
    DISABLED = "DISABLED"
    FLAGGED = "FLAGGED"
    PAUSED = "PAUSED"
    REINSTATED = "REINSTATED"
    UNPAUSED = "UNPAUSED"


@model
class KnownEvent:
    """What all events of a known type have in common. Only `type` and `payload` are certain to be there."""

    body: bytes = attrs.field(default=b"", init=False, eq=False, repr=False)
    """The call's body as it was received, with fields that this version does not know; empty if it was not received."""
    comment: str | None = None
    """A person's comment, if there is one."""

    @property
    def content(self) -> Mapping[str, Any]:
        """The whole event as parsed JSON; it holds secrets as plain text, so keep it out of logs."""
        return cast("dict[str, Any]", msgspec.json.decode(self.body or to_json(self)))


@attrs.frozen(init=False, repr=False)
class UnknownEvent(Unknown):
    """An event of a type that is newer than this version, kept whole; its repr shows only the type, to hide secrets."""

    body: bytes = attrs.field(default=b"", init=False, eq=False, repr=False)
    """The call's body as it was received."""

    @property
    def type(self) -> WebhookTrigger:
        """What happened: a member equal to the text that was received, with `is_known` false."""
        return WebhookTrigger(self.content["type"])

    @property
    def payload(self) -> Any:
        """The resource as parsed JSON, None if there is none."""
        return self.content.get("payload")

    @property
    def comment(self) -> str | None:
        """The comment, if there is one."""
        value = self.content.get("comment")
        return value if isinstance(value, str) else None

    def __repr__(self) -> str:
        return f"UnknownEvent(type={self.content.get('type')!r}, ...)"


@model
class BundleDone(KnownEvent):
    """A bundle is done."""

    type: Literal[On.BUNDLE_DONE] = On.BUNDLE_DONE
    payload: Bundle


@model
class WhatsappAccountOnboarded(KnownEvent):
    """The account is live."""

    type: Literal[On.WHATSAPP_ACCOUNT_ONBOARDED] = On.WHATSAPP_ACCOUNT_ONBOARDED
    payload: WhatsappAccount


@model
class WhatsappAccountPendingVerification(KnownEvent):
    """Meta waits for the customer to accept."""

    type: Literal[On.WHATSAPP_ACCOUNT_PENDING_VERIFICATION] = On.WHATSAPP_ACCOUNT_PENDING_VERIFICATION
    payload: WhatsappAccount


@model
class WhatsappAccountRejected(KnownEvent):
    """The account was rejected; see `payload.changes`."""

    type: Literal[On.WHATSAPP_ACCOUNT_REJECTED] = On.WHATSAPP_ACCOUNT_REJECTED
    payload: WhatsappAccount


@model
class WhatsappAccountDailyLimitChanged(KnownEvent):
    """The messaging limit of the business has changed."""

    type: Literal[On.WHATSAPP_ACCOUNT_DAILY_LIMIT_CHANGED] = On.WHATSAPP_ACCOUNT_DAILY_LIMIT_CHANGED
    payload: WhatsappAccount


@model
class WhatsappWabaAccountChanged(KnownEvent):
    """Data of the business has changed at Meta."""

    type: Literal[On.WHATSAPP_WABA_ACCOUNT_CHANGED] = On.WHATSAPP_WABA_ACCOUNT_CHANGED
    payload: WhatsappAccount


@model
class WhatsappAccountCommentAdded(KnownEvent):
    """A person commented on the account."""

    type: Literal[On.WHATSAPP_ACCOUNT_COMMENT_ADDED] = On.WHATSAPP_ACCOUNT_COMMENT_ADDED
    payload: WhatsappAccount


@model
class WhatsappSenderActive(KnownEvent):
    """A sender is live."""

    type: Literal[On.WHATSAPP_SENDER_ACTIVE] = On.WHATSAPP_SENDER_ACTIVE
    payload: WhatsappSender


@model
class WhatsappSenderInactive(KnownEvent):
    """A sender is no longer in service."""

    type: Literal[On.WHATSAPP_SENDER_INACTIVE] = On.WHATSAPP_SENDER_INACTIVE
    payload: WhatsappSender


@model
class WhatsappSenderPendingVerification(KnownEvent):
    """A sender waits for its number to be verified."""

    type: Literal[On.WHATSAPP_SENDER_PENDING_VERIFICATION] = On.WHATSAPP_SENDER_PENDING_VERIFICATION
    payload: WhatsappSender


@model
class WhatsappSenderRejected(KnownEvent):
    """A sender or its changes were rejected; see `payload.changes`."""

    type: Literal[On.WHATSAPP_SENDER_REJECTED] = On.WHATSAPP_SENDER_REJECTED
    payload: WhatsappSender


@model
class WhatsappSenderError(KnownEvent):
    """Something went wrong with a sender; see `payload.changes.error_reason`."""

    type: Literal[On.WHATSAPP_SENDER_ERROR] = On.WHATSAPP_SENDER_ERROR
    payload: WhatsappSender


@model
class WhatsappSenderDailyLimitChanged(KnownEvent):
    """A sender's messaging limit has changed. Deprecated by the service in favour of the account's event."""

    type: Literal[On.WHATSAPP_SENDER_DAILY_LIMIT_CHANGED] = On.WHATSAPP_SENDER_DAILY_LIMIT_CHANGED
    payload: WhatsappSender


@model
class WhatsappSenderQualityRatingChanged(KnownEvent):
    """Meta's quality rating of a sender has changed."""

    type: Literal[On.WHATSAPP_SENDER_QUALITY_RATING_CHANGED] = On.WHATSAPP_SENDER_QUALITY_RATING_CHANGED
    payload: WhatsappSender


@model
class WhatsappSenderDisplayNameUpdated(KnownEvent):
    """The review of a sender's display name has progressed."""

    type: Literal[On.WHATSAPP_SENDER_DISPLAY_NAME_UPDATED] = On.WHATSAPP_SENDER_DISPLAY_NAME_UPDATED
    payload: WhatsappSender


@model
class WhatsappSenderUsernameUpdated(KnownEvent):
    """The review of a sender's username has progressed."""

    type: Literal[On.WHATSAPP_SENDER_USERNAME_UPDATED] = On.WHATSAPP_SENDER_USERNAME_UPDATED
    payload: WhatsappSender


@model
class WhatsappSenderDeleted(KnownEvent):
    """A sender was deleted; in the payload only `id` and `business_manager` are meaningful."""

    type: Literal[On.WHATSAPP_SENDER_DELETED] = On.WHATSAPP_SENDER_DELETED
    payload: WhatsappSender


@model
class WhatsappSenderCommentAdded(KnownEvent):
    """A person commented on a sender."""

    type: Literal[On.WHATSAPP_SENDER_COMMENT_ADDED] = On.WHATSAPP_SENDER_COMMENT_ADDED
    payload: WhatsappSender


@model
class WhatsappTemplateApproved(KnownEvent):
    """Meta approved a template."""

    type: Literal[On.WHATSAPP_TEMPLATE_APPROVED] = On.WHATSAPP_TEMPLATE_APPROVED
    payload: WhatsappTemplate


@model
class WhatsappTemplateRejected(KnownEvent):
    """Meta rejected a template."""

    type: Literal[On.WHATSAPP_TEMPLATE_REJECTED] = On.WHATSAPP_TEMPLATE_REJECTED
    payload: WhatsappTemplate


@model
class WhatsappTemplateStatusUpdated(KnownEvent):
    """Meta paused, flagged, disabled, archived or reinstated a template."""

    type: Literal[On.WHATSAPP_TEMPLATE_STATUS_UPDATED] = On.WHATSAPP_TEMPLATE_STATUS_UPDATED
    payload: WhatsappTemplate
    new_state: WhatsappTemplateNewState | None = None


@model
class WhatsappTemplateQualityScoreUpdated(KnownEvent):
    """Meta's quality score of a template has changed."""

    type: Literal[On.WHATSAPP_TEMPLATE_QUALITY_SCORE_UPDATED] = On.WHATSAPP_TEMPLATE_QUALITY_SCORE_UPDATED
    payload: WhatsappTemplate


@model
class WhatsappTemplateCategoryUpdated(KnownEvent):
    """Meta moved a template to another category."""

    type: Literal[On.WHATSAPP_TEMPLATE_CATEGORY_UPDATED] = On.WHATSAPP_TEMPLATE_CATEGORY_UPDATED
    payload: WhatsappTemplate


@model
class WhatsappTemplateCategoryFutureUpdate(KnownEvent):
    """Meta will move a template to another category; the payload still shows the present one."""

    type: Literal[On.WHATSAPP_TEMPLATE_CATEGORY_FUTURE_UPDATE] = On.WHATSAPP_TEMPLATE_CATEGORY_FUTURE_UPDATE
    payload: WhatsappTemplate
    future_category: WhatsappTemplateCategory | None = None


@model
class WhatsappTemplateDeleted(KnownEvent):
    """A template was deleted. Whether the event holds its last version is not documented."""

    type: Literal[On.WHATSAPP_TEMPLATE_DELETED] = On.WHATSAPP_TEMPLATE_DELETED
    payload: WhatsappTemplate | None = None


@model
class WhatsappTemplateCommentAdded(KnownEvent):
    """A person commented on a template; the contract does not require the comment itself."""

    type: Literal[On.WHATSAPP_TEMPLATE_COMMENT_ADDED] = On.WHATSAPP_TEMPLATE_COMMENT_ADDED
    payload: WhatsappTemplate


@model
class RcsSenderStatusUpdated(KnownEvent):
    """The state of a sender has changed."""

    type: Literal[On.RCS_SENDER_STATUS_UPDATED] = On.RCS_SENDER_STATUS_UPDATED
    payload: RcsSender
    previous_state: RcsSenderState | None = None
    current_state: RcsSenderState | None = None
    """Equals `payload.state`."""


@model
class RcsSenderOperatorStatusUpdated(KnownEvent):
    """An operator in one country has decided about a sender."""

    type: Literal[On.RCS_SENDER_OPERATOR_STATUS_UPDATED] = On.RCS_SENDER_OPERATOR_STATUS_UPDATED
    payload: RcsSender
    operator: str | None = None
    """Its name as text, such as `9 Mobile`; new ones are common."""
    operator_country: CountryCode | None = None
    operator_previous_status: OperatorStatus | None = None
    operator_current_status: OperatorStatus | None = None


@model
class RcsBrandRegistrationProcessStatusUpdated(KnownEvent):
    """The registration of a brand in the US has progressed."""

    type: Literal[On.RCS_BRAND_REGISTRATION_PROCESS_STATUS_UPDATED] = On.RCS_BRAND_REGISTRATION_PROCESS_STATUS_UPDATED
    payload: RcsSender
    status: BrandRegistrationProcessStatus | None = None


@model
class RcsSenderCommentAdded(KnownEvent):
    """A person commented on a sender; the contract does not require the comment itself."""

    type: Literal[On.RCS_SENDER_COMMENT_ADDED] = On.RCS_SENDER_COMMENT_ADDED
    payload: RcsSender


@model
class RcsAccountCommentAdded(KnownEvent):
    """A person commented on the account; the only event without a resource."""

    type: Literal[On.RCS_ACCOUNT_COMMENT_ADDED] = On.RCS_ACCOUNT_COMMENT_ADDED

    @property
    def payload(self) -> None:
        """None: there is no resource."""
        return None


@model
class KakaotalkSenderActive(KnownEvent):
    """A sender is live."""

    type: Literal[On.KAKAOTALK_SENDER_ACTIVE] = On.KAKAOTALK_SENDER_ACTIVE
    payload: KakaotalkSender


@model
class KakaotalkSenderInactive(KnownEvent):
    """A sender is no longer in service."""

    type: Literal[On.KAKAOTALK_SENDER_INACTIVE] = On.KAKAOTALK_SENDER_INACTIVE
    payload: KakaotalkSender


@model
class KakaotalkSenderRejected(KnownEvent):
    """A sender was rejected; see `payload.changes`."""

    type: Literal[On.KAKAOTALK_SENDER_REJECTED] = On.KAKAOTALK_SENDER_REJECTED
    payload: KakaotalkSender


@model
class KakaotalkSenderCommentAdded(KnownEvent):
    """A person commented on a sender."""

    type: Literal[On.KAKAOTALK_SENDER_COMMENT_ADDED] = On.KAKAOTALK_SENDER_COMMENT_ADDED
    payload: KakaotalkSender


@model
class KakaotalkTemplateApproved(KnownEvent):
    """Kakao approved a template."""

    type: Literal[On.KAKAOTALK_TEMPLATE_APPROVED] = On.KAKAOTALK_TEMPLATE_APPROVED
    payload: KakaotalkTemplate


@model
class KakaotalkTemplateRejected(KnownEvent):
    """Kakao rejected a template."""

    type: Literal[On.KAKAOTALK_TEMPLATE_REJECTED] = On.KAKAOTALK_TEMPLATE_REJECTED
    payload: KakaotalkTemplate


@model
class KakaotalkTemplateCommentAdded(KnownEvent):
    """A person commented on a template."""

    type: Literal[On.KAKAOTALK_TEMPLATE_COMMENT_ADDED] = On.KAKAOTALK_TEMPLATE_COMMENT_ADDED
    payload: KakaotalkTemplate


_AnyEvent = (
    BundleDone
    | KakaotalkSenderActive
    | KakaotalkSenderCommentAdded
    | KakaotalkSenderInactive
    | KakaotalkSenderRejected
    | KakaotalkTemplateApproved
    | KakaotalkTemplateCommentAdded
    | KakaotalkTemplateRejected
    | RcsAccountCommentAdded
    | RcsBrandRegistrationProcessStatusUpdated
    | RcsSenderCommentAdded
    | RcsSenderOperatorStatusUpdated
    | RcsSenderStatusUpdated
    | WhatsappAccountCommentAdded
    | WhatsappAccountDailyLimitChanged
    | WhatsappAccountOnboarded
    | WhatsappAccountPendingVerification
    | WhatsappAccountRejected
    | WhatsappSenderActive
    | WhatsappSenderCommentAdded
    | WhatsappSenderDailyLimitChanged
    | WhatsappSenderDeleted
    | WhatsappSenderDisplayNameUpdated
    | WhatsappSenderError
    | WhatsappSenderInactive
    | WhatsappSenderPendingVerification
    | WhatsappSenderQualityRatingChanged
    | WhatsappSenderRejected
    | WhatsappSenderUsernameUpdated
    | WhatsappTemplateApproved
    | WhatsappTemplateCategoryFutureUpdate
    | WhatsappTemplateCategoryUpdated
    | WhatsappTemplateCommentAdded
    | WhatsappTemplateDeleted
    | WhatsappTemplateQualityScoreUpdated
    | WhatsappTemplateRejected
    | WhatsappTemplateStatusUpdated
    | WhatsappWabaAccountChanged
    | UnknownEvent
)

EVENTS: Final[Mapping[WebhookTrigger, type[KnownEvent]]] = MappingProxyType(
    {
        cast("WebhookTrigger", attrs.fields_dict(cls)["type"].default): cls
        for cls in get_args(_AnyEvent)
        if issubclass(cls, KnownEvent)
    }
)
"""The class of each trigger; ALL has none, as no event is of that type."""


class _EventKeys(TypedDict, total=False):
    type: Any


def _event(content: Mapping[str, Any]) -> type:
    value = content.get("type")
    if not isinstance(value, str):
        raise ValueError("an event needs a type, which is a text")  # noqa: TRY004 - of the JSON, not of an argument
    # By its text, as an open enum would remember each unknown text that a caller sends.
    return _BY_NAME.get(value, UnknownEvent)


_BY_NAME = {str(trigger): cls for trigger, cls in EVENTS.items()}

Event = Annotated[_AnyEvent, Variants(_event, probe=_EventKeys)]
"""Any event. Tell them apart with `match event: case RcsSenderStatusUpdated(): ...`, or by `event.type`."""


def read_event(body: bytes) -> Event | DecodeError:
    """Return the event of a body, which it keeps, or the error, so that no frame of its traceback holds the body."""
    event: Event | DecodeError = attempt(cast("Any", Event), body)
    if not isinstance(event, DecodeError):
        object.__setattr__(event, "body", body)
    return event


def type_of(body: bytes) -> str:
    """Return the type of an event that need not be readable; empty if it has none."""
    try:
        value = msgspec.json.decode(body, type=_EventKeys).get("type")
    except UNREADABLE:
        return ""
    return value if isinstance(value, str) else ""
