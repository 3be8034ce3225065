"""Whether a failed attempt is retried, and when: a pure decision, and the budget that all calls of a client share."""

import enum
from collections.abc import Callable
from typing import Protocol, final

from sinch_provisioning.core.model import value
from sinch_provisioning.core.operation import Safety


class Policy(Protocol):
    """Numbers of `config.RetryPolicy`."""

    @property
    def attempts(self) -> int: ...
    @property
    def wait_initial(self) -> float: ...
    @property
    def wait_max(self) -> float: ...
    @property
    def retry_after_max(self) -> float: ...


@final
class Failure(enum.Enum):
    """How an attempt failed."""

    NOT_SENT = "not sent"
    """No connection: the service has seen nothing."""
    UNTRUSTED = "untrusted"
    """The certificate is not trusted: nothing was sent, and the next attempt would meet the same one."""
    CONNECTION_LOST = "connection lost"
    """The connection broke, or the time ran out, after the request may have left."""
    HTTP_STATUS = "HTTP status"
    """The service, or something before it, responded with an error."""
    MALFORMED_RESPONSE = "malformed response"
    """The response is broken: cut short, badly chunked, badly compressed."""


@value
class Outcome:
    """A failed attempt."""

    failure: Failure
    status: int | None = None
    error_code: str | None = None
    retry_after: float | None = None


# Another attempt may go well where a gateway or a limit stood in the way.
_TRANSIENT_STATUSES = frozenset({429, 502, 503, 504})
# Errors that no waiting fixes, though their status says so: see the "again" column of the contract.
_NEVER_RETRIED_CODES = frozenset({"sender-already-registered", "log_in_facebook_required"})


def is_retryable(safety: Safety, outcome: Outcome) -> bool:
    """Return whether a retry could help and would do nothing twice."""
    if outcome.failure is Failure.UNTRUSTED:
        return False
    if outcome.failure is Failure.NOT_SENT:
        return True
    if outcome.error_code in _NEVER_RETRIED_CODES:
        return False
    if outcome.status == 429:
        return True  # rejected before anything was done
    if safety is Safety.ONCE:
        return False
    if outcome.failure is Failure.HTTP_STATUS:
        return outcome.status in _TRANSIENT_STATUSES or (outcome.status == 500 and safety is Safety.SAFE)
    return True


def pause(
    policy: Policy, *, attempt: int, safety: Safety, outcome: Outcome, random: Callable[[], float]
) -> float | None:
    """Return the seconds to wait after attempt number `attempt` (from 1), None to give up; `random` returns 0..1."""
    if attempt >= policy.attempts or not is_retryable(safety, outcome):
        return None
    if outcome.retry_after is not None:
        if outcome.retry_after > policy.retry_after_max:
            return None
        # A little more than asked, at random, so that not all callers come back at once.
        return outcome.retry_after + random() * policy.wait_initial
    return random() * min(policy.wait_max, policy.wait_initial * 2.0 ** min(attempt - 1, 30))


_COST = 5
_REWARD = 1


class RetryBudget:
    """A quota of retries for all calls of a client: while nearly everything fails, it runs dry and retries end."""

    __slots__ = ("_capacity", "_left")

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._left = capacity

    @property
    def left(self) -> int:
        """What is left of the quota."""
        return self._left

    @property
    def is_dry(self) -> bool:
        """Whether there is not enough left for a retry."""
        return self._left < _COST

    def spend(self) -> bool:
        """Take the cost of one retry, if there is enough."""
        if self.is_dry:
            return False
        self._left -= _COST
        return True

    def earn(self, attempts: int) -> None:
        """Give back for a success: the cost of its last retry, or a little for none."""
        gain = _COST if attempts > 1 else _REWARD
        self._left = min(self._capacity, self._left + gain)
