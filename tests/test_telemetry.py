"""One span a call, one child an attempt, the trace sent along, nothing personal or secret in any of it."""

import asyncio
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Client, Config, RetryPolicy, errors, webhooks
from sinch_provisioning.testing import ManualClock
from tests.net.wire import SENDER, Request, says, wire

pytest.importorskip("opentelemetry.sdk", reason="needs OpenTelemetry: pip install opentelemetry-sdk")

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from sinch_provisioning.telemetry import Telemetry

pytestmark = pytest.mark.anyio

GOOD, BUSY = says(SENDER), says({"message": "personal words"}, 503)


class Collected:
    """What a telemetry hook has told."""

    def __init__(self) -> None:
        self.exporter, self.reader = InMemorySpanExporter(), InMemoryMetricReader()
        self.provider = TracerProvider(shutdown_on_exit=False)
        self.provider.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.meters = MeterProvider([self.reader], shutdown_on_exit=False)
        self.hook = Telemetry(tracer_provider=self.provider, meter_provider=self.meters)

    def close(self) -> None:
        self.provider.shutdown()
        self.meters.shutdown()

    @property
    def spans(self) -> list[ReadableSpan]:
        return list(self.exporter.get_finished_spans())

    def metrics(self) -> dict[str, Any]:
        data: Any = self.reader.get_metrics_data()
        found = [one for it in data.resource_metrics for scope in it.scope_metrics for one in scope.metrics]
        return {metric.name: metric.data.data_points for metric in found}


@pytest.fixture
def collected() -> Iterator[Collected]:
    collected = Collected()
    yield collected
    collected.close()


def calls(spans: list[ReadableSpan]) -> list[ReadableSpan]:
    return [span for span in spans if span.kind is SpanKind.INTERNAL]


def attempts(spans: list[ReadableSpan]) -> list[ReadableSpan]:
    return [span for span in spans if span.kind is SpanKind.CLIENT]


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


async def test_attempts_are_children_of_their_call(collected: Collected) -> None:
    async with wire(scripts=[BUSY, BUSY, GOOD]) as server:
        config = server.config(retry=RetryPolicy())
        async with AsyncClient(config, hooks=[collected.hook], clock=ManualClock()) as sinch:
            await sinch.rcs.senders.get("s1")
    (call,) = calls(collected.spans)
    made = attempts(collected.spans)
    assert call.name == "getRcsSender"
    assert call.parent is None
    for span, request in zip(made, server.requests, strict=True):
        assert span.parent is not None
        assert span.parent.span_id == call.context.span_id
        assert span.context.trace_id == call.context.trace_id
        sent = f"00-{span.context.trace_id:032x}-{span.context.span_id:016x}-"
        assert request.headers["traceparent"].startswith(sent)
        assert span.name == "GET /v1/projects/{projectId}/rcs/senders/{senderId}"
        assert attributes(span)["url.template"] == "/v1/projects/{projectId}/rcs/senders/{senderId}"
        assert attributes(span)["http.request.method"] == "GET"
        assert attributes(span)["server.address"] == "127.0.0.1"
        assert attributes(span)["server.port"] == server.port
    assert [attributes(span)["http.response.status_code"] for span in made] == [503, 503, 200]
    assert [attributes(span).get("http.request.resend_count") for span in made] == [None, 1, 2]
    assert [attributes(span).get("error.type") for span in made] == ["503", "503", None]
    assert [span.status.status_code for span in made] == [StatusCode.ERROR, StatusCode.ERROR, StatusCode.UNSET]
    assert [event.name for event in call.events] == ["sinch.wait", "sinch.retry", "sinch.retry"]
    assert dict(call.events[0].attributes or {})["sinch.reason"] == "token"
    assert dict(call.events[1].attributes or {})["error.type"] == "503"
    assert attributes(call)["sinch.attempts"] == 3
    assert attributes(call)["http.response.status_code"] == 200
    assert not collected.hook._calls


async def test_a_call_is_a_child_of_the_callers_span(collected: Collected) -> None:
    tracer = collected.provider.get_tracer("test")
    async with wire(otherwise=GOOD) as server:
        async with AsyncClient(server.config(), hooks=[collected.hook]) as sinch:
            with tracer.start_as_current_span("outer") as outer:
                await asyncio.gather(sinch.rcs.senders.get("s1"), sinch.rcs.senders.get("s2"))
        with Client(server.config(), hooks=[collected.hook]) as plain, tracer.start_as_current_span("other") as other:
            await asyncio.to_thread(plain.rcs.senders.get, "s1")
    parents = [span.parent.span_id for span in calls(collected.spans) if span.parent is not None]
    ids = [span.get_span_context().span_id for span in (outer, outer, other)]
    assert parents == ids


async def test_a_lost_call_tells_whether_it_was_sent(collected: Collected) -> None:
    async def reset(request: Request) -> None:
        await request.reset()

    async with wire(otherwise=reset) as server, AsyncClient(server.config(), hooks=[collected.hook]) as sinch:
        with pytest.raises(errors.ConnectionLost):
            await sinch.rcs.senders.launch("s1")
    (call,), (attempt,) = calls(collected.spans), attempts(collected.spans)
    assert attributes(call)["sinch.sent"] is True
    assert attributes(call)["error.type"] == attributes(attempt)["error.type"] == "ConnectionLost"
    assert call.status.status_code is StatusCode.ERROR


async def test_a_cancelled_call_leaves_nothing_open(collected: Collected) -> None:
    from opentelemetry import trace

    async def stall(request: Request) -> None:
        await asyncio.sleep(60)

    async with wire(otherwise=stall) as server, AsyncClient(server.config(), hooks=[collected.hook]) as sinch:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await sinch.rcs.senders.get("s1")
    assert [span.name for span in calls(collected.spans)] == ["getRcsSender"]
    assert not collected.hook._calls
    assert not trace.get_current_span().get_span_context().is_valid


async def test_metrics(collected: Collected) -> None:
    async with wire(scripts=[BUSY, GOOD]) as server:
        config = server.config(retry=RetryPolicy())
        async with AsyncClient(config, hooks=[collected.hook], clock=ManualClock()) as sinch:
            await sinch.rcs.senders.get("s1")
    found = collected.metrics()
    assert sum(point.count for point in found["http.client.request.duration"]) == 2
    assert [(point.count, point.sum) for point in found["sinch.client.call.attempts"]] == [(1, 2)]
    assert [point.count for point in found["sinch.client.call.duration"]] == [1]
    assert [point.value for point in found["sinch.client.active_calls"]] == [0]
    assert [point.value for point in found["sinch.client.retries"]] == [1]
    assert [point.value for point in found["sinch.client.retry_budget"]] == [500]
    assert [point.count for point in found["sinch.client.token.duration"]] == [1]
    assert [point.attributes["sinch.reason"] for point in found["sinch.client.wait.duration"]] == ["token"]


async def test_spans_and_metrics_hold_no_id_number_or_secret(collected: Collected) -> None:
    async with wire(otherwise=BUSY) as server:
        config = server.config(retry=RetryPolicy(attempts=2), project_id="project-of-mine")
        async with AsyncClient(config, hooks=[collected.hook], clock=ManualClock()) as sinch:
            for call in (
                sinch.rcs.senders.get("personal-id"),
                sinch.rcs.senders.test_numbers.state("personal-id", "+46700000001"),
                sinch.request("GET", "/personal-id/+46700000001"),
            ):
                with pytest.raises(errors.ServerError):
                    await call
        assert config.key_secret is not None
        secrets = [config.key_secret.reveal(), str(config.key_id)]
    told = "".join(span.to_json() for span in collected.spans) + repr(collected.metrics())
    for text in ("project-of-mine", "personal", "46700000001", "Bearer", 't1"', *secrets):
        assert text not in told


async def test_aiohttps_own_instrumentation_adds_no_span_to_an_attempt(collected: Collected) -> None:
    instrumentation = pytest.importorskip(
        "opentelemetry.instrumentation.aiohttp_client", reason="needs opentelemetry-instrumentation-aiohttp-client"
    )
    instrumentor = instrumentation.AioHttpClientInstrumentor()
    instrumentor.instrument(tracer_provider=collected.provider)
    try:
        async with wire(otherwise=GOOD) as server:
            async with AsyncClient(server.config(basic_auth=True), hooks=[collected.hook]) as sinch:
                await sinch.rcs.senders.get("s1")
            assert len(collected.spans) == 2
            async with AsyncClient(server.config(basic_auth=True)) as sinch:
                await sinch.rcs.senders.get("s1")
            assert len(collected.spans) == 3, "without the hook it is aiohttp's that is seen"
    finally:
        instrumentor.uninstrument()


def test_without_propagation_nothing_is_sent_along(collected: Collected) -> None:
    async def run(config: Config, hook: Telemetry) -> None:
        async with AsyncClient(config, hooks=[hook]) as sinch:
            await sinch.rcs.senders.get("s1")

    async def main() -> None:
        async with wire(otherwise=GOOD) as server:
            await run(server.config(), Telemetry(tracer_provider=collected.provider, propagate=False))
        assert "traceparent" not in server.requests[0].headers

    asyncio.run(main())


def test_the_program_of_the_docs_prints_a_trace() -> None:
    program = Path(__file__).parents[1] / "docs" / "guides" / "tracing.py"
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    head, _, rest = done.stdout.partition("\n")
    trace_id = head.removeprefix("trace ")
    lines = rest.split("\n\n")[0].splitlines()
    assert lines[0].startswith("listRcsSenders  200")
    assert [match[1] for line in lines if (match := re.match(r" {3}GET \S+  (\d+)", line))] == ["503", "503", "200"]
    assert re.findall(r"^(\d+) 00-(\w+)-", done.stdout, re.MULTILINE) == [
        *(("503", trace_id), ("503", trace_id), ("200", trace_id))
    ]
    assert "sinch.client.call.duration" in done.stdout


def test_the_lag_of_webhooks_is_measured_by_type(collected: Collected) -> None:
    clock = ManualClock(1000)
    receiver = webhooks.Receiver("s3cret", clock=clock)
    app = webhooks.wsgi.endpoint(receiver, collected.hook.webhook)
    for type, at in [
        ("RCS_ACCOUNT_COMMENT_ADDED", 990),
        ("RCS_ACCOUNT_COMMENT_ADDED", 1005),
        ("FAX +46700000001", 997),
    ]:
        body = f'{{"type": "{type}"}}'.encode()
        headers = webhooks.sign(body, "s3cret", nonce="n1", timestamp=at)
        environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        environ |= {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body))}
        assert app({**environ, "wsgi.input": io.BytesIO(body)}, lambda *_: print) == [b"handled"]
    lags = {
        point.attributes["sinch.event"]: (point.count, point.sum) for point in collected.metrics()["sinch.webhook.lag"]
    }
    assert lags == {"RCS_ACCOUNT_COMMENT_ADDED": (2, 10), "other": (1, 3)}
