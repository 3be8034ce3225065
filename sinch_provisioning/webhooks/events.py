"""Events, as webhooks are called with them: one class for each trigger, told apart by `type`."""

from collections.abc import Mapping
from inspect import get_annotations
from types import MappingProxyType
from typing import Annotated, Any, Final, Generic, Literal, TypedDict, TypeVar, cast, dataclass_transform, get_args

import attrs
import msgspec

from sinch_provisioning.bundles.models import Bundle
from sinch_provisioning.core.codec import to_json
from sinch_provisioning.core.countries import CountryCode
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.subscriptions import WebhookTrigger
from sinch_provisioning.core.subscriptions import WebhookTrigger as On
from sinch_provisioning.core.unions import Unknown, Variants
from sinch_provisioning.kakaotalk.senders.models import Sender as KakaotalkSender
from sinch_provisioning.kakaotalk.templates.models import Template as KakaotalkTemplate
from sinch_provisioning.rcs.senders.models import BrandRegistrationProcessStatus, OperatorStatus
from sinch_provisioning.rcs.senders.models import Sender as RcsSender
from sinch_provisioning.rcs.senders.models import SenderState as RcsSenderState
from sinch_provisioning.whatsapp.account.models import Account as WhatsappAccount
from sinch_provisioning.whatsapp.senders.models import Sender as WhatsappSender
from sinch_provisioning.whatsapp.templates.models import Template as WhatsappTemplate
from sinch_provisioning.whatsapp.templates.models import TemplateCategory as WhatsappTemplateCategory

_C = TypeVar("_C", bound=Any)
_T = TypeVar("_T", bound=On)
_R = TypeVar("_R")


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


@model
class _About(KnownEvent, Generic[_T, _R]):
    """An event of one type, with the resource as it was at that moment."""

    type: _T = cast("_T", None)
    payload: _R


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field,))
def _event(cls: _C) -> _C:
    """Make the model of an event, with the two arguments of its `_About` as the types of `type` and `payload`."""
    trigger, resource = get_args(cls.__orig_bases__[0])
    cls.__annotations__ = {"type": trigger, "payload": resource, **get_annotations(cls)}
    (cls.type,) = get_args(trigger)
    return model(cls)


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


@_event
class BundleDone(_About[Literal[On.BUNDLE_DONE], Bundle]):
    """A bundle is done."""


@_event
class WhatsappAccountOnboarded(_About[Literal[On.WHATSAPP_ACCOUNT_ONBOARDED], WhatsappAccount]):
    """The account is live."""


@_event
class WhatsappAccountPendingVerification(_About[Literal[On.WHATSAPP_ACCOUNT_PENDING_VERIFICATION], WhatsappAccount]):
    """Meta waits for the customer to accept."""


@_event
class WhatsappAccountRejected(_About[Literal[On.WHATSAPP_ACCOUNT_REJECTED], WhatsappAccount]):
    """The account was rejected; see `payload.changes`."""


@_event
class WhatsappAccountDailyLimitChanged(_About[Literal[On.WHATSAPP_ACCOUNT_DAILY_LIMIT_CHANGED], WhatsappAccount]):
    """The messaging limit of the business has changed."""


@_event
class WhatsappWabaAccountChanged(_About[Literal[On.WHATSAPP_WABA_ACCOUNT_CHANGED], WhatsappAccount]):
    """Data of the business has changed at Meta."""


@_event
class WhatsappAccountCommentAdded(_About[Literal[On.WHATSAPP_ACCOUNT_COMMENT_ADDED], WhatsappAccount]):
    """A person commented on the account."""


@_event
class WhatsappSenderActive(_About[Literal[On.WHATSAPP_SENDER_ACTIVE], WhatsappSender]):
    """A sender is live."""


@_event
class WhatsappSenderInactive(_About[Literal[On.WHATSAPP_SENDER_INACTIVE], WhatsappSender]):
    """A sender is no longer in service."""


@_event
class WhatsappSenderPendingVerification(_About[Literal[On.WHATSAPP_SENDER_PENDING_VERIFICATION], WhatsappSender]):
    """A sender waits for its number to be verified."""


@_event
class WhatsappSenderRejected(_About[Literal[On.WHATSAPP_SENDER_REJECTED], WhatsappSender]):
    """A sender or its changes were rejected; see `payload.changes`."""


@_event
class WhatsappSenderError(_About[Literal[On.WHATSAPP_SENDER_ERROR], WhatsappSender]):
    """Something went wrong with a sender; see `payload.changes.error_reason`."""


@_event
class WhatsappSenderDailyLimitChanged(_About[Literal[On.WHATSAPP_SENDER_DAILY_LIMIT_CHANGED], WhatsappSender]):
    """A sender's messaging limit has changed. Deprecated by the service in favour of the account's event."""


@_event
class WhatsappSenderQualityRatingChanged(_About[Literal[On.WHATSAPP_SENDER_QUALITY_RATING_CHANGED], WhatsappSender]):
    """Meta's quality rating of a sender has changed."""


@_event
class WhatsappSenderDisplayNameUpdated(_About[Literal[On.WHATSAPP_SENDER_DISPLAY_NAME_UPDATED], WhatsappSender]):
    """The review of a sender's display name has progressed."""


@_event
class WhatsappSenderUsernameUpdated(_About[Literal[On.WHATSAPP_SENDER_USERNAME_UPDATED], WhatsappSender]):
    """The review of a sender's username has progressed."""


@_event
class WhatsappSenderDeleted(_About[Literal[On.WHATSAPP_SENDER_DELETED], WhatsappSender]):
    """A sender was deleted; in the payload only `id` and `business_manager` are meaningful."""


@_event
class WhatsappSenderCommentAdded(_About[Literal[On.WHATSAPP_SENDER_COMMENT_ADDED], WhatsappSender]):
    """A person commented on a sender."""


@_event
class WhatsappTemplateApproved(_About[Literal[On.WHATSAPP_TEMPLATE_APPROVED], WhatsappTemplate]):
    """Meta approved a template."""


@_event
class WhatsappTemplateRejected(_About[Literal[On.WHATSAPP_TEMPLATE_REJECTED], WhatsappTemplate]):
    """Meta rejected a template."""


@_event
class WhatsappTemplateStatusUpdated(_About[Literal[On.WHATSAPP_TEMPLATE_STATUS_UPDATED], WhatsappTemplate]):
    """Meta paused, flagged, disabled, archived or reinstated a template."""

    new_state: WhatsappTemplateNewState | None = None


@_event
class WhatsappTemplateQualityScoreUpdated(
    _About[Literal[On.WHATSAPP_TEMPLATE_QUALITY_SCORE_UPDATED], WhatsappTemplate]
):
    """Meta's quality score of a template has changed."""


@_event
class WhatsappTemplateCategoryUpdated(_About[Literal[On.WHATSAPP_TEMPLATE_CATEGORY_UPDATED], WhatsappTemplate]):
    """Meta moved a template to another category."""


@_event
class WhatsappTemplateCategoryFutureUpdate(
    _About[Literal[On.WHATSAPP_TEMPLATE_CATEGORY_FUTURE_UPDATE], WhatsappTemplate]
):
    """Meta will move a template to another category; the payload still shows the present one."""

    future_category: WhatsappTemplateCategory | None = None


@model
class WhatsappTemplateDeleted(KnownEvent):
    """A template was deleted. Whether the event holds its last version is not documented."""

    type: Literal[On.WHATSAPP_TEMPLATE_DELETED] = On.WHATSAPP_TEMPLATE_DELETED
    payload: WhatsappTemplate | None = None


@_event
class WhatsappTemplateCommentAdded(_About[Literal[On.WHATSAPP_TEMPLATE_COMMENT_ADDED], WhatsappTemplate]):
    """A person commented on a template; the contract does not require the comment itself."""


@_event
class RcsSenderStatusUpdated(_About[Literal[On.RCS_SENDER_STATUS_UPDATED], RcsSender]):
    """The state of a sender has changed."""

    previous_state: RcsSenderState | None = None
    current_state: RcsSenderState | None = None
    """Equals `payload.state`."""


@_event
class RcsSenderOperatorStatusUpdated(_About[Literal[On.RCS_SENDER_OPERATOR_STATUS_UPDATED], RcsSender]):
    """An operator in one country has decided about a sender."""

    operator: str | None = None
    """Its name as text, such as `9 Mobile`; new ones are common."""
    operator_country: CountryCode | None = None
    operator_previous_status: OperatorStatus | None = None
    operator_current_status: OperatorStatus | None = None


@_event
class RcsBrandRegistrationProcessStatusUpdated(
    _About[Literal[On.RCS_BRAND_REGISTRATION_PROCESS_STATUS_UPDATED], RcsSender]
):
    """The registration of a brand in the US has progressed."""

    status: BrandRegistrationProcessStatus | None = None


@_event
class RcsSenderCommentAdded(_About[Literal[On.RCS_SENDER_COMMENT_ADDED], RcsSender]):
    """A person commented on a sender; the contract does not require the comment itself."""


@model
class RcsAccountCommentAdded(KnownEvent):
    """A person commented on the account; the only event without a resource."""

    type: Literal[On.RCS_ACCOUNT_COMMENT_ADDED] = On.RCS_ACCOUNT_COMMENT_ADDED

    @property
    def payload(self) -> None:
        """None: there is no resource."""
        return None


@_event
class KakaotalkSenderActive(_About[Literal[On.KAKAOTALK_SENDER_ACTIVE], KakaotalkSender]):
    """A sender is live."""


@_event
class KakaotalkSenderInactive(_About[Literal[On.KAKAOTALK_SENDER_INACTIVE], KakaotalkSender]):
    """A sender is no longer in service."""


@_event
class KakaotalkSenderRejected(_About[Literal[On.KAKAOTALK_SENDER_REJECTED], KakaotalkSender]):
    """A sender was rejected; see `payload.changes`."""


@_event
class KakaotalkSenderCommentAdded(_About[Literal[On.KAKAOTALK_SENDER_COMMENT_ADDED], KakaotalkSender]):
    """A person commented on a sender."""


@_event
class KakaotalkTemplateApproved(_About[Literal[On.KAKAOTALK_TEMPLATE_APPROVED], KakaotalkTemplate]):
    """Kakao approved a template."""


@_event
class KakaotalkTemplateRejected(_About[Literal[On.KAKAOTALK_TEMPLATE_REJECTED], KakaotalkTemplate]):
    """Kakao rejected a template."""


@_event
class KakaotalkTemplateCommentAdded(_About[Literal[On.KAKAOTALK_TEMPLATE_COMMENT_ADDED], KakaotalkTemplate]):
    """A person commented on a template."""


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
    {cast("WebhookTrigger", attrs.fields_dict(cls)["type"].default): cls for cls in get_args(_AnyEvent)[:-1]}
)
"""The class of each trigger; ALL has none, as no event is of that type."""


def _class_of(content: Mapping[str, Any]) -> type:
    value = content.get("type")
    if not isinstance(value, str):
        raise ValueError("an event needs a type, which is a text")  # noqa: TRY004 - of the JSON, not of an argument
    # By its text, as an open enum would remember each unknown text that a caller sends.
    return EVENTS.get(cast("WebhookTrigger", value), UnknownEvent)


Event = Annotated[_AnyEvent, Variants(_class_of, probe=TypedDict("_Type", {"type": Any}, total=False))]
"""Any event. Tell them apart with `match event: case RcsSenderStatusUpdated(): ...`, or by `event.type`."""
