"""Data of the WhatsApp family but for templates: account, senders, flows, solutions, Embedded Signup's tools."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, TypedDict

from sinch_provisioning.core.countries import CountryCode
from sinch_provisioning.core.deprecation import deprecated
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.pages import page_of
from sinch_provisioning.core.rules import Deprecated, Length, NotOneOf, Pattern
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shared import Action, Activity, ActivityType, ConversationApiApp
from sinch_provisioning.core.unions import Variants
from sinch_provisioning.core.unset import UNSET, Unset

DIGITS = Pattern(r"\A[0-9]+\Z", "digits only, without plus and spaces")
CODE = Pattern(r"\A\S{6}\Z", "6 characters without spaces")


class AccountState(OpenEnum):
    """Where the account stands; there is none until a first request has been decided."""

    ONBOARDED = "ONBOARDED"
    PENDING_FACEBOOK_VERIFICATION = "PENDING_FACEBOOK_VERIFICATION"
    REJECTED = "REJECTED"


class AccountStatus(OpenEnum):
    """Where a request about the account stands that is not live."""

    DRAFT = "DRAFT"
    IN_PROGRESS = "IN_PROGRESS"
    PENDING_FACEBOOK_VERIFICATION = "PENDING_FACEBOOK_VERIFICATION"
    REJECTED = "REJECTED"


class WabaBanState(OpenEnum):
    """A ban by Meta that is announced, in force, or lifted."""

    DISABLE = "DISABLE"
    REINSTATE = "REINSTATE"
    SCHEDULE_FOR_DISABLE = "SCHEDULE_FOR_DISABLE"
    UNRECOGNIZED = "UNRECOGNIZED"


class DailyLimit(OpenEnum):
    """Conversations that the business may open in any 24 hours."""

    NOT_SET = "NOT_SET"
    TIER_100K = "TIER_100K"
    TIER_10K = "TIER_10K"
    TIER_1K = "TIER_1K"
    TIER_250 = "TIER_250"
    TIER_2K = "TIER_2K"
    TIER_50 = "TIER_50"
    TIER_UNLIMITED = "TIER_UNLIMITED"
    UNRECOGNIZED = "UNRECOGNIZED"


class SenderState(OpenEnum):
    """Where the sender stands; a new one has no state as long as it is nothing but changes."""

    ACTIVE = "ACTIVE"
    IN_PROGRESS = "IN_PROGRESS"
    INACTIVE = "INACTIVE"
    PENDING_VERIFICATION = "PENDING_VERIFICATION"
    SUSPENDED = "SUSPENDED"
    ERROR = "ERROR"


class SenderStatus(OpenEnum):
    """Where a creation or an edit stands that is not live."""

    DRAFT = "DRAFT"
    ERROR = "ERROR"
    IN_PROGRESS = "IN_PROGRESS"
    MULTIPLE_WABA_ERROR = "MULTIPLE_WABA_ERROR"  # deprecated
    REJECTED = "REJECTED"


class SenderErrorCode(OpenEnum):
    """Why a creation or an edit failed at Meta or at Sinch."""

    CANNOT_ASSIGN_CREDIT_LINE = "CANNOT_ASSIGN_CREDIT_LINE"
    CANNOT_ASSIGN_SYSTEM_USER = "CANNOT_ASSIGN_SYSTEM_USER"
    CANNOT_CREATE_NEW_WHATSAPP_SENDER = "CANNOT_CREATE_NEW_WHATSAPP_SENDER"
    CANNOT_CREATE_WABA_FOR_BUSINESS = "CANNOT_CREATE_WABA_FOR_BUSINESS"
    CANNOT_GET_DETAILS_FOR_CLOUD_API = "CANNOT_GET_DETAILS_FOR_CLOUD_API"
    CANNOT_GET_WABA_DETAILS = "CANNOT_GET_WABA_DETAILS"
    CANNOT_REGISTER_NEW_WHATSAPP_SENDER = "CANNOT_REGISTER_NEW_WHATSAPP_SENDER"
    CANNOT_REGISTER_TO_CLOUD_API = "CANNOT_REGISTER_TO_CLOUD_API"
    CANNOT_SUBSCRIBE_TO_CLOUD_API = "CANNOT_SUBSCRIBE_TO_CLOUD_API"
    CANNOT_SUBSCRIBE_TO_WEBHOOK = "CANNOT_SUBSCRIBE_TO_WEBHOOK"
    DUPLICATES_ON_SENDER_PHONE_NUMBER = "DUPLICATES_ON_SENDER_PHONE_NUMBER"
    FAILED_TO_FETCH_APPROVED_MESSAGE_TEMPLATES = "FAILED_TO_FETCH_APPROVED_MESSAGE_TEMPLATES"
    MULTIPLE_WABA_FOR_PROJECT_ID = "MULTIPLE_WABA_FOR_PROJECT_ID"
    NO_CERTIFICATE_AVAILABLE = "NO_CERTIFICATE_AVAILABLE"
    NO_NOVA_ACCOUNT_ID = "NO_NOVA_ACCOUNT_ID"
    NO_PRICING_PLAN = "NO_PRICING_PLAN"
    NO_PROJECT_ID = "NO_PROJECT_ID"
    NO_VERIFIED_PHONE_NUMBER = "NO_VERIFIED_PHONE_NUMBER"
    NOT_VERIFIED_REQUESTED_PHONE_NUMBER = "NOT_VERIFIED_REQUESTED_PHONE_NUMBER"
    NOT_VERIFY_BUSINESS_VIA_WHATSAPP = "NOT_VERIFY_BUSINESS_VIA_WHATSAPP"
    NOVA_ACCOUNT_ID_CONFLICT = "NOVA_ACCOUNT_ID_CONFLICT"
    PROJECT_ID_CONFLICT = "PROJECT_ID_CONFLICT"
    REQUESTED_PHONE_NUMBER_OR_COUNTRY_CODE_CONFLICT = "REQUESTED_PHONE_NUMBER_OR_COUNTRY_CODE_CONFLICT"
    SENDER_HAS_BEEN_DELETED = "SENDER_HAS_BEEN_DELETED"
    WABA_CONNECTED_TO_ANOTHER_PROJECT = "WABA_CONNECTED_TO_ANOTHER_PROJECT"
    UNKNOWN_ERROR = "UNKNOWN_ERROR"
    UNRECOGNIZED = "UNRECOGNIZED"


class FieldReviewStatus(OpenEnum):
    """How far Meta's review of one field is."""

    APPROVED = "APPROVED"
    DEFERRED = "DEFERRED"
    DELETED = "DELETED"
    EXPIRED = "EXPIRED"
    PENDING = "PENDING"
    REJECTED = "REJECTED"
    RESERVED = "RESERVED"
    UNRECOGNIZED = "UNRECOGNIZED"
    UNSPECIFIED = "UNSPECIFIED"


class QualityRating(OpenEnum):
    """Meta's judgement of the sender: good, in between, bad, or no data yet."""

    GREEN = "GREEN"
    RED = "RED"
    YELLOW = "YELLOW"
    UNKNOWN = "UNKNOWN"
    UNRECOGNIZED = "UNRECOGNIZED"


class RegistrationMethod(OpenEnum):
    """How a one-time code reaches its person: a text message or a phone call."""

    SMS = "SMS"
    VOICE = "VOICE"
    UNRECOGNIZED = "UNRECOGNIZED"


class NumberProvider(OpenEnum):
    """Whose number it is."""

    CUSTOMER = "CUSTOMER"
    SINCH = "SINCH"
    UNRECOGNIZED = "UNRECOGNIZED"


class FlowStatus(OpenEnum):
    """Whether a flow is being made, in use, or going out of use."""

    FLOW_STATUS_DEPRECATED = "FLOW_STATUS_DEPRECATED"
    FLOW_STATUS_DRAFT = "FLOW_STATUS_DRAFT"
    FLOW_STATUS_PUBLISHED = "FLOW_STATUS_PUBLISHED"
    UNRECOGNIZED = "UNRECOGNIZED"


class FailedSolutionError(OpenEnum):
    """At what step making a solution failed."""

    ACTIVATION_FAILED = "ACTIVATION_FAILED"
    CREATION_FAILED = "CREATION_FAILED"
    UNRECOGNIZED = "UNRECOGNIZED"


class BusinessManager(OpenEnum):
    """Which of Sinch's business managers at Meta."""

    SINCH_AMERICA = "SINCH_AMERICA"
    SINCH_BR = "SINCH_BR"
    SINCH_MX = "SINCH_MX"
    SINCH_SEP = "SINCH_SEP"
    SINCH_UK = "SINCH_UK"
    UNRECOGNIZED = "UNRECOGNIZED"


class Region(OpenEnum):
    """Where Sinch runs the sender."""

    BR = "BR"
    EU = "EU"
    US = "US"
    UNRECOGNIZED = "UNRECOGNIZED"


class MetaLocalStorage(OpenEnum):
    """Country in which Meta keeps the data."""

    AE = "AE"
    AU = "AU"
    BH = "BH"
    BR = "BR"
    CA = "CA"
    CH = "CH"
    DE = "DE"
    GB = "GB"
    ID = "ID"
    IN = "IN"
    JP = "JP"
    KR = "KR"
    SG = "SG"
    US = "US"
    ZA = "ZA"
    UNRECOGNIZED = "UNRECOGNIZED"
    UNSPECIFIED = "UNSPECIFIED"


class Vertical(OpenEnum):
    """Line of business."""

    ALCOHOL = "ALCOHOL"
    AUTOMOTIVE = "AUTOMOTIVE"
    BEAUTY_SPA_SALON = "BEAUTY_SPA_SALON"
    CLOTHING_AND_APPAREL = "CLOTHING_AND_APPAREL"
    EDUCATION = "EDUCATION"
    ENTERTAINMENT = "ENTERTAINMENT"
    EVENT_PLANNING_AND_SERVICE = "EVENT_PLANNING_AND_SERVICE"
    FINANCE_AND_BANKING = "FINANCE_AND_BANKING"
    FOOD_AND_GROCERY = "FOOD_AND_GROCERY"
    HOTEL_AND_LODGING = "HOTEL_AND_LODGING"
    MEDICAL_AND_HEALTH = "MEDICAL_AND_HEALTH"
    NON_PROFIT = "NON_PROFIT"
    NOT_SET = "NOT_SET"
    ONLINE_GAMBLING = "ONLINE_GAMBLING"
    OTC_DRUGS = "OTC_DRUGS"
    OTHER = "OTHER"
    PHYSICAL_GAMBLING = "PHYSICAL_GAMBLING"
    PROFESSIONAL_SERVICES = "PROFESSIONAL_SERVICES"
    PUBLIC_SERVICE = "PUBLIC_SERVICE"
    RESTAURANT = "RESTAURANT"
    SHOPPING_AND_RETAIL = "SHOPPING_AND_RETAIL"
    TRAVEL_AND_TRANSPORTATION = "TRAVEL_AND_TRANSPORTATION"
    UNRECOGNIZED = "UNRECOGNIZED"


class CompatibleRegion(OpenEnum):
    """Region of the Conversation API, in lower case unlike the other regions."""

    BR = "br"
    EU = "eu"
    US = "us"


SenderBusinessManager = Annotated[BusinessManager, NotOneOf("SINCH_AMERICA", "SINCH_SEP")]
AccountVertical = Annotated[Vertical, NotOneOf("ONLINE_GAMBLING")]


@model
class AccountSenderDetails:
    """First sender of an account, and what later ones take after."""

    display_name: str
    business_category: Vertical
    region: Region
    meta_local_storage: MetaLocalStorage


@model
class AccountDetails:
    """What is live of an account."""

    client_business_manager_id: str
    """The client's own business manager at Meta."""
    waba_name: str
    """Registered name of the brand."""
    company_legal_name: Annotated[str, Deprecated("read waba_name")] | None = None
    """Deprecated: it means the same as `waba_name`."""
    sender_details: AccountSenderDetails | None = None
    """The first sender."""


@model
class AccountSenderChangesDetails:
    """What was asked for the first sender."""

    display_name: str | None = None
    business_category: Vertical | None = None
    region: Region | None = None
    meta_local_storage: MetaLocalStorage | None = None


@model
class AccountChangesDetails:
    """What was asked for; after an edit just the fields that it named."""

    client_business_manager_id: str | None = None
    waba_name: str | None = None
    company_legal_name: Annotated[str, Deprecated("read waba_name")] | None = None
    """Deprecated: it means the same as `waba_name`."""
    sender_details: AccountSenderChangesDetails | None = None


@model
class AccountChanges:
    """A request that is not finished, or was refused."""

    status: AccountStatus
    details: AccountChangesDetails | None = None


@model
class Account:
    """The project's WhatsApp account: one WhatsApp Business Account (WABA) at Meta."""

    is_embedded_signup: bool
    """Whether Embedded Signup made it; it takes senders of its own kind only."""
    business_manager: BusinessManager
    compatible_regions: Sequence[CompatibleRegion]
    """Conversation API regions whose apps can use the account."""
    state: AccountState | None = None
    """None until a first request has been decided."""
    waba_id: str | None = None
    """Id at Meta; it can be there while the request is pending."""
    changes: AccountChanges | None = None
    """A request that is not live; None once it is settled."""
    details: AccountDetails | None = None
    """What is live."""
    waba_ban_state: WabaBanState | None = None
    """Only after Meta has announced or imposed a ban; `state` knows nothing of it."""
    waba_ban_date: datetime | None = None
    waba_enabled_for_insights: bool | None = None
    """Template analytics are on."""
    waba_enabled_for_direct_send: bool | None = None
    """The Direct Send API is on."""
    waba_max_price_onboarded: bool | None = None
    """The maximum-price feature is on; answers older than 1.2.117 do not say."""
    primary_business_location: CountryCode | None = None
    """Country of the business."""
    partner_initiated_request_id: Annotated[str, Deprecated("it is never filled any more")] | None = None
    """Deprecated: it is never filled any more."""
    business_daily_limit: DailyLimit | None = None
    """Takes the place of the sender's `daily_limit`."""
    currency: str | None = None
    """Currency code, as EUR."""


AccountActivity = Activity
AccountActivityType = ActivityType
AccountActivityList = page_of("notifications", AccountActivity)


@model
class AccountSenderDetailsInput:
    """First sender of an account to come."""

    display_name: Annotated[str, Length(1, 255)]
    """Name for the business account, and first name of its new number."""
    business_category: AccountVertical
    region: Region | Unset = UNSET
    """Left out: the region of the billing account's country. Also the default of later senders."""
    meta_local_storage: MetaLocalStorage | Unset = UNSET
    """Left out: the usual one of the region."""


@model
class PartnerInitiatedAccountInput:
    """An account that Sinch opens at Meta on behalf of a client, who has to accept it there."""

    waba_name: Annotated[str, Length(1, 255)]
    """Has to equal the name in the client's business manager."""
    client_business_manager_id: Annotated[str, Length(1, 255)]
    """The client's own business manager at Meta."""
    sender_details: AccountSenderDetailsInput
    """The first sender."""
    business_manager: BusinessManager | Unset = UNSET


@deprecated("Meta ended the on-behalf-of model on 2025-09-30; use PartnerInitiatedAccountInput", category=None)
@model
class OnBehalfOfAccountInput:
    """Deprecated: an account of the on-behalf-of model, which Meta ended on 2025-09-30."""

    client_business_manager_id: Annotated[str, Length(1, 255)]
    company_legal_name: Annotated[str, Length(1, 255)]
    business_manager: BusinessManager | Unset = UNSET


class _AccountKeys(TypedDict, total=False):
    wabaName: Any
    senderDetails: Any


def _account_input(content: Mapping[str, Any]) -> type:
    new = "wabaName" in content or "senderDetails" in content
    return PartnerInitiatedAccountInput if new else OnBehalfOfAccountInput  # pyright: ignore[reportDeprecated]


AccountInputVariant = Annotated[
    PartnerInitiatedAccountInput | OnBehalfOfAccountInput,  # pyright: ignore[reportDeprecated]
    Variants(_account_input, probe=_AccountKeys),
]


@model
class AccountSenderDetailsUpdate:
    """What to correct of the first sender."""

    display_name: Annotated[str, Length(1, 255)] | Unset = UNSET
    business_category: AccountVertical | Unset = UNSET
    region: Region | Unset = UNSET
    meta_local_storage: MetaLocalStorage | Unset = UNSET


@model
class AccountUpdate:
    """What to correct of a rejected request; the service refuses one without any field."""

    waba_name: Annotated[str, Length(1, 255)] | Unset = UNSET
    client_business_manager_id: Annotated[str, Length(1, 255)] | Unset = UNSET
    sender_details: AccountSenderDetailsUpdate | Unset = UNSET
    company_legal_name: Annotated[str, Length(1, 255), Deprecated("use waba_name")] | Unset = UNSET
    """Deprecated: use `waba_name`."""


@model
class SenderDetails:
    """The live profile, as people see it in WhatsApp."""

    display_name: str
    vertical: Vertical
    description: str | None = None
    email: str | None = None
    address: str | None = None
    website_one: str | None = None
    website_two: str | None = None
    about: str | None = None
    photo_url: str | None = None
    username: str | None = None


@model
class SenderChangesDetails:
    """What was asked for; after an edit just the fields that it named."""

    display_name: str | None = None
    description: str | None = None
    vertical: Vertical | None = None
    email: str | None = None
    address: str | None = None
    website_one: str | None = None
    website_two: str | None = None
    about: str | None = None
    photo_url: str | None = None
    username: str | None = None


@model
class SenderChanges:
    """A creation or an edit that is not finished, or did not succeed."""

    status: SenderStatus
    details: SenderChangesDetails | None = None
    error_reason: str | None = None
    """Why it failed, for people; in ERROR only."""
    error_code: SenderErrorCode | None = None
    """Why it failed, for programs; in ERROR only."""


@model
class FieldReview:
    """Meta's review of one field."""

    status: FieldReviewStatus
    value: str | None = None
    """The value asked for."""
    rejection_reason: str | None = None


@model
class SenderMetadata:
    """Reviews of single fields by Meta, which run beside `changes`."""

    display_name: FieldReview | None = None
    username: FieldReview | None = None


@model
class Sender:
    """A sender: a business profile on a phone number."""

    id: str
    region: Region
    meta_local_storage: MetaLocalStorage
    cloud_api: Annotated[bool, Deprecated("all senders are in Meta's Cloud API")]
    """Deprecated: whether it is hosted in Meta's Cloud API."""
    business_manager: BusinessManager
    compatible_regions: Sequence[CompatibleRegion]
    """Conversation API regions whose apps can use the sender."""
    state: SenderState | None = None
    """None as long as a new sender is nothing but changes."""
    changes: SenderChanges | None = None
    """A creation or an edit that is not live; None once it is settled."""
    details: SenderDetails | None = None
    """The live profile."""
    metadata: SenderMetadata | None = None
    """Reviews of display name and username."""
    conversation_api_app: Annotated[str, Deprecated("read conversation_api_app_details")] | None = None
    """Deprecated: read `conversation_api_app_details`."""
    conversation_api_app_details: ConversationApiApp | None = None
    """The app that it is connected to, if it is."""
    max_tps: int | float | None = None
    """Most messages in a second."""
    quality_rating: QualityRating | None = None
    daily_limit: Annotated[DailyLimit, Deprecated("read the account's business_daily_limit")] | None = None
    """Deprecated: read the account's `business_daily_limit`."""
    bearer_token: Secret | None = None
    """Connects the sender to a Conversation API app."""
    created: datetime | None = None
    modified: datetime | None = None
    country_code: str | None = None
    """Calling code in digits, as 48."""
    phone_number: str | None = None
    """Digits without the calling code."""
    number_provider: NumberProvider | None = None
    waba_ban_state: Annotated[WabaBanState, Deprecated("read it from the account")] | None = None
    """Deprecated: read it from the account."""
    waba_ban_date: Annotated[datetime, Deprecated("read it from the account")] | None = None
    """Deprecated: read it from the account."""


SenderList = page_of("senders", Sender)


SenderActivity = Activity
SenderActivityType = ActivityType
SenderActivityList = page_of("notifications", SenderActivity)


@model
class SenderRegistration:
    """What came of asking for a one-time code."""

    id: str
    """Id of the sender."""
    method: RegistrationMethod
    accepted: datetime
    verification_code_sent: bool
    """True: a person is being told a code. False: Meta knows the number already, so `verify` goes without a code."""


@model
class SuggestedUsernames:
    """Names that Meta would take."""

    usernames: Sequence[str]


@model
class EmbeddedSignupSenderInput:
    """A sender on a number that signed up at Meta by Embedded Signup; its profile is read from there."""

    waba_id: str
    """An empty text makes the service look for the business account of the project."""
    phone_number_id: str
    """Id of the number at Meta."""
    region: Region | Unset = UNSET
    """Left out: the region of the billing account's country."""
    meta_local_storage: MetaLocalStorage | Unset = UNSET
    """Left out: the usual one of the region."""
    business_manager: SenderBusinessManager | Unset = UNSET
    authentication_code: Annotated[Secret, Length(1)] | Unset = UNSET
    """Code that Embedded Signup gave; it works once."""


@model
class NewNumberDetailsInput:
    """The number and the name to be seen with it."""

    country_code: Annotated[str, DIGITS]
    """Calling code in digits, as 48."""
    phone_number: Annotated[str, DIGITS, Length(max=32)]
    """Digits without the calling code."""
    display_name: Annotated[str, Length(1, 128)]


@model
class NewNumberSenderInput:
    """A sender on a number that is new to WhatsApp; its profile is filled in later."""

    details: NewNumberDetailsInput
    region: Region | Unset = UNSET
    meta_local_storage: MetaLocalStorage | Unset = UNSET


@model
class PartnerInitiatedDetailsInput:
    """The profile, as people will see it in WhatsApp, and the number."""

    display_name: Annotated[str, Length(1, 128)]
    vertical: Vertical
    country_code: Annotated[str, DIGITS]
    """Calling code in digits, as 48."""
    phone_number: Annotated[str, DIGITS, Length(max=32)] | Unset = UNSET
    """Digits without the calling code, of no other sender; left out, presumably, where Sinch provides the number."""
    description: Annotated[str, Length(1, 512)] | Unset = UNSET
    email: Annotated[str, Length(max=128)] | Unset = UNSET
    address: Annotated[str, Length(1, 256)] | Unset = UNSET
    website_one: Annotated[str, Length(max=256)] | Unset = UNSET
    website_two: Annotated[str, Length(max=256)] | Unset = UNSET
    about: Annotated[str, Length(1, 139)] | Unset = UNSET
    """Plain text; links do not become clickable."""
    photo_url: Annotated[str, Length(max=256)] | Unset = UNSET
    """A jpeg, png or webp of at most 5 MB and 192x192 to 640x640 pixels; the service fetches it."""


@model
class PartnerInitiatedSenderInput:
    """A sender of an account that Sinch opened on behalf of a client."""

    phone_number_provider: NumberProvider
    details: PartnerInitiatedDetailsInput
    status: Action | Unset = UNSET
    """The service's default is SUBMIT."""
    region: Region | Unset = UNSET
    """Left out: that of the account, or else the region of the billing account's country."""
    meta_local_storage: MetaLocalStorage | Unset = UNSET
    """Left out: the usual one of the region."""
    save_draft_on_failure: bool | Unset = UNSET
    """Keep it as a draft if handing it in fails; the error comes all the same. The service's default is false."""


@model
class SenderDetailsInput:
    """The profile, as people will see it in WhatsApp."""

    display_name: Annotated[str, Length(1, 128)]
    vertical: Vertical
    description: Annotated[str, Length(1, 512)] | Unset = UNSET
    email: Annotated[str, Length(max=128)] | Unset = UNSET
    address: Annotated[str, Length(1, 256)] | Unset = UNSET
    website_one: Annotated[str, Length(max=256)] | Unset = UNSET
    website_two: Annotated[str, Length(max=256)] | Unset = UNSET
    about: Annotated[str, Length(1, 139)] | Unset = UNSET
    """Plain text; links do not become clickable."""
    photo_url: Annotated[str, Length(max=256)] | Unset = UNSET
    """A jpeg, png or webp of at most 5 MB and 192x192 to 640x640 pixels; the service fetches it."""


@deprecated("Embedded Signup needs no profile and no Facebook token now; use EmbeddedSignupSenderInput", category=None)
@model
class LegacyEmbeddedSignupSenderInput:
    """Deprecated: a sender by Embedded Signup as it used to be. It needs a Facebook token or a code."""

    name: Annotated[str, Length(1, 128)]
    details: SenderDetailsInput
    region: Region | Unset = UNSET
    meta_local_storage: MetaLocalStorage | Unset = UNSET
    business_manager: SenderBusinessManager | Unset = UNSET
    waba_id: str | Unset = UNSET
    """Left out: the service looks for the business account of the project."""
    phone_number_id: str | Unset = UNSET
    facebook_access_token: Annotated[Secret, Length(1)] | Unset = UNSET
    facebook_code: Annotated[Secret, Length(1)] | Unset = UNSET


class _SenderKeys(TypedDict, total=False):
    phoneNumberProvider: Any
    name: Any
    wabaId: Any


def _sender_input(content: Mapping[str, Any]) -> type:
    """Tell the forms apart as the behaviour file does: they overlap, so the order of the marks decides."""
    if "phoneNumberProvider" in content:
        return PartnerInitiatedSenderInput
    if "name" in content:
        return LegacyEmbeddedSignupSenderInput  # pyright: ignore[reportDeprecated]
    return EmbeddedSignupSenderInput if "wabaId" in content else NewNumberSenderInput


SenderInputVariant = Annotated[
    EmbeddedSignupSenderInput | NewNumberSenderInput | PartnerInitiatedSenderInput | LegacyEmbeddedSignupSenderInput,  # pyright: ignore[reportDeprecated]
    Variants(_sender_input, probe=_SenderKeys),
]


@model
class SenderDetailsUpdate:
    """What to change of a profile: what is left out stays, None removes."""

    display_name: Annotated[str, Length(1, 128)] | Unset = UNSET
    """Followed in `metadata.display_name`, not in `changes`."""
    vertical: Vertical | Unset = UNSET
    description: Annotated[str, Length(1, 512)] | None | Unset = UNSET
    email: Annotated[str, Length(max=128)] | None | Unset = UNSET
    address: Annotated[str, Length(1, 256)] | None | Unset = UNSET
    website_one: Annotated[str, Length(max=256)] | None | Unset = UNSET
    website_two: Annotated[str, Length(max=256)] | None | Unset = UNSET
    about: Annotated[str, Length(1, 139)] | None | Unset = UNSET
    """Plain text; links do not become clickable."""
    photo_url: Annotated[str, Length(max=256)] | None | Unset = UNSET
    """A jpeg, png or webp of at most 5 MB and 192x192 to 640x640 pixels; the service fetches it."""
    username: Annotated[str, Length(1)] | None | Unset = UNSET
    """For active senders; followed in `metadata.username`. That None gives it up is not documented."""


@model
class SenderUpdate:
    """An edit; the service refuses one that changes nothing."""

    status: Action | Unset = UNSET
    """The service's default is DRAFT, unlike at creation."""
    details: SenderDetailsUpdate | Unset = UNSET


@model
class RegisterInput:
    """A request for a one-time code."""

    method: RegistrationMethod


@model
class VerifyInput:
    """A one-time code, or none where Meta knows the number already."""

    code: Annotated[Secret, CODE] | Unset = UNSET


@model
class Flow:
    """A flow: a form that people fill in inside WhatsApp."""

    id: str
    name: str
    status: FlowStatus


FlowList = page_of("flows", Flow)


@model
class FlowScreen:
    """A screen of a flow."""

    id: str


@model
class FlowScreenList:
    """All screens of a flow."""

    screens: Sequence[FlowScreen]


@model
class SolutionDetails:
    """What the caller said of a solution."""

    name: str


@model
class MetaApp:
    """An app at Meta."""

    id: int
    """A number here, while `FailedSolution` names an app by a text."""
    name: str


@model
class Solution:
    """A multi-partner solution at Meta: a tech provider and a solution partner who serve clients together."""

    id: str
    details: SolutionDetails
    assigned: bool
    """Whether it is tied to this project."""
    partner_app: MetaApp | None = None
    """App of the tech provider."""
    owner_app: MetaApp | None = None
    """App of the solution partner, Sinch in general."""


@model
class SolutionList:
    """All solutions."""

    solutions: Sequence[Solution]


@model
class FailedSolution:
    """A solution that could not be made."""

    partner_app_id: str
    error_code: FailedSolutionError
    error_message: str | None = None


@model
class CreatedSolutions:
    """What one creation made, and what it could not make."""

    solutions: Sequence[Solution]
    failed_solutions: Sequence[FailedSolution]


@model
class SolutionDetailsInput:
    """What to say of a solution."""

    name: str


@model
class SolutionInput:
    """A request for solutions."""

    details: SolutionDetailsInput
    access_token: Secret
    """Token that Meta's sign-up dialog gave."""
    business_manager: SenderBusinessManager


@model
class LongLivedAccessTokenInput:
    """A token or a code of Embedded Signup to trade in."""

    facebook_token: Annotated[Secret, Length(1)] | Unset = UNSET
    """Token of Embedded Signup, or an earlier long-lived one."""
    facebook_code: Annotated[Secret, Length(1)] | Unset = UNSET
    """Code of Embedded Signup; it works once."""
    business_manager: BusinessManager | Unset = UNSET


@model
class LongLivedAccessToken:
    """A token that lives 60 days."""

    long_lived_access_token: Secret


@model
class WabaDetailsInput:
    """Whose business accounts to list."""

    facebook_token: Secret
    """A long-lived token."""
    business_manager: BusinessManager | Unset = UNSET


@model
class WabaNumber:
    """A number of a business account."""

    id: str
    """What `EmbeddedSignupSenderInput` calls `phone_number_id`."""
    display_phone_number: str
    """For people; the documents show it with spaces."""
    provisioned: bool
    """Whether it can be used, as the documents say, against what the name suggests."""


@model
class WabaDetails:
    """A business account that a token can reach."""

    id: str
    numbers: Sequence[WabaNumber]
    """Numbers shared with the business account."""


@model
class WabaDetailsList:
    """The business accounts that a token can reach."""

    wabas: Sequence[WabaDetails]
