"""Data of questionnaires: the questions before a launch, section by section, and their answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar

import attrs

from sinch_provisioning.core.countries import CountryCode
from sinch_provisioning.core.enums import Listed, OpenEnum, members
from sinch_provisioning.core.frozen import FrozenDict
from sinch_provisioning.core.model import EMPTY_IS_SENT, INTERNED, model
from sinch_provisioning.core.rules import READ_ONLY, Items, Length, NotOneOf, ObjectRules, Pattern
from sinch_provisioning.core.unions import Variants, keys
from sinch_provisioning.core.unset import UNSET, Unset

PHONE = Pattern(r"\A(?:\+|00)\d{6,15}\Z", "6 to 15 digits after + or 00")
EIN = Pattern(r"\A\d{2}-\d{7}\Z", "an employer identification number as 12-3456789")
SIREN = Pattern(r"\A\d{9}\Z", "9 digits")
SampleMessages = Annotated[Sequence[Annotated[str, Length(20, 1024)]], Items(min=1, max=5)]


class UseCase(OpenEnum):
    """What a sender is for."""

    MULTIUSE = "MULTIUSE"
    OTP = "OTP"
    PROMOTIONAL = "PROMOTIONAL"
    TRANSACTIONAL = "TRANSACTIONAL"


class LaunchCountry(OpenEnum, metaclass=Listed):
    """The 25 countries a sender can be launched in."""

    vars().update(members("AT BE BR CA CZ DK FI FR DE GR HU IT LT MX NL NO PE PL PT SG SK ES SE US GB"))


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


_STATES = """
AK AL AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP MS MT NC ND NE NH NJ NM NV NY OH
OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY
"""


class UsState(OpenEnum, metaclass=Listed):
    """States, the District of Columbia and territories (56)."""

    vars().update(members(_STATES))


@model
class Question:
    """A question of the questionnaire. Identical questions of several senders may be one object."""

    question: str | None = None
    """Text to show; may be empty."""
    suggested_answers: Sequence[str] = ()
    """Answers to propose; may be empty."""


def _question_or_group(content: Mapping[str, Any]) -> Any:
    """Tell a question from a group of them, as `partner` is: every member of a group is an object."""
    for member in content.values():
        if not isinstance(member, (dict, Mapping)):  # most are of the first, which is quicker to tell
            return Question
    return _GROUP if content else Question


_GROUP = Mapping[str, Question]


Questions = Annotated[
    Mapping[
        str, Annotated[Question | Mapping[str, Question], Variants(_question_or_group, usual=(Question, "question"))]
    ],
    INTERNED,
    READ_ONLY,
]
"""Questions by wire name, as `optInDescription`. Those of `partner` are one level deeper: a mapping of their own.

Which questions there are, and their texts, can change at any time.
"""


@model(sent=True)
class AnswerMetadata:
    """Companion of one answer, named after it. It lets a caller keep separators of its own inside an answer."""

    ignore: Annotated[str, Length(1)] | None = None
    """Text that is cut out of the answer at launch."""


@model(sent=True)
class GeneralAnswers:
    """Answers that every launch can have; without a video Sinch adds one, which delays the launch."""

    opt_in_description: Annotated[str, Length(1)] | None = None
    opt_in_description_metadata: AnswerMetadata | None = None
    trigger_description: Annotated[str, Length(1)] | None = None
    trigger_description_metadata: AnswerMetadata | None = None
    interactions_description: Annotated[str, Length(1)] | None = None
    interactions_description_metadata: AnswerMetadata | None = None
    opt_out_description: Annotated[str, Length(1)] | None = None
    opt_out_description_metadata: AnswerMetadata | None = None
    video_uris: Annotated[Sequence[str], Items(min=1)] | None = None
    screenshot_uris: Annotated[Sequence[str], Items(min=1)] | None = None


@model(sent=True)
class VerificationPartnerAnswers:
    """Answers about a company that acts for the brand, for reseller (ASP) accounts only; ignored for others."""

    company_name: Annotated[str, Length(1, 100)] | None = None
    contact_name: Annotated[str, Length(1, 100)] | None = None
    contact_email_address: Annotated[str, Length(max=100)] | None = None


@model(sent=True)
class VerificationAnswers:
    """Answers about a person who can confirm the launch. With US answers of generation v2 the phone is needed too."""

    name: Annotated[str, Length(1)] | None = None
    email: Annotated[str, Length(max=100)] | None = None
    title: Annotated[str, Length(1, 100)] | None = None
    website: str | None = None
    phone: Annotated[str, PHONE] | None = None
    partner: VerificationPartnerAnswers | None = None


@model(sent=True)
class GbAnswers:
    """Answers before a launch in Great Britain: free texts, for which the suggested answers of the questions do."""

    brand_industry: Annotated[str, Length(1)] | None = None
    company_legal_name: Annotated[str, Length(1)] | None = None
    company_registration_number: Annotated[str, Length(1)] | None = None
    full_company_address: Annotated[str, Length(1)] | None = None
    full_company_address_metadata: AnswerMetadata | None = None
    messages_volume: Annotated[str, Length(1)] | None = None
    messages_frequency: Annotated[str, Length(1)] | None = None
    campaign_length: Annotated[str, Length(1)] | None = None
    """Deprecated."""


@model(sent=True)
class FrAnswers:
    """Answers before a launch in France."""

    full_company_address: Annotated[str, Length(1)] | None = None
    full_company_address_metadata: AnswerMetadata | None = None
    siren: Annotated[str, SIREN] | None = None


def _us_form(answers: "UsAnswers") -> Iterator[tuple[str, str]]:
    """Walk the answers that do not go together: a listed company or not, taxed in the US or elsewhere."""
    public = answers.ownership_type == OwnershipType.PUBLIC
    if public and answers.legal_form not in (None, LegalForm.CORPORATION):
        yield "legal_form", f"must be CORPORATION if ownership_type is PUBLIC, not {answers.legal_form}"
    if answers.ownership_type is not None and not public:
        for name in ("stock_exchange", "stock_symbol"):
            if getattr(answers, name) is not None:
                yield name, "is for an ownership_type of PUBLIC only"
    if answers.tax_id_country not in (None, CountryCode.US) and answers.address_state is not None:
        yield "address_state", "is for a tax_id_country of US only"


@model(sent=True)
class UsAnswers:
    """Answers before a launch in the US, generation v2; the volume of messages is a number.

    A PUBLIC company is a CORPORATION and has a stock exchange and a symbol, which a PRIVATE one has not. Only a brand
    that pays its taxes in the US has a state.
    """

    __rules__: ClassVar[ObjectRules] = (_us_form,)

    ownership_type: OwnershipType | None = None
    company_legal_name: Annotated[str, Length(1, 100)] | None = None
    company_phone_number: Annotated[str, Length(1, 13)] | None = None
    company_email_address: Annotated[str, Length(max=100)] | None = None
    brand_name: Annotated[str, Length(1, 100)] | None = None
    brand_industry: BrandIndustry | None = None
    legal_form: LegalForm | None = None
    tax_id_country: Annotated[CountryCode, NotOneOf("AQ")] | None = None
    tax_id: Annotated[str, Length(1, 25)] | None = None
    """A US one looks like 12-3456789, which no document states as a rule; elsewhere it is free text."""
    address_line: Annotated[str, Length(1, 100)] | None = None
    address_city: Annotated[str, Length(1, 100)] | None = None
    address_country: Annotated[CountryCode, NotOneOf("AQ")] | None = None
    address_state: UsState | None = None
    address_postal_code: Annotated[str, Length(1, 10)] | None = None
    website_url: Annotated[str, Length(max=100)] | None = None
    contact_first_name: Annotated[str, Length(1, 100)] | None = None
    contact_surname: Annotated[str, Length(1, 100)] | None = None
    stock_exchange: Annotated[str, Length(1, 10)] | None = None
    stock_symbol: Annotated[str, Length(1, 6)] | None = None
    sample_messages: SampleMessages | None = None
    messages_volume: int | float | None = None
    embedded_link: bool | None = None
    embedded_phone: bool | None = None
    age_gated_content: bool | None = None
    direct_lending: bool | None = None
    opt_in_confirmation_message: Annotated[str, Length(20, 1024)] | None = None
    help_message: Annotated[str, Length(20, 1024)] | None = None
    call_to_action_message: Annotated[str, Length(40, 4096)] | None = None


@model(sent=True)
class UsV1Answers:
    """Deprecated. US answers of generation v1; the volume of messages is a text."""

    company_legal_name: str | None = None
    ein: Annotated[str, EIN] | None = None
    brand_industry: str | None = None
    full_company_address: str | None = None
    full_company_address_metadata: AnswerMetadata | None = None
    sms_campaign: str | None = None
    messages_volume: str | None = None


_V1_ONLY = ("ein", "smsCampaign", "fullCompanyAddress", "fullCompanyAddressMetadata")
_TELLING = keys("messagesVolume", "ownershipType", "taxId", "brandIndustry", *_V1_ONLY)


def _is_v1(answers: Mapping[str, Any]) -> bool:
    volume = answers.get("messagesVolume")
    if isinstance(volume, str):
        return True
    if volume is not None or "ownershipType" in answers or "taxId" in answers:
        return False
    industry = answers.get("brandIndustry")
    # An enum in v2, free text in v1.
    free = isinstance(industry, str) and industry != industry.upper()
    return free or any(name in answers for name in _V1_ONLY)


def _us_answers(content: Mapping[str, Any]) -> type:
    return UsV1Answers if _is_v1(content) else UsAnswers


def _us_answers_update(content: Mapping[str, Any]) -> type:
    # The industry of v2 cannot be removed, the text of v1 can.
    removed = "brandIndustry" in content and content["brandIndustry"] is None
    return UsV1AnswersUpdate if removed or _is_v1(content) else UsAnswersUpdate


UsAnswersVariant = Annotated[UsAnswers | UsV1Answers, Variants(_us_answers, probe=_TELLING)]


@model(sent=True)
class GeneralSection:
    """The section for every sender."""

    questions: Questions = FrozenDict()
    answers: GeneralAnswers = attrs.field(default=GeneralAnswers(), metadata=EMPTY_IS_SENT)


@model(sent=True)
class VerificationSection:
    """The section by which the launch is confirmed."""

    questions: Questions = FrozenDict()
    answers: VerificationAnswers = attrs.field(default=VerificationAnswers(), metadata=EMPTY_IS_SENT)


@model(sent=True)
class GbSection:
    """The section for Great Britain."""

    questions: Questions = FrozenDict()
    answers: GbAnswers = attrs.field(default=GbAnswers(), metadata=EMPTY_IS_SENT)


@model(sent=True)
class FrSection:
    """The section for France."""

    questions: Questions = FrozenDict()
    answers: FrAnswers = attrs.field(default=FrAnswers(), metadata=EMPTY_IS_SENT)


@model(sent=True)
class UsSection:
    """The section for the US, of generation v2 or of the old v1."""

    questions: Questions = FrozenDict()
    answers: UsAnswersVariant = attrs.field(default=UsAnswers(), metadata=EMPTY_IS_SENT)

    @property
    def generation(self) -> UsQuestionnaireVersion:
        """Generation of the section, told by its answers, else by its questions, else v2."""
        if isinstance(self.answers, UsV1Answers):
            return UsQuestionnaireVersion.V1
        asked_v1 = "ein" in self.questions and "ownershipType" not in self.questions
        # Answers that both generations ask for decide nothing; the volume, a number here, does.
        undecided = UsAnswers(
            company_legal_name=self.answers.company_legal_name, brand_industry=self.answers.brand_industry
        )
        return UsQuestionnaireVersion.V1 if asked_v1 and self.answers == undecided else UsQuestionnaireVersion.V2


@model(sent=True)
class Questionnaire:
    """Questions and answers by section. Other launch countries than these three need no section of their own."""

    general: GeneralSection = GeneralSection()
    verification: VerificationSection = VerificationSection()
    gb: GbSection | None = None
    fr: FrSection | None = None
    us: UsSection | None = None


@model(sent=True)
class AnswerMetadataUpdate:
    """Change of the text that is cut out of an answer at launch; None removes it."""

    ignore: Annotated[str, Length(1)] | None | Unset = UNSET


@model(sent=True)
class GeneralAnswersUpdate:
    """Changes of the answers that every launch can have; None removes an answer."""

    opt_in_description: Annotated[str, Length(1)] | None | Unset = UNSET
    opt_in_description_metadata: AnswerMetadataUpdate | AnswerMetadata | Unset = UNSET
    trigger_description: Annotated[str, Length(1)] | None | Unset = UNSET
    trigger_description_metadata: AnswerMetadataUpdate | AnswerMetadata | Unset = UNSET
    interactions_description: Annotated[str, Length(1)] | None | Unset = UNSET
    interactions_description_metadata: AnswerMetadataUpdate | AnswerMetadata | Unset = UNSET
    opt_out_description: Annotated[str, Length(1)] | None | Unset = UNSET
    opt_out_description_metadata: AnswerMetadataUpdate | AnswerMetadata | Unset = UNSET
    video_uris: Annotated[Sequence[str], Items(min=1)] | None | Unset = UNSET
    screenshot_uris: Annotated[Sequence[str], Items(min=1)] | None | Unset = UNSET


@model(sent=True)
class VerificationPartnerAnswersUpdate:
    """Changes about a company that acts for the brand, for reseller (ASP) accounts only."""

    company_name: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    contact_name: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    contact_email_address: Annotated[str, Length(max=100)] | None | Unset = UNSET


@model(sent=True)
class VerificationAnswersUpdate:
    """Changes about a person who can confirm the launch."""

    name: Annotated[str, Length(1)] | None | Unset = UNSET
    email: Annotated[str, Length(max=100)] | None | Unset = UNSET
    title: Annotated[str, Length(1, 100)] | None | Unset = UNSET
    website: str | None | Unset = UNSET
    phone: Annotated[str, PHONE] | None | Unset = UNSET
    partner: VerificationPartnerAnswersUpdate | VerificationPartnerAnswers | None | Unset = UNSET


@model(sent=True)
class GbAnswersUpdate:
    """Changes of the answers before a launch in Great Britain."""

    brand_industry: Annotated[str, Length(1)] | None | Unset = UNSET
    company_legal_name: Annotated[str, Length(1)] | None | Unset = UNSET
    company_registration_number: Annotated[str, Length(1)] | None | Unset = UNSET
    full_company_address: Annotated[str, Length(1)] | None | Unset = UNSET
    full_company_address_metadata: AnswerMetadataUpdate | AnswerMetadata | Unset = UNSET
    messages_volume: Annotated[str, Length(1)] | None | Unset = UNSET
    messages_frequency: Annotated[str, Length(1)] | None | Unset = UNSET
    campaign_length: Annotated[str, Length(1)] | None | Unset = UNSET
    """Deprecated."""


@model(sent=True)
class FrAnswersUpdate:
    """Changes of the answers before a launch in France."""

    full_company_address: Annotated[str, Length(1)] | None | Unset = UNSET
    full_company_address_metadata: AnswerMetadataUpdate | AnswerMetadata | Unset = UNSET
    siren: Annotated[str, SIREN] | None | Unset = UNSET


@model(sent=True)
class UsAnswersUpdate:
    """Changes of US answers of generation v2. The enum answers cannot be removed with None."""

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
    sample_messages: SampleMessages | None | Unset = UNSET
    messages_volume: int | float | None | Unset = UNSET
    embedded_link: bool | None | Unset = UNSET
    embedded_phone: bool | None | Unset = UNSET
    age_gated_content: bool | None | Unset = UNSET
    direct_lending: bool | None | Unset = UNSET
    opt_in_confirmation_message: Annotated[str, Length(20, 1024)] | None | Unset = UNSET
    help_message: Annotated[str, Length(20, 1024)] | None | Unset = UNSET
    call_to_action_message: Annotated[str, Length(40, 4096)] | None | Unset = UNSET


@model(sent=True)
class UsV1AnswersUpdate:
    """Deprecated. Changes of US answers of generation v1."""

    company_legal_name: str | None | Unset = UNSET
    ein: Annotated[str, EIN] | None | Unset = UNSET
    brand_industry: str | None | Unset = UNSET
    full_company_address: str | None | Unset = UNSET
    full_company_address_metadata: AnswerMetadataUpdate | AnswerMetadata | Unset = UNSET
    sms_campaign: str | None | Unset = UNSET
    messages_volume: str | None | Unset = UNSET


UsAnswersUpdateVariant = Annotated[
    UsAnswersUpdate | UsV1AnswersUpdate | UsAnswers | UsV1Answers, Variants(_us_answers_update, probe=_TELLING)
]


@model(sent=True)
class GeneralSectionUpdate:
    """Changes of the section for every sender."""

    answers: GeneralAnswersUpdate | GeneralAnswers


@model(sent=True)
class VerificationSectionUpdate:
    """Changes of the section by which the launch is confirmed."""

    answers: VerificationAnswersUpdate | VerificationAnswers


@model(sent=True)
class GbSectionUpdate:
    """Changes of the section for Great Britain."""

    answers: GbAnswersUpdate | GbAnswers


@model(sent=True)
class FrSectionUpdate:
    """Changes of the section for France."""

    answers: FrAnswersUpdate | FrAnswers


@model(sent=True)
class UsSectionUpdate:
    """Changes of the section for the US."""

    answers: UsAnswersUpdateVariant
    """Of generation v2, or of the old v1."""


@model(sent=True)
class QuestionnaireUpdate:
    """Changes of answers, by section."""

    general: GeneralSectionUpdate | GeneralSection | Unset = UNSET
    verification: VerificationSectionUpdate | VerificationSection | Unset = UNSET
    gb: GbSectionUpdate | GbSection | Unset = UNSET
    fr: FrSectionUpdate | FrSection | Unset = UNSET
    us: UsSectionUpdate | UsSection | Unset = UNSET
