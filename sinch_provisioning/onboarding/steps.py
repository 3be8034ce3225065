"""Steps of an onboarding, what was seen before one, and what has happened so far. Plain values; no clock, no I/O."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from sinch_provisioning.core.subscriptions import WebhookTrigger


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
    """Only a person can decide. It may also be settled elsewhere, so there is a time to look again, `at`.

    `what` is the question; `where` names the part, and the fields, operators or ids that it is about; `remark` is what
    the service, an operator or Meta said. An answer may contain `fields`: paths of what is wanted, or words such as
    `again`, `keep`, `overwrite` and `code`. `mark` is a digest that tells the question from a later one.
    """

    what: str
    where: tuple[str, ...]
    at: float
    remark: str | None = None
    fields: tuple[str, ...] = ()
    mark: str = ""
    events: tuple[WebhookTrigger, ...] = ()


@attrs.frozen
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
    """Something that has happened `at` a time, in seconds since 1970: plain JSON, without models and secrets.

    `what` is `intent`, `outcome`, `answer`, `seen` (a part is found as wanted), `live` (nothing is left to do) or
    `cancelled`; `step` the class of an intent or outcome. The `result` of an outcome is `done`, `rejected`, `later` (it
    has not happened) or `unknown` (it may have).
    """

    at: float
    what: str
    part: str = ""
    step: str = ""
    result: str = ""
    data: Mapping[str, Any] = attrs.field(factory=dict[str, Any])


History: TypeAlias = Sequence[Entry]


@attrs.frozen(kw_only=True)
class SeenPart:
    """One resource as the service showed it, or None, and why it was rejected.

    `candidates` may have been made by an intent whose outcome is open, of which all onboardings have `open_intents`;
    `evidence` is whether the activities show the call whose outcome is open.
    """

    resource: Any = None
    candidates: tuple[Any, ...] = ()
    open_intents: int = 0
    evidence: bool | None = None
    remark: str | None = None


@attrs.frozen(kw_only=True)
class Seen:
    """What a look has shown of the parts that are under way; `at`, seconds since 1970, is the time of `next_step`."""

    at: float
    parts: Mapping[str, SeenPart]
