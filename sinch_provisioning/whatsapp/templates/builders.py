"""What a template is composed of: `Header.image(url)`, `Body("Hi {{1}}", examples=["Ann"])`, `Button.url(...)`."""

# ruff: noqa: N802 - they stand where a class would: capitals say what comes out

from collections.abc import Sequence
from typing import TypeVar, final

from sinch_provisioning.core.arguments import as_list
from sinch_provisioning.core.unions import Unknown
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.whatsapp.templates.models import (
    BodyInput,
    ButtonInputVariant,
    ButtonsInput,
    CardBodyInput,
    CardButtonInputVariant,
    CardButtonsInput,
    CardComponentInputVariant,
    CardHeaderInput,
    CardInput,
    CardMediaExampleInput,
    CarouselInput,
    CopyCodeButtonInput,
    FlowAction,
    FlowButtonInput,
    FooterInput,
    HeaderFormat,
    LimitedTimeOfferInput,
    LocationHeader,
    MediaExampleInput,
    MediaHeaderInput,
    MimeType,
    OrderDetailsButtonInput,
    OtpButtonInput,
    OtpType,
    PhoneNumberButtonInput,
    QuickReplyButtonInput,
    RequestContactInfoButtonInput,
    SupportedApp,
    TextHeaderInput,
    UrlButtonInput,
)

T = TypeVar("T")

__all__ = ["Body", "Button", "Buttons", "Card", "Carousel", "Footer", "Header", "LimitedTimeOffer"]


@final
class Header:
    """What stands on top of a template. Files are public URLs that the service downloads."""

    @staticmethod
    def text(text: str, *, example: str | Unset = UNSET) -> TextHeaderInput:
        """Return a text of 1 to 60 characters; a variable in it, one at most, needs an example."""
        return TextHeaderInput(text=text, example=example)

    @staticmethod
    def image(url: str, *, mime_type: MimeType | Unset = UNSET) -> MediaHeaderInput:
        """Return a JPEG or PNG picture of up to 5 MB."""
        return MediaHeaderInput(format=HeaderFormat.IMAGE, example=MediaExampleInput(url=url, mime_type=mime_type))

    @staticmethod
    def video(url: str, *, mime_type: MimeType | Unset = UNSET) -> MediaHeaderInput:
        """Return a 3GP or MP4 video of up to 16 MB."""
        return MediaHeaderInput(format=HeaderFormat.VIDEO, example=MediaExampleInput(url=url, mime_type=mime_type))

    @staticmethod
    def document(url: str, *, mime_type: MimeType | Unset = UNSET) -> MediaHeaderInput:
        """Return a PDF of up to 100 MB."""
        return MediaHeaderInput(format=HeaderFormat.DOCUMENT, example=MediaExampleInput(url=url, mime_type=mime_type))

    @staticmethod
    def location() -> LocationHeader:
        """Return a map; the place comes with each message."""
        return LocationHeader()


def Body(
    text: str | Unset = UNSET,
    *,
    examples: Sequence[str] | Unset = UNSET,
    add_security_recommendation: bool | Unset = UNSET,
) -> BodyInput:
    """Return the text itself, of 1 to 1024 characters; each variable in it needs an example.

    For AUTHENTICATION Meta words the text: leave it out.
    """
    return BodyInput(
        text=text, examples=_listed("examples", examples), add_security_recommendation=add_security_recommendation
    )


def Footer(text: str | Unset = UNSET, *, code_expiration_minutes: int | Unset = UNSET) -> FooterInput:
    """Return a small text below the body, of up to 60 characters."""
    return FooterInput(text=text, code_expiration_minutes=code_expiration_minutes)


def LimitedTimeOffer(text: str, *, has_expiration: bool | Unset = UNSET) -> LimitedTimeOfferInput:
    """Return the announcement of an offer in 1 to 16 characters."""
    return LimitedTimeOfferInput(text=text, has_expiration=has_expiration)


@final
class Button:
    """What can be tapped. Labels have 1 to 25 characters."""

    @staticmethod
    def url(text: str, url: str, *, example: str | Unset = UNSET) -> UrlButtonInput:
        """Return a button that opens an address; if it ends in `{{1}}`, `example` is the whole address filled in."""
        return UrlButtonInput(text=text, url=url, example=example)

    @staticmethod
    def quick_reply(text: str) -> QuickReplyButtonInput:
        """Return a button that answers with its own label."""
        return QuickReplyButtonInput(text=text)

    @staticmethod
    def phone_number(text: str, phone_number: str) -> PhoneNumberButtonInput:
        """Return a button that calls a number."""
        return PhoneNumberButtonInput(text=text, phone_number=phone_number)

    @staticmethod
    def flow(
        text: str,
        flow_id: str,
        *,
        flow_action: FlowAction = FlowAction.NAVIGATE,
        navigate_screen: str | Unset = UNSET,
    ) -> FlowButtonInput:
        """Return a button that opens a flow, with NAVIGATE at a screen of it."""
        return FlowButtonInput(text=text, flow_id=flow_id, flow_action=flow_action, navigate_screen=navigate_screen)

    @staticmethod
    def otp(
        text: str,
        otp_type: OtpType,
        *,
        autofill_text: str | Unset = UNSET,
        supported_apps: Sequence[SupportedApp] | Unset = UNSET,
        zero_tap_terms_accepted: bool | Unset = UNSET,
    ) -> OtpButtonInput:
        """Return the button of an AUTHENTICATION template, which hands over a one-time password."""
        return OtpButtonInput(
            text=text,
            otp_type=otp_type,
            autofill_text=autofill_text,
            supported_apps=_listed("supported_apps", supported_apps),
            zero_tap_terms_accepted=zero_tap_terms_accepted,
        )

    @staticmethod
    def copy_code(example: str) -> CopyCodeButtonInput:
        """Return a button that copies a code of 1 to 20 characters, of a coupon for example."""
        return CopyCodeButtonInput(example=example)

    @staticmethod
    def request_contact_info() -> RequestContactInfoButtonInput:
        """Return a button that asks the person for contact data."""
        return RequestContactInfoButtonInput()

    @staticmethod
    def order_details() -> OrderDetailsButtonInput:
        """Return a button that shows an order and its payment."""
        return OrderDetailsButtonInput()


def Buttons(*buttons: ButtonInputVariant) -> ButtonsInput:
    """Return the buttons of a template, each with a label of its own."""
    return ButtonsInput(buttons=[*buttons])


@final
class Card:
    """A card of a carousel: a picture or video, a text of 1 to 160 characters, up to two buttons."""

    @staticmethod
    def image(
        url: str,
        text: str | Unset = UNSET,
        *buttons: CardButtonInputVariant,
        examples: Sequence[str] | Unset = UNSET,
        mime_type: MimeType | Unset = UNSET,
    ) -> CardInput:
        """Return a card with a JPEG or PNG picture of up to 5 MB."""
        header = CardHeaderInput(format=HeaderFormat.IMAGE, example=CardMediaExampleInput(url=url, mime_type=mime_type))
        return _card(header, text, examples, buttons)

    @staticmethod
    def video(
        url: str,
        text: str | Unset = UNSET,
        *buttons: CardButtonInputVariant,
        examples: Sequence[str] | Unset = UNSET,
        mime_type: MimeType | Unset = UNSET,
    ) -> CardInput:
        """Return a card with a 3GP or MP4 video of up to 16 MB."""
        header = CardHeaderInput(format=HeaderFormat.VIDEO, example=CardMediaExampleInput(url=url, mime_type=mime_type))
        return _card(header, text, examples, buttons)


def Carousel(*cards: CardInput) -> CarouselInput:
    """Return 1 to 10 cards to swipe through, all with the same kinds of components."""
    return CarouselInput(cards=[*cards])


def _card(
    header: CardHeaderInput,
    text: str | Unset,
    examples: Sequence[str] | Unset,
    buttons: Sequence[UrlButtonInput | QuickReplyButtonInput | PhoneNumberButtonInput | Unknown],
) -> CardInput:
    components: list[CardComponentInputVariant] = [header]
    if not isinstance(text, Unset) or not isinstance(examples, Unset):
        components.append(CardBodyInput(text=text, examples=_listed("examples", examples)))
    if buttons:
        components.append(CardButtonsInput(buttons=[*buttons]))
    return CardInput(components=components)


def _listed(name: str, value: Sequence[T] | Unset) -> list[T] | Unset:
    return value if isinstance(value, Unset) else as_list(name, value)
