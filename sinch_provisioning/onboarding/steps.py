"""Steps of an onboarding, what was seen before one, and what has happened so far. Plain values; no clock, no I/O."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from sinch_provisioning.core.subscriptions import WebhookTrigger

LOOK: float = 3600.0
"""Seconds between two looks while nothing is heard; events make most of them unnecessary."""
SETTLE: float = 300.0
"""Seconds after which a call that left no trace at the service has not reached it."""
SKEW: float = 600.0
"""Seconds by which the service's clock may be behind ours."""
_FIRST_PAUSE = 30.0


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
    """Take a resource that exists, such as what a creation whose response was lost has made."""


@attrs.frozen(kw_only=True)
class Update(Call):
    """Change what differs, as the family's `changes` says, or nothing, and submit it where the channel has a review."""

    change: Any


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
class SeenPart:
    """One resource as the service showed it, or None, and why it was rejected.

    `candidates` may have been made by an intent whose outcome is open, of which all onboardings have `open_intents`;
    `evidence` is whether the activities show the call whose outcome is open, or that others had a code sent.
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
_UNKNOWN = Entry(at=-math.inf, what="outcome", result="unknown")


@attrs.define
class Made:
    """A call: its intent, and its outcome, which is unknown until it is stored."""

    intent: Entry
    outcome: Entry = _UNKNOWN

    @property
    def open(self) -> bool:
        """Whether it may have happened or not."""
        return self.outcome.result == "unknown"


NEVER = Made(Entry(at=-math.inf, what="intent"), Entry(at=-math.inf, what="outcome"))
"""Stands for a call that was not made."""


@attrs.define
class Facts:
    """A part's history, folded."""

    id: str | None = None
    live: bool = False
    written: dict[str, tuple[str, str]] = attrs.field(factory=dict[str, tuple[str, str]])
    """By path: digests of what was sent last, and of what the service showed then."""
    unsure: set[str] = attrs.field(factory=set[str])
    """Paths of updates that may have arrived or not."""
    keep: set[str] = attrs.field(factory=set[str])
    """Paths, and marks of questions, at which a person wants what is there."""
    overwrite: set[str] = attrs.field(factory=set[str])
    """Paths at which a person wants what is wanted, until they are written."""
    answer: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    """The latest answer, empty if an intent has followed it."""
    answered: set[str] = attrs.field(factory=set[str])
    """Marks of all questions that a person has answered."""
    invited: set[str] = attrs.field(factory=set[str])
    """Test numbers that were certainly invited."""
    calls: list[Made] = attrs.field(factory=list[Made])
    """Oldest first."""

    @property
    def latest(self) -> Made:
        """The latest call, whatever came of it."""
        return self.calls[-1] if self.calls else NEVER

    @property
    def unproven(self) -> Made:
        """The latest comment or registration that may have happened or not, which the activities show."""
        return next((one for one in self._backwards("Comment", "Register") if one.open), NEVER)

    def last(self, step: str) -> Made:
        """Return the latest call of a kind that happened, or may have happened."""
        return next((one for one in self._backwards(step) if one.open or one.outcome.result == "done"), NEVER)

    def _backwards(self, *steps: str) -> Iterator[Made]:
        return (call for call in reversed(self.calls) if call.intent.step in steps)

    def pause(self) -> float:
        """Return until when to pause after calls that failed; what is unknown is looked into at once."""
        outcome = self.latest.outcome
        if self.answer or outcome.result != "later":
            return 0.0
        done = (number for number, call in enumerate(reversed(self.calls)) if call.outcome.result == "done")
        failures = next(done, len(self.calls))
        named = float(outcome.data.get("retry_after", 0.0))
        return outcome.at + max(named, min(LOOK, _FIRST_PAUSE * 2.0 ** min(failures - 1, 10)))

    def add(self, entry: Entry) -> None:
        """Take in what has happened next."""
        data: Any = entry.data
        if entry.what == "intent":
            self.calls.append(Made(entry))
            self.answer = {}
            self.unsure.update(data.get("paths", ()))
            self.overwrite -= {"test_numbers"} if entry.step == "Invite" else set()
        elif entry.what == "outcome":
            call = next(call for call in self._backwards(entry.step) if call.open)
            call.outcome = entry
            if entry.result != "unknown":
                self.unsure.difference_update(call.intent.data.get("paths", ()))
            if entry.result == "done":
                self.invited.update(call.intent.data.get("numbers", ()), data.get("numbers", ()))
            if entry.result == "done" and entry.step == "Discard" and not data["stays"]:
                # The resource is gone, and what was known of it with it.
                self.id, self.written, self.calls = None, {}, [call]
        elif entry.what == "live":
            self.live = True
        elif entry.what == "answer":
            self.answer, self.live = data, False
            self.answered.add(data["mark"])
            self.overwrite.update(data.get("overwrite", ()))
            self.keep = self.keep.difference(data.get("overwrite", ())).union(data.get("keep", ()))
        self.id = data.get("id", self.id)
        for path, (sent, shown) in data.get("written", {}).items():
            self.written[path] = (sent, shown)
            self.overwrite.discard(path)
            self.unsure.discard(path)


def facts_of(history: History, part: str) -> Facts:
    """Fold the history of a part."""
    facts = Facts()
    for entry in history:
        if entry.part == part:
            facts.add(entry)
    return facts
