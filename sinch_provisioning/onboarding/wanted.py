"""What an onboarding is to lead to: plain data, read strictly, and stored as the caller gave it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, cast

import attrs

from sinch_provisioning import kakaotalk as kakao
from sinch_provisioning import rcs as rcs_models
from sinch_provisioning import whatsapp as wa
from sinch_provisioning.core.codec import from_dict
from sinch_provisioning.core.model import model
from sinch_provisioning.core.rules import Length, Range
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.errors import InvalidRequest

CommentText = Annotated[str, Length(1, 65535)]


@model(sent=True)
class RcsSender:
    """An RCS sender: created, tested, launched, and taken by every operator of its countries."""

    region: rcs_models.Region
    billing_category: rcs_models.BillingCategory
    use_case: rcs_models.UseCase
    details: rcs_models.DetailsInput
    """With a brand name, by which a sender is found again whose creation left no trace here."""
    verified_numbers: Annotated[int, Range(0, 200)] = 0
    """How many test numbers have to be VERIFIED before the launch."""
    comment: CommentText | None = None
    """Is left for the people at Sinch, once."""


@model(sent=True)
class Whatsapp:
    """What a project is to have at WhatsApp; leave out the account with Embedded Signup."""

    account: wa.PartnerInitiatedAccountInput | None = None
    sender: wa.SenderInputVariant | None = None
    """Without secrets, which are not stored: see `signup_code`."""
    signup_code: bool = False
    """Ask for the code of Embedded Signup before the sender is created."""
    method: wa.RegistrationMethod = wa.RegistrationMethod.SMS
    """How a one-time code reaches a person, if one is needed."""
    templates: Sequence[wa.TemplateInput] = ()
    comment: CommentText | None = None
    """Is left for the people at Sinch about the sender, once."""


@model(sent=True)
class Kakaotalk:
    """A KakaoTalk sender and its templates."""

    sender: kakao.SenderInput
    templates: Sequence[kakao.TemplateInput] = ()
    comment: CommentText | None = None
    """Is left for the people at Sinch about the sender, once."""


@model(sent=True)
class Wanted:
    """What one onboarding is to lead to, in one channel or in several."""

    rcs: RcsSender | None = None
    whatsapp: Whatsapp | None = None
    kakaotalk: Kakaotalk | None = None


@attrs.frozen
class Part:
    """One resource of an onboarding; the parts that it comes `after` have to be live first."""

    key: str
    body: Any
    after: tuple[str, ...] = ()
    comment: str | None = None
    options: Mapping[str, Any] = attrs.field(factory=dict[str, Any])

    @property
    def kind(self) -> str:
        """Key of `kinds.KINDS`."""
        return kind_of(self.key)


def read_wanted(data: Mapping[str, Any]) -> Wanted:
    """Read plain data, as from YAML or JSON; names are the wire's or Python's.

    Raises:
        InvalidRequest: a name is unknown, a value does not fit, a channel or the brand's name is missing, a template is
            there twice, or a secret is among it; each violation names its field.
    """
    return checked(from_dict(Wanted, data))


def checked(wanted: Wanted) -> Wanted:
    """Return what is wanted; raise InvalidRequest if it is nothing, or cannot be brought about safely."""
    if found := list(_violations(wanted)):
        raise InvalidRequest(found)
    return wanted


def _violations(wanted: Wanted) -> Iterator[tuple[str, str]]:
    if wanted == Wanted():
        yield "rcs", "is required, or whatsapp, or kakaotalk"
    for path in _secrets(wanted, ""):
        yield path, "is a secret, which is not stored; leave it out, and give it when the onboarding asks for it"
    if wanted.rcs is not None and (wanted.rcs.details.brand is None or not wanted.rcs.details.brand.name):
        yield "rcs.details.brand.name", "is required: a sender is found again by it"
    whatsapp = wanted.whatsapp
    if whatsapp is not None and not (whatsapp.account or whatsapp.sender or whatsapp.templates):
        yield "whatsapp", "needs an account, a sender or a template"
    if whatsapp is not None and whatsapp.signup_code and not isinstance(whatsapp.sender, wa.EmbeddedSignupSenderInput):
        yield "whatsapp.signup_code", "is for a sender by Embedded Signup"
    keys = [part.key for part in parts(wanted)]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield key, "is there twice"


def _secrets(value: object, path: str) -> Iterator[str]:
    if isinstance(value, Secret):
        yield path
    elif attrs.has(type(value)):
        for field in attrs.fields(cast("Any", type(value))):
            yield from _secrets(getattr(value, field.name), f"{path}.{field.name}".lstrip("."))


def kind_of(key: str) -> str:
    """Return the kind of a part by its key."""
    family, _, rest = key.partition(".")
    return f"{family}.{rest.partition('.')[0].removesuffix('s') or 'sender'}"


def parts(wanted: Wanted) -> tuple[Part, ...]:
    """Return the resources of an onboarding in the order in which they come about."""
    return tuple(_parts(wanted))


def _parts(wanted: Wanted) -> Iterator[Part]:
    if wanted.rcs is not None:
        yield Part("rcs", wanted.rcs, comment=wanted.rcs.comment)
    if (whatsapp := wanted.whatsapp) is not None:
        first: tuple[str, ...] = ()
        if whatsapp.account is not None:
            yield Part("whatsapp.account", whatsapp.account)
            first = ("whatsapp.account",)
        if whatsapp.sender is not None:
            options = {"method": whatsapp.method, "signup_code": whatsapp.signup_code}
            yield Part("whatsapp.sender", whatsapp.sender, first, whatsapp.comment, options)
            first = ("whatsapp.sender",)
        for template in whatsapp.templates:
            yield Part(f"whatsapp.templates.{template.name}.{template.language}", template, first)
    if (kakaotalk := wanted.kakaotalk) is not None:
        yield Part("kakaotalk.sender", kakaotalk.sender, comment=kakaotalk.comment)
        options = {"parents": (kakaotalk.sender.plus_friend_id,)}
        for one in kakaotalk.templates:
            yield Part(f"kakaotalk.templates.{one.details.name}", one, ("kakaotalk.sender",), options=options)
