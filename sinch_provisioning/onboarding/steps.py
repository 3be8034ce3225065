"""Steps of an onboarding, what was seen before one, and what has happened so far. Plain values; no clock, no I/O."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from sinch_provisioning.core.shared import WebhookTrigger


@attrs.frozen(kw_only=True)
class Call:
    """A step that calls the service: about one part of what is wanted, and from its creation on about an id."""

    part: str
    id: str = ""


@attrs.frozen(kw_only=True)
class Create(Call):
    """Create the resource with all that is wanted. At most once."""

    body: Any


@attrs.frozen(kw_only=True)
class Adopt(Call):
    """Take a resource that exists; `ours` if a creation of this onboarding has made it."""

    ours: bool


@attrs.frozen(kw_only=True)
class Update(Call):
    """Change what differs, as the family's `changes` says, and submit it where the channel has a review."""

    change: Any


@attrs.frozen(kw_only=True)
class Submit(Call):
    """Submit a draft as it is."""


@attrs.frozen(kw_only=True)
class Discard(Call):
    """Discard a creation or an edit that failed, so that it can be made again."""


@attrs.frozen(kw_only=True)
class Invite(Call):
    """Invite test numbers. At most once each."""

    numbers: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Launch(Call):
    """Launch, or submit again to operators. At most once for each `mark`, the digest of what stood in the way."""

    mark: str


@attrs.frozen(kw_only=True)
class Register(Call):
    """Have a one-time code sent to a person. At most once, unless a person asks for another."""

    method: str


@attrs.frozen(kw_only=True)
class Verify(Call):
    """Submit the one-time code that the engine has in memory, or none if none is needed."""

    with_code: bool


@attrs.frozen(kw_only=True)
class Comment(Call):
    """Leave a comment for the people at Sinch. At most once each."""

    text: str


@attrs.frozen(kw_only=True)
class Wait:
    """Nothing to do until one of the events comes, or it is time to look again: `at`, seconds since 1970."""

    why: str
    at: float
    events: tuple[WebhookTrigger, ...] = ()


@attrs.frozen(kw_only=True)
class NeedsPerson:
    """Only a person can decide; it may also be settled elsewhere, so there is a time to look again."""

    what: str
    """The question, in a sentence."""
    where: tuple[str, ...]
    """The part, and the fields, operators or ids that it is about."""
    at: float
    """When to look again, seconds since 1970."""
    remark: str | None = None
    """What the service, an operator or Meta said."""
    fields: tuple[str, ...] = ()
    """What an answer may contain: fields of what is wanted, or words such as `again`, `keep`, `overwrite`, `code`."""
    mark: str = ""
    """A digest of what it is about, which tells it from a later question."""
    events: tuple[WebhookTrigger, ...] = ()


@attrs.frozen(kw_only=True)
class Done:
    """All that is wanted is live."""


@attrs.frozen(kw_only=True)
class Failed:
    """It will not come about."""

    why: str


Step: TypeAlias = Call | Wait | NeedsPerson | Done | Failed

ONCE: tuple[type[Call], ...] = (Create, Invite, Launch, Register, Verify, Comment)
"""Steps whose call must not be made twice; the others may be."""


@attrs.frozen(kw_only=True)
class Entry:
    """Something that has happened to an onboarding: plain JSON, to be stored, without models and secrets."""

    at: float
    """Seconds since 1970."""
    what: str
    """`intent`, `outcome`, `answer`, `seen` (a part is found as wanted), `live` (nothing left to do) or `cancelled`."""
    part: str = ""
    step: str = ""
    """Name of the step's class, of an intent or an outcome."""
    result: str = ""
    """Of an outcome: `done`; `unknown` (it may have happened); `later` (it has not); `rejected`."""
    data: Mapping[str, Any] = attrs.field(factory=dict[str, Any])


History: TypeAlias = Sequence[Entry]


@attrs.frozen(kw_only=True)
class SeenPart:
    """One resource as the service showed it."""

    resource: Any = None
    """The model, None if there is none."""
    candidates: tuple[Any, ...] = ()
    """What an open intent to create may have made, and no onboarding has claimed."""
    open_intents: int = 0
    """How many onboardings may have made one of the candidates, this one included."""
    evidence: bool | None = None
    """Whether the activities show the call whose outcome is unknown."""
    remark: str | None = None
    """Why it was rejected, if it was."""


@attrs.frozen(kw_only=True)
class Seen:
    """What a look has shown of the parts that are under way; `at`, seconds since 1970, is the time of `next_step`."""

    at: float
    parts: Mapping[str, SeenPart]
