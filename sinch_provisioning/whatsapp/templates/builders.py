"""Short forms to compose a template: `Header.image(url)`, `Body("Hi {{1}}", examples=["Ann"])`, `Button.url(...)`."""

# ruff: noqa: N802 - they are written where a class would be

from collections.abc import Sequence
from typing import TypeVar, final

from sinch_provisioning.core.arguments import as_list
from sinch_provisioning.core.unions import Unknown
from sinch_provisioning.whatsapp.templates.models import (
    BodyComponent,
    ButtonsComponent,
    ButtonVariant,
    CardBody,
    CardButtons,
    CardButtonVariant,
    CardComponentVariant,
    CardHeader,
    CardMediaExample,
    CarouselCard,
    CarouselComponent,
    CopyCodeButton,
    FlowAction,
    FlowButton,
    FooterComponent,
    HeaderFormat,
    LimitedTimeOfferComponent,
    LocationHeader,
    MediaExample,
    MediaHeader,
    MimeType,
    OrderDetailsButton,
    OtpButton,
    OtpType,
    PhoneNumberButton,
    QuickReplyButton,
    RequestContactInfoButton,
    SupportedApp,
    TextHeader,
    UrlButton,
)

T = TypeVar("T")

__all__ = ["Body", "Button", "Buttons", "Card", "Carousel", "Footer", "Header", "LimitedTimeOffer"]


@final
class Header:
    """The top of a template. Files are public URLs that the service downloads."""

    @staticmethod
    def text(text: str, *, example: str | None = None) -> TextHeader:
        """Return a text of 1 to 60 characters; it may have one variable, which needs an example."""
        return TextHeader(text=text, example=example)

    @staticmethod
    def image(url: str, *, mime_type: MimeType | None = None) -> MediaHeader:
        """Return a JPEG or PNG picture of up to 5 MB."""
        return MediaHeader(format=HeaderFormat.IMAGE, example=MediaExample(url=url, mime_type=mime_type))

    @staticmethod
    def video(url: str, *, mime_type: MimeType | None = None) -> MediaHeader:
        """Return a 3GP or MP4 video of up to 16 MB."""
        return MediaHeader(format=HeaderFormat.VIDEO, example=MediaExample(url=url, mime_type=mime_type))

    @staticmethod
    def document(url: str, *, mime_type: MimeType | None = None) -> MediaHeader:
        """Return a PDF of up to 100 MB."""
        return MediaHeader(format=HeaderFormat.DOCUMENT, example=MediaExample(url=url, mime_type=mime_type))

    @staticmethod
    def location() -> LocationHeader:
        """Return a map; each message brings the place."""
        return LocationHeader()


def Body(
    text: str | None = None,
    *,
    examples: Sequence[str] | None = None,
    add_security_recommendation: bool | None = None,
) -> BodyComponent:
    """Return the text itself, of 1 to 1024 characters; each variable in it needs an example.

    In an AUTHENTICATION template Meta words the text: leave it out.
    """
    return BodyComponent(
        text=text, examples=_listed("examples", examples), add_security_recommendation=add_security_recommendation
    )


def Footer(text: str | None = None, *, code_expiration_minutes: int | None = None) -> FooterComponent:
    """Return a small text below the body, of up to 60 characters."""
    return FooterComponent(text=text, code_expiration_minutes=code_expiration_minutes)


def LimitedTimeOffer(text: str, *, has_expiration: bool | None = None) -> LimitedTimeOfferComponent:
    """Return the announcement of an offer in 1 to 16 characters."""
    return LimitedTimeOfferComponent(text=text, has_expiration=has_expiration)


@final
class Button:
    """A button. Labels have 1 to 25 characters."""

    @staticmethod
    def url(text: str, url: str, *, example: str | None = None) -> UrlButton:
        """Return a button that opens a URL; if that ends in `{{1}}`, `example` is the whole URL filled in."""
        return UrlButton(text=text, url=url, example=example)

    @staticmethod
    def quick_reply(text: str) -> QuickReplyButton:
        """Return a button that replies with its own label."""
        return QuickReplyButton(text=text)

    @staticmethod
    def phone_number(text: str, phone_number: str) -> PhoneNumberButton:
        """Return a button that calls a number."""
        return PhoneNumberButton(text=text, phone_number=phone_number)

    @staticmethod
    def flow(
        text: str,
        flow_id: str,
        *,
        flow_action: FlowAction = FlowAction.NAVIGATE,
        navigate_screen: str | None = None,
    ) -> FlowButton:
        """Return a button that opens a flow; with NAVIGATE it needs the screen to open."""
        return FlowButton(text=text, flow_id=flow_id, flow_action=flow_action, navigate_screen=navigate_screen)

    @staticmethod
    def otp(
        text: str,
        otp_type: OtpType,
        *,
        autofill_text: str | None = None,
        supported_apps: Sequence[SupportedApp] | None = None,
        zero_tap_terms_accepted: bool | None = None,
    ) -> OtpButton:
        """Return the button of an AUTHENTICATION template, which passes on a one-time password."""
        return OtpButton(
            text=text,
            otp_type=otp_type,
            autofill_text=autofill_text,
            supported_apps=_listed("supported_apps", supported_apps),
            zero_tap_terms_accepted=zero_tap_terms_accepted,
        )

    @staticmethod
    def copy_code(example: str) -> CopyCodeButton:
        """Return a button that copies a code of 1 to 20 characters, for example of a coupon."""
        return CopyCodeButton(example=example)

    @staticmethod
    def request_contact_info() -> RequestContactInfoButton:
        """Return a button that asks the person for contact data."""
        return RequestContactInfoButton()

    @staticmethod
    def order_details() -> OrderDetailsButton:
        """Return a button that shows an order and its payment."""
        return OrderDetailsButton()


def Buttons(*buttons: ButtonVariant) -> ButtonsComponent:
    """Return the buttons of a template, each with a label of its own."""
    return ButtonsComponent(buttons=[*buttons])


@final
class Card:
    """A card of a carousel: a picture or video, a text of 1 to 160 characters, up to two buttons."""

    @staticmethod
    def image(
        url: str,
        text: str | None = None,
        *buttons: CardButtonVariant,
        examples: Sequence[str] | None = None,
        mime_type: MimeType | None = None,
    ) -> CarouselCard:
        """Return a card with a JPEG or PNG picture of up to 5 MB."""
        header = CardHeader(format=HeaderFormat.IMAGE, example=CardMediaExample(url=url, mime_type=mime_type))
        return _card(header, text, examples, buttons)

    @staticmethod
    def video(
        url: str,
        text: str | None = None,
        *buttons: CardButtonVariant,
        examples: Sequence[str] | None = None,
        mime_type: MimeType | None = None,
    ) -> CarouselCard:
        """Return a card with a 3GP or MP4 video of up to 16 MB."""
        header = CardHeader(format=HeaderFormat.VIDEO, example=CardMediaExample(url=url, mime_type=mime_type))
        return _card(header, text, examples, buttons)


def Carousel(*cards: CarouselCard) -> CarouselComponent:
    """Return 1 to 10 cards to swipe through, all with the same kinds of components."""
    return CarouselComponent(cards=[*cards])


def _card(
    header: CardHeader,
    text: str | None,
    examples: Sequence[str] | None,
    buttons: Sequence[UrlButton | QuickReplyButton | PhoneNumberButton | Unknown],
) -> CarouselCard:
    components: list[CardComponentVariant] = [header]
    if text is not None or examples is not None:
        components.append(CardBody(text=text, examples=_listed("examples", examples)))
    if buttons:
        components.append(CardButtons(buttons=[*buttons]))
    return CarouselCard(components=components)


def _listed(name: str, value: Sequence[T] | None) -> list[T] | None:
    return None if value is None else as_list(name, value)
