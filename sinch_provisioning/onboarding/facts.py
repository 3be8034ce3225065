"""What the history of an onboarding says about one of its parts."""

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
_NOTHING = frozenset({"later", "rejected"})


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
    answered: set[str] = attrs.field(factory=set[str])
    """Marks of questions that a person has answered."""
    calls: list[tuple[Entry, Entry | None]] = attrs.field(factory=list[tuple[Entry, "Entry | None"]])
    """Each intent with its outcome, oldest first."""
    answer: Entry | None = None
    """The latest answer about the part that no intent has followed."""

    def last(self, step: str) -> tuple[Entry, Entry | None] | None:
        """Return the last call of a kind that happened, or may have happened, with its outcome."""
        return next((call for call in reversed(self.calls) if call[0].step == step and not _failed(call[1])), None)

    def is_open(self, step: str) -> bool:
        """Return whether the last call of a kind may have happened or not."""
        found = self.last(step)
        return found is not None and self.is_unknown(found[1])

    @staticmethod
    def is_unknown(outcome: Entry | None) -> bool:
        """Return whether a call with this outcome may have happened or not."""
        return outcome is None or outcome.result == "unknown"

    def asked(self, word: str) -> bool:
        """Return whether the latest answer, which nothing has followed yet, contains a word."""
        return self.answer is not None and word in self.answer.data["words"]

    def pause(self) -> float:
        """Return until when to pause after calls that failed."""
        outcomes = [outcome for _, outcome in reversed(self.calls)]
        if self.answer is not None or not outcomes or outcomes[0] is None or outcomes[0].result != "later":
            return 0.0  # what is unknown is looked into at once
        failures = next((n for n, one in enumerate(outcomes) if one and one.result == "done"), len(outcomes))
        named = float(outcomes[0].data.get("retry_after", 0.0))
        return outcomes[0].at + max(named, min(LOOK, _FIRST_PAUSE * 2.0 ** min(failures - 1, 10)))

    @property
    def rejected(self) -> Entry | None:
        """The rejection of the last call, unless a person has answered since."""
        outcome = self.calls[-1][1] if self.calls and self.answer is None else None
        return outcome if outcome is not None and outcome.result == "rejected" else None

    @property
    def invited(self) -> set[str]:
        """The test numbers that were certainly invited."""
        done = (call for call in self.calls if call[1] is not None and call[1].result == "done")
        return {number for call in done for one in call if one for number in one.data.get("numbers", ())}


def _failed(outcome: Entry | None) -> bool:
    return outcome is not None and outcome.result in _NOTHING


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
        facts.calls.append((entry, None))
        facts.answer = None
        if entry.step == "Invite":
            facts.overwrite.discard("test_numbers")
    elif entry.what == "outcome":
        facts.calls[-1] = (facts.calls[-1][0], entry)
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
