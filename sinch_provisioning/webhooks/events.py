"""What webhooks are told: one class for each trigger, told apart by `type`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, TypedDict, cast, get_args

import attrs
import msgspec

from sinch_provisioning.bundles.models import Bundle
from sinch_provisioning.core.codec import to_json
from sinch_provisioning.core.countries import CountryCode
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.shared import WebhookTrigger
from sinch_provisioning.core.unions import Unknown, Variants
from sinch_provisioning.kakaotalk.senders.models import Sender as KakaotalkSender
from sinch_provisioning.kakaotalk.templates.models import Template as KakaotalkTemplate
from sinch_provisioning.rcs.models import BrandRegistrationProcessStatus, OperatorStatus
from sinch_provisioning.rcs.models import Sender as RcsSender
from sinch_provisioning.rcs.models import SenderState as RcsSenderState
from sinch_provisioning.whatsapp.models import Account as WhatsappAccount
from sinch_provisioning.whatsapp.models import Sender as WhatsappSender
from sinch_provisioning.whatsapp.templates.models import Template as WhatsappTemplate
from sinch_provisioning.whatsapp.templates.models import TemplateCategory as WhatsappTemplateCategory


class WhatsappTemplateNewState(OpenEnum):
    """What Meta did to a template; a wider set of words than the template's `state`."""

    ARCHIVED = "ARCHIVED"
    DISABLED = "DISABLED"
    FLAGGED = "FLAGGED"
    PAUSED = "PAUSED"
    REINSTATED = "REINSTATED"
    UNPAUSED = "UNPAUSED"


@model
class KnownEvent:
    """What all events of a known type have."""

    body: bytes = attrs.field(default=b"", init=False, eq=False, repr=False)
    """The call's body as it came, fields included that this version does not know; empty if it did not come in."""

    @property
    def content(self) -> Mapping[str, Any]:
        """The whole event as parsed JSON. It holds secrets as plain text, so keep it out of logs."""
        return cast("dict[str, Any]", msgspec.json.decode(self.body or to_json(self)))


@model
class _Commentable(KnownEvent):
    comment: str | None = None
    """What somebody wrote about it, if they did."""


@attrs.frozen(init=False, repr=False)
class UnknownEvent(Unknown):
    """An event of a type that is newer than this version, whole; its repr shows its type only, for secrets."""

    body: bytes = attrs.field(default=b"", init=False, eq=False, repr=False)
    """The call's body as it came."""

    @property
    def type(self) -> WebhookTrigger:
        """What happened: a member equal to the text that came, with `is_known` false."""
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
class BundleDone(_Commentable):
    """A bundle is ready."""

    type: Literal[WebhookTrigger.BUNDLE_DONE] = WebhookTrigger.BUNDLE_DONE
    payload: Bundle


@model
class WhatsappAccountOnboarded(_Commentable):
    """The account is live."""

    type: Literal[WebhookTrigger.WHATSAPP_ACCOUNT_ONBOARDED] = WebhookTrigger.WHATSAPP_ACCOUNT_ONBOARDED
    payload: WhatsappAccount


@model
class WhatsappAccountPendingVerification(_Commentable):
    """Meta waits for the client to accept."""

    type: Literal[WebhookTrigger.WHATSAPP_ACCOUNT_PENDING_VERIFICATION] = (
        WebhookTrigger.WHATSAPP_ACCOUNT_PENDING_VERIFICATION
    )
    payload: WhatsappAccount


@model
class WhatsappAccountRejected(_Commentable):
    """The account was refused; see `payload.changes`."""

    type: Literal[WebhookTrigger.WHATSAPP_ACCOUNT_REJECTED] = WebhookTrigger.WHATSAPP_ACCOUNT_REJECTED
    payload: WhatsappAccount


@model
class WhatsappAccountDailyLimitChanged(_Commentable):
    """The messaging limit of the business is another one."""

    type: Literal[WebhookTrigger.WHATSAPP_ACCOUNT_DAILY_LIMIT_CHANGED] = (
        WebhookTrigger.WHATSAPP_ACCOUNT_DAILY_LIMIT_CHANGED
    )
    payload: WhatsappAccount


@model
class WhatsappWabaAccountChanged(_Commentable):
    """Data of the business changed at Meta."""

    type: Literal[WebhookTrigger.WHATSAPP_WABA_ACCOUNT_CHANGED] = WebhookTrigger.WHATSAPP_WABA_ACCOUNT_CHANGED
    payload: WhatsappAccount


@model
class WhatsappAccountCommentAdded(KnownEvent):
    """Somebody commented on the account."""

    type: Literal[WebhookTrigger.WHATSAPP_ACCOUNT_COMMENT_ADDED] = WebhookTrigger.WHATSAPP_ACCOUNT_COMMENT_ADDED
    payload: WhatsappAccount
    comment: str


@model
class WhatsappSenderActive(_Commentable):
    """A sender is live."""

    type: Literal[WebhookTrigger.WHATSAPP_SENDER_ACTIVE] = WebhookTrigger.WHATSAPP_SENDER_ACTIVE
    payload: WhatsappSender


@model
class WhatsappSenderInactive(_Commentable):
    """A sender is out of service."""

    type: Literal[WebhookTrigger.WHATSAPP_SENDER_INACTIVE] = WebhookTrigger.WHATSAPP_SENDER_INACTIVE
    payload: WhatsappSender


@model
class WhatsappSenderPendingVerification(_Commentable):
    """A sender waits for its number to be verified."""

    type: Literal[WebhookTrigger.WHATSAPP_SENDER_PENDING_VERIFICATION] = (
        WebhookTrigger.WHATSAPP_SENDER_PENDING_VERIFICATION
    )
    payload: WhatsappSender


@model
class WhatsappSenderRejected(_Commentable):
    """A sender, or its changes, were refused; see `payload.changes`."""

    type: Literal[WebhookTrigger.WHATSAPP_SENDER_REJECTED] = WebhookTrigger.WHATSAPP_SENDER_REJECTED
    payload: WhatsappSender


@model
class WhatsappSenderError(_Commentable):
    """Something went wrong with a sender; see `payload.changes.error_reason`."""

    type: Literal[WebhookTrigger.WHATSAPP_SENDER_ERROR] = WebhookTrigger.WHATSAPP_SENDER_ERROR
    payload: WhatsappSender


@model
class WhatsappSenderDailyLimitChanged(_Commentable):
    """A sender's messaging limit is another one. Deprecated by the service: the account's event takes its place."""

    type: Literal[WebhookTrigger.WHATSAPP_SENDER_DAILY_LIMIT_CHANGED] = (
        WebhookTrigger.WHATSAPP_SENDER_DAILY_LIMIT_CHANGED
    )
    payload: WhatsappSender


@model
class WhatsappSenderQualityRatingChanged(_Commentable):
    """Meta judges a sender's quality differently."""

    type: Literal[WebhookTrigger.WHATSAPP_SENDER_QUALITY_RATING_CHANGED] = (
        WebhookTrigger.WHATSAPP_SENDER_QUALITY_RATING_CHANGED
    )
    payload: WhatsappSender


@model
class WhatsappSenderDisplayNameUpdated(_Commentable):
    """The review of a sender's display name went on."""

    type: Literal[WebhookTrigger.WHATSAPP_SENDER_DISPLAY_NAME_UPDATED] = (
        WebhookTrigger.WHATSAPP_SENDER_DISPLAY_NAME_UPDATED
    )
    payload: WhatsappSender


@model
class WhatsappSenderUsernameUpdated(_Commentable):
    """The review of a sender's username went on."""

    type: Literal[WebhookTrigger.WHATSAPP_SENDER_USERNAME_UPDATED] = WebhookTrigger.WHATSAPP_SENDER_USERNAME_UPDATED
    payload: WhatsappSender


@model
class WhatsappSenderDeleted(_Commentable):
    """A sender is gone; of the payload only `id` and `business_manager` mean something."""

    type: Literal[WebhookTrigger.WHATSAPP_SENDER_DELETED] = WebhookTrigger.WHATSAPP_SENDER_DELETED
    payload: WhatsappSender


@model
class WhatsappSenderCommentAdded(KnownEvent):
    """Somebody commented on a sender."""

    type: Literal[WebhookTrigger.WHATSAPP_SENDER_COMMENT_ADDED] = WebhookTrigger.WHATSAPP_SENDER_COMMENT_ADDED
    payload: WhatsappSender
    comment: str


@model
class WhatsappTemplateApproved(_Commentable):
    """Meta approved a template."""

    type: Literal[WebhookTrigger.WHATSAPP_TEMPLATE_APPROVED] = WebhookTrigger.WHATSAPP_TEMPLATE_APPROVED
    payload: WhatsappTemplate


@model
class WhatsappTemplateRejected(_Commentable):
    """Meta refused a template."""

    type: Literal[WebhookTrigger.WHATSAPP_TEMPLATE_REJECTED] = WebhookTrigger.WHATSAPP_TEMPLATE_REJECTED
    payload: WhatsappTemplate


@model
class WhatsappTemplateStatusUpdated(_Commentable):
    """Meta paused, flagged, disabled, archived or reinstated a template."""

    type: Literal[WebhookTrigger.WHATSAPP_TEMPLATE_STATUS_UPDATED] = WebhookTrigger.WHATSAPP_TEMPLATE_STATUS_UPDATED
    payload: WhatsappTemplate
    new_state: WhatsappTemplateNewState


@model
class WhatsappTemplateQualityScoreUpdated(_Commentable):
    """Meta judges a template's quality differently."""

    type: Literal[WebhookTrigger.WHATSAPP_TEMPLATE_QUALITY_SCORE_UPDATED] = (
        WebhookTrigger.WHATSAPP_TEMPLATE_QUALITY_SCORE_UPDATED
    )
    payload: WhatsappTemplate


@model
class WhatsappTemplateCategoryUpdated(_Commentable):
    """Meta moved a template to another category."""

    type: Literal[WebhookTrigger.WHATSAPP_TEMPLATE_CATEGORY_UPDATED] = WebhookTrigger.WHATSAPP_TEMPLATE_CATEGORY_UPDATED
    payload: WhatsappTemplate


@model
class WhatsappTemplateCategoryFutureUpdate(_Commentable):
    """Meta will move a template to another category; the payload still shows the present one."""

    type: Literal[WebhookTrigger.WHATSAPP_TEMPLATE_CATEGORY_FUTURE_UPDATE] = (
        WebhookTrigger.WHATSAPP_TEMPLATE_CATEGORY_FUTURE_UPDATE
    )
    payload: WhatsappTemplate
    future_category: WhatsappTemplateCategory


@model
class WhatsappTemplateDeleted(_Commentable):
    """A template is gone. Whether its last form comes along is not documented."""

    type: Literal[WebhookTrigger.WHATSAPP_TEMPLATE_DELETED] = WebhookTrigger.WHATSAPP_TEMPLATE_DELETED
    payload: WhatsappTemplate | None = None


@model
class WhatsappTemplateCommentAdded(_Commentable):
    """Somebody commented on a template; the comment itself need not come along."""

    type: Literal[WebhookTrigger.WHATSAPP_TEMPLATE_COMMENT_ADDED] = WebhookTrigger.WHATSAPP_TEMPLATE_COMMENT_ADDED
    payload: WhatsappTemplate


@model
class RcsSenderStatusUpdated(_Commentable):
    """A sender came into another state."""

    type: Literal[WebhookTrigger.RCS_SENDER_STATUS_UPDATED] = WebhookTrigger.RCS_SENDER_STATUS_UPDATED
    payload: RcsSender
    previous_state: RcsSenderState
    current_state: RcsSenderState
    """Equals `payload.state`."""


@model
class RcsSenderOperatorStatusUpdated(_Commentable):
    """One operator in one country decided about a sender."""

    type: Literal[WebhookTrigger.RCS_SENDER_OPERATOR_STATUS_UPDATED] = WebhookTrigger.RCS_SENDER_OPERATOR_STATUS_UPDATED
    payload: RcsSender
    operator: str
    """Its name as people write it, `9 Mobile`; new ones come often."""
    operator_country: CountryCode
    operator_previous_status: OperatorStatus
    operator_current_status: OperatorStatus


@model
class RcsBrandRegistrationProcessStatusUpdated(_Commentable):
    """The registration of a brand in the US went on."""

    type: Literal[WebhookTrigger.RCS_BRAND_REGISTRATION_PROCESS_STATUS_UPDATED] = (
        WebhookTrigger.RCS_BRAND_REGISTRATION_PROCESS_STATUS_UPDATED
    )
    payload: RcsSender
    status: BrandRegistrationProcessStatus


@model
class RcsSenderCommentAdded(_Commentable):
    """Somebody commented on a sender; by declaration the comment itself need not come along."""

    type: Literal[WebhookTrigger.RCS_SENDER_COMMENT_ADDED] = WebhookTrigger.RCS_SENDER_COMMENT_ADDED
    payload: RcsSender


@model
class RcsAccountCommentAdded(KnownEvent):
    """Somebody commented on the account; the only event without a resource."""

    type: Literal[WebhookTrigger.RCS_ACCOUNT_COMMENT_ADDED] = WebhookTrigger.RCS_ACCOUNT_COMMENT_ADDED
    comment: str

    @property
    def payload(self) -> None:
        """None: there is no resource."""
        return None


@model
class KakaotalkSenderActive(_Commentable):
    """A sender is live."""

    type: Literal[WebhookTrigger.KAKAOTALK_SENDER_ACTIVE] = WebhookTrigger.KAKAOTALK_SENDER_ACTIVE
    payload: KakaotalkSender


@model
class KakaotalkSenderInactive(_Commentable):
    """A sender is out of service."""

    type: Literal[WebhookTrigger.KAKAOTALK_SENDER_INACTIVE] = WebhookTrigger.KAKAOTALK_SENDER_INACTIVE
    payload: KakaotalkSender


@model
class KakaotalkSenderRejected(_Commentable):
    """A sender was refused; see `payload.changes`."""

    type: Literal[WebhookTrigger.KAKAOTALK_SENDER_REJECTED] = WebhookTrigger.KAKAOTALK_SENDER_REJECTED
    payload: KakaotalkSender


@model
class KakaotalkSenderCommentAdded(KnownEvent):
    """Somebody commented on a sender."""

    type: Literal[WebhookTrigger.KAKAOTALK_SENDER_COMMENT_ADDED] = WebhookTrigger.KAKAOTALK_SENDER_COMMENT_ADDED
    payload: KakaotalkSender
    comment: str


@model
class KakaotalkTemplateApproved(_Commentable):
    """Kakao approved a template."""

    type: Literal[WebhookTrigger.KAKAOTALK_TEMPLATE_APPROVED] = WebhookTrigger.KAKAOTALK_TEMPLATE_APPROVED
    payload: KakaotalkTemplate


@model
class KakaotalkTemplateRejected(_Commentable):
    """Kakao refused a template."""

    type: Literal[WebhookTrigger.KAKAOTALK_TEMPLATE_REJECTED] = WebhookTrigger.KAKAOTALK_TEMPLATE_REJECTED
    payload: KakaotalkTemplate


@model
class KakaotalkTemplateCommentAdded(KnownEvent):
    """Somebody commented on a template."""

    type: Literal[WebhookTrigger.KAKAOTALK_TEMPLATE_COMMENT_ADDED] = WebhookTrigger.KAKAOTALK_TEMPLATE_COMMENT_ADDED
    payload: KakaotalkTemplate
    comment: str


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
    # By its text, as an open enum would remember each word that somebody thinks up.
    return _BY_NAME.get(value, UnknownEvent)


_BY_NAME = {str(trigger): cls for trigger, cls in EVENTS.items()}

Event = Annotated[_AnyEvent, Variants(_event, probe=_EventKeys)]
"""Any event. Tell them apart with `match event: case RcsSenderStatusUpdated(): ...`, or by `event.type`."""
