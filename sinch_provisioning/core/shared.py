"""Data that several families share."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from sinch_provisioning.core.enums import Listed, OpenEnum, members
from sinch_provisioning.core.model import model
from sinch_provisioning.core.rules import Items, Length
from sinch_provisioning.core.secrets import Secret


class Action(OpenEnum):
    """Keep as a draft, or submit for processing."""

    DRAFT = "DRAFT"
    SUBMIT = "SUBMIT"


class ActivityType(OpenEnum):
    """What happened to a resource; each kind of resource has some of these."""

    ACTIVE = "ACTIVE"
    COMMENT_ADDED = "COMMENT_ADDED"
    CREATED = "CREATED"
    DELETED = "DELETED"
    DRAFT = "DRAFT"
    EDITED = "EDITED"
    ERROR = "ERROR"
    INACTIVE = "INACTIVE"
    IN_PROGRESS = "IN_PROGRESS"
    PENDING_FACEBOOK_VERIFICATION = "PENDING_FACEBOOK_VERIFICATION"
    REGISTERED = "REGISTERED"
    REJECTED = "REJECTED"
    TEST = "TEST"
    VERIFIED = "VERIFIED"


@model
class Activity:
    """An entry in the history of a resource. The approval of a template has no entry."""

    type: ActivityType | None = None
    created: datetime | None = None
    author: str | None = None
    comment: str | None = None
    """The comment, or why the resource was rejected."""


class CommentType(OpenEnum):
    """The one thing that can happen to a comment."""

    CREATED = "CREATED"


@model
class Comment:
    """A comment as the service has stored it."""

    type: CommentType | None = None
    comment: str | None = None
    created: datetime | None = None


@model(sent=True)
class CommentInput:
    """A comment for the people at Sinch."""

    comment: Annotated[str, Length(1, 65535)]


class ConversationApiAppRegion(OpenEnum):
    """Region of a Conversation API app."""

    BR = "BR"
    EU = "EU"
    US = "US"
    UNRECOGNIZED = "UNRECOGNIZED"


class ConversationApiChannelStatus(OpenEnum):
    """Whether a channel of a Conversation API app works with its credentials."""

    ACTIVE = "ACTIVE"
    FAILING = "FAILING"
    PENDING = "PENDING"
    UNRECOGNIZED = "UNRECOGNIZED"


@model
class ConversationApiApp:
    """The Conversation API app that a resource is linked to."""

    id: str | None = None
    project_id: str | None = None
    region: ConversationApiAppRegion | None = None
    channel_status: ConversationApiChannelStatus | None = None


class SmsAppRegion(OpenEnum):
    """Where an SMS app runs."""

    AU = "AU"
    BR = "BR"
    CA = "CA"
    EU = "EU"
    US = "US"
    UNRECOGNIZED = "UNRECOGNIZED"


class ProvisioningState(OpenEnum):
    """How far an SMS app is: waiting, busy, failed, or settled."""

    ACTIVE = "ACTIVE"
    BLOCKED = "BLOCKED"
    DELETED = "DELETED"
    DEPROVISIONING = "DEPROVISIONING"
    DEPROVISIONING_FAILED = "DEPROVISIONING_FAILED"
    FAILED_ADD = "FAILED_ADD"
    FAILED_BLOCK = "FAILED_BLOCK"
    FAILED_DELETE = "FAILED_DELETE"
    FAILED_UNBLOCK = "FAILED_UNBLOCK"
    FAILED_UPDATE = "FAILED_UPDATE"
    IN_PROGRESS_ADD = "IN_PROGRESS_ADD"
    IN_PROGRESS_BLOCK = "IN_PROGRESS_BLOCK"
    IN_PROGRESS_DELETE = "IN_PROGRESS_DELETE"
    IN_PROGRESS_UNBLOCK = "IN_PROGRESS_UNBLOCK"
    IN_PROGRESS_UPDATE = "IN_PROGRESS_UPDATE"
    PENDING_ADD = "PENDING_ADD"
    PENDING_BLOCK = "PENDING_BLOCK"
    PENDING_DELETE = "PENDING_DELETE"
    PENDING_UNBLOCK = "PENDING_UNBLOCK"
    PENDING_UPDATE = "PENDING_UPDATE"
    PROVISIONING = "PROVISIONING"
    PROVISIONING_ADD = "PROVISIONING_ADD"
    PROVISIONING_ADD_FAILED = "PROVISIONING_ADD_FAILED"
    PROVISIONING_BLOCK = "PROVISIONING_BLOCK"
    PROVISIONING_BLOCK_FAILED = "PROVISIONING_BLOCK_FAILED"
    PROVISIONING_FAILED = "PROVISIONING_FAILED"
    PROVISIONING_UNBLOCK = "PROVISIONING_UNBLOCK"
    PROVISIONING_UNBLOCK_FAILED = "PROVISIONING_UNBLOCK_FAILED"
    PROVISIONING_UPDATE = "PROVISIONING_UPDATE"
    PROVISIONING_UPDATE_FAILED = "PROVISIONING_UPDATE_FAILED"
    STATUS_UNSPECIFIED = "STATUS_UNSPECIFIED"
    UNRECOGNIZED = "UNRECOGNIZED"


_LANGUAGES = """
AF AR AZ BG BN CA CS DA DE EL EN EN_GB EN_US ES ES_AR ES_ES ES_MX ES_UY ET FA FI FIL FR GA GU HA HE HI HR HU ID IT JA
KA KK KN KO KY_KG LO LT LV MK ML MR MS NB NL PA PL PT_BR PT_PT RO RU RW_RW SK SL SQ SR SV SW TA TE TH TR UK UR UZ VI
ZH_CN ZH_HK ZH_TW ZU UNRECOGNIZED
"""


class TemplateLanguage(OpenEnum, metaclass=Listed):
    """Language of a message template, as the channels name it."""

    vars().update(members(_LANGUAGES))


class WebhookTrigger(OpenEnum):
    """What a webhook is called for; ALL stands for every trigger and is best sent alone."""

    ALL = "ALL"
    BUNDLE_DONE = "BUNDLE_DONE"
    KAKAOTALK_SENDER_ACTIVE = "KAKAOTALK_SENDER_ACTIVE"
    KAKAOTALK_SENDER_COMMENT_ADDED = "KAKAOTALK_SENDER_COMMENT_ADDED"
    KAKAOTALK_SENDER_INACTIVE = "KAKAOTALK_SENDER_INACTIVE"
    KAKAOTALK_SENDER_REJECTED = "KAKAOTALK_SENDER_REJECTED"
    KAKAOTALK_TEMPLATE_APPROVED = "KAKAOTALK_TEMPLATE_APPROVED"
    KAKAOTALK_TEMPLATE_COMMENT_ADDED = "KAKAOTALK_TEMPLATE_COMMENT_ADDED"
    KAKAOTALK_TEMPLATE_REJECTED = "KAKAOTALK_TEMPLATE_REJECTED"
    RCS_BRAND_REGISTRATION_PROCESS_STATUS_UPDATED = "RCS_BRAND_REGISTRATION_PROCESS_STATUS_UPDATED"
    RCS_SENDER_COMMENT_ADDED = "RCS_SENDER_COMMENT_ADDED"
    RCS_SENDER_OPERATOR_STATUS_UPDATED = "RCS_SENDER_OPERATOR_STATUS_UPDATED"
    RCS_SENDER_STATUS_UPDATED = "RCS_SENDER_STATUS_UPDATED"
    RCS_ACCOUNT_COMMENT_ADDED = "RCS_ACCOUNT_COMMENT_ADDED"
    WHATSAPP_ACCOUNT_COMMENT_ADDED = "WHATSAPP_ACCOUNT_COMMENT_ADDED"
    WHATSAPP_ACCOUNT_DAILY_LIMIT_CHANGED = "WHATSAPP_ACCOUNT_DAILY_LIMIT_CHANGED"
    WHATSAPP_ACCOUNT_ONBOARDED = "WHATSAPP_ACCOUNT_ONBOARDED"
    WHATSAPP_ACCOUNT_PENDING_VERIFICATION = "WHATSAPP_ACCOUNT_PENDING_VERIFICATION"
    WHATSAPP_ACCOUNT_REJECTED = "WHATSAPP_ACCOUNT_REJECTED"
    WHATSAPP_WABA_ACCOUNT_CHANGED = "WHATSAPP_WABA_ACCOUNT_CHANGED"
    WHATSAPP_SENDER_ACTIVE = "WHATSAPP_SENDER_ACTIVE"
    WHATSAPP_SENDER_COMMENT_ADDED = "WHATSAPP_SENDER_COMMENT_ADDED"
    WHATSAPP_SENDER_DAILY_LIMIT_CHANGED = "WHATSAPP_SENDER_DAILY_LIMIT_CHANGED"  # deprecated
    WHATSAPP_SENDER_DELETED = "WHATSAPP_SENDER_DELETED"
    WHATSAPP_SENDER_DISPLAY_NAME_UPDATED = "WHATSAPP_SENDER_DISPLAY_NAME_UPDATED"
    WHATSAPP_SENDER_ERROR = "WHATSAPP_SENDER_ERROR"
    WHATSAPP_SENDER_INACTIVE = "WHATSAPP_SENDER_INACTIVE"
    WHATSAPP_SENDER_PENDING_VERIFICATION = "WHATSAPP_SENDER_PENDING_VERIFICATION"
    WHATSAPP_SENDER_QUALITY_RATING_CHANGED = "WHATSAPP_SENDER_QUALITY_RATING_CHANGED"
    WHATSAPP_SENDER_REJECTED = "WHATSAPP_SENDER_REJECTED"
    WHATSAPP_SENDER_USERNAME_UPDATED = "WHATSAPP_SENDER_USERNAME_UPDATED"
    WHATSAPP_TEMPLATE_APPROVED = "WHATSAPP_TEMPLATE_APPROVED"
    WHATSAPP_TEMPLATE_CATEGORY_FUTURE_UPDATE = "WHATSAPP_TEMPLATE_CATEGORY_FUTURE_UPDATE"
    WHATSAPP_TEMPLATE_CATEGORY_UPDATED = "WHATSAPP_TEMPLATE_CATEGORY_UPDATED"
    WHATSAPP_TEMPLATE_COMMENT_ADDED = "WHATSAPP_TEMPLATE_COMMENT_ADDED"
    WHATSAPP_TEMPLATE_DELETED = "WHATSAPP_TEMPLATE_DELETED"
    WHATSAPP_TEMPLATE_QUALITY_SCORE_UPDATED = "WHATSAPP_TEMPLATE_QUALITY_SCORE_UPDATED"
    WHATSAPP_TEMPLATE_REJECTED = "WHATSAPP_TEMPLATE_REJECTED"
    WHATSAPP_TEMPLATE_STATUS_UPDATED = "WHATSAPP_TEMPLATE_STATUS_UPDATED"


WebhookTarget = Annotated[str, Length(1, 742)]
SigningSecret = Annotated[Secret, Length(1, 128)]
WebhookTriggers = Annotated[Sequence[WebhookTrigger], Items(min=1, unique=True)]


@model(sent=True)
class WebhookInput:
    """A webhook to register, or new values for all of one."""

    target: WebhookTarget
    """Absolute URL; unique in a project."""
    secret: SigningSecret
    """Signs the calls. No response ever contains it."""
    triggers: WebhookTriggers


@model
class Webhook:
    """A registered webhook, without its secret."""

    id: str
    target: str | None = None
    project_id: str | None = None
    triggers: Sequence[WebhookTrigger] = ()
