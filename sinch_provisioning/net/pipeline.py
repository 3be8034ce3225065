"""The way of a call, the same for all: deadline, limit, retry[ hooks, auth, transport ]; and then decode."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, final

from sinch_provisioning.config import Config, header_safe
from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.core.failures import api_error
from sinch_provisioning.core.requests import PreparedRequest
from sinch_provisioning.core.retrying import Outcome, RetryBudget, Stop, Trouble, decide
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.errors import (
    ApiError,
    DeadlineExceeded,
    DecodeError,
    IncompleteAnswer,
    InvalidRequest,
    ProvisioningError,
    TimedOut,
    TransportError,
)
from sinch_provisioning.net.auth import Authorizer, Rejection, authorizer
from sinch_provisioning.net.hooks import Attempt, Hook, Reply, captures, checked, log, write_log
from sinch_provisioning.net.limits import Limiter
from sinch_provisioning.net.transport import Response, Transport, transport_outcome

T = TypeVar("T")

_DEBUG = 10

# Statuses that tell that the service looked at the request no further.
_REFUSED = frozenset({401, 429})


@final
class Pipeline:
    """What all projects of a client share: session, limits, token, retry budget."""

    def __init__(
        self,
        config: Config,
        *,
        session: Any,
        clock: Clock,
        random: Callable[[], float],
        hooks: Sequence[Hook],
    ) -> None:
        self.clock = clock
        self.transport: Transport = Transport(config, session)
        self._config = config
        self._random = random
        self._hooks = checked(hooks)
        self._limiter = Limiter(config.concurrency)
        self._auth: Authorizer = authorizer(config, self.transport, clock, random)
        self._budget = None if config.retry.budget is None else RetryBudget(config.retry.budget)

    async def run(self, request: PreparedRequest, *, timeout: float, deadline: float) -> bytes:
        """Carry a call out and return its answer's body."""
        end = self.clock.monotonic() + deadline
        self.transport.bind()
        await self._limiter.acquire(request.project_id, deadline)
        try:
            response = await self._try(request, timeout, end)
        finally:
            self._limiter.release()
        return response.body

    async def close(self) -> None:
        """End background work and the session."""
        await self._auth.close()
        await self.transport.close()

    async def _try(self, request: PreparedRequest, timeout: float, end: float) -> Response:
        number = 0
        rejection = Rejection()
        trouble: ProvisioningError | None = None
        # Whether an attempt so far may have done what the call is for.
        maybe_done = False
        while True:
            number += 1
            left = end - self.clock.monotonic()
            if left <= 0:
                raise _too_late(number - 1, maybe_done) from trouble
            credentials = self._auth.ready()
            if credentials is None:
                credentials = await self._credentials(left, number, maybe_done)
                left = end - self.clock.monotonic()
            mark = self._auth.uses
            try:
                response = await self._attempt(request, number, credentials, min(timeout, max(left, 0.001)))
            except TransportError as error:
                outcome = transport_outcome(error)
                trouble, maybe_done = error, maybe_done or error.sent
                error.sent = maybe_done
                if isinstance(error, TimedOut) and self.clock.monotonic() >= end:
                    raise _too_late(number, maybe_done) from error
            except DecodeError as error:  # larger than may be
                raise DecodeError(error.reason, operation=request.operation or request.route) from None
            else:
                self._note(request, response, number)
                if 200 <= response.status < 300:
                    self._auth.worked(credentials, rejection)
                    if self._budget is not None:
                        self._budget.earn(number)
                    return response
                trouble = self._refusal(request, response, number, credentials)
                outcome = Outcome(Trouble.STATUS, response.status, trouble.error_code, trouble.retry_after)
                if response.status == 401 and self._goes_again(credentials, mark, rejection):
                    # The request was rejected before anything was done, so even a ONCE call may go again.
                    continue
                maybe_done = maybe_done or response.status not in _REFUSED
            await self._pause(request, trouble, outcome, number, end, maybe_done)

    def _goes_again(self, credentials: Secret, mark: int, rejection: Rejection) -> bool:
        """Return whether a call that was rejected with 401 is worth another attempt; it costs what a retry costs."""
        if self._budget is not None and self._budget.is_dry:
            return False
        if not self._auth.rejected(credentials, mark, rejection):
            return False
        return self._budget is None or self._budget.spend()

    async def _pause(
        self,
        request: PreparedRequest,
        trouble: TransportError | ApiError,
        outcome: Outcome,
        number: int,
        end: float,
        maybe_done: bool,
    ) -> None:
        """Wait for the next attempt, or raise the trouble of this one."""
        trouble.attempts = number
        if isinstance(trouble, IncompleteAnswer):
            trouble.operation = request.operation
        step = decide(self._config.retry, attempt=number, safety=request.safety, outcome=outcome, random=self._random)
        if isinstance(step, Stop):
            raise trouble
        if self.clock.monotonic() + step.seconds >= end:
            raise _too_late(number, maybe_done) from trouble
        if self._budget is not None and not self._budget.spend():
            raise trouble
        await self.clock.sleep(step.seconds)

    async def _credentials(self, left: float, number: int, maybe_done: bool) -> Secret:
        import asyncio

        timer = asyncio.timeout(left)
        try:
            async with timer:
                return await self._auth.header()
        except TimeoutError:
            if not timer.expired():
                raise  # a token provider's own
            raise _too_late(number - 1, maybe_done) from None
        except TransportError as error:
            error.sent = maybe_done  # what the token endpoint has seen is not this call
            raise

    async def _attempt(self, request: PreparedRequest, number: int, credentials: Secret, timeout: float) -> Response:
        headers: dict[str, str] = {}
        attempt: Attempt | None = None
        if self._hooks or log.isEnabledFor(_DEBUG):
            attempt = Attempt(
                operation=request.operation,
                method=request.method,
                route=request.route,
                project_id=request.project_id,
                number=number,
                headers=headers,
                started=self.clock.monotonic(),
            )
            for hook in self._hooks:
                hook.before(attempt)
            headers = _checked(attempt.headers)
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        try:
            response = await self.transport.exchange(
                request.method,
                self._config.base_url + request.target,
                headers=headers,
                credentials=credentials,
                body=request.body,
                timeout=timeout,
            )
        except BaseException as error:
            if attempt is not None:
                self._tell(attempt, error=error)
            raise
        if attempt is not None:
            self._tell(attempt, status=response.status)
        return response

    def _tell(self, attempt: Attempt, *, status: int | None = None, error: BaseException | None = None) -> None:
        attempt.ended = self.clock.monotonic()
        attempt.status = status
        attempt.error = error
        for hook in self._hooks:
            try:
                hook.after(attempt)
            except Exception:  # noqa: BLE001 - a hook is anybody's code
                # The answer, say to a create, is worth more than what a hook thinks of it.
                log.exception("a hook failed after an attempt; the call goes on")
        write_log(attempt)

    def _refusal(self, request: PreparedRequest, response: Response, number: int, credentials: Secret) -> ApiError:
        return api_error(
            status=response.status,
            headers=response.headers,
            body=response.body,
            method=request.method,
            route=request.route,
            operation=request.operation,
            attempts=number,
            wall=self.clock.time(),
            cut=self.transport.cut(credentials),
        )

    def _note(self, request: PreparedRequest, response: Response, number: int) -> None:
        listeners = captures.get()
        if listeners:
            from multidict import CIMultiDict  # the view that aiohttp gives cannot be pickled

            reply = Reply(
                operation=request.operation,
                method=request.method,
                path=request.target,
                status=response.status,
                headers=CIMultiDict(response.headers),
                body=response.body,
                attempts=number,
            )
            for replies in listeners:
                replies.append(reply)


def _checked(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that hooks have left, if they are such.

    Raises:
        InvalidRequest: one of them would break out of its line.
    """
    bad = [
        (name, "is no name or no content of a header")
        for name, content in headers.items()
        if not name.isascii() or not name.isprintable() or set(name) & set(" :") or not name or not header_safe(content)
    ]
    if bad:
        raise InvalidRequest(bad)
    return dict(headers)


def _too_late(attempts: int, sent: bool) -> DeadlineExceeded:
    tried = "1 attempt" if attempts == 1 else f"{attempts} attempts"
    return DeadlineExceeded(f"the deadline passed after {tried}", sent=sent, attempts=attempts)
