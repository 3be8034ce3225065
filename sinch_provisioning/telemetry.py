"""OpenTelemetry: traces and metrics of calls, as a hook. Needs the extra `otel`.

    from sinch_provisioning.telemetry import Telemetry

    async with AsyncClient(config, hooks=[Telemetry()]) as sinch: ...

One span for each call, with a child for each attempt. Nothing holds an id of a project or a resource, a phone number, a
header, a body or the text of an error: an attribute is a template, a name, a number or a status.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, final
from urllib.parse import urlsplit

import attrs

from sinch_provisioning._version import __version__
from sinch_provisioning.errors import ApiError
from sinch_provisioning.net.hooks import Attempt, Call, CallRetry, CallWait, Observer, TokenFetch

if TYPE_CHECKING:
    from sinch_provisioning import webhooks

try:
    from opentelemetry import context, metrics, propagate, trace
    from opentelemetry.context import Context
    from opentelemetry.metrics import Histogram, MeterProvider
    from opentelemetry.trace import Span, SpanKind, Status, StatusCode, TracerProvider
except ImportError as _error:  # pragma: no cover - the tests have it
    raise ModuleNotFoundError(
        "telemetry needs OpenTelemetry's API: pip install 'sinch-provisioning[otel]'", name=_error.name
    ) from _error

__all__ = ["Telemetry"]

_NAME: Final = "sinch_provisioning"
# aiohttp's own instrumentation would add a span to each attempt, which has one. The key has no public name yet.
_QUIET: Final[str | None] = getattr(context, "_SUPPRESS_HTTP_INSTRUMENTATION_KEY", None)

_Values = dict[str, str | int | float | bool]


@attrs.define(eq=False)
class _Watched:
    """What is kept of a call while it lasts."""

    span: Span
    context: Context
    attributes: _Values
    attempt: Span | None = None
    during: Context | None = None
    """The context of the attempt, and what takes it off again."""
    token: Any = None


@final
class Telemetry(Observer):
    """A hook that traces and measures calls; give it to any number of clients as `hooks=[Telemetry()]`.

    Args:
        tracer_provider: Makes the spans; by default the global one.
        meter_provider: Makes the metrics; by default the global one.
        propagate: Send `traceparent` and whatever else the global propagator adds with each request.
    """

    def __init__(
        self,
        *,
        tracer_provider: TracerProvider | None = None,
        meter_provider: MeterProvider | None = None,
        propagate: bool = True,
    ) -> None:
        self._tracer = trace.get_tracer(_NAME, __version__, tracer_provider)
        meter = metrics.get_meter(_NAME, __version__, meter_provider)
        self._calls: dict[Call, _Watched] = {}
        self._propagate = propagate
        self._duration = meter.create_histogram("sinch.client.call.duration", "s", "Calls, with all attempts and waits")
        self._attempt_duration = meter.create_histogram("http.client.request.duration", "s", "Attempts")
        self._attempts = meter.create_histogram("sinch.client.call.attempts", "{attempt}", "Attempts of a call")
        self._active = meter.create_up_down_counter("sinch.client.active_calls", "{call}", "Calls under way")
        self._retries = meter.create_counter("sinch.client.retries", "{retry}", "Attempts that failed and were retried")
        self._waits = meter.create_histogram("sinch.client.wait.duration", "s", "Waits for limits and tokens")
        self._budget = meter.create_gauge("sinch.client.retry_budget", "1", "What is left of the budget for retries")
        self._tokens = meter.create_histogram("sinch.client.token.duration", "s", "Fetches of a token")
        self._lag = meter.create_histogram("sinch.webhook.lag", "s", "From the signature of an event to its arrival")

    def call_started(self, call: Call, /) -> None:
        """Begin the span of a call."""
        server = urlsplit(call.base_url)
        # The path of `request()` is what the caller wrote, so it is not shown.
        template = "/v1/projects/{projectId}/..." if call.operation is None else call.route
        attributes: _Values = {
            "http.request.method": call.method,
            "url.template": template,
            "server.address": server.hostname or "",
            "server.port": server.port or (443 if server.scheme == "https" else 80),
        }
        if call.operation is not None:
            attributes["sinch.operation"] = call.operation
        name = call.operation or f"{call.method} {template}"
        span = self._tracer.start_span(name, kind=SpanKind.INTERNAL, attributes=attributes)
        self._calls[call] = _Watched(span, trace.set_span_in_context(span), attributes)
        self._active.add(1)

    def call_ended(self, call: Call, /) -> None:
        """End it."""
        watched = self._calls.pop(call, None)
        if watched is None:
            return
        watched.span.set_attribute("sinch.attempts", call.attempts)
        sent = getattr(call.error, "sent", None)
        if isinstance(sent, bool):
            watched.span.set_attribute("sinch.sent", sent)
        attributes = _end(watched.span, call, self._duration, watched)
        self._attempts.record(call.attempts, attributes, watched.context)
        if call.budget_left is not None:
            self._budget.set(call.budget_left)
        self._active.add(-1)

    def before(self, attempt: Attempt, /) -> None:
        """Begin the span of an attempt, and send its trace along."""
        watched = self._calls.get(attempt.call)
        if watched is None:
            return
        attributes = dict(watched.attributes)
        if attempt.number > 1:
            attributes["http.request.resend_count"] = attempt.number - 1
        name = f"{attempt.method} {attributes['url.template']}"
        watched.attempt = self._tracer.start_span(name, watched.context, SpanKind.CLIENT, attributes)
        during = trace.set_span_in_context(watched.attempt, watched.context)
        if self._propagate:
            propagate.inject(attempt.headers, during)
        if _QUIET is not None:
            during = context.set_value(_QUIET, True, during)
        watched.during = during
        watched.token = context.attach(during)

    def after(self, attempt: Attempt, /) -> None:
        """End it."""
        watched = self._calls.get(attempt.call)
        if watched is None or watched.attempt is None:
            return
        span, watched.attempt = watched.attempt, None
        # A task that is thrown away may end its attempt in another context, where nothing is attached.
        if context.get_current() is watched.during:
            context.detach(watched.token)
        watched.token = watched.during = None
        _end(span, attempt, self._attempt_duration, watched)

    def retry(self, retry: CallRetry, /) -> None:
        """Note a retry."""
        about: _Values = {"error.type": retry.reason}
        self._retries.add(1, about | {"sinch.of": "token" if retry.call is None else "call"})
        if retry.call is not None:
            about |= {"sinch.attempt": retry.attempt, "sinch.pause": retry.pause}
            self._event(retry.call, "sinch.retry", about)

    def wait(self, wait: CallWait, /) -> None:
        """Note a wait."""
        self._waits.record(wait.seconds, {"sinch.reason": wait.reason})
        self._event(wait.call, "sinch.wait", {"sinch.reason": wait.reason, "sinch.seconds": wait.seconds})

    def token(self, fetch: TokenFetch, /) -> None:
        """Note a fetch of a token, which is for all calls."""
        about: _Values = {} if fetch.error is None else {"error.type": _kind(fetch.error)}
        self._tokens.record(fetch.ended - fetch.started, about)

    def webhook(self, event: "webhooks.Event", call: "webhooks.Call", /) -> None:
        """Note how long an event took to arrive; for a webhook's handler to call."""
        # By two clocks, it may be negative; a type that is newer than this package is any text.
        self._lag.record(max(call.lag, 0), {"sinch.event": event.type.value if event.type.is_known else "other"})

    def _event(self, call: Call, name: str, attributes: Mapping[str, str | int | float | bool]) -> None:
        watched = self._calls.get(call)
        if watched is not None:
            watched.span.add_event(name, attributes)


def _end(span: Span, of: Call | Attempt, duration: Histogram, watched: _Watched) -> _Values:
    """End a span, measure what it is of, and return how that has ended."""
    ending: _Values = {} if of.status is None else {"http.response.status_code": of.status}
    if of.error is not None:
        ending["error.type"] = _kind(of.error)
    elif of.status is not None and of.status >= 400:
        ending["error.type"] = str(of.status)
    span.set_attributes(ending)
    if "error.type" in ending:
        span.set_status(Status(StatusCode.ERROR, None if of.error is None else type(of.error).__name__))
    span.end()
    attributes = watched.attributes | ending
    duration.record((of.ended or of.started) - of.started, attributes, watched.context)
    return attributes


def _kind(error: BaseException) -> str:
    return str(error.status) if isinstance(error, ApiError) else type(error).__name__
