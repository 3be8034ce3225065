"""Data of KakaoTalk templates."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.languages import TemplateLanguage
from sinch_provisioning.core.model import model
from sinch_provisioning.core.rules import READ_ONLY, REQUIRED, TO_SUBMIT, Distinct, Items, Length, NotOneOf, Range
from sinch_provisioning.core.shared import Action
from sinch_provisioning.core.unset import UNSET, Unset


class TemplateState(OpenEnum):
    """KakaoTalk's decision; absent before the first one."""

    APPROVED = "APPROVED"
    REJECTED = "REJECTED"


class TemplateStatus(OpenEnum):
    """Status of content that is not decided on, or whose edit was rejected."""

    DRAFT = "DRAFT"
    IN_PROGRESS = "IN_PROGRESS"
    REJECTED = "REJECTED"


class MessageType(OpenEnum):
    """What a message holds in addition to its text: `extra`, an advertising phrase, or both."""

    AD_INCLUDED = "AD_INCLUDED"
    BASIC = "BASIC"
    EXTRA_INFORMATION = "EXTRA_INFORMATION"
    MIXED = "MIXED"
    TEMPLATE_MESSAGE_TYPE_UNSPECIFIED = "TEMPLATE_MESSAGE_TYPE_UNSPECIFIED"
    UNRECOGNIZED = "UNRECOGNIZED"


class EmphasizeType(OpenEnum):
    """What is emphasized at the top of a message: a title, a picture, or nothing."""

    EMPHASIZE_TYPE_IMAGE = "EMPHASIZE_TYPE_IMAGE"
    EMPHASIZE_TYPE_NONE = "EMPHASIZE_TYPE_NONE"
    EMPHASIZE_TYPE_TEXT = "EMPHASIZE_TYPE_TEXT"
    EMPHASIZE_TYPE_UNSPECIFIED = "EMPHASIZE_TYPE_UNSPECIFIED"
    UNRECOGNIZED = "UNRECOGNIZED"


class ButtonType(OpenEnum):
    """What a button does."""

    APP_LINK = "APP_LINK"
    BOT_FOR_CONSULTATION = "BOT_FOR_CONSULTATION"
    BOT_KEYWORD = "BOT_KEYWORD"
    BOT_TRANSFER = "BOT_TRANSFER"
    BUSINESS_FORM = "BUSINESS_FORM"
    BUTTON_TYPE_UNSPECIFIED = "BUTTON_TYPE_UNSPECIFIED"
    CHANNEL_ID_ADDED = "CHANNEL_ID_ADDED"
    DELIVERY_SEARCH = "DELIVERY_SEARCH"
    IMAGE_SECURE_TRANSMISSION_PLUGIN_ID = "IMAGE_SECURE_TRANSMISSION_PLUGIN_ID"
    MESSAGE_DELIVERY = "MESSAGE_DELIVERY"
    ONE_CLICK_PAYMENT_PLUGIN = "ONE_CLICK_PAYMENT_PLUGIN"
    PERSONAL_INFORMATION_USE_PLUGIN_ID = "PERSONAL_INFORMATION_USE_PLUGIN_ID"
    WEB_LINK = "WEB_LINK"
    UNRECOGNIZED = "UNRECOGNIZED"


Language = Annotated[TemplateLanguage, NotOneOf("ES_UY")]
KindOfMessage = Annotated[MessageType, NotOneOf("TEMPLATE_MESSAGE_TYPE_UNSPECIFIED")]
KindOfEmphasis = Annotated[EmphasizeType, NotOneOf("EMPHASIZE_TYPE_UNSPECIFIED")]
KindOfButton = Annotated[ButtonType, NotOneOf("BUTTON_TYPE_UNSPECIFIED")]
Name = Annotated[str, Length(1, 150)]
Content = Annotated[str, Length(1, 1000)]
CategoryCode = Annotated[str, Length(1, 6)]
Extra = Annotated[str, Length(1, 500)]
Title = Annotated[str, Length(1, 50)]
ImageName = Annotated[str, Length(1, 250)]
Link = Annotated[str, Length(1, 500)]


@model(sent=True)
class TemplateButton:
    """A button below a message. Which links a type needs is not documented."""

    ordering: Annotated[int, Range(1, 5), REQUIRED] | None = None
    """Its position, from 1."""
    type: Annotated[KindOfButton, REQUIRED] | None = None
    name: Annotated[str, Length(1, 14), TO_SUBMIT] | None = None
    """Its label."""
    link_mo: Link | None = None
    """Address on a phone."""
    link_pc: Link | None = None
    """Address on a desktop computer."""
    scheme_ios: Link | None = None
    """Link into an app on iOS."""
    scheme_android: Link | None = None
    """Link into an app on Android."""


Buttons = Annotated[Sequence[TemplateButton], Items(max=5), Distinct("type")]


@model(sent=True)
class TemplateDetails:
    """Content of a template."""

    name: Annotated[Name, REQUIRED] | None = None
    """Unique among the templates of the sender."""
    language: Annotated[Language, REQUIRED] | None = None
    """It cannot be changed."""
    content: Annotated[Content, TO_SUBMIT] | None = None
    """The text."""
    message_type: KindOfMessage | None = None
    """The service assumes BASIC if it is left out of a new template."""
    emphasize_type: KindOfEmphasis | None = None
    """The service assumes EMPHASIZE_TYPE_NONE if it is left out of a new template."""
    category_code: CategoryCode | None = None
    """Code of a template subcategory. The service assumes 999999 if it is left out of a new template."""
    security_flag: bool | None = None
    """For one-time codes and the like: only the main device shows the text. The service assumes false if it is left out of a new template."""
    extra: Extra | None = None
    """More text below the content."""
    ad: Annotated[str, READ_ONLY] | None = None
    """Advertising phrase; it cannot be written."""
    title: Title | None = None
    """Phones cut it: Android after about 23 characters in two lines, iOS after 27."""
    subtitle: Title | None = None
    """Phones cut it: Android after about 18 characters, iOS after 21."""
    image_name: ImageName | None = None
    image_url: str | None = None
    """Public JPEG or PNG of at most 500 KB, at least 500 x 250 pixels, twice as wide as high."""
    buttons: Buttons | None = None
    """Five at most, each type once; `kakaotalk.Buttons(...)` numbers them."""


@model(sent=True)
class TemplateInput:
    """A new template."""

    details: TemplateDetails
    status: Action | None = None
    """The service assumes SUBMIT if it is left out."""
    save_draft_on_failure: bool | None = None
    """Keep the template as a draft if the submission fails. The service assumes false if it is left out."""


@model(sent=True)
class TemplateDetailsUpdate:
    """Changes to the content of a template: what is left out stays, None removes."""

    name: Name | Unset = UNSET
    content: Content | Unset = UNSET
    message_type: KindOfMessage | Unset = UNSET
    emphasize_type: KindOfEmphasis | Unset = UNSET
    category_code: CategoryCode | Unset = UNSET
    security_flag: bool | Unset = UNSET
    extra: Extra | None | Unset = UNSET
    title: Title | None | Unset = UNSET
    subtitle: Title | None | Unset = UNSET
    image_name: ImageName | None | Unset = UNSET
    image_url: str | None | Unset = UNSET
    buttons: Buttons | None | Unset = UNSET
    """The complete new list."""


@model(sent=True)
class TemplateUpdate:
    """Changes to a template."""

    status: Action | Unset = UNSET
    """The service assumes DRAFT if it is left out."""
    details: TemplateDetailsUpdate | TemplateDetails | Unset = UNSET
    """In `TemplateDetails` None keeps what is there."""


@model
class TemplateChanges:
    """Content that is not decided on, or whose edit was rejected."""

    status: TemplateStatus | None = None
    details: TemplateDetails = TemplateDetails()
    """Complete for a new template; an edit may hold only what changes."""


@model
class Template:
    """A message template of a sender."""

    code: str
    """Given by the service; identifies the template in every call."""
    id: str | None = None
    """No call takes it."""
    state: TemplateState | None = None
    """Absent until KakaoTalk has decided once."""
    changes: TemplateChanges | None = None
    """What is pending; absent if nothing is."""
    details: TemplateDetails = TemplateDetails()
    """What KakaoTalk has decided on; empty before its first decision."""
    created: datetime | None = None
    modified: datetime | None = None
