"""Data of bundles: orders of several resources at once, and their results."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.rules import REQUIRED, Deprecated, Items, Length, NotOneOf, Range
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shared import ConversationApiChannelStatus
from sinch_provisioning.core.sms import ProvisioningState, Region, SmsAppRegion
from sinch_provisioning.core.subscriptions import Webhook, WebhookInput

Name = Annotated[str, Length(1, 255)]


class BundleState(OpenEnum):
    """How far an order is."""

    DONE = "DONE"
    FAILED = "FAILED"
    IN_PROGRESS = "IN_PROGRESS"


class SubprojectStatus(OpenEnum):
    """How far a subproject is."""

    PENDING = "PENDING"
    READY = "READY"


class ProcessingMode(OpenEnum):
    """How a Conversation API app processes messages: as conversations, or each one separately."""

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
    """What a webhook of the Conversation API is called for."""

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


@model(sent=True)
class SubprojectInput:
    """A new subproject; everything else in the order goes into it."""

    name: Name | None = None
    labels: Mapping[str, str] | None = None


@model(sent=True)
class SmsAppInput:
    """A new SMS app."""

    name: Name | None = None
    test: Annotated[bool, Deprecated("it has no effect")] | None = None


@model(sent=True)
class RetentionPolicy:
    """How long a Conversation API app keeps messages or conversations.

    With the processing mode DISPATCH only MESSAGE_EXPIRE_POLICY is possible, for 0 to 7 days, 7 by default. With
    CONVERSATION it is 1 to 3650 days, 180 by default.
    """

    retention_policy_type: RetentionPolicyType | None = None
    """The service assumes MESSAGE_EXPIRE_POLICY if it is left out of an order."""
    ttl: Annotated[int, Range(0, 3650)] | None = None
    """Days."""


@model(sent=True)
class ConsentManagerSettings:
    """Which consent manager an app uses."""

    mode: Annotated[ConsentManagerMode, REQUIRED] | None = None


@model(sent=True)
class ConversationWebhookInput:
    """A new webhook of the Conversation API, not of this one."""

    target: Annotated[str, Length(max=742)]
    """Not a host of the Conversation API itself."""
    triggers: Annotated[
        Sequence[Annotated[ConversationTrigger, NotOneOf("UNSPECIFIED_TRIGGER")]], Items(max=20, unique=True)
    ]
    secret: Secret | None = None
    """Signs the calls of the Conversation API."""
    target_type: WebhookTargetType | None = None
    """The service assumes HTTP if it is left out."""


@model(sent=True)
class ConversationAppInput:
    """A new Conversation API app, which the other resources are linked to."""

    name: Name | None = None
    webhooks: Annotated[Sequence[ConversationWebhookInput], Items(max=5)] | None = None
    processing_mode: ProcessingMode | None = None
    """The service assumes DISPATCH if it is left out."""
    retention_policy: RetentionPolicy | None = None
    """What it can be depends on `processing_mode`."""
    consent_manager_settings: ConsentManagerSettings | None = None


@model(sent=True)
class BundleInput:
    """An order of at least one resource; each needs a name, its own or the bundle's."""

    region: Region
    name: Name | None = None
    """Name of the bundle, and of every resource without one."""
    subproject: SubprojectInput | bool | None = None
    """True creates one with defaults; everything else then goes into it."""
    sms_app: SmsAppInput | bool | None = None
    """True creates one with defaults."""
    conv_app: ConversationAppInput | bool | None = None
    """True creates one with defaults; the SMS app becomes its SMS channel."""
    webhooks: Annotated[Sequence[WebhookInput], Items(1, 15, unique=True)] | None = None
    """Webhooks of this API, each with another target."""
    test_number: bool | None = None
    """Shown in an official example, but in no official schema."""


@model
class Subproject:
    """The subproject that was created."""

    id: str
    name: str | None = None
    parent_project_id: str | None = None
    status: SubprojectStatus | None = None
    labels: Mapping[str, str] | None = None


@model
class SmsApp:
    """The SMS app that was created."""

    id: str
    sms_service_id: str | None = None
    name: str | None = None
    status: ProvisioningState | None = None
    regions: Sequence[SmsAppRegion] = ()
    test: bool | None = None
    number_verified: bool | None = None


@model
class ConversationWebhook:
    """A webhook of the Conversation API that was created."""

    id: str
    target: str | None = None
    triggers: Sequence[ConversationTrigger] = ()
    secret: Secret | None = None


@model
class ConversationApp:
    """The Conversation API app that was created."""

    id: str
    name: str | None = None
    processing_mode: ProcessingMode | None = None
    webhooks: Sequence[ConversationWebhook] | None = None
    retention_policy: RetentionPolicy | None = None
    consent_manager_settings: ConsentManagerSettings | None = None
    sms_channel_status: ConversationApiChannelStatus | None = None
    """State of the SMS app as the app's channel; a bundle can be DONE before it is ACTIVE."""


@model
class WebhookDeliveryStatus:
    """Result of a webhook call about the bundle."""

    webhook_id: str | None = None
    http_status_code: int | None = None
    date: datetime | None = None
    error_message: str | None = None


@model
class Bundle:
    """An order and its result."""

    id: str
    project_id: str | None = None
    """Where the resources are: the new subproject, if one was ordered."""
    state: BundleState | None = None
    region: Region | None = None
    name: str | None = None
    subproject: Subproject | None = None
    sms_app: SmsApp | None = None
    conv_app: ConversationApp | None = None
    webhooks: Sequence[Webhook] | None = None
    webhook_delivery_statuses: Sequence[WebhookDeliveryStatus] | None = None
