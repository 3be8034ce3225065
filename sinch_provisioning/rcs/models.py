"""Data of the RCS family: senders with their questionnaires, test numbers, activities, comments."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, TypedDict

from sinch_provisioning.core.countries import CountryCode
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.pages import page_of
from sinch_provisioning.core.rules import COLOR, E164, Distinct, Items, Length, NotOneOf, Pattern
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shared import Activity, ActivityType, ConversationApiApp
from sinch_provisioning.core.unions import Unknown, Variants
from sinch_provisioning.core.unset import UNSET, Unset

PHONE = Pattern(r"\A(?:\+|00)\d{6,15}\Z", "6 to 15 digits after + or 00")
EIN = Pattern(r"\A\d{2}-\d{7}\Z", "an employer identification number as 12-3456789")
TestNumberList = Annotated[Sequence[Annotated[str, E164]], Items(max=200, unique=True)]


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


class UseCase(OpenEnum):
    """What a sender is for."""

    MULTIUSE = "MULTIUSE"
    OTP = "OTP"
    PROMOTIONAL = "PROMOTIONAL"
    TRANSACTIONAL = "TRANSACTIONAL"


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


class TestNumberState(OpenEnum):
    """How far the invitation of a test number is."""

    __test__ = False  # pytest would take it for tests

    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    FAILED = "FAILED"
    INVALID = "INVALID"
    PENDING = "PENDING"
    REJECTED = "REJECTED"
    UNVERIFIED = "UNVERIFIED"
    VERIFIED = "VERIFIED"
    UNRECOGNIZED = "UNRECOGNIZED"


class Feature(OpenEnum):
    """Something that a phone can show or do."""

    ACTION_COMPOSE = "ACTION_COMPOSE"
    ACTION_CREATE_CALENDAR_EVENT = "ACTION_CREATE_CALENDAR_EVENT"
    ACTION_DIAL = "ACTION_DIAL"
    ACTION_OPEN_URL = "ACTION_OPEN_URL"
    ACTION_OPEN_URL_IN_WEBVIEW = "ACTION_OPEN_URL_IN_WEBVIEW"
    ACTION_SHARE_LOCATION = "ACTION_SHARE_LOCATION"
    ACTION_VIEW_LOCATION = "ACTION_VIEW_LOCATION"
    REVOCATION = "REVOCATION"
    RICHCARD_CAROUSEL = "RICHCARD_CAROUSEL"
    RICHCARD_STANDALONE = "RICHCARD_STANDALONE"
    FEATURE_UNSPECIFIED = "FEATURE_UNSPECIFIED"
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


class UsQuestionnaireVersion(OpenEnum):
    """v1 is the old generation, v2 the present one."""

    V1 = "v1"
    V2 = "v2"


class UsBrandCampaignVersion(OpenEnum):
    """Where the brand is registered for tax, and whether it is listed on a stock exchange."""

    NON_US_PRIVATE = "NON_US_PRIVATE"
    NON_US_PUBLIC = "NON_US_PUBLIC"
    US_PRIVATE = "US_PRIVATE"
    US_PUBLIC = "US_PUBLIC"


class OwnershipType(OpenEnum):
    """Whether a company is listed at a stock exchange."""

    PRIVATE = "PRIVATE"
    PUBLIC = "PUBLIC"


class LegalForm(OpenEnum):
    """Legal form of a company."""

    CORPORATION = "CORPORATION"
    LIMITED_LIABILITY_COMPANY = "LIMITED_LIABILITY_COMPANY"
    PARTNERSHIP = "PARTNERSHIP"
    S_CORPORATION = "S_CORPORATION"


class BrandIndustry(OpenEnum):
    """Industry of a brand, in the US form."""

    AGRICULTURE = "AGRICULTURE"
    COMMUNICATION = "COMMUNICATION"
    CONSTRUCTION = "CONSTRUCTION"
    EDUCATION = "EDUCATION"
    ENERGY = "ENERGY"
    ENTERTAINMENT = "ENTERTAINMENT"
    FINANCIAL = "FINANCIAL"
    GAMBLING = "GAMBLING"
    GOVERNMENT = "GOVERNMENT"
    HEALTHCARE = "HEALTHCARE"
    HOSPITALITY = "HOSPITALITY"
    HUMAN_RESOURCES = "HUMAN_RESOURCES"
    INSURANCE = "INSURANCE"
    LEGAL = "LEGAL"
    MANUFACTURING = "MANUFACTURING"
    NON_GOVERNMENTAL_ORGANIZATION = "NON_GOVERNMENTAL_ORGANIZATION"
    POLITICAL = "POLITICAL"
    POSTAL = "POSTAL"
    PROFESSIONAL = "PROFESSIONAL"
    REAL_ESTATE = "REAL_ESTATE"
    RETAIL = "RETAIL"
    TECHNOLOGY = "TECHNOLOGY"
    TRANSPORTATION = "TRANSPORTATION"


class UsState(OpenEnum):
    """States, the District of Columbia and territories (56)."""

    AK = "AK"
    AL = "AL"
    AR = "AR"
    AS = "AS"
    AZ = "AZ"
    CA = "CA"
    CO = "CO"
    CT = "CT"
    DC = "DC"
    DE = "DE"
    FL = "FL"
    GA = "GA"
    GU = "GU"
    HI = "HI"
    IA = "IA"
    ID = "ID"
    IL = "IL"
    IN = "IN"
    KS = "KS"
    KY = "KY"
    LA = "LA"
    MA = "MA"
    MD = "MD"
    ME = "ME"
    MI = "MI"
    MN = "MN"
    MO = "MO"
    MP = "MP"
    MS = "MS"
    MT = "MT"
    NC = "NC"
    ND = "ND"
    NE = "NE"
    NH = "NH"
    NJ = "NJ"
    NM = "NM"
    NV = "NV"
    NY = "NY"
    OH = "OH"
    OK = "OK"
    OR = "OR"
    PA = "PA"
    PR = "PR"
    RI = "RI"
    SC = "SC"
    SD = "SD"
    TN = "TN"
    TX = "TX"
    UT = "UT"
    VA = "VA"
    VI = "VI"
    VT = "VT"
    WA = "WA"
    WI = "WI"
    WV = "WV"
    WY = "WY"


class LaunchCountry(OpenEnum):
    """The 25 countries a sender can be launched in."""

    AT = "AT"
    BE = "BE"
    BR = "BR"
    CA = "CA"
    CZ = "CZ"
    DK = "DK"
    FI = "FI"
    FR = "FR"
    DE = "DE"
    GR = "GR"
    HU = "HU"
    IT = "IT"
    LT = "LT"
    MX = "MX"
    NL = "NL"
    NO = "NO"
    PE = "PE"
    PL = "PL"
    PT = "PT"
    SG = "SG"
    SK = "SK"
    ES = "ES"
    SE = "SE"
    US = "US"
    GB = "GB"


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
    """Where the launch stands at one operator."""

    name: str
    """Free text here; the operator event has a closed list."""
    status: OperatorStatus
    remark: str | None = None
    """Why, for instance after a rejection."""
    modified: datetime | None = None
    """Latest change of status."""


@model
class CountryStatus:
    """Where the launch stands in one country."""

    country: CountryCode
    status: OperatorStatus
    operators: Sequence[Operator]


@model
class TestNumber:
    """A phone that may try the sender before its launch."""

    __test__ = False  # pytest would take it for tests

    number: str
    """E.164 with plus."""
    state: TestNumberState
    submitted: datetime
    """When the number was handed in."""


@model
class BrandRegistrationProcess:
    """The registration process for the RCS channel."""

    id: str
    status: BrandRegistrationProcessStatus


@model
class BrandRegistration:
    """Brand registration behind the US v2 answers. Read only."""

    id: str
    status: BrandRegistrationStatus
    registration: BrandRegistrationProcess


@model
class CampaignRegistration:
    """Campaign registration behind the US v2 answers. Read only."""

    id: str
    campaign_name: str
    request_id: str
    """Tracking id."""


@model
class LegacyBrandRegistration:
    """What a 1.2.36 service sent instead of brandDetails."""

    id: str | None = None
    status: BrandRegistrationStatus | None = None
    registrations: Sequence[Mapping[str, Any]] | None = None


@model
class Email:
    """An email address that people are shown."""

    label: str
    address: str


@model
class Phone:
    """A phone number that people are shown."""

    label: str
    number: str


@model
class Website:
    """A website that people are shown."""

    label: str
    url: str


@model
class Brand:
    """What people see of a sender."""

    name: str | None = None
    emails: Sequence[Email] | None = None
    phones: Sequence[Phone] | None = None
    websites: Sequence[Website] | None = None
    color: str | None = None
    """Hex colour such as #000000."""
    description: str | None = None
    banner_url: str | None = None
    logo_url: str | None = None
    privacy_policy_url: str | None = None
    terms_of_service_url: str | None = None


@model
class Question:
    """A question of the questionnaire. Senders that are asked the same share one object: do not change its list."""

    question: str
    """Text to show; may be empty."""
    suggested_answers: Sequence[str]
    """Proposals to show; may be empty."""


@model
class GeneralQuestions:
    """Questions that every sender is asked."""

    opt_in_description: Question
    trigger_description: Question
    interactions_description: Question
    opt_out_description: Question
    video_uris: Question
    screenshot_uris: Question


@model
class AnswerMetadata:
    """Companion of one answer, named after it. Lets a caller keep separators of its own inside an answer."""

    ignore: str | None = None
    """Text that is cut out of the answer at launch."""


@model
class GeneralAnswers:
    """Answers that every launch needs; the video may be missing."""

    opt_in_description: str | None = None
    opt_in_description_metadata: AnswerMetadata | None = None
    trigger_description: str | None = None
    trigger_description_metadata: AnswerMetadata | None = None
    interactions_description: str | None = None
    interactions_description_metadata: AnswerMetadata | None = None
    opt_out_description: str | None = None
    opt_out_description_metadata: AnswerMetadata | None = None
    video_uris: Sequence[str] | None = None
    screenshot_uris: Sequence[str] | None = None


@model
class GeneralSection:
    """The section for every sender."""

    questions: GeneralQuestions
    answers: GeneralAnswers


@model
class VerificationPartnerQuestions:
    """Three questions nested one level deeper than all others."""

    company_name: Question
    contact_name: Question
    contact_email_address: Question


@model
class VerificationQuestions:
    """Questions about a person who can confirm the launch."""

    name: Question
    email: Question
    title: Question
    website: Question
    phone: Question
    partner: VerificationPartnerQuestions


@model
class VerificationPartnerAnswers:
    """Answers about a company that acts for the brand."""

    company_name: str | None = None
    contact_name: str | None = None
    contact_email_address: str | None = None


@model
class VerificationAnswers:
    """Answers about a person who can confirm the launch."""

    name: str | None = None
    email: str | None = None
    title: str | None = None
    website: str | None = None
    phone: str | None = None
    partner: VerificationPartnerAnswers | None = None


@model
class VerificationSection:
    """The section by which the launch is confirmed."""

    questions: VerificationQuestions
    answers: VerificationAnswers


@model
class GbQuestions:
    """Questions before a launch in Great Britain."""

    brand_industry: Question
    company_legal_name: Question
    company_registration_number: Question
    full_company_address: Question
    messages_volume: Question
    messages_frequency: Question
    campaign_length: Question
    """Deprecated."""


@model
class GbAnswers:
    """Answers before a launch in Great Britain."""

    brand_industry: str | None = None
    company_legal_name: str | None = None
    company_registration_number: str | None = None
    full_company_address: str | None = None
    full_company_address_metadata: AnswerMetadata | None = None
    messages_volume: str | None = None
    messages_frequency: str | None = None
    campaign_length: str | None = None
    """Deprecated."""


@model
class GbSection:
    """The section for Great Britain."""

    questions: GbQuestions
    answers: GbAnswers


@model
class FrQuestions:
    """Questions before a launch in France."""

    full_company_address: Question
    siren: Question


@model
class FrAnswers:
    """Answers before a launch in France."""

    full_company_address: str | None = None
    full_company_address_metadata: AnswerMetadata | None = None
    siren: str | None = None


@model
class FrSection:
    """The section for France."""

    questions: FrQuestions
    answers: FrAnswers


@model
class UsAnswers:
    """Answers before a launch in the US, generation v2; the volume of messages is a number."""

    ownership_type: OwnershipType | None = None
    company_legal_name: str | None = None
    company_phone_number: str | None = None
    company_email_address: str | None = None
    brand_name: str | None = None
    brand_industry: BrandIndustry | None = None
    legal_form: LegalForm | None = None
    tax_id_country: CountryCode | None = None
    tax_id: str | None = None
    address_line: str | None = None
    address_city: str | None = None
    address_country: CountryCode | None = None
    address_state: UsState | None = None
    address_postal_code: str | None = None
    website_url: str | None = None
    contact_first_name: str | None = None
    contact_surname: str | None = None
    stock_exchange: str | None = None
    stock_symbol: str | None = None
    sample_messages: Sequence[str] | None = None
    messages_volume: int | float | None = None
    embedded_link: bool | None = None
    embedded_phone: bool | None = None
    age_gated_content: bool | None = None
    direct_lending: bool | None = None
    opt_in_confirmation_message: str | None = None
    help_message: str | None = None
    call_to_action_message: str | None = None


@model
class UsQuestions:
    """Questions of the US section, generation v2: 25 to 28, by the kind of brand."""

    ownership_type: Question
    company_legal_name: Question
    company_phone_number: Question
    company_email_address: Question
    brand_name: Question
    brand_industry: Question
    legal_form: Question
    tax_id_country: Question
    tax_id: Question
    address_line: Question
    address_city: Question
    address_country: Question
    address_postal_code: Question
    website_url: Question
    contact_first_name: Question
    contact_surname: Question
    sample_messages: Question
    messages_volume: Question
    embedded_link: Question
    embedded_phone: Question
    age_gated_content: Question
    direct_lending: Question
    opt_in_confirmation_message: Question
    help_message: Question
    call_to_action_message: Question
    address_state: Question | None = None
    """Not asked of a brand outside the US."""
    stock_exchange: Question | None = None
    """Asked of listed brands only, as is the symbol."""
    stock_symbol: Question | None = None


@model
class UsSection:
    """US section of generation v2."""

    questions: UsQuestions
    answers: UsAnswers


@model
class UsDefaultQuestions:
    """Questions of v2 and v1 together (31)."""

    ownership_type: Question
    company_legal_name: Question
    company_phone_number: Question
    company_email_address: Question
    brand_name: Question
    brand_industry: Question
    legal_form: Question
    tax_id_country: Question
    tax_id: Question
    address_line: Question
    address_city: Question
    address_country: Question
    address_state: Question
    address_postal_code: Question
    website_url: Question
    contact_first_name: Question
    contact_surname: Question
    stock_exchange: Question
    stock_symbol: Question
    sample_messages: Question
    messages_volume: Question
    embedded_link: Question
    embedded_phone: Question
    age_gated_content: Question
    direct_lending: Question
    opt_in_confirmation_message: Question
    help_message: Question
    call_to_action_message: Question
    ein: Question
    """Deprecated."""
    full_company_address: Question
    """Deprecated."""
    sms_campaign: Question
    """Deprecated."""


@model
class UsDefaultSection:
    """US section with the questions of both generations and v2 answers."""

    questions: UsDefaultQuestions
    answers: UsAnswers


@model
class UsV1Questions:
    """Deprecated. Generation v1."""

    company_legal_name: Question
    ein: Question
    brand_industry: Question
    full_company_address: Question
    sms_campaign: Question
    messages_volume: Question


@model
class UsV1Answers:
    """Deprecated. Answers of generation v1; the volume of messages is a text."""

    company_legal_name: str | None = None
    ein: str | None = None
    brand_industry: str | None = None
    full_company_address: str | None = None
    full_company_address_metadata: AnswerMetadata | None = None
    sms_campaign: str | None = None
    messages_volume: str | None = None


@model
class UsV1Section:
    """Deprecated. US section of generation v1."""

    questions: UsV1Questions
    """Deprecated."""
    answers: UsV1Answers
    """Deprecated."""


@model
class BlankUsSection:
    """The questions of the US section, generation v2."""

    questions: UsQuestions
    """`address_state` is asked of US brands only, `stock_exchange` and `stock_symbol` of listed ones only."""


@model
class BlankUsV1Section:
    """Deprecated. The questions of the US section, generation v1."""

    questions: UsV1Questions
    """Deprecated."""


class _AskedKeys(TypedDict, total=False):
    ein: Any
    ownershipType: Any


class _SectionKeys(TypedDict, total=False):
    questions: _AskedKeys


def _us_section(content: Mapping[str, Any]) -> type:
    """Tell the generations apart by what only one of them asks: the EIN (v1), the ownership type (v2), both (default)."""
    asked = content.get("questions")
    if not isinstance(asked, dict):
        return Unknown
    if "ownershipType" in asked:
        return UsDefaultSection if "ein" in asked else UsSection
    return UsV1Section if "ein" in asked else Unknown


def _blank_us_section(content: Mapping[str, Any]) -> type:
    return {UsSection: BlankUsSection, UsV1Section: BlankUsV1Section}.get(_us_section(content), Unknown)


UsSectionVariant = Annotated[
    UsSection | UsDefaultSection | UsV1Section | Unknown, Variants(_us_section, probe=_SectionKeys)
]
BlankUsSectionVariant = Annotated[
    BlankUsSection | BlankUsV1Section | Unknown, Variants(_blank_us_section, probe=_SectionKeys)
]


@model
class Questionnaire:
    """Only these five sections exist; other launch countries need no section of their own."""

    general: GeneralSection
    verification: VerificationSection
    gb: GbSection | None = None
    fr: FrSection | None = None
    us: UsSectionVariant | None = None


@model
class Details:
    """What can be changed about a sender: brand, test numbers, countries, questionnaire."""

    questionnaire: Questionnaire
    brand: Brand | None = None
    callback_url: str | None = None
    """Deprecated. Superseded by the webhooks family."""
    test_numbers: Sequence[str] | None = None
    """E.164 numbers."""
    countries: Sequence[CountryCode] | None = None


@model
class Sender:
    """A sender: one Google agent with the data that its launch needs. What does not apply is absent."""

    id: str
    """A UUID in practice."""
    region: Region
    billing_category: BillingCategory
    use_case: UseCase
    hosting_region: HostingRegion
    state: SenderState | None = None
    conversation_api_app: str | None = None
    """Deprecated. Id of the linked Conversation API app; read conversationApiAppDetails.id."""
    conversation_api_app_details: ConversationApiApp | None = None
    test_number_states: Sequence[TestNumber] | None = None
    country_status: Sequence[CountryStatus] | None = None
    details: Details | None = None
    auth_name: str | None = None
    """Goes into the Conversation API app's RCS channel as its sender id. Not the same as id."""
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


SenderList = page_of("senders", Sender)


@model
class TestNumbers:
    """All test numbers of a sender."""

    __test__ = False  # pytest would take it for tests

    test_numbers: Sequence[TestNumber]


@model
class TestNumberCapabilities:
    """What the phone behind a test number can show."""

    __test__ = False  # pytest would take it for tests

    features: Sequence[Feature]


SenderActivity = Activity
SenderActivityType = ActivityType
SenderActivityList = page_of("notifications", SenderActivity)


AccountActivity = Activity
AccountActivityType = ActivityType
AccountActivityList = page_of("notifications", AccountActivity)


@model
class BlankGeneralSection:
    """The questions for every sender."""

    questions: GeneralQuestions


@model
class BlankVerificationSection:
    """The questions by which the launch is confirmed."""

    questions: VerificationQuestions


@model
class BlankGbSection:
    """The questions for Great Britain."""

    questions: GbQuestions


@model
class BlankFrSection:
    """The questions for France."""

    questions: FrQuestions


@model
class BlankQuestionnaire:
    """The questions for a use case, without answers."""

    general: BlankGeneralSection
    verification: BlankVerificationSection
    gb: BlankGbSection | None = None
    fr: BlankFrSection | None = None
    us: BlankUsSectionVariant | None = None
    """Of generation v2, or of the old v1."""


@model
class EmailInput:
    """An email address for people to see."""

    label: Annotated[str, Length(max=25)]
    address: str


@model
class PhoneInput:
    """A phone number for people to see."""

    label: Annotated[str, Length(max=25)]
    number: Annotated[
        str, Length(6, 15), Pattern(r"\A\+?[\d+\s]{6,15}\Z", "6 to 15 digits, with or without a leading plus")
    ]
    """E.164 or a national number without separators."""


@model
class WebsiteInput:
    """A website for people to see."""

    label: Annotated[str, Length(max=25)]
    url: Annotated[str, Length(max=255)]


Emails = Annotated[Sequence[EmailInput], Items(min=1, max=3), Distinct("address")]
Phones = Annotated[Sequence[PhoneInput], Items(min=1, max=3), Distinct("number")]
Websites = Annotated[Sequence[WebsiteInput], Items(min=1, max=3), Distinct("url")]


@model
class BrandInput:
    """What people are to see of a sender."""

    name: Annotated[str, Length(max=40)] | Unset = UNSET
    """The service takes "RCS Sender" if it is left out."""
    emails: Emails | Unset = UNSET
    phones: Phones | Unset = UNSET
    websites: Websites | Unset = UNSET
    color: Annotated[str, COLOR] | Unset = UNSET
    """Hex colour. The service takes "#000000" if it is left out."""
    description: Annotated[str, Length(max=100)] | Unset = UNSET
    banner_url: str | Unset = UNSET
    """JPEG or PNG, exactly 1440 x 448 px, at most 200 KB."""
    logo_url: str | Unset = UNSET
    """JPEG or PNG, exactly 224 x 224 px, at most 50 KB."""
    privacy_policy_url: str | Unset = UNSET
    terms_of_service_url: str | Unset = UNSET


@model
class AnswerMetadataInput:
    """Names a text that is cut out of the answer at launch."""

    ignore: Annotated[str, Length(1)] | Unset = UNSET


@model
class GeneralAnswersInput:
    """Answers that every launch needs; Sinch adds a video where there is none."""

    opt_in_description: Annotated[str, Length(1)] | Unset = UNSET
    opt_in_description_metadata: AnswerMetadataInput | Unset = UNSET
    trigger_description: Annotated[str, Length(1)] | Unset = UNSET
    trigger_description_metadata: AnswerMetadataInput | Unset = UNSET
    interactions_description: Annotated[str, Length(1)] | Unset = UNSET
    interactions_description_metadata: AnswerMetadataInput | Unset = UNSET
    opt_out_description: Annotated[str, Length(1)] | Unset = UNSET
    opt_out_description_metadata: AnswerMetadataInput | Unset = UNSET
    video_uris: Annotated[Sequence[str], Items(min=1)] | Unset = UNSET
    screenshot_uris: Annotated[Sequence[str], Items(min=1)] | Unset = UNSET


@model
class GeneralSectionInput:
    """The section for every sender."""

    answers: GeneralAnswersInput


@model
class GbAnswersInput:
    """Free texts; the suggested answers of the questions fit."""

    brand_industry: Annotated[str, Length(1)] | Unset = UNSET
    company_legal_name: Annotated[str, Length(1)] | Unset = UNSET
    company_registration_number: Annotated[str, Length(1)] | Unset = UNSET
    full_company_address: Annotated[str, Length(1)] | Unset = UNSET
    full_company_address_metadata: AnswerMetadataInput | Unset = UNSET
    messages_volume: Annotated[str, Length(1)] | Unset = UNSET
    messages_frequency: Annotated[str, Length(1)] | Unset = UNSET
    campaign_length: Annotated[str, Length(1)] | Unset = UNSET
    """Deprecated."""


@model
class GbSectionInput:
    """The section for Great Britain."""

    answers: GbAnswersInput


@model
class FrAnswersInput:
    """Answers before a launch in France."""

    full_company_address: Annotated[str, Length(1)] | Unset = UNSET
    full_company_address_metadata: AnswerMetadataInput | Unset = UNSET
    siren: Annotated[str, Pattern(r"\A\d{9}\Z", "9 digits")] | Unset = UNSET


@model
class FrSectionInput:
    """The section for France."""

    answers: FrAnswersInput


@model
class VerificationPartnerAnswersInput:
    """Only reseller (ASP) accounts; ignored for others."""

    company_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    contact_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    contact_email_address: Annotated[str, Length(max=100)] | Unset = UNSET


@model
class VerificationAnswersInput:
    """About a person who can confirm the launch. With US answers of generation v2 the phone is needed too."""

    name: Annotated[str, Length(1)] | Unset = UNSET
    email: Annotated[str, Length(max=100)] | Unset = UNSET
    title: Annotated[str, Length(1, 100)] | Unset = UNSET
    website: str | Unset = UNSET
    phone: Annotated[str, PHONE] | Unset = UNSET
    partner: VerificationPartnerAnswersInput | Unset = UNSET


@model
class VerificationSectionInput:
    """The section by which the launch is confirmed."""

    answers: VerificationAnswersInput


@model
class _V2AnswersInput:
    """Answers that every form of the US v2 questionnaire asks for."""

    company_legal_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    company_phone_number: Annotated[str, Length(1, 13)] | Unset = UNSET
    company_email_address: Annotated[str, Length(max=100)] | Unset = UNSET
    brand_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    brand_industry: BrandIndustry | Unset = UNSET
    tax_id: Annotated[str, Length(1, 25)] | Unset = UNSET
    address_line: Annotated[str, Length(1, 100)] | Unset = UNSET
    address_city: Annotated[str, Length(1, 100)] | Unset = UNSET
    address_country: CountryCode | Unset = UNSET
    address_postal_code: Annotated[str, Length(1, 10)] | Unset = UNSET
    website_url: Annotated[str, Length(max=100)] | Unset = UNSET
    contact_first_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    contact_surname: Annotated[str, Length(1, 100)] | Unset = UNSET
    sample_messages: Annotated[Sequence[Annotated[str, Length(20, 1024)]], Items(min=1, max=5)] | Unset = UNSET
    messages_volume: int | float | Unset = UNSET
    embedded_link: bool | Unset = UNSET
    embedded_phone: bool | Unset = UNSET
    age_gated_content: bool | Unset = UNSET
    direct_lending: bool | Unset = UNSET
    opt_in_confirmation_message: Annotated[str, Length(20, 1024)] | Unset = UNSET
    help_message: Annotated[str, Length(20, 1024)] | Unset = UNSET
    call_to_action_message: Annotated[str, Length(40, 4096)] | Unset = UNSET


@model
class UsPublicAnswersInput(_V2AnswersInput):
    """v2 answers of a US brand that is listed. A US tax id looks like 12-3456789 (not expressed as a pattern officially)."""

    ownership_type: Literal[OwnershipType.PUBLIC] | Unset = UNSET
    legal_form: Literal[LegalForm.CORPORATION] | Unset = UNSET
    tax_id_country: Literal[CountryCode.US] | Unset = UNSET
    address_state: UsState | Unset = UNSET
    stock_exchange: Annotated[str, Length(1, 10)] | Unset = UNSET
    stock_symbol: Annotated[str, Length(1, 6)] | Unset = UNSET


@model
class UsPrivateAnswersInput(_V2AnswersInput):
    """v2 answers of a US brand that is not listed. A US tax id looks like 12-3456789 (not expressed as a pattern officially)."""

    ownership_type: Literal[OwnershipType.PRIVATE] | Unset = UNSET
    legal_form: LegalForm | Unset = UNSET
    tax_id_country: Literal[CountryCode.US] | Unset = UNSET
    address_state: UsState | Unset = UNSET


@model
class NonUsPublicAnswersInput(_V2AnswersInput):
    """v2 answers of a listed brand outside the US. The tax id is free text."""

    ownership_type: Literal[OwnershipType.PUBLIC] | Unset = UNSET
    legal_form: Literal[LegalForm.CORPORATION] | Unset = UNSET
    tax_id_country: Annotated[CountryCode, NotOneOf("AQ", "US")] | Unset = UNSET
    stock_exchange: Annotated[str, Length(1, 10)] | Unset = UNSET
    stock_symbol: Annotated[str, Length(1, 6)] | Unset = UNSET


@model
class NonUsPrivateAnswersInput(_V2AnswersInput):
    """v2 answers of an unlisted brand outside the US. The tax id is free text."""

    ownership_type: Literal[OwnershipType.PRIVATE] | Unset = UNSET
    legal_form: LegalForm | Unset = UNSET
    tax_id_country: Annotated[CountryCode, NotOneOf("AQ", "US")] | Unset = UNSET


@model
class UsV1AnswersInput:
    """Deprecated. US answers of generation v1."""

    company_legal_name: str | Unset = UNSET
    ein: Annotated[str, EIN] | Unset = UNSET
    brand_industry: str | Unset = UNSET
    full_company_address: str | Unset = UNSET
    full_company_address_metadata: AnswerMetadataInput | Unset = UNSET
    sms_campaign: str | Unset = UNSET
    messages_volume: str | Unset = UNSET


class _AnswerKeys(TypedDict, total=False):
    ein: Any
    smsCampaign: Any
    fullCompanyAddress: Any
    fullCompanyAddressMetadata: Any
    messagesVolume: Any
    ownershipType: Any
    stockExchange: Any
    stockSymbol: Any
    taxIdCountry: Any
    addressState: Any
    brandIndustry: Any


def _us_generation_1(content: Mapping[str, Any]) -> bool:
    v1_only = ("ein", "smsCampaign", "fullCompanyAddress", "fullCompanyAddressMetadata")
    return any(key in content for key in v1_only) or isinstance(content.get("messagesVolume"), str)


def _us_answers_input(content: Mapping[str, Any]) -> type:
    if _us_generation_1(content):
        return UsV1AnswersInput
    public = content.get("ownershipType") == "PUBLIC" or "stockExchange" in content or "stockSymbol" in content
    if content.get("taxIdCountry", "US") == "US" or "addressState" in content:
        return UsPublicAnswersInput if public else UsPrivateAnswersInput
    return NonUsPublicAnswersInput if public else NonUsPrivateAnswersInput


def _us_answers_update(content: Mapping[str, Any]) -> type:
    # An enum answer of v2 cannot be emptied, the text of v1 can.
    emptied = content.get("brandIndustry", "") is None
    return UsV1AnswersUpdate if emptied or _us_generation_1(content) else UsAnswersUpdate


UsAnswersInputVariant = Annotated[
    UsPublicAnswersInput
    | UsPrivateAnswersInput
    | NonUsPublicAnswersInput
    | NonUsPrivateAnswersInput
    | UsV1AnswersInput,
    Variants(_us_answers_input, probe=_AnswerKeys),
]


@model
class UsSectionInput:
    """The section for the US."""

    answers: UsAnswersInputVariant
    """One of four forms, by where the brand pays tax and whether it is listed; or the old generation v1."""


@model
class QuestionnaireInput:
    """Answers by section; countries other than these three need none of their own."""

    general: GeneralSectionInput | Unset = UNSET
    verification: VerificationSectionInput | Unset = UNSET
    gb: GbSectionInput | Unset = UNSET
    fr: FrSectionInput | Unset = UNSET
    us: UsSectionInput | Unset = UNSET


@model
class DetailsInput:
    """All that a sender is made with beside region, billing category and use case."""

    brand: BrandInput | Unset = UNSET
    test_numbers: TestNumberList | Unset = UNSET
    """E.164 numbers; each one is invited."""
    countries: Annotated[Sequence[LaunchCountry], Items(min=1, unique=True)] | Unset = UNSET
    questionnaire: QuestionnaireInput | Unset = UNSET


@model
class SenderInput:
    """A new sender."""

    region: Region
    billing_category: BillingCategory
    use_case: UseCase
    details: DetailsInput | Unset = UNSET


@model
class TestNumbersInput:
    """Test numbers to invite."""

    __test__ = False  # pytest would take it for tests

    test_numbers: TestNumberList
    """E.164 numbers; each one is invited."""


@model
class BrandUpdate:
    """Changes of what people see; None empties emails, phones or websites, the other fields cannot be emptied."""

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


@model
class AnswerMetadataUpdate:
    """Names a text that is cut out of the answer at launch; None removes it."""

    ignore: Annotated[str, Length(1)] | None | Unset = UNSET


@model
class GeneralAnswersUpdate:
    """Changes of the answers that every launch needs."""

    opt_in_description: Annotated[str, Length(1)] | None | Unset = UNSET
    opt_in_description_metadata: AnswerMetadataUpdate | Unset = UNSET
    trigger_description: Annotated[str, Length(1)] | None | Unset = UNSET
    trigger_description_metadata: AnswerMetadataUpdate | Unset = UNSET
    interactions_description: Annotated[str, Length(1)] | None | Unset = UNSET
    interactions_description_metadata: AnswerMetadataUpdate | Unset = UNSET
    opt_out_description: Annotated[str, Length(1)] | None | Unset = UNSET
    opt_out_description_metadata: AnswerMetadataUpdate | Unset = UNSET
    video_uris: Annotated[Sequence[str], Items(min=1)] | None | Unset = UNSET
    screenshot_uris: Annotated[Sequence[str], Items(min=1)] | None | Unset = UNSET


@model
class GeneralSectionUpdate:
    """Changes of the section for every sender."""

    answers: GeneralAnswersUpdate


@model
class GbAnswersUpdate:
    """Free texts; the suggested answers of the questions fit."""

    brand_industry: Annotated[str, Length(1)] | None | Unset = UNSET
    company_legal_name: Annotated[str, Length(1)] | None | Unset = UNSET
    company_registration_number: Annotated[str, Length(1)] | None | Unset = UNSET
    full_company_address: Annotated[str, Length(1)] | None | Unset = UNSET
    full_company_address_metadata: AnswerMetadataUpdate | Unset = UNSET
    messages_volume: Annotated[str, Length(1)] | None | Unset = UNSET
    messages_frequency: Annotated[str, Length(1)] | None | Unset = UNSET
    campaign_length: Annotated[str, Length(1)] | None | Unset = UNSET
    """Deprecated."""


@model
class GbSectionUpdate:
    """Changes of the section for Great Britain."""

    answers: GbAnswersUpdate


@model
class FrAnswersUpdate:
    """Changes of the answers before a launch in France."""

    full_company_address: Annotated[str, Length(1)] | None | Unset = UNSET
    full_company_address_metadata: AnswerMetadataUpdate | Unset = UNSET
    siren: Annotated[str, Pattern(r"\A\d{9}\Z", "9 digits")] | None | Unset = UNSET


@model
class FrSectionUpdate:
    """Changes of the section for France."""

    answers: FrAnswersUpdate


@model
class VerificationPartnerAnswersUpdate:
    """Only reseller (ASP) accounts; ignored for others."""

    company_name: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    contact_name: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    contact_email_address: Annotated[str, Length(max=100)] | None | Unset = UNSET


@model
class VerificationAnswersUpdate:
    """Changes about a person who can confirm the launch."""

    name: Annotated[str, Length(1)] | None | Unset = UNSET
    email: Annotated[str, Length(max=100)] | None | Unset = UNSET
    title: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    website: str | None | Unset = UNSET
    phone: Annotated[str, PHONE] | None | Unset = UNSET
    partner: VerificationPartnerAnswersUpdate | None | Unset = UNSET


@model
class VerificationSectionUpdate:
    """Changes of the section by which the launch is confirmed."""

    answers: VerificationAnswersUpdate


@model
class UsAnswersUpdate:
    """Changes of US answers of generation v2. The enum fields cannot be emptied with None."""

    ownership_type: OwnershipType | Unset = UNSET
    company_legal_name: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    company_phone_number: Annotated[str, Length(1, 13)] | None | Unset = UNSET
    company_email_address: Annotated[str, Length(max=100)] | None | Unset = UNSET
    brand_name: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    brand_industry: BrandIndustry | Unset = UNSET
    legal_form: LegalForm | Unset = UNSET
    tax_id_country: Annotated[CountryCode, NotOneOf("AQ")] | Unset = UNSET
    tax_id: Annotated[str, Length(1, 25)] | None | Unset = UNSET
    address_line: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    address_city: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    address_country: Annotated[CountryCode, NotOneOf("AQ")] | Unset = UNSET
    address_state: UsState | Unset = UNSET
    address_postal_code: Annotated[str, Length(1, 10)] | None | Unset = UNSET
    website_url: Annotated[str, Length(max=100)] | None | Unset = UNSET
    contact_first_name: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    contact_surname: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    stock_exchange: Annotated[str, Length(1, 10)] | None | Unset = UNSET
    stock_symbol: Annotated[str, Length(1, 6)] | None | Unset = UNSET
    sample_messages: Annotated[Sequence[Annotated[str, Length(20, 1024)]], Items(min=1, max=5)] | None | Unset = UNSET
    messages_volume: int | float | None | Unset = UNSET
    embedded_link: bool | None | Unset = UNSET
    embedded_phone: bool | None | Unset = UNSET
    age_gated_content: bool | None | Unset = UNSET
    direct_lending: bool | None | Unset = UNSET
    opt_in_confirmation_message: Annotated[str, Length(20, 1024)] | None | Unset = UNSET
    help_message: Annotated[str, Length(20, 1024)] | None | Unset = UNSET
    call_to_action_message: Annotated[str, Length(40, 4096)] | None | Unset = UNSET


@model
class UsV1AnswersUpdate:
    """Deprecated. Changes of US answers of generation v1."""

    company_legal_name: str | None | Unset = UNSET
    ein: Annotated[str, EIN] | None | Unset = UNSET
    brand_industry: str | None | Unset = UNSET
    full_company_address: str | None | Unset = UNSET
    full_company_address_metadata: AnswerMetadataUpdate | Unset = UNSET
    sms_campaign: str | None | Unset = UNSET
    messages_volume: str | None | Unset = UNSET


UsAnswersUpdateVariant = Annotated[UsAnswersUpdate | UsV1AnswersUpdate, Variants(_us_answers_update, probe=_AnswerKeys)]


@model
class UsSectionUpdate:
    """Changes of the section for the US."""

    answers: UsAnswersUpdateVariant
    """Of generation v2, or of the old v1."""


@model
class QuestionnaireUpdate:
    """Changes of answers, by section."""

    general: GeneralSectionUpdate | Unset = UNSET
    verification: VerificationSectionUpdate | Unset = UNSET
    gb: GbSectionUpdate | Unset = UNSET
    fr: FrSectionUpdate | Unset = UNSET
    us: UsSectionUpdate | Unset = UNSET


@model
class DetailsUpdate:
    """What to change about a sender: left out stays, None removes."""

    brand: BrandUpdate | Unset = UNSET
    test_numbers: TestNumberList | None | Unset = UNSET
    """E.164 numbers; each one is invited. None removes all."""
    countries: Annotated[Sequence[LaunchCountry], Items(min=1, unique=True)] | None | Unset = UNSET
    questionnaire: QuestionnaireUpdate | Unset = UNSET


@model
class SenderUpdate:
    """A change of a sender."""

    details: DetailsUpdate
