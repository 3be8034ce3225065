"""Data of bundles: several resources ordered at once, and what became of the order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, TypedDict

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.pages import page_of
from sinch_provisioning.core.rules import Deprecated, Items, Length, NotOneOf, Range
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shared import (
    ConversationApiChannelStatus,
    ProvisioningState,
    SmsAppRegion,
    WebhookTrigger,
)
from sinch_provisioning.core.unions import Variants
from sinch_provisioning.core.unset import UNSET, Unset

Name = Annotated[str, Length(1, 255)]
Target = Annotated[str, Length(1, 742)]


class BundleState(OpenEnum):
    """How far an order is."""

    DONE = "DONE"
    FAILED = "FAILED"
    IN_PROGRESS = "IN_PROGRESS"


class Region(OpenEnum):
    """Where the resources live; the staging servers take EU and US only."""

    BR = "BR"
    EU = "EU"
    US = "US"


class SubprojectStatus(OpenEnum):
    """How far a subproject is."""

    PENDING = "PENDING"
    READY = "READY"


class ProcessingMode(OpenEnum):
    """How a Conversation API app treats messages: as conversations, or each for itself."""

    CONVERSATION = "CONVERSATION"
    DISPATCH = "DISPATCH"
    UNRECOGNIZED = "UNRECOGNIZED"
    UNSPECIFIED = "UNSPECIFIED"


class RetentionPolicyType(OpenEnum):
    """What expires: messages, conversations, or nothing."""

    CONVERSATION_EXPIRE_POLICY = "CONVERSATION_EXPIRE_POLICY"
    MESSAGE_EXPIRE_POLICY = "MESSAGE_EXPIRE_POLICY"
    PERSIST_RETENTION_POLICY = "PERSIST_RETENTION_POLICY"
    UNRECOGNIZED = "UNRECOGNIZED"


class ConsentManagerMode(OpenEnum):
    """Which consent manager decides."""

    DISABLED = "DISABLED"
    PRIMARY = "PRIMARY"
    SECONDARY = "SECONDARY"
    UNRECOGNIZED = "UNRECOGNIZED"


class WebhookTargetType(OpenEnum):
    """How a webhook of the Conversation API is called."""

    DISMISS = "DISMISS"
    GRPC = "GRPC"
    HTTP = "HTTP"


class ConversationTrigger(OpenEnum):
    """What a webhook of the Conversation API is told of."""

    BATCH_DELIVERY_REPORT_FULL = "BATCH_DELIVERY_REPORT_FULL"
    BATCH_DELIVERY_REPORT_SUMMARY = "BATCH_DELIVERY_REPORT_SUMMARY"
    BATCH_STATUS_UPDATE = "BATCH_STATUS_UPDATE"
    BILLING_CREDIT_LIMIT_BREACHED = "BILLING_CREDIT_LIMIT_BREACHED"
    CAPABILITY = "CAPABILITY"
    CHANNEL_EVENT = "CHANNEL_EVENT"
    CONSENT_BATCH_COMPLETE = "CONSENT_BATCH_COMPLETE"
    CONTACT_CREATE = "CONTACT_CREATE"
    CONTACT_DELETE = "CONTACT_DELETE"
    CONTACT_IDENTITIES_DUPLICATION = "CONTACT_IDENTITIES_DUPLICATION"
    CONTACT_MERGE = "CONTACT_MERGE"
    CONTACT_UPDATE = "CONTACT_UPDATE"
    CONVERSATION_DELETE = "CONVERSATION_DELETE"
    CONVERSATION_START = "CONVERSATION_START"
    CONVERSATION_STOP = "CONVERSATION_STOP"
    EVENT_DELIVERY = "EVENT_DELIVERY"
    EVENT_INBOUND = "EVENT_INBOUND"
    MESSAGE_DELIVERY = "MESSAGE_DELIVERY"
    MESSAGE_INBOUND = "MESSAGE_INBOUND"
    MESSAGE_INBOUND_SMART_CONVERSATION_REDACTION = "MESSAGE_INBOUND_SMART_CONVERSATION_REDACTION"
    MESSAGE_SUBMIT = "MESSAGE_SUBMIT"
    OPT_IN = "OPT_IN"
    OPT_OUT = "OPT_OUT"
    RECORD_NOTIFICATION = "RECORD_NOTIFICATION"
    SMART_CONVERSATION = "SMART_CONVERSATION"
    UNRECOGNIZED = "UNRECOGNIZED"
    UNSPECIFIED_TRIGGER = "UNSPECIFIED_TRIGGER"
    UNSUPPORTED = "UNSUPPORTED"


@model
class SubprojectInput:
    """A subproject to be made, into which everything else of the order goes."""

    name: Name | Unset = UNSET
    labels: Mapping[str, str] | Unset = UNSET


@model
class SmsAppInput:
    """An SMS app to be made."""

    name: Name | Unset = UNSET
    test: Annotated[bool, Deprecated("it has no effect")] | Unset = UNSET


@model
class ConversationRetentionPolicyInput:
    """How long an app in the processing mode CONVERSATION keeps things."""

    retention_policy_type: RetentionPolicyType | Unset = UNSET
    """The service takes MESSAGE_EXPIRE_POLICY if it is left out."""
    ttl: Annotated[int, Range(1, 3650)] | Unset = UNSET
    """Days; the service takes 180 if it is left out."""


@model
class DispatchRetentionPolicyInput:
    """How long an app in the processing mode DISPATCH keeps messages."""

    retention_policy_type: Literal[RetentionPolicyType.MESSAGE_EXPIRE_POLICY] | Unset = UNSET
    ttl: Annotated[int, Range(0, 7)] | Unset = UNSET
    """Days; the service takes 7 if it is left out."""


class _RetentionKeys(TypedDict, total=False):
    retentionPolicyType: Any
    ttl: Any


def _retention(content: Mapping[str, Any]) -> type:
    """Tell the policies apart by what only one of them takes; what fits both is DISPATCH's, the default mode's."""
    ttl = content.get("ttl")
    dispatch = content.get("retentionPolicyType", "MESSAGE_EXPIRE_POLICY") == "MESSAGE_EXPIRE_POLICY"
    fits = not isinstance(ttl, int) or ttl <= 7
    return DispatchRetentionPolicyInput if dispatch and fits else ConversationRetentionPolicyInput


RetentionPolicyInput = Annotated[
    ConversationRetentionPolicyInput | DispatchRetentionPolicyInput, Variants(_retention, probe=_RetentionKeys)
]


@model
class ConsentManagerSettingsInput:
    """Which consent manager an app is to use."""

    mode: ConsentManagerMode


@model
class ConversationWebhookInput:
    """A webhook of the Conversation API, not of this one."""

    target: Annotated[str, Length(max=742)]
    """Not a host of the Conversation API itself."""
    triggers: Annotated[
        Sequence[Annotated[ConversationTrigger, NotOneOf("UNSPECIFIED_TRIGGER")]], Items(max=20, unique=True)
    ]
    secret: Secret | Unset = UNSET
    """Signs the calls of the Conversation API."""
    target_type: WebhookTargetType | Unset = UNSET
    """The service takes HTTP if it is left out."""


@model
class ConversationAppInput:
    """A Conversation API app to be made, to which the other resources are tied."""

    name: Name | Unset = UNSET
    webhooks: Annotated[Sequence[ConversationWebhookInput], Items(max=5)] | Unset = UNSET
    processing_mode: ProcessingMode | Unset = UNSET
    """The service takes DISPATCH if it is left out."""
    retention_policy: RetentionPolicyInput | Unset = UNSET
    """The kind that goes with `processing_mode`."""
    consent_manager_settings: ConsentManagerSettingsInput | Unset = UNSET


@model
class WebhookInput:
    """A webhook of this API to be registered."""

    target: Target
    """Absolute URL; no two of a project are the same."""
    secret: Annotated[Secret, Length(1, 128)]
    triggers: Annotated[Sequence[WebhookTrigger], Items(min=1, unique=True)]


@model
class BundleInput:
    """An order. At least one resource has to be asked for, and each needs a name of its own or the bundle's."""

    region: Region
    name: Name | Unset = UNSET
    """Name of the bundle, and of every resource without one."""
    subproject: SubprojectInput | bool | Unset = UNSET
    """True makes one with defaults; everything else then goes into it."""
    sms_app: SmsAppInput | bool | Unset = UNSET
    """True makes one with defaults."""
    conv_app: ConversationAppInput | bool | Unset = UNSET
    """True makes one with defaults; the SMS app becomes its SMS channel."""
    webhooks: Annotated[Sequence[WebhookInput], Items(1, 15, unique=True)] | Unset = UNSET
    """Webhooks of this API; no target twice."""
    test_number: bool | Unset = UNSET
    """In an official example, but in no official schema."""


@model
class Subproject:
    """The subproject that was made."""

    id: str
    name: str
    parent_project_id: str
    status: SubprojectStatus
    labels: Mapping[str, str] | None = None


@model
class SmsApp:
    """The SMS app that was made."""

    id: str
    sms_service_id: str
    name: str
    status: ProvisioningState
    regions: Sequence[SmsAppRegion]
    test: bool
    number_verified: bool | None = None


@model
class ConversationWebhook:
    """A webhook of the Conversation API that was made."""

    id: str
    target: str
    triggers: Sequence[ConversationTrigger]
    secret: Secret | None = None


@model
class RetentionPolicy:
    """How long the app keeps things."""

    retention_policy_type: RetentionPolicyType
    ttl: int | None = None
    """Days."""


@model
class ConsentManagerSettings:
    """Which consent manager the app uses."""

    mode: ConsentManagerMode


@model
class ConversationApp:
    """The Conversation API app that was made."""

    id: str
    name: str
    processing_mode: ProcessingMode
    webhooks: Sequence[ConversationWebhook] | None = None
    retention_policy: RetentionPolicy | None = None
    consent_manager_settings: ConsentManagerSettings | None = None
    sms_channel_status: ConversationApiChannelStatus | None = None
    """State of the SMS app as the app's channel; a bundle is DONE without waiting for it."""


@model
class Webhook:
    """A webhook of this API that was registered."""

    id: str
    target: str
    project_id: str
    triggers: Sequence[WebhookTrigger]


@model
class WebhookDeliveryStatus:
    """How a call that told of the bundle went."""

    webhook_id: str
    http_status_code: int
    date: datetime
    error_message: str | None = None


@model
class Bundle:
    """An order, and what became of it."""

    id: str
    project_id: str
    """Where the resources live: the new subproject, if one was asked for."""
    state: BundleState
    region: Region
    name: str | None = None
    subproject: Subproject | None = None
    sms_app: SmsApp | None = None
    conv_app: ConversationApp | None = None
    webhooks: Sequence[Webhook] | None = None
    webhook_delivery_statuses: Sequence[WebhookDeliveryStatus] | None = None


BundleList = page_of("bundles", Bundle)
