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
        _debug("call_started", "started", call=call)
        self._tell("call_started", call)
        return call

    def call_ended(self, call: Call, error: BaseException | None, budget_left: int | None) -> None:
        """Tell that a call has its response, or has failed."""
        call.ended = self._clock.monotonic()
        call.error = error
        call.budget_left = budget_left
        words = "ended after %d attempts: %s in %.1f ms"
        seconds = call.ended - call.started
        shown = (call.attempts, call.status if error is None else type(error).__name__, seconds * 1000)
        _debug("call_ended", words, *shown, call=call, status=call.status, error=error, seconds=seconds)
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
        seconds = attempt.ended - attempt.started
        shown = (attempt.number, status if error is None else type(error).__name__, seconds * 1000)
        fields: dict[str, object] = {"attempt": attempt.number, "status": status, "error": error, "seconds": seconds}
        _debug("attempt", "attempt %d: %s in %.1f ms", *shown, call=attempt.call, **fields)

    def retry(self, call: Call | None, attempt: int, error: BaseException, pause: float) -> None:
        """Tell that an attempt has failed and another one follows after a pause."""
        reason = str(error.status) if isinstance(error, ApiError) else type(error).__name__
        words = ("" if call else "POST /oauth2/token ") + "attempt %d failed with %s: retry in %.2f s"
        _debug("retry", words, attempt, reason, pause, call=call, attempt=attempt, reason=reason, seconds=pause)
        self._tell("retry", CallRetry(call=call, attempt=attempt, reason=reason, pause=pause, error=error))

    def wait(self, call: Call, reason: WaitReason, since: float) -> None:
        """Tell that a call has waited."""
        seconds = self._clock.monotonic() - since
        _debug("wait", "waited %.2f s (%s)", seconds, reason, call=call, reason=reason, seconds=seconds)
        self._tell("wait", CallWait(call=call, reason=reason, seconds=seconds))

    def token_started(self) -> None:
        """Tell that a fetch of a token begins."""
        _debug("token_started", "token fetch started")

    def token(self, since: float, *, expires: float | None = None, error: BaseException | None = None) -> None:
        """Tell how a fetch of a token has ended; `expires` is by the clock."""
        ended = self._clock.monotonic()
        lifetime = None if expires is None else expires - ended
        failed = f"failed with {type(error).__name__}"
        shown = (failed if lifetime is None else f"succeeded; the token lives {lifetime:.0f} s", (ended - since) * 1000)
        words = "token fetch %s; it took %.1f ms"
        _debug("token", words, *shown, error=error, lifetime=lifetime, seconds=ended - since)
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


def _debug(event: str, text: str, *args: object, call: Call | None = None, **fields: object) -> None:
    """Log templates and names, never a path, a header or a body, so that nothing secret or personal shows."""
    if not log.isEnabledFor(logging.DEBUG):
        return
    error = fields.pop("error", None)
    extra: dict[str, object] = {"sinch_event": event}
    if call is not None:
        text, args = f"%s %s {text}", (call.method, call.route, *args)
        extra |= {f"sinch_{name}": getattr(call, name) for name in ("operation", "method", "route", "project_id")}
    extra |= {f"sinch_{name}": value for name, value in fields.items()}
    if error is not None:
        extra["sinch_error"] = type(error).__name__
    log.debug(text, *args, extra=extra, stacklevel=3)
