"""Data of WhatsApp templates: content, what is only sent, what is only read, and what a field mask leaves (`Partial...`)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Final, Literal

from sinch_provisioning.core.enums import Listed, OpenEnum, members
from sinch_provisioning.core.languages import TemplateLanguage
from sinch_provisioning.core.model import model
from sinch_provisioning.core.pages import Page, page_of
from sinch_provisioning.core.rules import REQUIRED, TO_SUBMIT, Deprecated, Items, Length, NotOneOf, Pattern, Range
from sinch_provisioning.core.shared import Action
from sinch_provisioning.core.unions import Unknown, tagged
from sinch_provisioning.core.unset import UNSET, Unset

NAME = Pattern(r"\A[a-z0-9][a-z0-9_]*[a-z0-9]\Z", "lower-case letters and digits, with underscores inside")
Label = Annotated[str, Length(1, 25), TO_SUBMIT]
Sample = Annotated[str, Length(1)]


class TemplateState(OpenEnum):
    """State of the live version at Meta; a template that was never live has none."""

    APPROVED = "APPROVED"
    DISABLED = "DISABLED"
    PAUSED = "PAUSED"
    PENDING = "PENDING"
    REJECTED = "REJECTED"


class TemplateStatus(OpenEnum):
    """Status of the version that is not live yet."""

    DRAFT = "DRAFT"
    IN_PROGRESS = "IN_PROGRESS"
    REJECTED = "REJECTED"


class TemplateCategory(OpenEnum):
    """What a template is for, which decides its price and what it may contain."""

    AUTHENTICATION = "AUTHENTICATION"
    MARKETING = "MARKETING"
    UTILITY = "UTILITY"
    UNRECOGNIZED = "UNRECOGNIZED"


class RejectionCode(OpenEnum):
    """Why Meta rejected the template; NONE means that it did not."""

    ABUSIVE_CONTENT = "ABUSIVE_CONTENT"
    INCORRECT_CATEGORY = "INCORRECT_CATEGORY"
    INVALID_FORMAT = "INVALID_FORMAT"
    NONE = "NONE"
    SCAM = "SCAM"
    UNRECOGNIZED = "UNRECOGNIZED"


class TemplateQualityScore(OpenEnum):
    """Meta's rating of the template, from the reactions of recipients."""

    QUALITY_SCORE_GREEN = "QUALITY_SCORE_GREEN"
    QUALITY_SCORE_RED = "QUALITY_SCORE_RED"
    QUALITY_SCORE_YELLOW = "QUALITY_SCORE_YELLOW"
    QUALITY_SCORE_UNKNOWN = "QUALITY_SCORE_UNKNOWN"
    UNRECOGNIZED = "UNRECOGNIZED"


class ComponentType(OpenEnum):
    """Kind of a component of a template or of a card."""

    HEADER = "HEADER"
    BODY = "BODY"
    FOOTER = "FOOTER"
    BUTTONS = "BUTTONS"
    CAROUSEL = "CAROUSEL"
    LIMITED_TIME_OFFER = "LIMITED_TIME_OFFER"


class HeaderFormat(OpenEnum):
    """Kind of a header; cards take IMAGE and VIDEO only."""

    TEXT = "TEXT"
    IMAGE = "IMAGE"
    VIDEO = "VIDEO"
    DOCUMENT = "DOCUMENT"
    LOCATION = "LOCATION"


class ButtonType(OpenEnum):
    """Kind of a button; cards take URL, QUICK_REPLY and PHONE_NUMBER only."""

    FLOW = "FLOW"
    OTP = "OTP"
    PHONE_NUMBER = "PHONE_NUMBER"
    QUICK_REPLY = "QUICK_REPLY"
    REQUEST_CONTACT_INFO = "REQUEST_CONTACT_INFO"
    ORDER_DETAILS = "ORDER_DETAILS"
    URL = "URL"
    COPY_CODE = "COPY_CODE"


class FlowAction(OpenEnum):
    """What a flow button does: NAVIGATE opens a screen, DATA_EXCHANGE calls the flow's endpoint."""

    DATA_EXCHANGE = "DATA_EXCHANGE"
    NAVIGATE = "NAVIGATE"
    UNKNOWN = "UNKNOWN"
    UNRECOGNIZED = "UNRECOGNIZED"


class OtpType(OpenEnum):
    """How a one-time password gets from the message into the app."""

    COPY_CODE = "COPY_CODE"
    ONE_TAP = "ONE_TAP"
    ZERO_TAP = "ZERO_TAP"
    UNRECOGNIZED = "UNRECOGNIZED"


class MimeType(OpenEnum):
    """Kind of a media file, for files whose content does not show it."""

    IMAGE_JPEG = "IMAGE/JPEG"
    IMAGE_PNG = "IMAGE/PNG"
    APPLICATION_PDF = "APPLICATION/PDF"
    VIDEO_3GP = "VIDEO/3GP"
    VIDEO_MP4 = "VIDEO/MP4"


class BidStrategy(OpenEnum):
    """How the bid for a delivery is used. A response names with the prefix `BID_STRATEGY_` what is sent without it; both can be sent."""

    LOWEST_COST_WITH_BID_CAP = "LOWEST_COST_WITH_BID_CAP"
    BID_STRATEGY_LOWEST_COST_WITH_BID_CAP = "BID_STRATEGY_LOWEST_COST_WITH_BID_CAP"
    BID_STRATEGY_UNSPECIFIED = "BID_STRATEGY_UNSPECIFIED"
    UNRECOGNIZED = "UNRECOGNIZED"


class AnalyticsDateRange(OpenEnum):
    """Period of the figures: the last 24 hours, 7, 30 or 90 days."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    QUARTER = "QUARTER"


class AnalyticsButtonType(OpenEnum):
    """Kind of a button in the figures."""

    QUICK_REPLY = "QUICK_REPLY"
    UNIQUE_URL = "UNIQUE_URL"
    URL = "URL"
    UNRECOGNIZED = "UNRECOGNIZED"


class CompareTimeframe(OpenEnum):
    """Days that a comparison looks back."""

    DAYS_7 = "7"
    DAYS_30 = "30"
    DAYS_60 = "60"
    DAYS_90 = "90"


class BlockReason(OpenEnum):
    """The reason that people gave most often for blocking the sender."""

    NO_LONGER_NEEDED = "NO_LONGER_NEEDED"
    NO_REASON = "NO_REASON"
    NO_REASON_GIVEN = "NO_REASON_GIVEN"
    NO_SIGN_UP = "NO_SIGN_UP"
    OFFENSIVE_MESSAGES = "OFFENSIVE_MESSAGES"
    OTHER = "OTHER"
    OTP_DID_NOT_REQUEST = "OTP_DID_NOT_REQUEST"
    SPAM = "SPAM"
    UNKNOWN_BLOCK_REASON = "UNKNOWN_BLOCK_REASON"
    UNRECOGNIZED = "UNRECOGNIZED"


_DETAILS = """
components components.0.type components.0.format components.0.text components.0.example components.0.example.url
components.0.examples components.0.addSecurityRecommendation components.0.codeExpirationMinutes components.0.buttons
components.0.buttons.0.type components.0.buttons.0.text components.0.buttons.0.phoneNumber components.0.buttons.0.url
components.0.buttons.0.example components.0.buttons.0.otpType components.0.buttons.0.autofillText
components.0.buttons.0.packageName components.0.buttons.0.signatureHash components.0.buttons.0.supportedApps
components.0.buttons.0.supportedApps.0.packageName components.0.buttons.0.supportedApps.0.signatureHash
components.0.buttons.0.zeroTapTermsAccepted components.0.buttons.0.flowId components.0.buttons.0.flowAction
components.0.buttons.0.navigateScreen components.0.hasExpiration messageSendTtlSeconds optimization
"""
_PATHS = f"""
whatsappId state name language category rejectionCode qualityScore
changes changes.status changes.allowCategoryChange
changes.details {" ".join(f"changes.details.{path}" for path in _DETAILS.split())}
details {" ".join(f"details.{path}" for path in _DETAILS.split())}
analytics analytics.0.sent analytics.0.delivered analytics.0.read analytics.0.start analytics.0.end
analytics.0.buttons analytics.0.buttons.0.type analytics.0.buttons.0.content analytics.0.buttons.0.clicks
isMetaGenerated
"""


class TemplateField(OpenEnum, metaclass=Listed):
    """A field of a template for a field mask. A field selects it in every entry of the lists around it; what is inside cards cannot be selected."""

    vars().update(members(_PATHS))


# Content, sent and read alike. Arrays that are empty are not sent.


@model(sent=True)
class TextHeader:
    """A text on top, with at most one variable."""

    type: Literal[ComponentType.HEADER] = ComponentType.HEADER
    format: Literal[HeaderFormat.TEXT] = HeaderFormat.TEXT
    text: Annotated[str, Length(1, 60), TO_SUBMIT] | None = None
    example: Sample | None = None
    """Value of the variable; required where there is one."""


@model(sent=True)
class MediaExample:
    """A public file that the service downloads."""

    url: Annotated[str, TO_SUBMIT] | None = None
    mime_type: MimeType | None = None
    """Only sent: kind of the file, for files whose content does not show it."""


@model(sent=True)
class MediaHeader:
    """A picture, video or document on top."""

    type: Literal[ComponentType.HEADER] = ComponentType.HEADER
    format: Literal[HeaderFormat.IMAGE, HeaderFormat.VIDEO, HeaderFormat.DOCUMENT]
    example: Annotated[MediaExample, TO_SUBMIT] | None = None


@model(sent=True)
class LocationHeader:
    """A map on top; each message brings the place."""

    type: Literal[ComponentType.HEADER] = ComponentType.HEADER
    format: Literal[HeaderFormat.LOCATION] = HeaderFormat.LOCATION


@model(sent=True)
class BodyComponent:
    """The text itself. An AUTHENTICATION template has a body without text, which Meta words."""

    type: Literal[ComponentType.BODY] = ComponentType.BODY
    text: Annotated[str, Length(1, 1024)] | None = None
    """Variables are written `{{1}}`, `{{2}}`."""
    examples: Sequence[Sample] | None = None
    """One value per variable."""
    add_security_recommendation: bool | None = None
    """For AUTHENTICATION only. The service assumes false if it is left out."""


@model(sent=True)
class FooterComponent:
    """A small text below the body."""

    type: Literal[ComponentType.FOOTER] = ComponentType.FOOTER
    text: str | None = None
    """The documented limit of 60 characters is left to the service, as an official sample exceeds it."""
    code_expiration_minutes: int | None = None
    """For AUTHENTICATION only; adds a sentence about how long the code is valid."""


@model(sent=True)
class UrlButton:
    """Opens a URL."""

    type: Literal[ButtonType.URL] = ButtonType.URL
    text: Label | None = None
    url: Annotated[str, TO_SUBMIT] | None = None
    """May end in `{{1}}`. The service rejects the domains wa.me and whatsapp.com."""
    example: str | None = None
    """The complete URL with the variable filled in; required with a variable, rejected without."""


@model(sent=True)
class QuickReplyButton:
    """Replies with its own label."""

    type: Literal[ButtonType.QUICK_REPLY] = ButtonType.QUICK_REPLY
    text: Label | None = None


@model(sent=True)
class PhoneNumberButton:
    """Calls a number."""

    type: Literal[ButtonType.PHONE_NUMBER] = ButtonType.PHONE_NUMBER
    text: Label | None = None
    phone_number: Annotated[str, TO_SUBMIT] | None = None


@model(sent=True)
class FlowButton:
    """Opens a flow."""

    type: Literal[ButtonType.FLOW] = ButtonType.FLOW
    text: Label | None = None
    flow_id: Annotated[str, Length(1, 30), TO_SUBMIT] | None = None
    """Documented as digits."""
    flow_action: Annotated[FlowAction, NotOneOf("UNKNOWN"), TO_SUBMIT] | None = None
    navigate_screen: Annotated[str, Length(1, 432)] | None = None
    """First screen; required with NAVIGATE."""


@model(sent=True)
class SupportedApp:
    """An Android app that may receive the one-time password."""

    package_name: Annotated[str, REQUIRED] | None = None
    signature_hash: Annotated[str, REQUIRED] | None = None
    """Hash of the key that the app is signed with."""


@model(sent=True)
class OtpButton:
    """Passes on a one-time password; for AUTHENTICATION only."""

    type: Literal[ButtonType.OTP] = ButtonType.OTP
    otp_type: Annotated[OtpType, REQUIRED] | None = None
    text: Label | None = None
    autofill_text: Annotated[str, Length(max=25)] | None = None
    supported_apps: Sequence[SupportedApp] | None = None
    zero_tap_terms_accepted: bool | None = None
    """The caller accepts Meta's terms for ZERO_TAP."""
    package_name: Annotated[str, Deprecated("use supported_apps")] | None = None
    signature_hash: Annotated[str, Deprecated("use supported_apps")] | None = None


@model(sent=True)
class RequestContactInfoButton:
    """Asks the person for contact data."""

    type: Literal[ButtonType.REQUEST_CONTACT_INFO] = ButtonType.REQUEST_CONTACT_INFO
    text: str | None = None
    """Only read: the label that Meta has chosen."""


@model(sent=True)
class OrderDetailsButton:
    """Shows an order and its payment."""

    type: Literal[ButtonType.ORDER_DETAILS] = ButtonType.ORDER_DETAILS
    text: str | None = None
    """Only read: the label that Meta has chosen."""


@model(sent=True)
class CopyCodeButton:
    """Copies a code, for example of a coupon."""

    type: Literal[ButtonType.COPY_CODE] = ButtonType.COPY_CODE
    text: str | None = None
    """Only read: the label that Meta has chosen."""
    example: Annotated[str, Length(1, 20), REQUIRED] | None = None
    """A code as a person would copy it."""


_Button = (
    UrlButton
    | QuickReplyButton
    | PhoneNumberButton
    | FlowButton
    | OtpButton
    | RequestContactInfoButton
    | OrderDetailsButton
    | CopyCodeButton
    | Unknown
)
ButtonVariant = Annotated[_Button, tagged(_Button, "type")]
_CardButton = UrlButton | QuickReplyButton | PhoneNumberButton | Unknown
CardButtonVariant = Annotated[_CardButton, tagged(_CardButton, "type")]


@model(sent=True)
class ButtonsComponent:
    """The buttons below, each with a label of its own."""

    type: Literal[ComponentType.BUTTONS] = ComponentType.BUTTONS
    buttons: Annotated[Sequence[ButtonVariant], Items(min=1, unique=True), TO_SUBMIT] = ()


@model(sent=True)
class CardMediaExample:
    """A public picture or video that the service downloads."""

    url: Annotated[str, TO_SUBMIT] | None = None
    mime_type: Annotated[MimeType, NotOneOf("APPLICATION/PDF")] | None = None
    """Only sent: kind of the file, for files whose content does not show it."""


@model(sent=True)
class CardHeader:
    """A picture or video on top of a card."""

    type: Literal[ComponentType.HEADER] = ComponentType.HEADER
    format: Annotated[HeaderFormat, NotOneOf("TEXT", "DOCUMENT", "LOCATION"), REQUIRED] | None = None
    """IMAGE or VIDEO."""
    example: Annotated[CardMediaExample, TO_SUBMIT] | None = None


@model(sent=True)
class CardBody:
    """The text of a card."""

    type: Literal[ComponentType.BODY] = ComponentType.BODY
    text: Annotated[str, Length(1, 160), TO_SUBMIT] | None = None
    examples: Sequence[Sample] | None = None
    """One value per variable."""


@model(sent=True)
class CardButtons:
    """The buttons of a card: two at most as documented, no two with the same type and label."""

    type: Literal[ComponentType.BUTTONS] = ComponentType.BUTTONS
    buttons: Annotated[Sequence[CardButtonVariant], Items(min=1, unique=True), TO_SUBMIT] = ()


_CardComponent = CardHeader | CardBody | CardButtons | Unknown
CardComponentVariant = Annotated[_CardComponent, tagged(_CardComponent, "type")]


@model(sent=True)
class CarouselCard:
    """A card of a carousel; all cards have the same kinds of components."""

    components: Annotated[Sequence[CardComponentVariant], Items(unique=True), TO_SUBMIT] = ()


@model(sent=True)
class CarouselComponent:
    """Cards to swipe through. Two of them are enough to send up to ten later."""

    type: Literal[ComponentType.CAROUSEL] = ComponentType.CAROUSEL
    cards: Annotated[Sequence[CarouselCard], Items(1, 10), TO_SUBMIT] = ()


@model(sent=True)
class LimitedTimeOfferComponent:
    """Announces an offer, and when it ends."""

    type: Literal[ComponentType.LIMITED_TIME_OFFER] = ComponentType.LIMITED_TIME_OFFER
    text: Annotated[str, Length(1, 16), REQUIRED] | None = None
    has_expiration: bool | None = None
    """Show when the offer ends. The service assumes false if it is left out."""


_Component = (
    TextHeader
    | MediaHeader
    | LocationHeader
    | BodyComponent
    | FooterComponent
    | ButtonsComponent
    | CarouselComponent
    | LimitedTimeOfferComponent
    | Unknown
)
ComponentVariant = Annotated[_Component, tagged(_Component, "type", "format")]


@model(sent=True)
class Optimization:
    """Dynamic pricing of a MARKETING template."""

    bid_amount: Annotated[int | float, Range(0), REQUIRED] | None = None
    """Highest price for 1,000 deliveries, in the smallest unit of the account's currency."""
    bid_strategy: Annotated[BidStrategy, NotOneOf("BID_STRATEGY_UNSPECIFIED"), REQUIRED] | None = None
    bid_country_multiplier_overrides: Mapping[str, str] | None = None
    """ISO 3166-1 alpha-2 code to a decimal text from 0.0 to 10.0. Countries left out count as 1.0."""


@model(sent=True)
class TemplateDetails:
    """Content of a template."""

    components: Annotated[Sequence[ComponentVariant], Items(unique=True), TO_SUBMIT] = ()
    """One body, and every kind of component at most once."""
    message_send_ttl_seconds: int | None = None
    """How long delivery is tried: AUTHENTICATION 10 to 900 seconds, MARKETING 43200 to 2592000, UTILITY 30 to 43200."""
    optimization: Optimization | None = None


# What is only sent.


@model(sent=True)
class OptimizationUpdate:
    """Dynamic pricing of a MARKETING template. Amount and strategy are part of every change."""

    bid_amount: Annotated[int | float, Range(0), REQUIRED]
    """Highest price for 1,000 deliveries, in the smallest unit of the account's currency."""
    bid_strategy: Annotated[BidStrategy, NotOneOf("BID_STRATEGY_UNSPECIFIED"), REQUIRED]
    bid_country_multiplier_overrides: Mapping[str, str] | None | Unset = UNSET
    """None removes all overrides and keeps the bid."""


@model(sent=True)
class TemplateDetailsUpdate:
    """What to change in the content of a template."""

    components: Annotated[Sequence[ComponentVariant], Items(unique=True)] | Unset = UNSET
    """The complete new list."""
    message_send_ttl_seconds: int | Unset = UNSET
    optimization: OptimizationUpdate | Optimization | None | Unset = UNSET
    """None removes the setting."""


@model(sent=True)
class TemplateInput:
    """A new template."""

    name: Annotated[str, Length(2, 512), NAME]
    language: TemplateLanguage
    category: TemplateCategory
    details: Annotated[TemplateDetails, TO_SUBMIT] | None = None
    status: Action | None = None
    """`create` sends SUBMIT if it is left out."""
    save_draft_on_failure: bool | None = None
    """Keep the template as a draft when submitting it fails. The service assumes false if it is left out."""
    allow_category_change: bool | None = None
    """Let Meta move the template to another category instead of rejecting it. The service assumes false if it is left out."""


@model(sent=True)
class TemplateUpdate:
    """What to change in a template."""

    status: Action | Unset = UNSET
    """`update` sends DRAFT if it is left out."""
    category: TemplateCategory | Unset = UNSET
    """Only for a template that was never submitted, or after a rejection with INCORRECT_CATEGORY."""
    allow_category_change: bool | Unset = UNSET
    """Under the same condition as `category`."""
    details: TemplateDetailsUpdate | TemplateDetails | Unset = UNSET
    """In a `TemplateDetailsUpdate` None removes; in a `TemplateDetails` what is absent is kept."""


@model(sent=True)
class TemplateToCompare:
    """The other side of a comparison."""

    template_name: str
    template_language: TemplateLanguage


@model(sent=True)
class TemplateComparisonInput:
    """With which template to compare one, and for which period."""

    templates: Annotated[Sequence[TemplateToCompare], Items(1, 1)]
    timeframe: CompareTimeframe | None = None
    """The service assumes 7 days if it is left out."""
    end_timestamp: int | None = None
    """End of the period in milliseconds since 1970; now if it is left out."""


# What is only read.


@model
class TemplateChanges:
    """The version of a template that is not live yet."""

    status: TemplateStatus | None = None
    allow_category_change: bool | None = None
    details: TemplateDetails = TemplateDetails()
    """Content of the version. Without components, the version leaves the live ones as they are."""


@model
class TemplateAnalyticsButton:
    """Clicks on one button."""

    type: AnalyticsButtonType | None = None
    content: str | None = None
    clicks: int | None = None


@model
class TemplateAnalytics:
    """Figures of one period."""

    sent: int | None = None
    delivered: int | None = None
    read: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    buttons: Sequence[TemplateAnalyticsButton] = ()


@model
class Template:
    """A template in one language. Name and language identify it; it has no id of its own and no dates."""

    name: str
    language: TemplateLanguage
    category: TemplateCategory | None = None
    analytics: Sequence[TemplateAnalytics] = ()
    """Empty until Meta's template analytics are enabled for the account."""
    is_meta_generated: bool | None = None
    """Made by Meta; cannot be edited."""
    whatsapp_id: str | None = None
    """Id at Meta, once the template was submitted."""
    state: TemplateState | None = None
    """State of the live version; None while there is only a draft."""
    rejection_code: RejectionCode | None = None
    quality_score: TemplateQualityScore | None = None
    details: TemplateDetails = TemplateDetails()
    """Content of the live version; empty while there is none."""
    changes: TemplateChanges | None = None
    """The version that is not live yet; None once it was applied."""


TemplateList: Final[type[Page[Template]]] = page_of("templates", Template)


# What a field mask leaves. It may leave out even what tells components apart, so one class holds all of their fields.


@model
class PartialButton:
    """What a field mask leaves of a button, of whatever type."""

    type: ButtonType | None = None
    text: str | None = None
    url: str | None = None
    example: str | None = None
    phone_number: str | None = None
    flow_id: str | None = None
    flow_action: FlowAction | None = None
    navigate_screen: str | None = None
    otp_type: OtpType | None = None
    autofill_text: str | None = None
    supported_apps: Sequence[SupportedApp] | None = None
    zero_tap_terms_accepted: bool | None = None
    package_name: Annotated[str, Deprecated("use supported_apps")] | None = None
    signature_hash: Annotated[str, Deprecated("use supported_apps")] | None = None


@model
class PartialComponent:
    """What a field mask leaves of a component, of whatever type."""

    type: ComponentType | None = None
    format: HeaderFormat | None = None
    text: str | None = None
    example: MediaExample | str | None = None
    """The file of a header with a picture, video or document; for a header with a text the value of its variable."""
    examples: Sequence[str] | None = None
    add_security_recommendation: bool | None = None
    code_expiration_minutes: int | None = None
    has_expiration: bool | None = None
    buttons: Sequence[PartialButton] | None = None
    cards: Sequence[CarouselCard] | None = None
    """Whole, as nothing inside cards can be selected."""


@model
class PartialTemplateDetails:
    """What a field mask leaves of a template's content."""

    components: Sequence[PartialComponent] | None = None
    message_send_ttl_seconds: int | None = None
    optimization: Optimization | None = None


@model
class PartialTemplateChanges:
    """What a field mask leaves of the version that is not live yet."""

    status: TemplateStatus | None = None
    allow_category_change: bool | None = None
    details: PartialTemplateDetails | None = None


@model
class PartialTemplateAnalytics:
    """What a field mask leaves of the figures of one stretch of time."""

    sent: int | None = None
    delivered: int | None = None
    read: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    buttons: Sequence[TemplateAnalyticsButton] | None = None


@model
class PartialTemplate:
    """What a field mask leaves of a template; even name and language are there only if asked for."""

    name: str | None = None
    language: TemplateLanguage | None = None
    category: TemplateCategory | None = None
    whatsapp_id: str | None = None
    state: TemplateState | None = None
    rejection_code: RejectionCode | None = None
    quality_score: TemplateQualityScore | None = None
    details: PartialTemplateDetails | None = None
    changes: PartialTemplateChanges | None = None
    analytics: Sequence[PartialTemplateAnalytics] | None = None
    is_meta_generated: bool | None = None


PartialTemplateList: Final[type[Page[PartialTemplate]]] = page_of("templates", PartialTemplate)


# Comparisons.


@model
class ComparedTemplate:
    """Figures of one side of a comparison."""

    name: str
    language: TemplateLanguage
    block_order: int | None = None
    """Rank by block rate; which end is 1 is not documented."""
    message_sends: int | None = None
    top_block_reason: BlockReason | None = None


@model
class TemplateComparison:
    """Figures of both sides of a comparison."""

    templates: Sequence[ComparedTemplate] = ()
