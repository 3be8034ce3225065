"""The one retry loop, for calls and for tokens: attempt, decide, pause."""

import math
import ssl
from collections.abc import Awaitable, Callable
from typing import TypeVar, final

import attrs

from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.core.operation import Safety
from sinch_provisioning.core.retrying import Failure, Outcome, Policy, RetryBudget, pause
from sinch_provisioning.errors import (
    ApiError,
    DeadlineExceeded,
    DecodeError,
    IncompleteAnswer,
    ProvisioningError,
    TimedOut,
    TransportError,
)
from sinch_provisioning.net.hooks import WaitReason

T = TypeVar("T")

_AWAITED: dict[WaitReason, str] = {
    "concurrency": "others (Config.concurrency)",
    "rate": "its turn (Config.rate)",
    "token": "a token",
}


@attrs.define(eq=False)
class FailedAttempt:
    """What an attempt returns in place of its result."""

    error: TransportError | ApiError | DecodeError
    outcome: Outcome
    maybe_done: bool = False
    """The service may have done what the call is for."""
    again: bool = False
    """Another attempt makes sense at once, whatever the policy says: with new credentials."""


@final
@attrs.frozen(eq=False)
class Retries:
    """Retries by one policy.

    Args:
        policy: How often, and with which pauses.
        clock: Whose time counts.
        random: Returns 0..1 for the jitter.
        budget: What all calls of a client may spend on retries; None for no limit.
    """

    policy: Policy
    clock: Clock
    random: Callable[[], float]
    budget: RetryBudget | None = None

    async def run(
        self,
        attempt: Callable[[int, bool], Awaitable[T | FailedAttempt]],
        *,
        safety: Safety,
        end: float = math.inf,
        on_pause: Callable[[int, ProvisioningError, float], object] | None = None,
    ) -> T:
        """Return the result of the first attempt that has one.

        Args:
            attempt: Takes the number of the attempt, from 1, and whether an earlier one may have been carried out.
            safety: What sending the request a second time would do.
            end: When the deadline passes, by the clock; infinity for no deadline.
            on_pause: Called before each further attempt with the number of the failed one, its error and the pause.

        Raises:
            DeadlineExceeded: the deadline has passed, or would before the next attempt.
            ProvisioningError: the error of the last attempt.
        """
        number = 0
        maybe_done = False
        error: ProvisioningError | None = None
        while True:
            number += 1
            if self.clock.monotonic() >= end:
                raise deadline_exceeded(number - 1, maybe_done) from error
            found = await attempt(number, maybe_done)
            if not isinstance(found, FailedAttempt):
                if self.budget is not None:
                    self.budget.earn(number)
                return found
            error = found.error
            maybe_done = maybe_done or found.maybe_done
            if isinstance(error, TransportError):
                error.attempts, error.sent = number, maybe_done
                if isinstance(error, TimedOut) and self.clock.monotonic() >= end:
                    raise deadline_exceeded(number, maybe_done) from error
            wait = 0.0 if found.again else self._pause(found, number, safety, end, maybe_done)
            if on_pause is not None:
                on_pause(number, error, wait)
            if not found.again:
                await self.clock.sleep(wait)

    def _pause(self, failed: FailedAttempt, number: int, safety: Safety, end: float, maybe_done: bool) -> float:
        """Return the seconds until the next attempt, or raise the error of this one."""
        seconds = pause(self.policy, attempt=number, safety=safety, outcome=failed.outcome, random=self.random)
        if seconds is None:
            raise failed.error
        if self.clock.monotonic() + seconds >= end:
            raise deadline_exceeded(number, maybe_done) from failed.error
        if self.budget is not None and not self.budget.spend():
            raise failed.error
        return seconds


def deadline_exceeded(attempts: int, sent: bool, waiting: WaitReason | None = None) -> DeadlineExceeded:
    """Return the error of a call whose deadline has passed, and what it was waiting for, if it was."""
    tried = {0: "before the first attempt", 1: "after 1 attempt"}.get(attempts, f"after {attempts} attempts")
    waited = "" if waiting is None else f", while the call waited for {_AWAITED[waiting]}"
    return DeadlineExceeded(
        f"the deadline of the call (Config.deadline) passed {tried}{waited}", sent=sent, attempts=attempts
    )


def transport_outcome(error: TransportError) -> Outcome:
    """Return how an attempt failed for which there is no response."""
    if isinstance(error, IncompleteAnswer):
        return Outcome(Failure.MALFORMED_RESPONSE)
    if isinstance(error.__cause__, ssl.CertificateError):
        return Outcome(Failure.UNTRUSTED)
    return Outcome(Failure.CONNECTION_LOST if error.sent else Failure.NOT_SENT)
