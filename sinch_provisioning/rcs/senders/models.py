"""Data of senders."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, overload

from sinch_provisioning.core.changes import difference_by_kind
from sinch_provisioning.core.countries import CountryCode
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.pages import Page, page_of
from sinch_provisioning.core.rules import COLOR, READ_ONLY, REQUIRED, Distinct, Items, Length, Pattern
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shared import ConversationApiApp
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.rcs.questionnaires.models import LaunchCountry, Questionnaire, QuestionnaireUpdate, UseCase
from sinch_provisioning.rcs.test_numbers.models import TestNumber, TestNumberList

Countries = Annotated[Sequence[LaunchCountry], Items(min=1, unique=True)]
DIGITS = Pattern(r"\A\+?[\d+\s]{6,15}\Z", "6 to 15 digits, with or without a leading plus")
PhoneNumber = Annotated[str, Length(6, 15), DIGITS]


class SenderState(OpenEnum):
    """How far a sender is, from draft to launch; `UNKNOWN` is a fault on the service's side."""

    DRAFT = "DRAFT"
    IN_PROGRESS = "IN_PROGRESS"
    IN_TEST = "IN_TEST"
    LAUNCHED = "LAUNCHED"
    LAUNCHING = "LAUNCHING"
    PREPARING_LAUNCH = "PREPARING_LAUNCH"
    UNLAUNCHED = "UNLAUNCHED"
    UNKNOWN = "UNKNOWN"


class Region(OpenEnum):
    """Region that a sender and its Conversation API app live in."""

    BR = "BR"
    EU = "EU"
    US = "US"


class BillingCategory(OpenEnum):
    """How messages are billed. Two live values; the other three are old names for them."""

    CONVERSATIONAL = "CONVERSATIONAL"
    NON_CONVERSATIONAL = "NON_CONVERSATIONAL"
    BASIC_MESSAGE = "BASIC_MESSAGE"  # deprecated: NON_CONVERSATIONAL
    CONVERSATIONAL_LEGACY = "CONVERSATIONAL_LEGACY"  # deprecated: CONVERSATIONAL
    SINGLE_MESSAGE = "SINGLE_MESSAGE"  # deprecated: NON_CONVERSATIONAL


class HostingRegion(OpenEnum):
    """Where Google hosts the agent; set by the service."""

    ASIA_PACIFIC = "ASIA_PACIFIC"
    EUROPE = "EUROPE"
    NORTH_AMERICA = "NORTH_AMERICA"


class SortColumn(OpenEnum):
    """What a list of senders is sorted by."""

    CREATED = "CREATED"
    MODIFIED = "MODIFIED"
    NAME = "NAME"
    STATE = "STATE"


class SortDirection(OpenEnum):
    """Which way a list is sorted."""

    ASC = "ASC"
    DESC = "DESC"


class OperatorStatus(OpenEnum):
    """Launch status at one operator, and summed up for a country."""

    LAUNCHED = "LAUNCHED"
    NOT_LAUNCHED = "NOT_LAUNCHED"
    PENDING = "PENDING"
    PENDING_UNLAUNCHED = "PENDING_UNLAUNCHED"
    REJECTED = "REJECTED"
    SUSPENDED = "SUSPENDED"
    UNLAUNCHED = "UNLAUNCHED"
    INVALID_IN_GOOGLE_MY_BUSINESS = "INVALID_IN_GOOGLE_MY_BUSINESS"
    UNRECOGNIZED = "UNRECOGNIZED"


class BrandRegistrationStatus(OpenEnum):
    """Whether a brand is registered for the US."""

    ARCHIVED = "ARCHIVED"
    COMPLETED = "COMPLETED"
    DRAFT = "DRAFT"
    UNRECOGNIZED = "UNRECOGNIZED"
    UNSPECIFIED = "UNSPECIFIED"


class BrandRegistrationProcessStatus(OpenEnum):
    """How far the registration of a brand for RCS is."""

    ARCHIVED = "ARCHIVED"
    COMPLETED = "COMPLETED"
    INCOMPLETE = "INCOMPLETE"
    MANUAL_REVIEW = "MANUAL_REVIEW"
    NEW = "NEW"
    PENDING = "PENDING"
    PENDING_REVIEW = "PENDING_REVIEW"
    REJECTED = "REJECTED"
    UNRECOGNIZED = "UNRECOGNIZED"
    UNSPECIFIED = "UNSPECIFIED"


@model
class GoogleSupplierDetails:
    """What a sender is called at Google."""

    agent_id: str | None = None
    brand_id: str | None = None


@model
class SupplierDetails:
    """What a sender is called at its supplier."""

    google: GoogleSupplierDetails | None = None


@model
class Operator:
    """How far the launch is at one operator."""

    name: str | None = None
    """Free text here; the operator event has a closed list."""
    status: OperatorStatus | None = None
    remark: str | None = None
    """Why, for instance after a rejection."""
    modified: datetime | None = None
    """Latest change of status."""


@model
class CountryStatus:
    """How far the launch is in one country."""

    country: CountryCode | None = None
    status: OperatorStatus | None = None
    operators: Sequence[Operator] = ()


@model
class BrandRegistrationProcess:
    """The registration process for the RCS channel."""

    id: str | None = None
    status: BrandRegistrationProcessStatus | None = None


@model
class BrandRegistration:
    """Brand registration behind the US v2 answers. Read only."""

    id: str | None = None
    status: BrandRegistrationStatus | None = None
    registration: BrandRegistrationProcess = BrandRegistrationProcess()


@model
class CampaignRegistration:
    """Campaign registration behind the US v2 answers. Read only."""

    id: str | None = None
    campaign_name: str | None = None
    request_id: str | None = None
    """Tracking id."""


@model
class LegacyBrandRegistration:
    """What a 1.2.36 service sent instead of `brand_details`."""

    id: str | None = None
    status: BrandRegistrationStatus | None = None
    registrations: Sequence[Mapping[str, Any]] | None = None


@model(sent=True)
class Email:
    """An email address that people are shown."""

    label: Annotated[str, REQUIRED, Length(max=25)] | None = None
    address: Annotated[str, REQUIRED] | None = None


@model(sent=True)
class Phone:
    """A phone number that people are shown."""

    label: Annotated[str, REQUIRED, Length(max=25)] | None = None
    number: Annotated[PhoneNumber, REQUIRED] | None = None
    """E.164 or a national number without separators."""


@model(sent=True)
class Website:
    """A website that people are shown."""

    label: Annotated[str, REQUIRED, Length(max=25)] | None = None
    url: Annotated[str, REQUIRED, Length(max=255)] | None = None


Emails = Annotated[Sequence[Email], Items(min=1, max=3), Distinct("address")]
Phones = Annotated[Sequence[Phone], Items(min=1, max=3), Distinct("number")]
Websites = Annotated[Sequence[Website], Items(min=1, max=3), Distinct("url")]


@model(sent=True)
class Brand:
    """What people see of a sender. The limits apply when it is sent."""

    name: Annotated[str, Length(max=40)] | None = None
    """The service takes "RCS Sender" if a new sender has none."""
    emails: Emails | None = None
    phones: Phones | None = None
    websites: Websites | None = None
    color: Annotated[str, COLOR] | None = None
    """Hex colour such as #000000, which the service takes if a new sender has none."""
    description: Annotated[str, Length(max=100)] | None = None
    banner_url: str | None = None
    """JPEG or PNG, exactly 1440 x 448 px, at most 200 KB."""
    logo_url: str | None = None
    """JPEG or PNG, exactly 224 x 224 px, at most 50 KB."""
    privacy_policy_url: str | None = None
    terms_of_service_url: str | None = None


@model(sent=True)
class Details:
    """What can be changed about a sender: brand, test numbers, countries, questionnaire."""

    brand: Brand = Brand()
    callback_url: Annotated[str, READ_ONLY] | None = None
    """Deprecated. Superseded by the webhooks family."""
    test_numbers: Sequence[str] | None = None
    """E.164 numbers."""
    countries: Sequence[CountryCode] | None = None
    questionnaire: Questionnaire = Questionnaire()


@model
class Sender:
    """A sender: one Google agent with the data that its launch needs. What does not apply is absent."""

    id: str
    """A UUID in practice."""
    region: Region | None = None
    billing_category: BillingCategory | None = None
    use_case: UseCase | None = None
    hosting_region: HostingRegion | None = None
    state: SenderState | None = None
    conversation_api_app: str | None = None
    """Deprecated. Id of the linked Conversation API app; read `conversation_api_app_details.id`."""
    conversation_api_app_details: ConversationApiApp | None = None
    test_number_states: Sequence[TestNumber] | None = None
    country_status: Sequence[CountryStatus] | None = None
    details: Details = Details()
    auth_name: str | None = None
    """Goes into the Conversation API app's RCS channel as its sender id. Not the same as `id`."""
    auth_token: Secret | None = None
    """Goes into the Conversation API app's RCS channel as its token. A secret."""
    created: datetime | None = None
    modified: datetime | None = None
    launched: datetime | None = None
    """Latest launch."""
    supplier_details: SupplierDetails | None = None
    brand_details: BrandRegistration | None = None
    campaign_details: CampaignRegistration | None = None
    brand: LegacyBrandRegistration | None = None
    """Deprecated."""


SenderList: Final[type[Page[Sender]]] = page_of("senders", Sender)


@model(sent=True)
class DetailsInput:
    """What a sender is created with beside region, billing category and use case."""

    brand: Brand | None = None
    test_numbers: TestNumberList | None = None
    """E.164 numbers; each one is invited."""
    countries: Countries | None = None
    questionnaire: Questionnaire | None = None


@model(sent=True)
class SenderInput:
    """A new sender."""

    region: Region
    billing_category: BillingCategory
    use_case: UseCase
    details: DetailsInput | None = None


@model(sent=True)
class BrandUpdate:
    """Changes of what people see; None removes emails, phones or websites, the other fields cannot be removed."""

    name: Annotated[str, Length(max=40)] | Unset = UNSET
    emails: Emails | None | Unset = UNSET
    phones: Phones | None | Unset = UNSET
    websites: Websites | None | Unset = UNSET
    color: Annotated[str, COLOR] | Unset = UNSET
    """Hex colour."""
    description: Annotated[str, Length(max=100)] | Unset = UNSET
    banner_url: str | Unset = UNSET
    """JPEG or PNG, exactly 1440 x 448 px, at most 200 KB."""
    logo_url: str | Unset = UNSET
    """JPEG or PNG, exactly 224 x 224 px, at most 50 KB."""
    privacy_policy_url: str | Unset = UNSET
    terms_of_service_url: str | Unset = UNSET


@model(sent=True)
class DetailsUpdate:
    """What to change about a sender: what is left out stays, None removes."""

    brand: BrandUpdate | Brand | Unset = UNSET
    test_numbers: TestNumberList | None | Unset = UNSET
    """E.164 numbers; each one is invited. None removes all."""
    countries: Countries | None | Unset = UNSET
    questionnaire: QuestionnaireUpdate | Questionnaire | Unset = UNSET


@model(sent=True)
class SenderUpdate:
    """A change of a sender."""

    details: Annotated[DetailsUpdate | Details, REQUIRED] | Unset = UNSET


@overload
def changes(before: Sender, after: Sender) -> SenderUpdate: ...
@overload
def changes(before: Details, after: Details) -> DetailsUpdate: ...
def changes(before: object, after: object) -> object:
    """Return the update that holds only what differs between a sender or its details and what it should be.

    Raises:
        InvalidRequest: something differs that cannot be changed, or is gone and cannot be removed.
    """
    return difference_by_kind({Sender: SenderUpdate, Details: DetailsUpdate}, before, after)
