"""What callers were told, held against what the server has done."""

import threading
from collections import Counter

import attrs

from sinch_provisioning import Attempt, errors
from tests.soak.server import ITEMS, Books


@attrs.define
class Totals:
    """The sums of a run."""

    operations: Counter[str] = attrs.field(factory=Counter)
    failures: Counter[str] = attrs.field(factory=Counter)
    """Errors that callers were told, by kind."""
    attempts: int = 0
    """As the clients count them."""
    retries: int = 0
    """Attempts after the first of a call."""
    requests: int = 0
    """As the server counts them."""
    tokens: int = 0
    faults: Counter[str] = attrs.field(factory=Counter)
    items: int = 0
    lost: list[str] = attrs.field(factory=list)
    doubled: list[str] = attrs.field(factory=list)
    wrong: list[str] = attrs.field(factory=list)
    """Answers to somebody else's question, and writes that did not stay."""

    @property
    def uncounted(self) -> int:
        """Requests that the server has seen and no client knows of, as aiohttp's own repetitions would be."""
        return max(0, self.requests - self.attempts)


class Accounts:
    """Keeps the accounts of all callers; safe in threads."""

    def __init__(self) -> None:
        self.totals = Totals()
        self._lock = threading.Lock()
        self._told: dict[str, str] = {}
        self._written: dict[str, str] = {}

    def before(self, attempt: Attempt) -> None:
        """Count an attempt; the accounts are a hook of the clients."""
        with self._lock:
            self.totals.attempts += 1
            self.totals.retries += attempt.number > 1

    def after(self, attempt: Attempt) -> None:
        """Take no note of how it ended: that is for the caller to tell."""

    def failed(self, kind: str, error: errors.ProvisioningError) -> None:
        """Note an operation that ended with an error."""
        with self._lock:
            self.totals.operations[kind] += 1
            self.totals.failures[type(error).__name__] += 1

    def succeeded(self, kind: str, wrong: str | None = None) -> None:
        """Note an operation that went well, and what about its answer did not."""
        with self._lock:
            self.totals.operations[kind] += 1
            if wrong is not None:
                self.totals.wrong.append(wrong)

    def commented(self, text: str, error: errors.ProvisioningError | None) -> None:
        """Note what was told about a comment: done, not done, or nobody knows."""
        if error is None:
            told = "done"
        elif isinstance(error, errors.RateLimited | errors.Unauthorized):
            told = "not done"
        elif isinstance(error, errors.TransportError | errors.DeadlineExceeded):
            told = "unknown" if error.sent else "not done"
        else:
            told = "unknown"
        with self._lock:
            self._told[text] = told

    def wrote(self, sender: str, value: str | None) -> None:
        """Note what a sender holds now, None if nobody knows."""
        with self._lock:
            if value is None:
                self._written.pop(sender, None)
            else:
                self._written[sender] = value

    def swept(self, project: str, found: list[str]) -> None:
        """Note what a sweep of a whole list has found."""
        counts = Counter(found)
        with self._lock:
            self.totals.items += len(found)
            wanted = {f"{project}-{number}" for number in range(ITEMS)}
            self.totals.lost += sorted(wanted - counts.keys())
            self.totals.doubled += [item for item, count in counts.items() if count > 1]
            self.totals.wrong += sorted(counts.keys() - wanted)

    def settle(self, books: Books) -> None:
        """Hold everything since the last time against the server's books; nothing may be under way."""
        with self._lock:
            totals, told, written = self.totals, self._told, self._written
            self._told, self._written = {}, {}
            totals.requests += books.requests
            totals.tokens += books.tokens
            totals.faults += books.faults
            for text, what in told.items():
                count = books.done.get(text, 0)
                if count > 1 or (count == 1 and what == "not done"):
                    totals.doubled.append(f"{text}: {what}, {count} times")
                if count == 0 and what == "done":
                    totals.lost.append(text)
            totals.wrong += [f"{text} was never asked for" for text in books.done if text not in told]
            totals.wrong += [
                f"{sender} is {books.state.get(sender)}, not {value}"
                for sender, value in written.items()
                if books.state.get(sender) != value
            ]
