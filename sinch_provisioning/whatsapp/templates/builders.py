"""Short forms to compose a template: `Header.image(url)`, `Body("Hi {{1}}", examples=["Ann"])`, `Button.url(...)`."""

# ruff: noqa: N802 - they are written where a class would be

from collections.abc import Sequence
from typing import Literal, TypeVar, final

from sinch_provisioning.core.arguments import as_list
from sinch_provisioning.whatsapp.templates import models

T = TypeVar("T")
_MediaFormat = Literal[models.HeaderFormat.IMAGE, models.HeaderFormat.VIDEO, models.HeaderFormat.DOCUMENT]

__all__ = ["Body", "Button", "Buttons", "Card", "Carousel", "Footer", "Header", "LimitedTimeOffer"]


@final
class Header:
    """The top of a template. Files are public URLs that the service downloads."""

    @staticmethod
    def text(text: str, *, example: str | None = None) -> models.TextHeader:
        """Return a text of 1 to 60 characters; it may have one variable, which needs an example."""
        return models.TextHeader(text=text, example=example)

    @staticmethod
    def image(url: str, *, mime_type: models.MimeType | None = None) -> models.MediaHeader:
        """Return a JPEG or PNG picture of up to 5 MB."""
        return _media(models.HeaderFormat.IMAGE, url, mime_type)

    @staticmethod
    def video(url: str, *, mime_type: models.MimeType | None = None) -> models.MediaHeader:
        """Return a 3GP or MP4 video of up to 16 MB."""
        return _media(models.HeaderFormat.VIDEO, url, mime_type)

    @staticmethod
    def document(url: str, *, mime_type: models.MimeType | None = None) -> models.MediaHeader:
        """Return a PDF of up to 100 MB."""
        return _media(models.HeaderFormat.DOCUMENT, url, mime_type)

    @staticmethod
    def location() -> models.LocationHeader:
        """Return a map; each message brings the place."""
        return models.LocationHeader()


def Body(
    text: str | None = None,
    *,
    examples: Sequence[str] | None = None,
    add_security_recommendation: bool | None = None,
) -> models.BodyComponent:
    """Return the text itself, of 1 to 1024 characters; each variable in it needs an example.

    In an AUTHENTICATION template Meta words the text: leave it out.
    """
    return models.BodyComponent(
        text=text, examples=_listed("examples", examples), add_security_recommendation=add_security_recommendation
    )


def Footer(text: str | None = None, *, code_expiration_minutes: int | None = None) -> models.FooterComponent:
    """Return a small text below the body, of up to 60 characters."""
    return models.FooterComponent(text=text, code_expiration_minutes=code_expiration_minutes)


def LimitedTimeOffer(text: str, *, has_expiration: bool | None = None) -> models.LimitedTimeOfferComponent:
    """Return the announcement of an offer in 1 to 16 characters."""
    return models.LimitedTimeOfferComponent(text=text, has_expiration=has_expiration)


@final
class Button:
    """A button. Labels have 1 to 25 characters."""

    @staticmethod
    def url(text: str, url: str, *, example: str | None = None) -> models.UrlButton:
        """Return a button that opens a URL; if that ends in `{{1}}`, `example` is the whole URL filled in."""
        return models.UrlButton(text=text, url=url, example=example)

    @staticmethod
    def quick_reply(text: str) -> models.QuickReplyButton:
        """Return a button that replies with its own label."""
        return models.QuickReplyButton(text=text)

    @staticmethod
    def phone_number(text: str, phone_number: str) -> models.PhoneNumberButton:
        """Return a button that calls a number."""
        return models.PhoneNumberButton(text=text, phone_number=phone_number)

    @staticmethod
    def flow(
        text: str,
        flow_id: str,
        *,
        flow_action: models.FlowAction = models.FlowAction.NAVIGATE,
        navigate_screen: str | None = None,
    ) -> models.FlowButton:
        """Return a button that opens a flow; with NAVIGATE it needs the screen to open."""
        return models.FlowButton(text=text, flow_id=flow_id, flow_action=flow_action, navigate_screen=navigate_screen)

    @staticmethod
    def otp(
        text: str,
        otp_type: models.OtpType,
        *,
        autofill_text: str | None = None,
        supported_apps: Sequence[models.SupportedApp] | None = None,
        zero_tap_terms_accepted: bool | None = None,
    ) -> models.OtpButton:
        """Return the button of an AUTHENTICATION template, which passes on a one-time password."""
        return models.OtpButton(
            text=text,
            otp_type=otp_type,
            autofill_text=autofill_text,
            supported_apps=_listed("supported_apps", supported_apps),
            zero_tap_terms_accepted=zero_tap_terms_accepted,
        )

    @staticmethod
    def copy_code(example: str) -> models.CopyCodeButton:
        """Return a button that copies a code of 1 to 20 characters, for example of a coupon."""
        return models.CopyCodeButton(example=example)

    @staticmethod
    def request_contact_info() -> models.RequestContactInfoButton:
        """Return a button that asks the person for contact data."""
        return models.RequestContactInfoButton()

    @staticmethod
    def order_details() -> models.OrderDetailsButton:
        """Return a button that shows an order and its payment."""
        return models.OrderDetailsButton()


def Buttons(*buttons: models.ButtonVariant) -> models.ButtonsComponent:
    """Return the buttons of a template, each with a label of its own."""
    return models.ButtonsComponent(buttons=buttons)


@final
class Card:
    """A card of a carousel: a picture or video, a text of 1 to 160 characters, up to two buttons."""

    @staticmethod
    def image(
        url: str,
        text: str | None = None,
        *buttons: models.CardButtonVariant,
        examples: Sequence[str] | None = None,
        mime_type: models.MimeType | None = None,
    ) -> models.CarouselCard:
        """Return a card with a JPEG or PNG picture of up to 5 MB."""
        return _card(models.HeaderFormat.IMAGE, url, mime_type, text, examples, buttons)

    @staticmethod
    def video(
        url: str,
        text: str | None = None,
        *buttons: models.CardButtonVariant,
        examples: Sequence[str] | None = None,
        mime_type: models.MimeType | None = None,
    ) -> models.CarouselCard:
        """Return a card with a 3GP or MP4 video of up to 16 MB."""
        return _card(models.HeaderFormat.VIDEO, url, mime_type, text, examples, buttons)


def Carousel(*cards: models.CarouselCard) -> models.CarouselComponent:
    """Return 1 to 10 cards to swipe through, all with the same kinds of components."""
    return models.CarouselComponent(cards=cards)


def _card(
    format: models.HeaderFormat,
    url: str,
    mime_type: models.MimeType | None,
    text: str | None,
    examples: Sequence[str] | None,
    buttons: Sequence[models.CardButtonVariant],
) -> models.CarouselCard:
    example = models.CardMediaExample(url=url, mime_type=mime_type)
    components: list[models.CardComponentVariant] = [models.CardHeader(format=format, example=example)]
    if text is not None or examples is not None:
        components.append(models.CardBody(text=text, examples=_listed("examples", examples)))
    if buttons:
        components.append(models.CardButtons(buttons=buttons))
    return models.CarouselCard(components=components)


def _media(format: _MediaFormat, url: str, mime_type: models.MimeType | None) -> models.MediaHeader:
    return models.MediaHeader(format=format, example=models.MediaExample(url=url, mime_type=mime_type))


def _listed(name: str, value: Sequence[T] | None) -> list[T] | None:
    return None if value is None else as_list(name, value)
