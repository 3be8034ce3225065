"""Tells hooks and the log what happens to a call. Nothing here runs for a client that has neither."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, final

from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.core.requests import PreparedRequest
from sinch_provisioning.errors import ApiError
from sinch_provisioning.net.hooks import (
    Attempt,
    Call,
    CallRetry,
    CallWait,
    Hook,
    Observer,
    TokenFetch,
    WaitReason,
    log,
)


@final
class Watch:
    """The hooks of a client, and its log."""

    __slots__ = ("_base_url", "_clock", "_interested", "hooks")

    def __init__(self, hooks: Sequence[Hook], clock: Clock, base_url: str) -> None:
        self.hooks: Sequence[Hook] = hooks
        self._clock = clock
        self._base_url = base_url
        self._interested: dict[str, list[Callable[[Any], object]]] = {
            name: [getattr(hook, name) for hook in hooks if _defines(hook, name)]
            for name in ("call_started", "call_ended", "retry", "wait", "token")
        }

    def call_started(self, request: PreparedRequest) -> Call:
        """Begin to watch a call."""
        call = Call(
            operation=request.operation,
            method=request.method,
            route=request.route,
            project_id=request.project_id,
            base_url=self._base_url,
            started=self._clock.monotonic(),
        )
        _debug("%s %s started", call.method, call.route, event="call_started", call=call)
        self._tell("call_started", call)
        return call

    def call_ended(self, call: Call, error: BaseException | None, budget_left: int | None) -> None:
        """Tell that a call has its response, or has failed."""
        call.ended = self._clock.monotonic()
        call.error = error
        call.budget_left = budget_left
        _debug(
            "%s %s ended after %d attempts: %s in %.1f ms",
            call.method,
            call.route,
            call.attempts,
            call.status if error is None else type(error).__name__,
            (call.ended - call.started) * 1000,
            event="call_ended",
            call=call,
            status=call.status,
            error=error,
            seconds=call.ended - call.started,
        )
        self._tell("call_ended", call)

    def before(self, call: Call, number: int, headers: dict[str, str]) -> Attempt:
        """Begin an attempt.

        Raises:
            Exception: a hook's own.
        """
        call.attempts = number
        attempt = Attempt(
            operation=call.operation,
            method=call.method,
            route=call.route,
            project_id=call.project_id,
            number=number,
            headers=headers,
            started=self._clock.monotonic(),
            call=call,
        )
        for index, hook in enumerate(self.hooks):
            try:
                hook.before(attempt)
            except BaseException as error:
                self.after(attempt, error=error, hooks=self.hooks[:index])
                raise
        return attempt

    def after(
        self,
        attempt: Attempt,
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        error: BaseException | None = None,
        hooks: Sequence[Hook] | None = None,
    ) -> None:
        """Tell how an attempt has ended."""
        attempt.ended = self._clock.monotonic()
        attempt.status = status
        attempt.error = error
        attempt.response_headers = headers
        attempt.call.status = status
        for hook in self.hooks if hooks is None else hooks:
            try:
                hook.after(attempt)
            except Exception:  # noqa: BLE001 - a hook is anyone's code
                # The response, say to a create, is worth more than what a hook thinks of it.
                log.exception("a hook failed after an attempt; the call goes on")
        _debug(
            "%s %s attempt %d: %s in %.1f ms",
            attempt.method,
            attempt.route,
            attempt.number,
            status if error is None else type(error).__name__,
            (attempt.ended - attempt.started) * 1000,
            event="attempt",
            call=attempt.call,
            attempt=attempt.number,
            status=status,
            error=error,
            seconds=attempt.ended - attempt.started,
        )

    def retry(self, call: Call | None, attempt: int, error: BaseException, pause: float) -> None:
        """Tell that an attempt has failed and another one follows after a pause."""
        reason = str(error.status) if isinstance(error, ApiError) else type(error).__name__
        _debug(
            "%s %s attempt %d failed with %s: retry in %.2f s",
            "POST" if call is None else call.method,
            "/oauth2/token" if call is None else call.route,
            attempt,
            reason,
            pause,
            event="retry",
            call=call,
            attempt=attempt,
            reason=reason,
            seconds=pause,
        )
        self._tell("retry", CallRetry(call=call, attempt=attempt, reason=reason, pause=pause, error=error))

    def wait(self, call: Call, reason: WaitReason, since: float) -> None:
        """Tell that a call has waited."""
        seconds = self._clock.monotonic() - since
        _debug(
            "%s %s waited %.2f s (%s)",
            call.method,
            call.route,
            seconds,
            reason,
            event="wait",
            call=call,
            reason=reason,
            seconds=seconds,
        )
        self._tell("wait", CallWait(call=call, reason=reason, seconds=seconds))

    def token_started(self) -> None:
        """Tell that a fetch of a token begins."""
        _debug("token fetch started", event="token_started")

    def token(self, since: float, *, expires: float | None = None, error: BaseException | None = None) -> None:
        """Tell how a fetch of a token has ended; `expires` is by the clock."""
        ended = self._clock.monotonic()
        lifetime = None if expires is None else expires - ended
        if lifetime is None:
            words = f"failed with {type(error).__name__}"
        else:
            words = f"succeeded; the token lives {lifetime:.0f} s"
        _debug(
            "token fetch %s; it took %.1f ms",
            words,
            (ended - since) * 1000,
            event="token",
            error=error,
            lifetime=lifetime,
            seconds=ended - since,
        )
        self._tell("token", TokenFetch(started=since, ended=ended, lifetime=lifetime, error=error))

    def _tell(self, name: str, event: object) -> None:
        for method in self._interested[name]:
            try:
                method(event)
            except Exception:  # noqa: BLE001 - a hook is anyone's code
                log.exception("a hook's %s failed; the call goes on", name)


def _defines(hook: object, name: str) -> bool:
    """Return whether a hook has a method of its own, not the empty one of Observer."""
    method = getattr(hook, name, None)
    return method is not None and getattr(method, "__func__", None) is not getattr(Observer, name)


def _debug(text: str, *args: object, event: str, call: Call | None = None, **fields: object) -> None:
    """Log templates and names, never a path, a header or a body, so that nothing secret or personal shows."""
    if not log.isEnabledFor(logging.DEBUG):
        return
    error = fields.pop("error", None)
    extra: dict[str, object] = {"sinch_event": event}
    if call is not None:
        extra |= {
            "sinch_operation": call.operation,
            "sinch_method": call.method,
            "sinch_route": call.route,
            "sinch_project_id": call.project_id,
        }
    extra |= {f"sinch_{name}": value for name, value in fields.items()}
    if error is not None:
        extra["sinch_error"] = type(error).__name__
    log.debug(text, *args, extra=extra, stacklevel=3)
