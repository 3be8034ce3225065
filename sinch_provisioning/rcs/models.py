"""Data of the RCS family: senders with their questionnaires, test numbers, activities, comments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, TypedDict

from sinch_provisioning.core.model import UNSET, OpenEnum, Secret, Unknown, Unset, Variants, model
from sinch_provisioning.core.rules import COLOR, E164, Items, Length, NotOneOf, Pattern

PHONE = Pattern(r"\A(?:\+|00)\d{6,15}\Z", "6 to 15 digits after + or 00")
EIN = Pattern(r"\A\d{2}-\d{7}\Z", "an employer identification number as 12-3456789")
TestNumberList = Annotated[list[Annotated[str, E164]], Items(max=200, unique=True)]


class SenderState(OpenEnum):
    """Where the sender is in its life; see the behaviour file for the moves."""

    DRAFT = "DRAFT"
    IN_PROGRESS = "IN_PROGRESS"
    IN_TEST = "IN_TEST"
    LAUNCHED = "LAUNCHED"
    LAUNCHING = "LAUNCHING"
    PREPARING_LAUNCH = "PREPARING_LAUNCH"
    UNLAUNCHED = "UNLAUNCHED"
    UNKNOWN = "UNKNOWN"


class Region(OpenEnum):
    """Region."""

    BR = "BR"
    EU = "EU"
    US = "US"


class BillingCategory(OpenEnum):
    """Two live values; the other three are old names for them."""

    CONVERSATIONAL = "CONVERSATIONAL"
    NON_CONVERSATIONAL = "NON_CONVERSATIONAL"
    BASIC_MESSAGE = "BASIC_MESSAGE"  # deprecated: NON_CONVERSATIONAL
    CONVERSATIONAL_LEGACY = "CONVERSATIONAL_LEGACY"  # deprecated: CONVERSATIONAL
    SINGLE_MESSAGE = "SINGLE_MESSAGE"  # deprecated: NON_CONVERSATIONAL


class UseCase(OpenEnum):
    """Use case."""

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
    """Sort column."""

    CREATED = "CREATED"
    MODIFIED = "MODIFIED"
    NAME = "NAME"
    STATE = "STATE"


class SortDirection(OpenEnum):
    """Sort direction."""

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
    """Named ...Value here because the object that holds it is RcsTestNumberState."""

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
    """Feature."""

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


class SenderActivityType(OpenEnum):
    """Sender activity type."""

    ACTIVE = "ACTIVE"
    COMMENT_ADDED = "COMMENT_ADDED"
    CREATED = "CREATED"
    DELETED = "DELETED"
    EDITED = "EDITED"
    INACTIVE = "INACTIVE"
    TEST = "TEST"


class AccountActivityType(OpenEnum):
    """Account activity type."""

    COMMENT_ADDED = "COMMENT_ADDED"
    CREATED = "CREATED"


class CommentType(OpenEnum):
    """Comment type."""

    CREATED = "CREATED"


class ConversationApiAppRegion(OpenEnum):
    """Conversation api app region."""

    BR = "BR"
    EU = "EU"
    US = "US"
    UNRECOGNIZED = "UNRECOGNIZED"


class ConversationApiChannelStatus(OpenEnum):
    """Whether the app's RCS channel works with the sender's credentials."""

    ACTIVE = "ACTIVE"
    FAILING = "FAILING"
    PENDING = "PENDING"
    UNRECOGNIZED = "UNRECOGNIZED"


class BrandRegistrationStatus(OpenEnum):
    """Brand registration status."""

    ARCHIVED = "ARCHIVED"
    COMPLETED = "COMPLETED"
    DRAFT = "DRAFT"
    UNRECOGNIZED = "UNRECOGNIZED"
    UNSPECIFIED = "UNSPECIFIED"


class BrandRegistrationProcessStatus(OpenEnum):
    """Brand registration process status."""

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
    """Ownership type."""

    PRIVATE = "PRIVATE"
    PUBLIC = "PUBLIC"


class LegalForm(OpenEnum):
    """Legal form."""

    CORPORATION = "CORPORATION"
    LIMITED_LIABILITY_COMPANY = "LIMITED_LIABILITY_COMPANY"
    PARTNERSHIP = "PARTNERSHIP"
    S_CORPORATION = "S_CORPORATION"


class BrandIndustry(OpenEnum):
    """Brand industry."""

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


class CountryCode(OpenEnum):
    """ISO 3166-1 alpha-2 code in an answer of the service."""

    AD = "AD"
    AE = "AE"
    AF = "AF"
    AG = "AG"
    AI = "AI"
    AL = "AL"
    AM = "AM"
    AO = "AO"
    AQ = "AQ"
    AR = "AR"
    AS = "AS"
    AT = "AT"
    AU = "AU"
    AW = "AW"
    AZ = "AZ"
    BA = "BA"
    BB = "BB"
    BD = "BD"
    BE = "BE"
    BF = "BF"
    BG = "BG"
    BH = "BH"
    BI = "BI"
    BJ = "BJ"
    BM = "BM"
    BN = "BN"
    BO = "BO"
    BQ = "BQ"
    BR = "BR"
    BS = "BS"
    BT = "BT"
    BW = "BW"
    BY = "BY"
    BZ = "BZ"
    CA = "CA"
    CD = "CD"
    CF = "CF"
    CG = "CG"
    CH = "CH"
    CI = "CI"
    CK = "CK"
    CL = "CL"
    CM = "CM"
    CN = "CN"
    CO = "CO"
    CR = "CR"
    CU = "CU"
    CV = "CV"
    CW = "CW"
    CY = "CY"
    CZ = "CZ"
    DE = "DE"
    DJ = "DJ"
    DK = "DK"
    DM = "DM"
    DO = "DO"
    DZ = "DZ"
    EC = "EC"
    EE = "EE"
    EG = "EG"
    ER = "ER"
    ES = "ES"
    ET = "ET"
    FI = "FI"
    FJ = "FJ"
    FK = "FK"
    FM = "FM"
    FO = "FO"
    FR = "FR"
    GA = "GA"
    GB = "GB"
    GD = "GD"
    GE = "GE"
    GF = "GF"
    GG = "GG"
    GH = "GH"
    GI = "GI"
    GL = "GL"
    GM = "GM"
    GN = "GN"
    GP = "GP"
    GQ = "GQ"
    GR = "GR"
    GT = "GT"
    GU = "GU"
    GW = "GW"
    GY = "GY"
    HK = "HK"
    HN = "HN"
    HR = "HR"
    HT = "HT"
    HU = "HU"
    ID = "ID"
    IE = "IE"
    IL = "IL"
    IM = "IM"
    IN = "IN"
    IO = "IO"
    IQ = "IQ"
    IR = "IR"
    IS = "IS"
    IT = "IT"
    JE = "JE"
    JM = "JM"
    JO = "JO"
    JP = "JP"
    KE = "KE"
    KG = "KG"
    KH = "KH"
    KI = "KI"
    KM = "KM"
    KN = "KN"
    KP = "KP"
    KR = "KR"
    KW = "KW"
    KY = "KY"
    KZ = "KZ"
    LA = "LA"
    LB = "LB"
    LC = "LC"
    LI = "LI"
    LK = "LK"
    LR = "LR"
    LS = "LS"
    LT = "LT"
    LU = "LU"
    LV = "LV"
    LY = "LY"
    MA = "MA"
    MC = "MC"
    MD = "MD"
    ME = "ME"
    MG = "MG"
    MH = "MH"
    MK = "MK"
    ML = "ML"
    MM = "MM"
    MN = "MN"
    MO = "MO"
    MP = "MP"
    MQ = "MQ"
    MR = "MR"
    MS = "MS"
    MT = "MT"
    MU = "MU"
    MV = "MV"
    MW = "MW"
    MX = "MX"
    MY = "MY"
    MZ = "MZ"
    NA = "NA"
    NC = "NC"
    NE = "NE"
    NF = "NF"
    NG = "NG"
    NI = "NI"
    NL = "NL"
    NO = "NO"
    NP = "NP"
    NR = "NR"
    NU = "NU"
    NZ = "NZ"
    OM = "OM"
    PA = "PA"
    PE = "PE"
    PF = "PF"
    PG = "PG"
    PH = "PH"
    PK = "PK"
    PL = "PL"
    PM = "PM"
    PR = "PR"
    PS = "PS"
    PT = "PT"
    PW = "PW"
    PY = "PY"
    QA = "QA"
    RE = "RE"
    RO = "RO"
    RS = "RS"
    RU = "RU"
    RW = "RW"
    SA = "SA"
    SB = "SB"
    SC = "SC"
    SD = "SD"
    SE = "SE"
    SG = "SG"
    SH = "SH"
    SI = "SI"
    SK = "SK"
    SL = "SL"
    SM = "SM"
    SN = "SN"
    SO = "SO"
    SR = "SR"
    SS = "SS"
    ST = "ST"
    SV = "SV"
    SX = "SX"
    SY = "SY"
    SZ = "SZ"
    TC = "TC"
    TD = "TD"
    TG = "TG"
    TH = "TH"
    TJ = "TJ"
    TK = "TK"
    TL = "TL"
    TM = "TM"
    TN = "TN"
    TO = "TO"
    TR = "TR"
    TT = "TT"
    TV = "TV"
    TW = "TW"
    TZ = "TZ"
    UA = "UA"
    UG = "UG"
    UM = "UM"
    US = "US"
    UY = "UY"
    UZ = "UZ"
    VC = "VC"
    VE = "VE"
    VG = "VG"
    VI = "VI"
    VN = "VN"
    VU = "VU"
    WF = "WF"
    WS = "WS"
    XK = "XK"
    YE = "YE"
    YT = "YT"
    ZA = "ZA"
    ZM = "ZM"
    ZW = "ZW"
    UNRECOGNIZED = "UNRECOGNIZED"


@model
class ConversationApiApp:
    """Conversation api app."""

    id: str
    project_id: str
    region: ConversationApiAppRegion
    channel_status: ConversationApiChannelStatus | None = None


@model
class GoogleSupplierDetails:
    """Google supplier details."""

    agent_id: str | None = None
    brand_id: str | None = None


@model
class SupplierDetails:
    """Supplier details."""

    google: GoogleSupplierDetails | None = None


@model
class Operator:
    """Operator."""

    name: str
    """Free text here; the operator event has a closed list."""
    status: OperatorStatus
    remark: str | None = None
    """Why, for instance after a rejection."""
    modified: datetime | None = None
    """Latest change of status."""


@model
class CountryStatus:
    """Country status."""

    country: CountryCode
    status: OperatorStatus
    operators: list[Operator]


@model
class TestNumber:
    """Test number."""

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
    registrations: list[dict[str, Any]] | None = None


@model
class Email:
    """Email."""

    label: str
    address: str


@model
class Phone:
    """Phone."""

    label: str
    number: str


@model
class Website:
    """Website."""

    label: str
    url: str


@model
class Brand:
    """Brand."""

    name: str | None = None
    emails: list[Email] | None = None
    phones: list[Phone] | None = None
    websites: list[Website] | None = None
    color: str | None = None
    """Hex colour such as #000000."""
    description: str | None = None
    banner_url: str | None = None
    logo_url: str | None = None
    privacy_policy_url: str | None = None
    terms_of_service_url: str | None = None


@model
class Question:
    """Question."""

    question: str
    """Text to show; may be empty."""
    suggested_answers: list[str]
    """Proposals to show; may be empty."""


@model
class GeneralQuestions:
    """General questions."""

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
    """General answers."""

    opt_in_description: str | None = None
    opt_in_description_metadata: AnswerMetadata | None = None
    trigger_description: str | None = None
    trigger_description_metadata: AnswerMetadata | None = None
    interactions_description: str | None = None
    interactions_description_metadata: AnswerMetadata | None = None
    opt_out_description: str | None = None
    opt_out_description_metadata: AnswerMetadata | None = None
    video_uris: list[str] | None = None
    screenshot_uris: list[str] | None = None


@model
class GeneralSection:
    """General section."""

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
    """Verification questions."""

    name: Question
    email: Question
    title: Question
    website: Question
    phone: Question
    partner: VerificationPartnerQuestions


@model
class VerificationPartnerAnswers:
    """Verification partner answers."""

    company_name: str | None = None
    contact_name: str | None = None
    contact_email_address: str | None = None


@model
class VerificationAnswers:
    """Verification answers."""

    name: str | None = None
    email: str | None = None
    title: str | None = None
    website: str | None = None
    phone: str | None = None
    partner: VerificationPartnerAnswers | None = None


@model
class VerificationSection:
    """Verification section."""

    questions: VerificationQuestions
    answers: VerificationAnswers


@model
class GbQuestions:
    """Gb questions."""

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
    """Gb answers."""

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
    """Gb section."""

    questions: GbQuestions
    answers: GbAnswers


@model
class FrQuestions:
    """Fr questions."""

    full_company_address: Question
    siren: Question


@model
class FrAnswers:
    """Fr answers."""

    full_company_address: str | None = None
    full_company_address_metadata: AnswerMetadata | None = None
    siren: str | None = None


@model
class FrSection:
    """Fr section."""

    questions: FrQuestions
    answers: FrAnswers


@model
class UsAnswers:
    """Generation v2; messagesVolume is a number."""

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
    sample_messages: list[str] | None = None
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
    """Deprecated. Generation v1; messagesVolume is a text."""

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
    """Blank us section."""

    questions: UsQuestions
    """Longest form that fits is meant: addressState marks a US brand, stockExchange a listed one. The fifth is the undetermined full form."""


@model
class BlankUsV1Section:
    """Deprecated. Blank us v1section."""

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
    """Details."""

    questionnaire: Questionnaire
    brand: Brand | None = None
    callback_url: str | None = None
    """Deprecated. Superseded by the webhooks family."""
    test_numbers: list[str] | None = None
    """E.164 numbers."""
    countries: list[CountryCode] | None = None


@model
class Sender:
    """Optional fields are left out, never null."""

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
    test_number_states: list[TestNumber] | None = None
    country_status: list[CountryStatus] | None = None
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


@model
class SenderList:
    """Sender list."""

    total_size: int
    page_size: int
    senders: list[Sender]
    previous_page_token: str | None = None
    next_page_token: str | None = None


@model
class TestNumbers:
    """Test numbers."""

    test_numbers: list[TestNumber]


@model
class TestNumberCapabilities:
    """Test number capabilities."""

    features: list[Feature]


@model
class Comment:
    """Comment."""

    type: CommentType
    comment: str
    created: datetime | None = None


@model
class SenderActivity:
    """Sender activity."""

    type: SenderActivityType
    created: datetime | None = None
    author: str | None = None
    comment: str | None = None


@model
class SenderActivityList:
    """Sender activity list."""

    total_size: int
    page_size: int
    notifications: list[SenderActivity]
    previous_page_token: str | None = None
    next_page_token: str | None = None


@model
class AccountActivity:
    """Account activity."""

    type: AccountActivityType
    created: datetime | None = None
    author: str | None = None
    comment: str | None = None


@model
class AccountActivityList:
    """Account activity list."""

    total_size: int
    page_size: int
    notifications: list[AccountActivity]
    previous_page_token: str | None = None
    next_page_token: str | None = None


@model
class BlankGeneralSection:
    """Blank general section."""

    questions: GeneralQuestions


@model
class BlankVerificationSection:
    """Blank verification section."""

    questions: VerificationQuestions


@model
class BlankGbSection:
    """Blank gb section."""

    questions: GbQuestions


@model
class BlankFrSection:
    """Blank fr section."""

    questions: FrQuestions


@model
class BlankQuestionnaire:
    """Blank questionnaire."""

    general: BlankGeneralSection
    verification: BlankVerificationSection
    gb: BlankGbSection | None = None
    fr: BlankFrSection | None = None
    us: BlankUsSectionVariant | None = None
    """v2 form if the questions have ownershipType, else the old v1 form."""


@model
class EmailInput:
    """Email input."""

    label: Annotated[str, Length(max=25)]
    address: str


@model
class PhoneInput:
    """Phone input."""

    label: Annotated[str, Length(max=25)]
    number: Annotated[
        str, Length(6, 15), Pattern(r"\A\+?[\d+\s]{6,15}\Z", "6 to 15 digits, with or without a leading plus")
    ]
    """E.164 or a national number without separators."""


@model
class WebsiteInput:
    """Website input."""

    label: Annotated[str, Length(max=25)]
    url: Annotated[str, Length(max=255)]


@model
class BrandInput:
    """Brand input."""

    name: Annotated[str, Length(max=40)] | Unset = UNSET
    """The service takes "RCS Sender" if it is left out."""
    emails: Annotated[list[EmailInput], Items(min=1, max=3, unique=True)] | Unset = UNSET
    """address is unique within the list."""
    phones: Annotated[list[PhoneInput], Items(min=1, max=3, unique=True)] | Unset = UNSET
    """number is unique within the list."""
    websites: Annotated[list[WebsiteInput], Items(min=1, max=3, unique=True)] | Unset = UNSET
    """url is unique within the list."""
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
    """Answer metadata input."""

    ignore: Annotated[str, Length(1)] | Unset = UNSET


@model
class GeneralAnswersInput:
    """General answers input."""

    opt_in_description: Annotated[str, Length(1)] | Unset = UNSET
    opt_in_description_metadata: AnswerMetadataInput | Unset = UNSET
    trigger_description: Annotated[str, Length(1)] | Unset = UNSET
    trigger_description_metadata: AnswerMetadataInput | Unset = UNSET
    interactions_description: Annotated[str, Length(1)] | Unset = UNSET
    interactions_description_metadata: AnswerMetadataInput | Unset = UNSET
    opt_out_description: Annotated[str, Length(1)] | Unset = UNSET
    opt_out_description_metadata: AnswerMetadataInput | Unset = UNSET
    video_uris: Annotated[list[str], Items(min=1)] | Unset = UNSET
    screenshot_uris: Annotated[list[str], Items(min=1)] | Unset = UNSET


@model
class GeneralSectionInput:
    """General section input."""

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
    """Gb section input."""

    answers: GbAnswersInput


@model
class FrAnswersInput:
    """Fr answers input."""

    full_company_address: Annotated[str, Length(1)] | Unset = UNSET
    full_company_address_metadata: AnswerMetadataInput | Unset = UNSET
    siren: Annotated[str, Pattern(r"\A\d{9}\Z", "9 digits")] | Unset = UNSET


@model
class FrSectionInput:
    """Fr section input."""

    answers: FrAnswersInput


@model
class VerificationPartnerAnswersInput:
    """Only reseller (ASP) accounts; ignored for others."""

    company_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    contact_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    contact_email_address: Annotated[str, Length(max=100)] | Unset = UNSET


@model
class VerificationAnswersInput:
    """Sender without a US v2 section."""

    name: Annotated[str, Length(1)] | Unset = UNSET
    email: Annotated[str, Length(max=100)] | Unset = UNSET
    title: Annotated[str, Length(1, 100)] | Unset = UNSET
    website: str | Unset = UNSET
    phone: Annotated[str, PHONE] | Unset = UNSET
    partner: VerificationPartnerAnswersInput | Unset = UNSET


@model
class VerificationSectionInput:
    """Verification section input."""

    answers: VerificationAnswersInput
    """The two forms differ only in what a launch needs. The first is for senders with a US v2 section."""


@model
class UsPublicAnswersInput:
    """v2 answers of a US brand that is listed. A US tax id looks like 12-3456789 (not expressed as a pattern officially)."""

    ownership_type: Literal[OwnershipType.PUBLIC] | Unset = UNSET
    company_legal_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    company_phone_number: Annotated[str, Length(1, 13)] | Unset = UNSET
    company_email_address: Annotated[str, Length(max=100)] | Unset = UNSET
    brand_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    brand_industry: BrandIndustry | Unset = UNSET
    legal_form: Literal[LegalForm.CORPORATION] | Unset = UNSET
    tax_id_country: Literal[CountryCode.US] | Unset = UNSET
    tax_id: Annotated[str, Length(1, 25)] | Unset = UNSET
    address_line: Annotated[str, Length(1, 100)] | Unset = UNSET
    address_city: Annotated[str, Length(1, 100)] | Unset = UNSET
    address_country: CountryCode | Unset = UNSET
    address_state: UsState | Unset = UNSET
    address_postal_code: Annotated[str, Length(1, 10)] | Unset = UNSET
    website_url: Annotated[str, Length(max=100)] | Unset = UNSET
    contact_first_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    contact_surname: Annotated[str, Length(1, 100)] | Unset = UNSET
    stock_exchange: Annotated[str, Length(1, 10)] | Unset = UNSET
    stock_symbol: Annotated[str, Length(1, 6)] | Unset = UNSET
    sample_messages: Annotated[list[Annotated[str, Length(20, 1024)]], Items(min=1, max=5)] | Unset = UNSET
    messages_volume: int | float | Unset = UNSET
    embedded_link: bool | Unset = UNSET
    embedded_phone: bool | Unset = UNSET
    age_gated_content: bool | Unset = UNSET
    direct_lending: bool | Unset = UNSET
    opt_in_confirmation_message: Annotated[str, Length(20, 1024)] | Unset = UNSET
    help_message: Annotated[str, Length(20, 1024)] | Unset = UNSET
    call_to_action_message: Annotated[str, Length(40, 4096)] | Unset = UNSET


@model
class UsPrivateAnswersInput:
    """v2 answers of a US brand that is not listed. A US tax id looks like 12-3456789 (not expressed as a pattern officially)."""

    ownership_type: Literal[OwnershipType.PRIVATE] | Unset = UNSET
    company_legal_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    company_phone_number: Annotated[str, Length(1, 13)] | Unset = UNSET
    company_email_address: Annotated[str, Length(max=100)] | Unset = UNSET
    brand_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    brand_industry: BrandIndustry | Unset = UNSET
    legal_form: LegalForm | Unset = UNSET
    tax_id_country: Literal[CountryCode.US] | Unset = UNSET
    tax_id: Annotated[str, Length(1, 25)] | Unset = UNSET
    address_line: Annotated[str, Length(1, 100)] | Unset = UNSET
    address_city: Annotated[str, Length(1, 100)] | Unset = UNSET
    address_country: CountryCode | Unset = UNSET
    address_state: UsState | Unset = UNSET
    address_postal_code: Annotated[str, Length(1, 10)] | Unset = UNSET
    website_url: Annotated[str, Length(max=100)] | Unset = UNSET
    contact_first_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    contact_surname: Annotated[str, Length(1, 100)] | Unset = UNSET
    sample_messages: Annotated[list[Annotated[str, Length(20, 1024)]], Items(min=1, max=5)] | Unset = UNSET
    messages_volume: int | float | Unset = UNSET
    embedded_link: bool | Unset = UNSET
    embedded_phone: bool | Unset = UNSET
    age_gated_content: bool | Unset = UNSET
    direct_lending: bool | Unset = UNSET
    opt_in_confirmation_message: Annotated[str, Length(20, 1024)] | Unset = UNSET
    help_message: Annotated[str, Length(20, 1024)] | Unset = UNSET
    call_to_action_message: Annotated[str, Length(40, 4096)] | Unset = UNSET


@model
class NonUsPublicAnswersInput:
    """v2 answers of a listed brand outside the US. The tax id is free text."""

    ownership_type: Literal[OwnershipType.PUBLIC] | Unset = UNSET
    company_legal_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    company_phone_number: Annotated[str, Length(1, 13)] | Unset = UNSET
    company_email_address: Annotated[str, Length(max=100)] | Unset = UNSET
    brand_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    brand_industry: BrandIndustry | Unset = UNSET
    legal_form: Literal[LegalForm.CORPORATION] | Unset = UNSET
    tax_id_country: Annotated[CountryCode, NotOneOf("AQ", "US")] | Unset = UNSET
    tax_id: Annotated[str, Length(1, 25)] | Unset = UNSET
    address_line: Annotated[str, Length(1, 100)] | Unset = UNSET
    address_city: Annotated[str, Length(1, 100)] | Unset = UNSET
    address_country: CountryCode | Unset = UNSET
    address_postal_code: Annotated[str, Length(1, 10)] | Unset = UNSET
    website_url: Annotated[str, Length(max=100)] | Unset = UNSET
    contact_first_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    contact_surname: Annotated[str, Length(1, 100)] | Unset = UNSET
    stock_exchange: Annotated[str, Length(1, 10)] | Unset = UNSET
    stock_symbol: Annotated[str, Length(1, 6)] | Unset = UNSET
    sample_messages: Annotated[list[Annotated[str, Length(20, 1024)]], Items(min=1, max=5)] | Unset = UNSET
    messages_volume: int | float | Unset = UNSET
    embedded_link: bool | Unset = UNSET
    embedded_phone: bool | Unset = UNSET
    age_gated_content: bool | Unset = UNSET
    direct_lending: bool | Unset = UNSET
    opt_in_confirmation_message: Annotated[str, Length(20, 1024)] | Unset = UNSET
    help_message: Annotated[str, Length(20, 1024)] | Unset = UNSET
    call_to_action_message: Annotated[str, Length(40, 4096)] | Unset = UNSET


@model
class NonUsPrivateAnswersInput:
    """v2 answers of an unlisted brand outside the US. The tax id is free text."""

    ownership_type: Literal[OwnershipType.PRIVATE] | Unset = UNSET
    company_legal_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    company_phone_number: Annotated[str, Length(1, 13)] | Unset = UNSET
    company_email_address: Annotated[str, Length(max=100)] | Unset = UNSET
    brand_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    brand_industry: BrandIndustry | Unset = UNSET
    legal_form: LegalForm | Unset = UNSET
    tax_id_country: Annotated[CountryCode, NotOneOf("AQ", "US")] | Unset = UNSET
    tax_id: Annotated[str, Length(1, 25)] | Unset = UNSET
    address_line: Annotated[str, Length(1, 100)] | Unset = UNSET
    address_city: Annotated[str, Length(1, 100)] | Unset = UNSET
    address_country: CountryCode | Unset = UNSET
    address_postal_code: Annotated[str, Length(1, 10)] | Unset = UNSET
    website_url: Annotated[str, Length(max=100)] | Unset = UNSET
    contact_first_name: Annotated[str, Length(1, 100)] | Unset = UNSET
    contact_surname: Annotated[str, Length(1, 100)] | Unset = UNSET
    sample_messages: Annotated[list[Annotated[str, Length(20, 1024)]], Items(min=1, max=5)] | Unset = UNSET
    messages_volume: int | float | Unset = UNSET
    embedded_link: bool | Unset = UNSET
    embedded_phone: bool | Unset = UNSET
    age_gated_content: bool | Unset = UNSET
    direct_lending: bool | Unset = UNSET
    opt_in_confirmation_message: Annotated[str, Length(20, 1024)] | Unset = UNSET
    help_message: Annotated[str, Length(20, 1024)] | Unset = UNSET
    call_to_action_message: Annotated[str, Length(40, 4096)] | Unset = UNSET


@model
class UsV1AnswersInput:
    """Deprecated. Generation v1."""

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
    messagesVolume: Any
    ownershipType: Any
    taxIdCountry: Any


def _us_generation_1(content: Mapping[str, Any]) -> bool:
    v1_only = ("ein", "smsCampaign", "fullCompanyAddress", "fullCompanyAddressMetadata")
    return any(key in content for key in v1_only) or isinstance(content.get("messagesVolume"), str)


def _us_answers_input(content: Mapping[str, Any]) -> type:
    if _us_generation_1(content):
        return UsV1AnswersInput
    public = content.get("ownershipType") == "PUBLIC"
    if content.get("taxIdCountry", "US") == "US":
        return UsPublicAnswersInput if public else UsPrivateAnswersInput
    return NonUsPublicAnswersInput if public else NonUsPrivateAnswersInput


def _us_answers_update(content: Mapping[str, Any]) -> type:
    return UsV1AnswersUpdate if _us_generation_1(content) else UsAnswersUpdate


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
    """Us section input."""

    answers: UsAnswersInputVariant
    """Tell the forms apart by messagesVolume (number in v2, text in v1), then ownershipType (PUBLIC or PRIVATE) and taxIdCountry (US or not). The official text says oneOf although a partial body can match several."""


@model
class QuestionnaireInput:
    """Questionnaire input."""

    general: GeneralSectionInput | Unset = UNSET
    verification: VerificationSectionInput | Unset = UNSET
    gb: GbSectionInput | Unset = UNSET
    fr: FrSectionInput | Unset = UNSET
    us: UsSectionInput | Unset = UNSET


@model
class DetailsInput:
    """Details input."""

    brand: BrandInput | Unset = UNSET
    test_numbers: TestNumberList | Unset = UNSET
    """E.164 numbers; each one is invited."""
    countries: Annotated[list[LaunchCountry], Items(min=1, unique=True)] | Unset = UNSET
    questionnaire: QuestionnaireInput | Unset = UNSET


@model
class SenderInput:
    """Sender input."""

    region: Region
    billing_category: BillingCategory
    use_case: UseCase
    details: DetailsInput | Unset = UNSET


@model
class TestNumbersInput:
    """Test numbers input."""

    test_numbers: TestNumberList
    """E.164 numbers; each one is invited."""


@model
class CommentInput:
    """Comment input."""

    comment: Annotated[str, Length(1, 65535)]


@model
class BrandUpdate:
    """null empties emails, phones or websites; the other fields cannot be emptied."""

    name: Annotated[str, Length(max=40)] | Unset = UNSET
    emails: Annotated[list[EmailInput], Items(min=1, max=3, unique=True)] | None | Unset = UNSET
    """address is unique within the list."""
    phones: Annotated[list[PhoneInput], Items(min=1, max=3, unique=True)] | None | Unset = UNSET
    """number is unique within the list."""
    websites: Annotated[list[WebsiteInput], Items(min=1, max=3, unique=True)] | None | Unset = UNSET
    """url is unique within the list."""
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
    """Answer metadata update."""

    ignore: Annotated[str, Length(1)] | None | Unset = UNSET


@model
class GeneralAnswersUpdate:
    """General answers update."""

    opt_in_description: Annotated[str, Length(1)] | None | Unset = UNSET
    opt_in_description_metadata: AnswerMetadataUpdate | Unset = UNSET
    trigger_description: Annotated[str, Length(1)] | None | Unset = UNSET
    trigger_description_metadata: AnswerMetadataUpdate | Unset = UNSET
    interactions_description: Annotated[str, Length(1)] | None | Unset = UNSET
    interactions_description_metadata: AnswerMetadataUpdate | Unset = UNSET
    opt_out_description: Annotated[str, Length(1)] | None | Unset = UNSET
    opt_out_description_metadata: AnswerMetadataUpdate | Unset = UNSET
    video_uris: Annotated[list[str], Items(min=1)] | None | Unset = UNSET
    screenshot_uris: Annotated[list[str], Items(min=1)] | None | Unset = UNSET


@model
class GeneralSectionUpdate:
    """General section update."""

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
    """Gb section update."""

    answers: GbAnswersUpdate


@model
class FrAnswersUpdate:
    """Fr answers update."""

    full_company_address: Annotated[str, Length(1)] | None | Unset = UNSET
    full_company_address_metadata: AnswerMetadataUpdate | Unset = UNSET
    siren: Annotated[str, Pattern(r"\A\d{9}\Z", "9 digits")] | None | Unset = UNSET


@model
class FrSectionUpdate:
    """Fr section update."""

    answers: FrAnswersUpdate


@model
class VerificationPartnerAnswersUpdate:
    """Only reseller (ASP) accounts; ignored for others."""

    company_name: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    contact_name: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    contact_email_address: Annotated[str, Length(max=100)] | None | Unset = UNSET


@model
class VerificationAnswersUpdate:
    """Verification answers update."""

    name: Annotated[str, Length(1)] | None | Unset = UNSET
    email: Annotated[str, Length(max=100)] | None | Unset = UNSET
    title: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    website: str | None | Unset = UNSET
    phone: Annotated[str, PHONE] | None | Unset = UNSET
    partner: VerificationPartnerAnswersUpdate | None | Unset = UNSET


@model
class VerificationSectionUpdate:
    """Verification section update."""

    answers: VerificationAnswersUpdate


@model
class UsAnswersUpdate:
    """v2 answers in an update. The enum fields cannot be emptied with null."""

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
    sample_messages: Annotated[list[Annotated[str, Length(20, 1024)]], Items(min=1, max=5)] | None | Unset = UNSET
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
    """Deprecated. Generation v1."""

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
    """Us section update."""

    answers: UsAnswersUpdateVariant
    """v2 or v1; tell them apart by the query usQuestionnaireVersion or by the type of messagesVolume (number or text)."""


@model
class QuestionnaireUpdate:
    """Questionnaire update."""

    general: GeneralSectionUpdate | Unset = UNSET
    verification: VerificationSectionUpdate | Unset = UNSET
    gb: GbSectionUpdate | Unset = UNSET
    fr: FrSectionUpdate | Unset = UNSET
    us: UsSectionUpdate | Unset = UNSET


@model
class DetailsUpdate:
    """Details update."""

    brand: BrandUpdate | Unset = UNSET
    test_numbers: TestNumberList | None | Unset = UNSET
    """E.164 numbers; each one is invited. null removes all."""
    countries: Annotated[list[LaunchCountry], Items(min=1, unique=True)] | None | Unset = UNSET
    questionnaire: QuestionnaireUpdate | Unset = UNSET


@model
class SenderUpdate:
    """Region, billing category and use case cannot change."""

    details: DetailsUpdate
