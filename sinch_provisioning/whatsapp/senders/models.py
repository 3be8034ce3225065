"""Data of WhatsApp senders."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar, Final

from sinch_provisioning.core.deprecation import deprecated
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.pages import Page, page_of
from sinch_provisioning.core.rules import REQUIRED, Deprecated, Length, ObjectRules, Pattern
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shared import Action, ConversationApiApp
from sinch_provisioning.core.unions import Variants, keys
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.whatsapp.shared import (
    BusinessManager,
    CompatibleRegion,
    DailyLimit,
    MetaLocalStorage,
    Region,
    SenderBusinessManager,
    Vertical,
    WabaBanState,
    needs_one_of,
)

DIGITS = Pattern(r"\A[0-9]+\Z", "digits only, without plus and spaces")
CODE = Pattern(r"\A\S{6}\Z", "6 characters without spaces")

CountryPrefix = Annotated[str, DIGITS]
PhoneNumber = Annotated[str, DIGITS, Length(max=32)]
DisplayName = Annotated[str, Length(1, 128)]
Description = Annotated[str, Length(1, 512)]
Email = Annotated[str, Length(max=128)]
Address = Annotated[str, Length(1, 256)]
Link = Annotated[str, Length(max=256)]
About = Annotated[str, Length(1, 139)]


class SenderState(OpenEnum):
    """State of a sender; a new one has none while it consists only of changes."""

    ACTIVE = "ACTIVE"
    IN_PROGRESS = "IN_PROGRESS"
    INACTIVE = "INACTIVE"
    PENDING_VERIFICATION = "PENDING_VERIFICATION"
    SUSPENDED = "SUSPENDED"
    ERROR = "ERROR"


class SenderStatus(OpenEnum):
    """Status of a creation or an edit that is not live."""

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
    """Status of Meta's review of one field."""

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
    """Meta's rating of the sender: good (GREEN), medium (YELLOW), bad (RED), or no data yet (UNKNOWN)."""

    GREEN = "GREEN"
    RED = "RED"
    YELLOW = "YELLOW"
    UNKNOWN = "UNKNOWN"
    UNRECOGNIZED = "UNRECOGNIZED"


class RegistrationMethod(OpenEnum):
    """How a one-time code reaches a person: by text message or by phone call."""

    SMS = "SMS"
    VOICE = "VOICE"
    UNRECOGNIZED = "UNRECOGNIZED"


class NumberProvider(OpenEnum):
    """Who provides the number."""

    CUSTOMER = "CUSTOMER"
    SINCH = "SINCH"
    UNRECOGNIZED = "UNRECOGNIZED"


@model(sent=True)
class SenderDetails:
    """The profile of a sender, as people see it in WhatsApp."""

    display_name: Annotated[DisplayName, REQUIRED] | None = None
    vertical: Annotated[Vertical, REQUIRED] | None = None
    description: Description | None = None
    email: Email | None = None
    address: Address | None = None
    website_one: Link | None = None
    website_two: Link | None = None
    about: About | None = None
    """Plain text; links do not become clickable."""
    photo_url: Link | None = None
    """A jpeg, png or webp of at most 5 MB and 192x192 to 640x640 pixels, which the service fetches."""
    username: Annotated[str, Length(1)] | None = None
    """Set by an update; a new sender has none."""


@model
class SenderChanges:
    """A creation or an edit that is not finished, or did not succeed."""

    status: SenderStatus | None = None
    details: SenderDetails = SenderDetails()
    """What was requested; after an edit only the fields that it named."""
    error_reason: str | None = None
    """Why it failed, for people; only in ERROR."""
    error_code: SenderErrorCode | None = None
    """Why it failed, for programs; only in ERROR."""


@model
class FieldReview:
    """Meta's review of one field."""

    status: FieldReviewStatus | None = None
    value: str | None = None
    """The value that was requested."""
    rejection_reason: str | None = None


@model
class SenderMetadata:
    """Meta's reviews of single fields, which run independently of `changes`."""

    display_name: FieldReview | None = None
    username: FieldReview | None = None


@model
class Sender:
    """A sender: a business profile on a phone number."""

    id: str
    region: Region | None = None
    meta_local_storage: MetaLocalStorage | None = None
    cloud_api: Annotated[bool, Deprecated("all senders are in Meta's Cloud API")] | None = None
    """Deprecated: whether it is hosted in Meta's Cloud API."""
    business_manager: BusinessManager | None = None
    compatible_regions: Sequence[CompatibleRegion] = ()
    """Conversation API regions whose apps can use the sender."""
    state: SenderState | None = None
    """None while a new sender consists only of changes."""
    changes: SenderChanges | None = None
    """A creation or an edit that is not live; None once it is settled."""
    details: SenderDetails = SenderDetails()
    """The live profile; empty while a new sender consists only of changes."""
    metadata: SenderMetadata | None = None
    """Reviews of display name and username."""
    conversation_api_app: Annotated[str, Deprecated("read conversation_api_app_details")] | None = None
    conversation_api_app_details: ConversationApiApp | None = None
    """The app that it is linked to; None if it is not linked to any."""
    max_tps: int | float | None = None
    """Most messages per second."""
    quality_rating: QualityRating | None = None
    daily_limit: Annotated[DailyLimit, Deprecated("read the account's business_daily_limit")] | None = None
    bearer_token: Secret | None = None
    """Links the sender to a Conversation API app."""
    created: datetime | None = None
    modified: datetime | None = None
    country_code: str | None = None
    """Calling code in digits, as 48."""
    phone_number: str | None = None
    """Digits without the calling code."""
    number_provider: NumberProvider | None = None
    waba_ban_state: Annotated[WabaBanState, Deprecated("read it from the account")] | None = None
    waba_ban_date: Annotated[datetime, Deprecated("read it from the account")] | None = None


SenderList: Final[type[Page[Sender]]] = page_of("senders", Sender)


@model
class SenderRegistration:
    """The result of requesting a one-time code."""

    id: str
    """Id of the sender."""
    method: RegistrationMethod | None = None
    accepted: datetime | None = None
    verification_code_sent: bool | None = None
    """True: a person receives a code. False: Meta knows the number already, so `verify` needs no code."""


@model
class SuggestedUsernames:
    """Usernames that Meta would accept."""

    usernames: Sequence[str] = ()


@model(sent=True)
class EmbeddedSignupSenderInput:
    """A sender on a number that signed up at Meta by Embedded Signup; its profile is read from there."""

    waba_id: str
    """If it is an empty text, the service looks up the business account of the project."""
    phone_number_id: str
    """Id of the number at Meta."""
    region: Region | None = None
    """Default: the region of the billing account's country."""
    meta_local_storage: MetaLocalStorage | None = None
    """Default: the usual one of the region."""
    business_manager: SenderBusinessManager | None = None
    authentication_code: Annotated[Secret, Length(1)] | None = None
    """Code from Embedded Signup; it works once."""


@model(sent=True)
class NewNumberDetailsInput:
    """The number and the name that people see with it."""

    country_code: CountryPrefix
    """Calling code in digits, as 48."""
    phone_number: PhoneNumber
    """Digits without the calling code."""
    display_name: DisplayName


@model(sent=True)
class NewNumberSenderInput:
    """A sender on a number that is new to WhatsApp; its profile is filled in later."""

    details: NewNumberDetailsInput
    region: Region | None = None
    meta_local_storage: MetaLocalStorage | None = None


@model(sent=True)
class PartnerInitiatedDetailsInput:
    """The profile, as people will see it in WhatsApp, and the number."""

    display_name: DisplayName
    vertical: Vertical
    country_code: CountryPrefix
    """Calling code in digits, as 48."""
    phone_number: PhoneNumber | None = None
    """Digits without the calling code, not used by another sender; left out, presumably, if Sinch provides the number."""
    description: Description | None = None
    email: Email | None = None
    address: Address | None = None
    website_one: Link | None = None
    website_two: Link | None = None
    about: About | None = None
    """Plain text; links do not become clickable."""
    photo_url: Link | None = None
    """A jpeg, png or webp of at most 5 MB and 192x192 to 640x640 pixels, which the service fetches."""


@model(sent=True)
class PartnerInitiatedSenderInput:
    """A sender of an account that Sinch opened on behalf of a client."""

    phone_number_provider: NumberProvider
    details: PartnerInitiatedDetailsInput
    status: Action | None = None
    """The service's default is SUBMIT."""
    region: Region | None = None
    """Default: that of the account, or else the region of the billing account's country."""
    meta_local_storage: MetaLocalStorage | None = None
    """Default: the usual one of the region."""
    save_draft_on_failure: bool | None = None
    """Keep it as a draft if its submission fails; the error is raised in any case. The service's default is false."""


def _is_new(sender: Any) -> Iterator[tuple[str, str]]:
    """A new sender has no username."""
    if isinstance(sender.details, SenderDetails) and sender.details.username is not None:
        yield "details.username", "cannot be set at creation; update() sets it"


@deprecated("Embedded Signup needs no profile and no Facebook token now; use EmbeddedSignupSenderInput", category=None)
@model(sent=True)
class LegacyEmbeddedSignupSenderInput:
    """Deprecated: a sender by the older form of Embedded Signup."""

    __rules__: ClassVar[ObjectRules] = (needs_one_of("facebook_access_token", "facebook_code"), _is_new)

    name: DisplayName
    details: SenderDetails
    """The profile, without a username."""
    region: Region | None = None
    meta_local_storage: MetaLocalStorage | None = None
    business_manager: SenderBusinessManager | None = None
    waba_id: str | None = None
    """If it is left out, the service looks up the business account of the project."""
    phone_number_id: str | None = None
    facebook_access_token: Annotated[Secret, Length(1)] | None = None
    facebook_code: Annotated[Secret, Length(1)] | None = None


def _sender_input(content: Mapping[str, Any]) -> type:
    """Tell the forms apart in the contract's order, which decides because they overlap."""
    if "phoneNumberProvider" in content:
        return PartnerInitiatedSenderInput
    if "name" in content:
        return LegacyEmbeddedSignupSenderInput  # pyright: ignore[reportDeprecated]
    return EmbeddedSignupSenderInput if "wabaId" in content else NewNumberSenderInput


SenderInputVariant = Annotated[
    EmbeddedSignupSenderInput | NewNumberSenderInput | PartnerInitiatedSenderInput | LegacyEmbeddedSignupSenderInput,  # pyright: ignore[reportDeprecated]
    Variants(_sender_input, probe=keys("phoneNumberProvider", "name", "wabaId")),
]


@model(sent=True)
class SenderDetailsUpdate:
    """What to change of a profile: what is left out stays, None removes."""

    display_name: DisplayName | Unset = UNSET
    """Its review is shown in `metadata.display_name`, not in `changes`."""
    vertical: Vertical | Unset = UNSET
    description: Description | None | Unset = UNSET
    email: Email | None | Unset = UNSET
    address: Address | None | Unset = UNSET
    website_one: Link | None | Unset = UNSET
    website_two: Link | None | Unset = UNSET
    about: About | None | Unset = UNSET
    """Plain text; links do not become clickable."""
    photo_url: Link | None | Unset = UNSET
    """A jpeg, png or webp of at most 5 MB and 192x192 to 640x640 pixels, which the service fetches."""
    username: Annotated[str, Length(1)] | None | Unset = UNSET
    """For active senders; its review is shown in `metadata.username`. That None gives it up is not documented."""


@model(sent=True)
class SenderUpdate:
    """An edit; the service rejects one that changes nothing."""

    status: Action | Unset = UNSET
    """The service's default is DRAFT, unlike at creation."""
    details: SenderDetailsUpdate | SenderDetails | Unset = UNSET


@model(sent=True)
class RegisterInput:
    """A request for a one-time code."""

    method: RegistrationMethod


@model(sent=True)
class VerifyInput:
    """A one-time code, or none if Meta knows the number already."""

    code: Annotated[Secret, CODE] | None = None
