"""What the history of an onboarding says about one of its parts."""

import math
from typing import Any

import attrs

from sinch_provisioning.onboarding.steps import Entry, History

LOOK: float = 3600.0
"""Seconds between two looks while nothing is heard; events make most of them unnecessary."""
SETTLE: float = 300.0
"""Seconds after which a call that left no trace at the service has not reached it."""
SKEW: float = 600.0
"""Seconds by which the service's clock may be behind ours."""
_FIRST_PAUSE = 30.0
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
    keep: set[str] = attrs.field(factory=set[str])
    """Paths, and marks of questions, at which a person wants what is there."""
    overwrite: set[str] = attrs.field(factory=set[str])
    """Paths at which a person wants what is wanted, until they are written."""
    unsure: set[str] = attrs.field(factory=set[str])
    """Paths of updates that may have arrived or not."""
    answered: set[str] = attrs.field(factory=set[str])
    """Marks of questions that a person has answered."""
    calls: list[Made] = attrs.field(factory=list[Made])
    """Oldest first."""
    answer: Entry | None = None
    """The latest answer about the part that no intent has followed."""

    def last(self, step: str) -> Made:
        """Return the last call of a kind that happened, or may have happened."""
        found = (call for call in reversed(self.calls) if call.outcome.result not in {"later", "rejected"})
        return next((call for call in found if call.intent.step == step), NEVER)

    @property
    def unproven(self) -> Made:
        """The latest comment or registration that may have happened or not, which the activities show."""
        found = (call for call in reversed(self.calls) if call.open)
        return next((call for call in found if call.intent.step in {"Comment", "Register"}), NEVER)

    @property
    def latest(self) -> Made:
        """The latest call, whatever came of it."""
        return self.calls[-1] if self.calls else NEVER

    def asked(self, word: str) -> bool:
        """Return whether the latest answer, which nothing has followed yet, contains a word."""
        return self.answer is not None and word in self.answer.data["words"]

    def pause(self) -> float:
        """Return until when to pause after calls that failed; what is unknown is looked into at once."""
        outcome = self.latest.outcome
        if self.answer is not None or outcome.result != "later":
            return 0.0
        done = (number for number, call in enumerate(reversed(self.calls)) if call.outcome.result == "done")
        failures = next(done, len(self.calls))
        named = float(outcome.data.get("retry_after", 0.0))
        return outcome.at + max(named, min(LOOK, _FIRST_PAUSE * 2.0 ** min(failures - 1, 10)))

    @property
    def invited(self) -> set[str]:
        """The test numbers that were certainly invited."""
        done = [call for call in self.calls if call.outcome.result == "done"]
        return {
            number for call in done for one in (call.intent, call.outcome) for number in one.data.get("numbers", ())
        }


def facts_of(history: History, part: str) -> Facts:
    """Fold the history of a part."""
    facts = Facts()
    for entry in history:
        if entry.part == part:
            _add(facts, entry)
    return facts


def _add(facts: Facts, entry: Entry) -> None:
    data: Any = entry.data
    if entry.what == "intent":
        facts.calls.append(Made(entry))
        facts.answer = None
        facts.unsure.update(data.get("paths", ()))
        if entry.step == "Invite":
            facts.overwrite.discard("test_numbers")
    elif entry.what == "outcome":
        call = next(call for call in reversed(facts.calls) if call.open and call.intent.step == entry.step)
        call.outcome = entry
        if entry.result != "unknown":
            facts.unsure.difference_update(call.intent.data.get("paths", ()))
        if entry.step == "Discard" and entry.result == "done" and not data["stays"]:
            # The resource is gone, and what was known of it with it.
            facts.id, facts.written, facts.calls = None, {}, facts.calls[-1:]
    elif entry.what == "live":
        facts.live = True
    elif entry.what == "answer":
        facts.answer, facts.live = entry, False
        facts.answered.add(data["mark"])
        facts.overwrite.update(data.get("overwrite", ()))
        facts.keep = facts.keep.difference(data.get("overwrite", ())).union(data.get("keep", ()))
    facts.id = data.get("id", facts.id)
    for path, (sent, shown) in data.get("written", {}).items():
        facts.written[path] = (sent, shown)
        facts.overwrite.discard(path)
        facts.unsure.discard(path)
