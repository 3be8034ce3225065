"""Data of WhatsApp templates: what is written (`...Input`, `...Update`), what is read, and what a field mask leaves over (`Partial...`)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, TypedDict

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.pages import page_of
from sinch_provisioning.core.rules import Deprecated, Items, Length, NotOneOf, Pattern, Range
from sinch_provisioning.core.shared import Action, Activity, ActivityType, TemplateLanguage
from sinch_provisioning.core.unions import Unknown, Variants, tagged
from sinch_provisioning.core.unset import UNSET, Unset

NAME = Pattern(r"\A[a-z0-9][a-z0-9_]*[a-z0-9]\Z", "lower-case letters and digits, with underscores inside")
Label = Annotated[str, Length(1, 25)]
Sample = Annotated[str, Length(1)]


class TemplateState(OpenEnum):
    """Where the live version stands at Meta; a template that was never live has no state."""

    APPROVED = "APPROVED"
    DISABLED = "DISABLED"
    PAUSED = "PAUSED"
    PENDING = "PENDING"
    REJECTED = "REJECTED"


class TemplateStatus(OpenEnum):
    """Where the version stands that is not live yet."""

    DRAFT = "DRAFT"
    IN_PROGRESS = "IN_PROGRESS"
    REJECTED = "REJECTED"


class TemplateCategory(OpenEnum):
    """What a template is for; it decides the price and what may stand in it."""

    AUTHENTICATION = "AUTHENTICATION"
    MARKETING = "MARKETING"
    UTILITY = "UTILITY"
    UNRECOGNIZED = "UNRECOGNIZED"


class RejectionCode(OpenEnum):
    """Why Meta refused; NONE means that it did not."""

    ABUSIVE_CONTENT = "ABUSIVE_CONTENT"
    INCORRECT_CATEGORY = "INCORRECT_CATEGORY"
    INVALID_FORMAT = "INVALID_FORMAT"
    NONE = "NONE"
    SCAM = "SCAM"
    UNRECOGNIZED = "UNRECOGNIZED"


class TemplateQualityScore(OpenEnum):
    """Meta's judgement by what recipients think of the messages."""

    QUALITY_SCORE_GREEN = "QUALITY_SCORE_GREEN"
    QUALITY_SCORE_RED = "QUALITY_SCORE_RED"
    QUALITY_SCORE_YELLOW = "QUALITY_SCORE_YELLOW"
    QUALITY_SCORE_UNKNOWN = "QUALITY_SCORE_UNKNOWN"
    UNRECOGNIZED = "UNRECOGNIZED"


class ComponentType(OpenEnum):
    """Kind of a part of a template or of a card."""

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
    """What a flow button does: NAVIGATE opens a screen, DATA_EXCHANGE asks the flow's endpoint."""

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
    """Kind of a media file, for files whose content does not give it away."""

    IMAGE_JPEG = "IMAGE/JPEG"
    IMAGE_PNG = "IMAGE/PNG"
    APPLICATION_PDF = "APPLICATION/PDF"
    VIDEO_3GP = "VIDEO/3GP"
    VIDEO_MP4 = "VIDEO/MP4"


class BidStrategy(OpenEnum):
    """How the bid for a delivery is used, as the service answers it; it is written as `BidStrategyInput`."""

    BID_STRATEGY_LOWEST_COST_WITH_BID_CAP = "BID_STRATEGY_LOWEST_COST_WITH_BID_CAP"
    BID_STRATEGY_UNSPECIFIED = "BID_STRATEGY_UNSPECIFIED"
    UNRECOGNIZED = "UNRECOGNIZED"


class BidStrategyInput(OpenEnum):
    """How the bid for a delivery is used."""

    LOWEST_COST_WITH_BID_CAP = "LOWEST_COST_WITH_BID_CAP"


class AnalyticsDateRange(OpenEnum):
    """Window of the figures: the last 24 hours, 7, 30 or 90 days."""

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
    """What people gave most often as their reason to block the sender."""

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


class TemplateField(OpenEnum):
    """A field of a template for a field mask. A field stands for every entry of the lists around it; what lies inside cards cannot be named."""

    WHATSAPP_ID = "whatsappId"
    STATE = "state"
    NAME = "name"
    LANGUAGE = "language"
    CATEGORY = "category"
    REJECTION_CODE = "rejectionCode"
    QUALITY_SCORE = "qualityScore"
    CHANGES = "changes"
    CHANGES_STATUS = "changes.status"
    CHANGES_ALLOW_CATEGORY_CHANGE = "changes.allowCategoryChange"
    CHANGES_DETAILS = "changes.details"
    CHANGES_DETAILS_COMPONENTS = "changes.details.components"
    CHANGES_DETAILS_COMPONENTS_TYPE = "changes.details.components.0.type"
    CHANGES_DETAILS_COMPONENTS_FORMAT = "changes.details.components.0.format"
    CHANGES_DETAILS_COMPONENTS_TEXT = "changes.details.components.0.text"
    CHANGES_DETAILS_COMPONENTS_EXAMPLE = "changes.details.components.0.example"
    CHANGES_DETAILS_COMPONENTS_EXAMPLE_URL = "changes.details.components.0.example.url"
    CHANGES_DETAILS_COMPONENTS_EXAMPLES = "changes.details.components.0.examples"
    CHANGES_DETAILS_COMPONENTS_ADD_SECURITY_RECOMMENDATION = "changes.details.components.0.addSecurityRecommendation"
    CHANGES_DETAILS_COMPONENTS_CODE_EXPIRATION_MINUTES = "changes.details.components.0.codeExpirationMinutes"
    CHANGES_DETAILS_COMPONENTS_BUTTONS = "changes.details.components.0.buttons"
    CHANGES_DETAILS_COMPONENTS_BUTTONS_TYPE = "changes.details.components.0.buttons.0.type"
    CHANGES_DETAILS_COMPONENTS_BUTTONS_TEXT = "changes.details.components.0.buttons.0.text"
    CHANGES_DETAILS_COMPONENTS_BUTTONS_PHONE_NUMBER = "changes.details.components.0.buttons.0.phoneNumber"
    CHANGES_DETAILS_COMPONENTS_BUTTONS_URL = "changes.details.components.0.buttons.0.url"
    CHANGES_DETAILS_COMPONENTS_BUTTONS_EXAMPLE = "changes.details.components.0.buttons.0.example"
    CHANGES_DETAILS_COMPONENTS_BUTTONS_OTP_TYPE = "changes.details.components.0.buttons.0.otpType"
    CHANGES_DETAILS_COMPONENTS_BUTTONS_AUTOFILL_TEXT = "changes.details.components.0.buttons.0.autofillText"
    CHANGES_DETAILS_COMPONENTS_BUTTONS_PACKAGE_NAME = "changes.details.components.0.buttons.0.packageName"
    CHANGES_DETAILS_COMPONENTS_BUTTONS_SIGNATURE_HASH = "changes.details.components.0.buttons.0.signatureHash"
    CHANGES_DETAILS_COMPONENTS_BUTTONS_SUPPORTED_APPS = "changes.details.components.0.buttons.0.supportedApps"
    CHANGES_DETAILS_COMPONENTS_BUTTONS_SUPPORTED_APPS_PACKAGE_NAME = (
        "changes.details.components.0.buttons.0.supportedApps.0.packageName"
    )
    CHANGES_DETAILS_COMPONENTS_BUTTONS_SUPPORTED_APPS_SIGNATURE_HASH = (
        "changes.details.components.0.buttons.0.supportedApps.0.signatureHash"
    )
    CHANGES_DETAILS_COMPONENTS_BUTTONS_ZERO_TAP_TERMS_ACCEPTED = (
        "changes.details.components.0.buttons.0.zeroTapTermsAccepted"
    )
    CHANGES_DETAILS_COMPONENTS_BUTTONS_FLOW_ID = "changes.details.components.0.buttons.0.flowId"
    CHANGES_DETAILS_COMPONENTS_BUTTONS_FLOW_ACTION = "changes.details.components.0.buttons.0.flowAction"
    CHANGES_DETAILS_COMPONENTS_BUTTONS_NAVIGATE_SCREEN = "changes.details.components.0.buttons.0.navigateScreen"
    CHANGES_DETAILS_COMPONENTS_HAS_EXPIRATION = "changes.details.components.0.hasExpiration"
    CHANGES_DETAILS_MESSAGE_SEND_TTL_SECONDS = "changes.details.messageSendTtlSeconds"
    CHANGES_DETAILS_OPTIMIZATION = "changes.details.optimization"
    DETAILS = "details"
    DETAILS_COMPONENTS = "details.components"
    DETAILS_COMPONENTS_TYPE = "details.components.0.type"
    DETAILS_COMPONENTS_FORMAT = "details.components.0.format"
    DETAILS_COMPONENTS_TEXT = "details.components.0.text"
    DETAILS_COMPONENTS_EXAMPLE = "details.components.0.example"
    DETAILS_COMPONENTS_EXAMPLE_URL = "details.components.0.example.url"
    DETAILS_COMPONENTS_EXAMPLES = "details.components.0.examples"
    DETAILS_COMPONENTS_ADD_SECURITY_RECOMMENDATION = "details.components.0.addSecurityRecommendation"
    DETAILS_COMPONENTS_CODE_EXPIRATION_MINUTES = "details.components.0.codeExpirationMinutes"
    DETAILS_COMPONENTS_BUTTONS = "details.components.0.buttons"
    DETAILS_COMPONENTS_BUTTONS_TYPE = "details.components.0.buttons.0.type"
    DETAILS_COMPONENTS_BUTTONS_TEXT = "details.components.0.buttons.0.text"
    DETAILS_COMPONENTS_BUTTONS_PHONE_NUMBER = "details.components.0.buttons.0.phoneNumber"
    DETAILS_COMPONENTS_BUTTONS_URL = "details.components.0.buttons.0.url"
    DETAILS_COMPONENTS_BUTTONS_EXAMPLE = "details.components.0.buttons.0.example"
    DETAILS_COMPONENTS_BUTTONS_OTP_TYPE = "details.components.0.buttons.0.otpType"
    DETAILS_COMPONENTS_BUTTONS_AUTOFILL_TEXT = "details.components.0.buttons.0.autofillText"
    DETAILS_COMPONENTS_BUTTONS_PACKAGE_NAME = "details.components.0.buttons.0.packageName"
    DETAILS_COMPONENTS_BUTTONS_SIGNATURE_HASH = "details.components.0.buttons.0.signatureHash"
    DETAILS_COMPONENTS_BUTTONS_SUPPORTED_APPS = "details.components.0.buttons.0.supportedApps"
    DETAILS_COMPONENTS_BUTTONS_SUPPORTED_APPS_PACKAGE_NAME = (
        "details.components.0.buttons.0.supportedApps.0.packageName"
    )
    DETAILS_COMPONENTS_BUTTONS_SUPPORTED_APPS_SIGNATURE_HASH = (
        "details.components.0.buttons.0.supportedApps.0.signatureHash"
    )
    DETAILS_COMPONENTS_BUTTONS_ZERO_TAP_TERMS_ACCEPTED = "details.components.0.buttons.0.zeroTapTermsAccepted"
    DETAILS_COMPONENTS_BUTTONS_FLOW_ID = "details.components.0.buttons.0.flowId"
    DETAILS_COMPONENTS_BUTTONS_FLOW_ACTION = "details.components.0.buttons.0.flowAction"
    DETAILS_COMPONENTS_BUTTONS_NAVIGATE_SCREEN = "details.components.0.buttons.0.navigateScreen"
    DETAILS_COMPONENTS_HAS_EXPIRATION = "details.components.0.hasExpiration"
    DETAILS_MESSAGE_SEND_TTL_SECONDS = "details.messageSendTtlSeconds"
    DETAILS_OPTIMIZATION = "details.optimization"
    ANALYTICS = "analytics"
    ANALYTICS_SENT = "analytics.0.sent"
    ANALYTICS_DELIVERED = "analytics.0.delivered"
    ANALYTICS_READ = "analytics.0.read"
    ANALYTICS_START = "analytics.0.start"
    ANALYTICS_END = "analytics.0.end"
    ANALYTICS_BUTTONS = "analytics.0.buttons"
    ANALYTICS_BUTTONS_TYPE = "analytics.0.buttons.0.type"
    ANALYTICS_BUTTONS_CONTENT = "analytics.0.buttons.0.content"
    ANALYTICS_BUTTONS_CLICKS = "analytics.0.buttons.0.clicks"
    IS_META_GENERATED = "isMetaGenerated"


class _ComponentKeys(TypedDict, total=False):
    type: Any
    format: Any


def _components(headers: Mapping[str, type], others: Mapping[str, type]) -> Variants:
    """Tell components apart by their type, headers by their format too."""

    def choose(content: Mapping[str, Any]) -> type:
        kind, known = content.get("type"), others
        if kind == "HEADER":
            kind, known = content.get("format"), headers
        return known.get(kind, Unknown) if isinstance(kind, str) else Unknown

    return Variants(choose, probe=_ComponentKeys)


# What is written. `Unset` where a draft may still lack a field that a submission needs (see submission.py).


@model
class TextHeaderInput:
    """A text on top, with one variable at most."""

    type: Literal[ComponentType.HEADER] = ComponentType.HEADER
    format: Literal[HeaderFormat.TEXT] = HeaderFormat.TEXT
    text: Annotated[str, Length(1, 60)] | Unset = UNSET
    example: Sample | Unset = UNSET
    """Value of the variable; needed where there is one."""


@model
class MediaExampleInput:
    """A public file that the service downloads."""

    url: str | Unset = UNSET
    mime_type: MimeType | Unset = UNSET


@model
class MediaHeaderInput:
    """A picture, video or document on top."""

    type: Literal[ComponentType.HEADER] = ComponentType.HEADER
    format: Literal[HeaderFormat.IMAGE, HeaderFormat.VIDEO, HeaderFormat.DOCUMENT]
    example: MediaExampleInput | Unset = UNSET


@model
class LocationHeader:
    """A map on top; the place comes with each message. Written and read alike."""

    type: Literal[ComponentType.HEADER] = ComponentType.HEADER
    format: Literal[HeaderFormat.LOCATION] = HeaderFormat.LOCATION


@model
class BodyInput:
    """The text itself. An AUTHENTICATION template has a body without text, as Meta words it."""

    type: Literal[ComponentType.BODY] = ComponentType.BODY
    text: Annotated[str, Length(1, 1024)] | Unset = UNSET
    """Variables are written `{{1}}`, `{{2}}`."""
    examples: Sequence[Sample] | Unset = UNSET
    """One value per variable."""
    add_security_recommendation: bool | Unset = UNSET
    """For AUTHENTICATION only. The service takes false if it is left out."""


@model
class FooterInput:
    """A small text below the body."""

    type: Literal[ComponentType.FOOTER] = ComponentType.FOOTER
    text: str | Unset = UNSET
    """The documented limit is 60 characters; left to the service, as an official sample exceeds it."""
    code_expiration_minutes: int | Unset = UNSET
    """For AUTHENTICATION only; adds a sentence about the lifetime of the code."""


@model
class UrlButtonInput:
    """Opens an address."""

    type: Literal[ButtonType.URL] = ButtonType.URL
    text: Label | Unset = UNSET
    url: str | Unset = UNSET
    """May end in `{{1}}`. The domains wa.me and whatsapp.com are refused."""
    example: str | Unset = UNSET
    """The complete address with the variable filled in; needed with a variable, refused without."""


@model
class QuickReplyButtonInput:
    """Answers with its own label."""

    type: Literal[ButtonType.QUICK_REPLY] = ButtonType.QUICK_REPLY
    text: Label | Unset = UNSET


@model
class PhoneNumberButtonInput:
    """Calls a number."""

    type: Literal[ButtonType.PHONE_NUMBER] = ButtonType.PHONE_NUMBER
    text: Label | Unset = UNSET
    phone_number: str | Unset = UNSET


@model
class FlowButtonInput:
    """Opens a flow."""

    type: Literal[ButtonType.FLOW] = ButtonType.FLOW
    text: Label | Unset = UNSET
    flow_id: Annotated[str, Length(1, 30)] | Unset = UNSET
    """Documented as digits."""
    flow_action: Annotated[FlowAction, NotOneOf("UNKNOWN")] | Unset = UNSET
    navigate_screen: Annotated[str, Length(1, 432)] | Unset = UNSET
    """First screen; needed with NAVIGATE."""


@model
class SupportedApp:
    """An Android app that may take over the one-time password. Written and read alike."""

    package_name: str
    signature_hash: str
    """Hash of the key that the app is signed with."""


@model
class OtpButtonInput:
    """Hands over a one-time password; for AUTHENTICATION only."""

    type: Literal[ButtonType.OTP] = ButtonType.OTP
    otp_type: OtpType
    text: Label | Unset = UNSET
    autofill_text: Annotated[str, Length(max=25)] | Unset = UNSET
    supported_apps: Sequence[SupportedApp] | Unset = UNSET
    zero_tap_terms_accepted: bool | Unset = UNSET
    """The caller accepts Meta's terms for ZERO_TAP."""
    package_name: Annotated[str, Deprecated("use supported_apps")] | Unset = UNSET
    """Deprecated: use `supported_apps`."""
    signature_hash: Annotated[str, Deprecated("use supported_apps")] | Unset = UNSET
    """Deprecated: use `supported_apps`."""


@model
class RequestContactInfoButtonInput:
    """Asks the person for contact data; Meta chooses the label."""

    type: Literal[ButtonType.REQUEST_CONTACT_INFO] = ButtonType.REQUEST_CONTACT_INFO


@model
class OrderDetailsButtonInput:
    """Shows an order and its payment; Meta chooses the label."""

    type: Literal[ButtonType.ORDER_DETAILS] = ButtonType.ORDER_DETAILS


@model
class CopyCodeButtonInput:
    """Copies a code, of a coupon for example; Meta chooses the label."""

    type: Literal[ButtonType.COPY_CODE] = ButtonType.COPY_CODE
    example: Annotated[str, Length(1, 20)]
    """A code as a person would copy it."""


ButtonInputVariant = Annotated[
    UrlButtonInput
    | QuickReplyButtonInput
    | PhoneNumberButtonInput
    | FlowButtonInput
    | OtpButtonInput
    | RequestContactInfoButtonInput
    | OrderDetailsButtonInput
    | CopyCodeButtonInput
    | Unknown,
    tagged(
        "type",
        {
            "URL": UrlButtonInput,
            "QUICK_REPLY": QuickReplyButtonInput,
            "PHONE_NUMBER": PhoneNumberButtonInput,
            "FLOW": FlowButtonInput,
            "OTP": OtpButtonInput,
            "REQUEST_CONTACT_INFO": RequestContactInfoButtonInput,
            "ORDER_DETAILS": OrderDetailsButtonInput,
            "COPY_CODE": CopyCodeButtonInput,
        },
    ),
]
CardButtonInputVariant = Annotated[
    UrlButtonInput | QuickReplyButtonInput | PhoneNumberButtonInput | Unknown,
    tagged(
        "type",
        {"URL": UrlButtonInput, "QUICK_REPLY": QuickReplyButtonInput, "PHONE_NUMBER": PhoneNumberButtonInput},
    ),
]


@model
class ButtonsInput:
    """The buttons below; no two of a template may bear the same label."""

    type: Literal[ComponentType.BUTTONS] = ComponentType.BUTTONS
    buttons: Annotated[Sequence[ButtonInputVariant], Items(min=1, unique=True)] | Unset = UNSET


@model
class CardMediaExampleInput:
    """A public picture or video that the service downloads."""

    url: str | Unset = UNSET
    mime_type: Annotated[MimeType, NotOneOf("APPLICATION/PDF")] | Unset = UNSET


@model
class CardHeaderInput:
    """A picture or video on top of a card."""

    type: Literal[ComponentType.HEADER] = ComponentType.HEADER
    format: Literal[HeaderFormat.IMAGE, HeaderFormat.VIDEO]
    example: CardMediaExampleInput | Unset = UNSET


@model
class CardBodyInput:
    """The text of a card."""

    type: Literal[ComponentType.BODY] = ComponentType.BODY
    text: Annotated[str, Length(1, 160)] | Unset = UNSET
    examples: Sequence[Sample] | Unset = UNSET
    """One value per variable."""


@model
class CardButtonsInput:
    """The buttons of a card: two at most as documented, no two with the same type and label."""

    type: Literal[ComponentType.BUTTONS] = ComponentType.BUTTONS
    buttons: Annotated[Sequence[CardButtonInputVariant], Items(min=1, unique=True)] | Unset = UNSET


CardComponentInputVariant = Annotated[
    CardHeaderInput | CardBodyInput | CardButtonsInput | Unknown,
    tagged("type", {"HEADER": CardHeaderInput, "BODY": CardBodyInput, "BUTTONS": CardButtonsInput}),
]


@model
class CardInput:
    """A card of a carousel; all cards have the same kinds of components."""

    components: Annotated[Sequence[CardComponentInputVariant], Items(unique=True)] | Unset = UNSET


@model
class CarouselInput:
    """Cards to swipe through. Two of them are enough to send up to ten later."""

    type: Literal[ComponentType.CAROUSEL] = ComponentType.CAROUSEL
    cards: Annotated[Sequence[CardInput], Items(1, 10)] | Unset = UNSET


@model
class LimitedTimeOfferInput:
    """Announces an offer, and when it ends."""

    type: Literal[ComponentType.LIMITED_TIME_OFFER] = ComponentType.LIMITED_TIME_OFFER
    text: Annotated[str, Length(1, 16)]
    has_expiration: bool | Unset = UNSET
    """Show when the offer ends. The service takes false if it is left out."""


ComponentInputVariant = Annotated[
    TextHeaderInput
    | MediaHeaderInput
    | LocationHeader
    | BodyInput
    | FooterInput
    | ButtonsInput
    | CarouselInput
    | LimitedTimeOfferInput
    | Unknown,
    _components(
        {
            "TEXT": TextHeaderInput,
            "IMAGE": MediaHeaderInput,
            "VIDEO": MediaHeaderInput,
            "DOCUMENT": MediaHeaderInput,
            "LOCATION": LocationHeader,
        },
        {
            "BODY": BodyInput,
            "FOOTER": FooterInput,
            "BUTTONS": ButtonsInput,
            "CAROUSEL": CarouselInput,
            "LIMITED_TIME_OFFER": LimitedTimeOfferInput,
        },
    ),
]


@model
class OptimizationInput:
    """Dynamic pricing of a MARKETING template."""

    bid_amount: Annotated[int | float, Range(0)]
    """Highest price for 1,000 deliveries, in the smallest unit of the account's currency."""
    bid_strategy: BidStrategyInput
    bid_country_multiplier_overrides: Mapping[str, str] | Unset = UNSET
    """ISO 3166-1 alpha-2 code to a decimal text from 0.0 to 10.0. Countries left out count as 1.0."""


@model
class OptimizationUpdate:
    """Dynamic pricing of a MARKETING template. Amount and strategy go with every change."""

    bid_amount: Annotated[int | float, Range(0)]
    """Highest price for 1,000 deliveries, in the smallest unit of the account's currency."""
    bid_strategy: BidStrategyInput
    bid_country_multiplier_overrides: Mapping[str, str] | None | Unset = UNSET
    """None clears all overrides and keeps the bid."""


@model
class TemplateDetailsInput:
    """Content of a template."""

    components: Annotated[Sequence[ComponentInputVariant], Items(unique=True)] | Unset = UNSET
    """One body, and every kind of component at most once."""
    message_send_ttl_seconds: int | Unset = UNSET
    """How long delivery is tried: AUTHENTICATION 10 to 900 seconds, MARKETING 43200 to 2592000, UTILITY 30 to 43200."""
    optimization: OptimizationInput | Unset = UNSET


@model
class TemplateDetailsUpdate:
    """What to change in the content of a template."""

    components: Annotated[Sequence[ComponentInputVariant], Items(unique=True)] | Unset = UNSET
    """The complete new list."""
    message_send_ttl_seconds: int | Unset = UNSET
    optimization: OptimizationUpdate | None | Unset = UNSET
    """None removes the setting."""


@model
class TemplateInput:
    """A new template."""

    name: Annotated[str, Length(2, 512), NAME]
    language: TemplateLanguage
    category: TemplateCategory
    details: TemplateDetailsInput | Unset = UNSET
    status: Action | Unset = UNSET
    """The service takes SUBMIT if it is left out."""
    save_draft_on_failure: bool | Unset = UNSET
    """Keep the template as a draft when submitting it fails. The service takes false if it is left out."""
    allow_category_change: bool | Unset = UNSET
    """Let Meta move the template to another category instead of rejecting it. The service takes false if it is left out."""


@model
class TemplateUpdate:
    """What to change in a template."""

    status: Action | Unset = UNSET
    """The service takes DRAFT if it is left out."""
    category: TemplateCategory | Unset = UNSET
    """Only for a template that was never submitted, or after a rejection with INCORRECT_CATEGORY."""
    allow_category_change: bool | Unset = UNSET
    """Under the same condition as `category`."""
    details: TemplateDetailsUpdate | Unset = UNSET


@model
class TemplateToCompare:
    """The other side of a comparison."""

    template_name: str
    template_language: TemplateLanguage


@model
class TemplateComparisonInput:
    """With what, and for which time, to compare a template."""

    templates: Annotated[Sequence[TemplateToCompare], Items(1, 1)]
    timeframe: CompareTimeframe | Unset = UNSET
    """The service takes 7 days if it is left out."""
    end_timestamp: int | Unset = UNSET
    """End of the time as epoch milliseconds; now if it is left out."""


# What is read.


@model
class TextHeader:
    """A text on top."""

    type: Literal[ComponentType.HEADER] = ComponentType.HEADER
    format: Literal[HeaderFormat.TEXT] = HeaderFormat.TEXT
    text: str | None = None
    example: str | None = None


@model
class MediaExample:
    """The file that was given as an example."""

    url: str | None = None


@model
class MediaHeader:
    """A picture, video or document on top."""

    type: Literal[ComponentType.HEADER] = ComponentType.HEADER
    format: Literal[HeaderFormat.IMAGE, HeaderFormat.VIDEO, HeaderFormat.DOCUMENT]
    example: MediaExample | None = None


@model
class BodyComponent:
    """The text itself."""

    type: Literal[ComponentType.BODY] = ComponentType.BODY
    text: str | None = None
    examples: Sequence[str] | None = None
    add_security_recommendation: bool | None = None


@model
class FooterComponent:
    """A small text below the body."""

    type: Literal[ComponentType.FOOTER] = ComponentType.FOOTER
    text: str | None = None
    code_expiration_minutes: int | None = None


@model
class UrlButton:
    """Opens an address."""

    type: Literal[ButtonType.URL] = ButtonType.URL
    text: str | None = None
    url: str | None = None
    example: str | None = None


@model
class QuickReplyButton:
    """Answers with its own label."""

    type: Literal[ButtonType.QUICK_REPLY] = ButtonType.QUICK_REPLY
    text: str | None = None


@model
class PhoneNumberButton:
    """Calls a number."""

    type: Literal[ButtonType.PHONE_NUMBER] = ButtonType.PHONE_NUMBER
    text: str | None = None
    phone_number: str | None = None


@model
class FlowButton:
    """Opens a flow."""

    type: Literal[ButtonType.FLOW] = ButtonType.FLOW
    text: str | None = None
    flow_id: str | None = None
    flow_action: FlowAction | None = None
    navigate_screen: str | None = None


@model
class OtpButton:
    """Hands over a one-time password."""

    type: Literal[ButtonType.OTP] = ButtonType.OTP
    otp_type: OtpType
    text: str | None = None
    autofill_text: str | None = None
    supported_apps: Sequence[SupportedApp] | None = None
    zero_tap_terms_accepted: bool | None = None
    package_name: Annotated[str, Deprecated("use supported_apps")] | None = None
    """Deprecated: use `supported_apps`."""
    signature_hash: Annotated[str, Deprecated("use supported_apps")] | None = None
    """Deprecated: use `supported_apps`."""


@model
class RequestContactInfoButton:
    """Asks the person for contact data."""

    type: Literal[ButtonType.REQUEST_CONTACT_INFO] = ButtonType.REQUEST_CONTACT_INFO
    text: str | None = None
    """Label given by Meta."""


@model
class OrderDetailsButton:
    """Shows an order and its payment."""

    type: Literal[ButtonType.ORDER_DETAILS] = ButtonType.ORDER_DETAILS
    text: str | None = None
    """Label given by Meta."""


@model
class CopyCodeButton:
    """Copies a code."""

    type: Literal[ButtonType.COPY_CODE] = ButtonType.COPY_CODE
    text: str | None = None
    """Label given by Meta."""
    example: str | None = None


ButtonVariant = Annotated[
    UrlButton
    | QuickReplyButton
    | PhoneNumberButton
    | FlowButton
    | OtpButton
    | RequestContactInfoButton
    | OrderDetailsButton
    | CopyCodeButton
    | Unknown,
    tagged(
        "type",
        {
            "URL": UrlButton,
            "QUICK_REPLY": QuickReplyButton,
            "PHONE_NUMBER": PhoneNumberButton,
            "FLOW": FlowButton,
            "OTP": OtpButton,
            "REQUEST_CONTACT_INFO": RequestContactInfoButton,
            "ORDER_DETAILS": OrderDetailsButton,
            "COPY_CODE": CopyCodeButton,
        },
    ),
]
CardButtonVariant = Annotated[
    UrlButton | QuickReplyButton | PhoneNumberButton | Unknown,
    tagged("type", {"URL": UrlButton, "QUICK_REPLY": QuickReplyButton, "PHONE_NUMBER": PhoneNumberButton}),
]


@model
class ButtonsComponent:
    """The buttons below."""

    type: Literal[ComponentType.BUTTONS] = ComponentType.BUTTONS
    buttons: Sequence[ButtonVariant]


@model
class CardHeader:
    """A picture or video on top of a card."""

    type: Literal[ComponentType.HEADER] = ComponentType.HEADER
    format: HeaderFormat
    example: MediaExample | None = None


@model
class CardBody:
    """The text of a card."""

    type: Literal[ComponentType.BODY] = ComponentType.BODY
    text: str | None = None
    examples: Sequence[str] | None = None


@model
class CardButtons:
    """The buttons of a card."""

    type: Literal[ComponentType.BUTTONS] = ComponentType.BUTTONS
    buttons: Sequence[CardButtonVariant]


CardComponentVariant = Annotated[
    CardHeader | CardBody | CardButtons | Unknown,
    tagged("type", {"HEADER": CardHeader, "BODY": CardBody, "BUTTONS": CardButtons}),
]


@model
class CarouselCard:
    """A card of a carousel."""

    components: Sequence[CardComponentVariant]


@model
class CarouselComponent:
    """Cards to swipe through."""

    type: Literal[ComponentType.CAROUSEL] = ComponentType.CAROUSEL
    cards: Sequence[CarouselCard]


@model
class LimitedTimeOfferComponent:
    """Announces an offer, and when it ends."""

    type: Literal[ComponentType.LIMITED_TIME_OFFER] = ComponentType.LIMITED_TIME_OFFER
    text: str | None = None
    has_expiration: bool


ComponentVariant = Annotated[
    TextHeader
    | MediaHeader
    | LocationHeader
    | BodyComponent
    | FooterComponent
    | ButtonsComponent
    | CarouselComponent
    | LimitedTimeOfferComponent
    | Unknown,
    _components(
        {
            "TEXT": TextHeader,
            "IMAGE": MediaHeader,
            "VIDEO": MediaHeader,
            "DOCUMENT": MediaHeader,
            "LOCATION": LocationHeader,
        },
        {
            "BODY": BodyComponent,
            "FOOTER": FooterComponent,
            "BUTTONS": ButtonsComponent,
            "CAROUSEL": CarouselComponent,
            "LIMITED_TIME_OFFER": LimitedTimeOfferComponent,
        },
    ),
]


@model
class Optimization:
    """Dynamic pricing of a MARKETING template."""

    bid_amount: int | float
    """Highest price for 1,000 deliveries, in the smallest unit of the account's currency."""
    bid_strategy: BidStrategy
    bid_country_multiplier_overrides: Mapping[str, str] | None = None
    """ISO 3166-1 alpha-2 code to a decimal text; countries left out count as 1.0."""


@model
class TemplateDetails:
    """Complete content of a template."""

    components: Sequence[ComponentVariant]
    message_send_ttl_seconds: int | None = None
    optimization: Optimization | None = None


@model
class TemplateChangesDetails:
    """The part of a template's content that a change is about, where the components stay as they are."""

    message_send_ttl_seconds: int | None = None
    optimization: Optimization | None = None


class _NoKeys(TypedDict):
    pass


class _ChangesKeys(TypedDict, total=False):
    components: Sequence[_NoKeys] | None


def _changes_details(content: Mapping[str, Any]) -> type:
    return TemplateChangesDetails if content.get("components") is None else TemplateDetails


ChangesDetailsVariant = Annotated[
    TemplateDetails | TemplateChangesDetails, Variants(_changes_details, probe=_ChangesKeys)
]


@model
class TemplateChanges:
    """The version of a template that is not live yet."""

    status: TemplateStatus
    allow_category_change: bool | None = None
    details: ChangesDetailsVariant | None = None
    """`TemplateDetails` where the components are part of it, else `TemplateChangesDetails`."""


@model
class TemplateAnalyticsButton:
    """Clicks of one button."""

    type: AnalyticsButtonType
    content: str
    clicks: int


@model
class TemplateAnalytics:
    """Figures of one stretch of time."""

    sent: int
    delivered: int
    read: int
    start: datetime
    end: datetime
    buttons: Sequence[TemplateAnalyticsButton]


@model
class Template:
    """A template in one language. Name and language identify it; it has no id of its own and no dates."""

    name: str
    language: TemplateLanguage
    category: TemplateCategory
    analytics: Sequence[TemplateAnalytics]
    """Empty until Meta's template analytics are switched on for the account."""
    is_meta_generated: bool
    """Made by Meta; cannot be edited."""
    whatsapp_id: str | None = None
    """Id at Meta, once the template was submitted."""
    state: TemplateState | None = None
    """State of the live version; None while there is only a draft."""
    rejection_code: RejectionCode | None = None
    quality_score: TemplateQualityScore | None = None
    details: TemplateDetails | None = None
    """Content of the live version."""
    changes: TemplateChanges | None = None
    """The version that is not live yet; None once it was applied."""


TemplateList = page_of("templates", Template)


# What a field mask leaves over. It may take away even what tells components apart, so one class holds all of their fields.


@model
class PartialSupportedApp:
    """What a field mask leaves over of an app."""

    package_name: str | None = None
    signature_hash: str | None = None


@model
class PartialButton:
    """What a field mask leaves over of a button, of whatever type."""

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
    supported_apps: Sequence[PartialSupportedApp] | None = None
    zero_tap_terms_accepted: bool | None = None
    package_name: Annotated[str, Deprecated("use supported_apps")] | None = None
    """Deprecated: use `supported_apps`."""
    signature_hash: Annotated[str, Deprecated("use supported_apps")] | None = None
    """Deprecated: use `supported_apps`."""


class _PartialButtonKeys(TypedDict, total=False):
    type: Any


def _partial_button(content: Mapping[str, Any]) -> type:
    return PartialButton if content.get("type") in (None, *ButtonType) else Unknown


PartialButtonVariant = Annotated[PartialButton | Unknown, Variants(_partial_button, probe=_PartialButtonKeys)]


@model
class PartialMediaHeader:
    """What a field mask leaves over of a header with a picture, video or document."""

    type: ComponentType | None = None
    format: HeaderFormat | None = None
    example: MediaExample | None = None


@model
class PartialCardComponent:
    """What a field mask leaves over of a card's body or buttons."""

    type: ComponentType | None = None
    text: str | None = None
    examples: Sequence[str] | None = None
    buttons: Sequence[PartialButtonVariant] | None = None


class _PartialComponentKeys(TypedDict, total=False):
    type: Any
    format: Any
    example: Any


def _holds_media(content: Mapping[str, Any]) -> bool:
    return content.get("format") in ("IMAGE", "VIDEO", "DOCUMENT") or isinstance(content.get("example"), dict)


def _partial_card_component(content: Mapping[str, Any]) -> type:
    if content.get("type") not in (None, "HEADER", "BODY", "BUTTONS"):
        return Unknown
    return PartialMediaHeader if _holds_media(content) or content.get("type") == "HEADER" else PartialCardComponent


PartialCardComponentVariant = Annotated[
    PartialMediaHeader | PartialCardComponent | Unknown,
    Variants(_partial_card_component, probe=_PartialComponentKeys),
]


@model
class PartialCard:
    """What a field mask leaves over of a card."""

    components: Sequence[PartialCardComponentVariant] | None = None


@model
class PartialComponent:
    """What a field mask leaves over of a component, of whatever type but a header with media."""

    type: ComponentType | None = None
    format: HeaderFormat | None = None
    text: str | None = None
    example: str | None = None
    examples: Sequence[str] | None = None
    add_security_recommendation: bool | None = None
    code_expiration_minutes: int | None = None
    has_expiration: bool | None = None
    buttons: Sequence[PartialButtonVariant] | None = None
    cards: Sequence[PartialCard] | None = None


def _partial_component(content: Mapping[str, Any]) -> type:
    if content.get("type") not in (None, *ComponentType):
        return Unknown
    if _holds_media(content):
        return PartialMediaHeader
    return PartialComponent if content.get("format") in (None, "TEXT", "LOCATION") else Unknown


PartialComponentVariant = Annotated[
    PartialComponent | PartialMediaHeader | Unknown, Variants(_partial_component, probe=_PartialComponentKeys)
]


@model
class PartialTemplateDetails:
    """What a field mask leaves over of a template's content."""

    components: Sequence[PartialComponentVariant] | None = None
    message_send_ttl_seconds: int | None = None
    optimization: Optimization | None = None


@model
class PartialTemplateChanges:
    """What a field mask leaves over of the version that is not live yet."""

    status: TemplateStatus | None = None
    allow_category_change: bool | None = None
    details: PartialTemplateDetails | None = None


@model
class PartialTemplateAnalyticsButton:
    """What a field mask leaves over of the clicks of one button."""

    type: AnalyticsButtonType | None = None
    content: str | None = None
    clicks: int | None = None


@model
class PartialTemplateAnalytics:
    """What a field mask leaves over of the figures of one stretch of time."""

    sent: int | None = None
    delivered: int | None = None
    read: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    buttons: Sequence[PartialTemplateAnalyticsButton] | None = None


@model
class PartialTemplate:
    """What a field mask leaves over of a template; even name and language are there only if asked for."""

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


PartialTemplateList = page_of("templates", PartialTemplate)


# What happened, and comparisons.


TemplateActivity = Activity
TemplateActivityType = ActivityType
TemplateActivityList = page_of("notifications", TemplateActivity)


@model
class ComparedTemplate:
    """Figures of one side of a comparison."""

    name: str
    language: TemplateLanguage
    block_order: int
    """Rank by block rate; which end is 1 is not documented."""
    message_sends: int
    top_block_reason: BlockReason


@model
class TemplateComparison:
    """Figures of both sides of a comparison."""

    templates: Sequence[ComparedTemplate]
