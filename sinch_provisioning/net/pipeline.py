"""The request pipeline: deadline, concurrency limit, retry loop (credentials, rate, hooks, transport)."""

import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, final

import attrs

from sinch_provisioning.config import Config, RetryPolicy, header_safe
from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.core.failures import api_error
from sinch_provisioning.core.processes import OneProcess
from sinch_provisioning.core.requests import PreparedRequest
from sinch_provisioning.core.retrying import Failure, Outcome, RetryBudget
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.errors import (
    ApiError,
    DeadlineExceeded,
    DecodeError,
    InvalidRequest,
    TransportError,
)
from sinch_provisioning.net.auth import Authorizer, Rejection, authorizer
from sinch_provisioning.net.hooks import Call, Hook, Reply, WaitReason, captures, checked, log
from sinch_provisioning.net.limits import Limiter, Rate
from sinch_provisioning.net.retrying import FailedAttempt, Retries, deadline_exceeded, transport_outcome
from sinch_provisioning.net.transport import Transport
from sinch_provisioning.net.watching import Watch

if TYPE_CHECKING:
    from sinch_provisioning.net.exchange import Response

T = TypeVar("T")

# Statuses of requests that the service has rejected before it did anything.
_REJECTED = frozenset({401, 429})


@final
@attrs.frozen(kw_only=True)
class Options:
    """What one scope of a client does its way."""

    timeout: float
    deadline: float
    retry: RetryPolicy | None = None
    """None: the client's."""
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])


@final
class Pipeline(OneProcess):
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
        self._watch = Watch(checked(hooks), clock, config.base_url)
        self._auth: Authorizer = authorizer(config, self.transport, clock, random, self._watch)
        budget = None if config.retry.budget is None else RetryBudget(config.retry.budget)
        self._retries = Retries(config.retry, clock, random, budget)
        self._begin()
        super().__init__()

    def _begin(self) -> None:
        """Make what belongs to one event loop; token and retry budget outlive it."""
        self._limiter = Limiter(self._config.concurrency)
        self._rate = None if self._config.rate is None else Rate(self._config.rate, self.clock)
        self._auth.leave_loop()

    def start_over(self) -> None:
        """Take nothing of the parent process's along but its token; see `OneProcess`."""
        self.transport.start_over()
        self._begin()

    async def close(self) -> None:
        """End background work and the session."""
        await self._auth.close()
        await self.transport.close()

    async def run(self, request: PreparedRequest, options: Options) -> bytes:
        """Send a request, with retries, and return the body of its response."""
        end = self.clock.monotonic() + options.deadline
        if self.transport.bind():
            self._begin()
        limiter = self._limiter  # a call that ends later than its loop has no place in the next one's
        call = None
        if self._watch.hooks or log.isEnabledFor(logging.DEBUG):
            call = self._watch.call_started(request)
        retries = self._retries if options.retry is None else attrs.evolve(self._retries, policy=options.retry)
        try:
            if not limiter.try_acquire():
                await self._wait("concurrency", limiter.acquire(request.project_id), end, call)
            try:
                response = await retries.run(
                    partial(self._attempt, request, options, end, call, Rejection()),
                    safety=request.safety,
                    end=end,
                    on_pause=None if call is None else partial(self._watch.retry, call),
                )
            finally:
                limiter.release()
        except BaseException as error:
            for one in (error, error.__cause__):
                if isinstance(one, TransportError | DeadlineExceeded):
                    one.operation, one.method, one.route = request.operation, request.method, request.route
                    one.project_id, one.deadline = request.project_id, options.deadline
            self._ended(call, error)
            raise
        self._ended(call, None)
        return response.body

    def _ended(self, call: Call | None, error: BaseException | None) -> None:
        if call is not None:
            budget = self._retries.budget
            self._watch.call_ended(call, error, None if budget is None else budget.left)

    async def _wait(
        self,
        reason: WaitReason,
        work: Coroutine[Any, Any, T],
        end: float,
        call: Call | None,
        attempts: int = 0,
        maybe_done: bool = False,
    ) -> T:
        """Wait for a turn or a token.

        Args:
            reason: What for.
            work: Waits.
            end: When the deadline passes.
            call: For hooks.
            attempts: Attempts so far.
            maybe_done: An earlier attempt may have been carried out.

        Raises:
            DeadlineExceeded: the deadline has passed.
        """
        import asyncio

        since = self.clock.monotonic()
        timer = asyncio.timeout(end - since)
        try:
            async with timer:
                return await work
        except TimeoutError:
            if not timer.expired():
                raise  # a token provider's own
            raise deadline_exceeded(attempts, maybe_done, reason) from None
        except TransportError as error:
            error.sent = maybe_done  # what the token endpoint has seen is not this call
            raise
        finally:
            if call is not None:
                self._watch.wait(call, reason, since)

    async def _attempt(
        self,
        request: PreparedRequest,
        options: Options,
        end: float,
        call: Call | None,
        rejection: Rejection,
        number: int,
        maybe_done: bool,
    ) -> "Response | FailedAttempt":
        auth = self._auth
        credentials = auth.ready()
        if credentials is None:
            credentials = await self._wait("token", auth.header(), end, call, number - 1, maybe_done)
        if self._rate is not None and not self._rate.try_acquire():
            await self._wait("rate", self._rate.acquire(), end, call, number - 1, maybe_done)
        timeout = min(options.timeout, end - self.clock.monotonic())
        if timeout <= 0:
            raise deadline_exceeded(number - 1, maybe_done)
        mark = auth.uses
        try:
            if call is None:
                response = await self._exchange(request, options.headers, credentials, timeout)
            else:
                response = await self._watched(call, number, request, options.headers, credentials, timeout)
        except TransportError as error:
            return FailedAttempt(error, transport_outcome(error), maybe_done=error.sent)
        except DecodeError as error:  # larger than may be
            raise DecodeError(error.reason, operation=request.operation or request.route) from None
        if captures.get():
            _capture(request, response, number)
        if 200 <= response.status < 300:
            auth.worked(credentials, rejection)
            return response
        failure = self._api_error(request, response, number, credentials)
        outcome = Outcome(Failure.HTTP_STATUS, response.status, failure.error_code, failure.retry_after)
        if response.status == 401 and self._goes_again(credentials, mark, rejection):
            # The request was rejected before anything was done, so even a ONCE call may go again.
            return FailedAttempt(failure, outcome, again=True)
        return FailedAttempt(failure, outcome, maybe_done=response.status not in _REJECTED)

    def _goes_again(self, credentials: Secret, mark: int, rejection: Rejection) -> bool:
        """Return whether a call that was rejected with 401 is worth another attempt; it costs what a retry costs."""
        budget = self._retries.budget
        if budget is not None and budget.is_dry:
            return False
        if not self._auth.rejected(credentials, mark, rejection):
            return False
        return budget is None or budget.spend()

    def _exchange(
        self, request: PreparedRequest, headers: Mapping[str, str], credentials: Secret, timeout: float
    ) -> Coroutine[Any, Any, "Response"]:
        """Send a request once."""
        if request.body is not None:
            headers = {**headers, "Content-Type": "application/json"}
        return self.transport.exchange.send(
            request.method,
            self._config.base_url + request.target,
            headers=headers,
            credentials=credentials,
            body=request.body,
            timeout=timeout,
        )

    async def _watched(
        self,
        call: Call,
        number: int,
        request: PreparedRequest,
        headers: Mapping[str, str],
        credentials: Secret,
        timeout: float,
    ) -> "Response":
        """Send a request once, before the eyes of hooks, which see no credentials, even if a gateway repeats them."""
        attempt = self._watch.before(call, number, dict(headers))
        try:
            response = await self._exchange(request, checked_headers(attempt.headers), credentials, timeout)
        except BaseException as error:
            self._watch.after(attempt, error=error)
            raise
        from multidict import CIMultiDict

        cut = self.transport.cut(credentials)
        shown = CIMultiDict((name, cut.text(content)) for name, content in response.headers.items())
        self._watch.after(attempt, status=response.status, headers=shown)
        return response

    def _api_error(self, request: PreparedRequest, response: "Response", number: int, credentials: Secret) -> ApiError:
        return api_error(
            status=response.status,
            headers=response.headers,
            body=response.body,
            method=request.method,
            route=request.route,
            operation=request.operation,
            project_id=request.project_id,
            attempts=number,
            wall=self.clock.time(),
            cut=self.transport.cut(credentials),
        )


def _capture(request: PreparedRequest, response: "Response", number: int) -> None:
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
    for replies in captures.get():
        replies.append(reply)


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers that were given, or that hooks have left.

    Raises:
        InvalidRequest: one of them would break out of its line.
    """
    bad = [
        (name, "is not the name or not the content of a header")
        for name, content in headers.items()
        if not name.isascii() or not name.isprintable() or set(name) & set(" :") or not name or not header_safe(content)
    ]
    if bad:
        raise InvalidRequest(bad)
    return dict(headers)
