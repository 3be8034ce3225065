"""What an onboarding is to lead to: plain data, read strictly, and stored as given; its parts, and people's answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Final

import attrs

from sinch_provisioning import kakaotalk as kakao
from sinch_provisioning import rcs as rcs_models
from sinch_provisioning import whatsapp as wa
from sinch_provisioning.core.codec import from_dict, to_dict
from sinch_provisioning.core.codec.names import camel
from sinch_provisioning.core.comparing import at, digest, leaves
from sinch_provisioning.core.model import evolve, model
from sinch_provisioning.core.rules import Length, Range
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.onboarding.kinds import KINDS, Kind, newest
from sinch_provisioning.onboarding.steps import Entry, History, NeedsPerson

SECRET_WORDS: Final = frozenset({"code", "authentication_code"})
"""Answers that are never stored."""
_WORDS: Final = frozenset({"again", "keep", "overwrite", "give_up"})
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
    """One resource of an onboarding; the part that it comes `after` has to be live first.

    `channel` is the field of `Wanted` that it belongs to, and `place` is where its details are in plain data. `parents`
    are the arguments by which methods of the service name what it belongs to there.
    """

    key: str
    kind: Kind
    body: Any
    channel: Any
    place: tuple[str | int, ...]
    after: str | None = None
    parents: tuple[str, ...] = ()

    def of_sender(self, name: str) -> Any:
        """Return what the channel says of its sender; None if this is another part, or there is nothing."""
        return getattr(self.channel, name, None) if self.kind.name.endswith(".sender") else None

    @property
    def details(self) -> Any:
        """What is wanted of the details; by Embedded Signup a sender's come from Meta, so it is nothing."""
        found = getattr(self.body, "details", None) if self.place[-1] == "details" else self.body
        names = [field.name for field in attrs.fields(self.kind.cls) if field.name != self.kind.fixed]
        return self.kind.cls(**{name: getattr(found, name) for name in names if hasattr(found, name)})

    def address(self, id: str) -> tuple[str, ...]:
        """Return the arguments by which methods of the service name the resource."""
        if self.kind.name == "whatsapp.template":
            return self.body.name, str(self.body.language)
        return () if self.kind.name == "whatsapp.account" else (*self.parents, id)

    @property
    def _number(self) -> tuple[str, str] | None:
        number = at(self.body, "details.phone_number")
        return (self.body.details.country_code, number) if number else None

    @property
    def has_key(self) -> bool:
        """Whether the API has a natural key for it, so that there cannot be two of it."""
        return self.kind.name not in {"rcs.sender", "whatsapp.sender"} or self._number is not None

    @property
    def likeness(self) -> str:
        """A digest of what resources have in common that an intent to create it may have made."""
        return digest([self.kind.name, self._number, [at(self.body, path) for path in self.kind.key.split()]])

    def is_like(self, resource: Any) -> bool:
        """Return whether a resource may be this one; what is not wanted may be anything."""
        if self._number is not None:
            return self._number == (resource.country_code, resource.phone_number)
        shown = evolve(resource, details=newest(resource))
        return all(at(self.body, path) in {None, at(shown, path)} for path in self.kind.key.split())


def kind_of(key: str) -> str:
    """Return the kind of a part by its key."""
    family, _, rest = key.partition(".")
    return f"{family}.{rest.partition('.')[0].removesuffix('s') or 'sender'}"


def parts(wanted: Wanted) -> list[Part]:
    """Return the resources of an onboarding in the order in which they come about."""
    found = list[Part]()
    if wanted.rcs is not None:
        found.append(Part("rcs", KINDS["rcs.sender"], wanted.rcs, wanted.rcs, ("rcs", "details")))
    for family in ("whatsapp", "kakaotalk"):
        channel, after = getattr(wanted, family), None
        for name, *details in (("account",), ("sender", "details")):
            if (body := getattr(channel, name, None)) is not None:
                key = f"{family}.{name}"
                found.append(Part(key, KINDS[key], body, channel, (family, name, *details), after))
                after = key
        kind, parent = KINDS[f"{family}.template"], at(channel, "sender.plus_friend_id")
        for index, body in enumerate(getattr(channel, "templates", ())):
            key = ".".join([family, "templates", *(str(at(body, path)) for path in kind.key.split())])
            place, parents = (family, "templates", index, "details"), (parent,) if parent else ()
            found.append(Part(key, kind, body, channel, place, after, parents))
    return found


def part_of(wanted: Wanted, key: str) -> Part:
    """Return a part by its key."""
    return next(part for part in parts(wanted) if part.key == key)


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
    for path, value in leaves(wanted):
        if isinstance(value, Secret):
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


@attrs.frozen(kw_only=True)
class Run:
    """One onboarding, as an engine stores it."""

    name: str
    project_id: str
    wanted: Wanted
    history: History = ()


def answered(
    run: Run, question: NeedsPerson | None, answer: Mapping[str, Any], *, now: float
) -> tuple[Wanted, Entry, dict[str, str]]:
    """Return what an answer leads to: what is wanted from now on, the entry to store, and secrets to keep in memory.

    An answer is by field or word of the question; a field may be given by its last name alone.

    Raises:
        InvalidRequest: nothing was asked, a name is not among the question's fields, or a value does not fit.
    """
    if question is None:
        raise InvalidRequest([("answer", "nothing is asked at the moment")])
    key, *where = question.where
    place = part_of(run.wanted, key).place
    data: dict[str, Any] = {"mark": question.mark, "words": []}
    secrets, wanted = dict[str, str](), to_dict(run.wanted)
    for word, value in _fields(question, answer).items():
        data["words"].append(word)
        if word in SECRET_WORDS:
            secrets[word] = str(value)
        elif word in _WORDS and value is not True:
            raise InvalidRequest([(word, "is true, or left out")])
        elif word == "keep":
            data["keep"] = [*where, question.mark]
        elif word == "overwrite":
            data["overwrite"] = where
        elif word == "id":
            data["chosen"] = str(value)
        elif word not in _WORDS:
            _put(wanted, place[:-1] if word == "verified_numbers" else place, word, value)
            data["overwrite"] = [*data.get("overwrite", ()), word]
    return checked(from_dict(Wanted, wanted)), Entry(at=now, what="answer", part=key, data=data), secrets


def _fields(question: NeedsPerson, answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer by the fields and words of a question in full."""
    offered = ", ".join(question.fields) or "no answer: it is settled elsewhere"
    found, wrong = dict[str, Any](), list[tuple[str, str]]()
    for name, value in answer.items():
        meant = [one for one in question.fields if one == name or one.endswith(f".{name}")]
        if name in meant or len(meant) == 1:
            found[name if name in meant else meant[0]] = value
        else:
            text = f"may be {' or '.join(meant)}" if meant else f"is not asked for; the question takes {offered}"
            wrong.append((name, text))
    if wrong or not answer:
        raise InvalidRequest(wrong or [("answer", f"is empty; the question takes {offered}")])
    return found


def _put(data: Any, place: Sequence[str | int], path: str, value: object) -> None:
    """Put a value into plain data, at a path below a place."""
    *names, last = map(camel, path.split("."))
    for name in (*place, *names):
        data = data[name] if isinstance(name, int) else data.setdefault(name, {})
    data[last] = value
