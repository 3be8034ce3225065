"""Prints the trace of a call whose first two attempts fail with 503, and the metrics of it, as tables.

pip install 'sinch-provisioning[emulator,otel]' opentelemetry-sdk
python docs/tracing.py
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from sinch_provisioning import AsyncClient, RetryPolicy
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.telemetry import Telemetry


def tree(spans: Sequence[ReadableSpan], parent: int | None = None, depth: int = 0) -> None:
    """Print the spans below a parent, and their events."""
    for span in sorted(spans, key=lambda one: one.start_time or 0):
        if (span.parent.span_id if span.parent else None) != parent:
            continue
        attributes: Any = span.attributes or {}
        status = attributes.get("http.response.status_code", "-")
        seconds = ((span.end_time or 0) - (span.start_time or 0)) / 1e9
        print(f"{'   ' * depth}{span.name}  {status}  {seconds:.3f} s")
        tree(spans, span.context.span_id, depth + 1)
        for event in span.events:
            about: Any = event.attributes or {}
            details = ", ".join(f"{name.removeprefix('sinch.')} {value}" for name, value in about.items())
            print(f"{'   ' * (depth + 1)}. {event.name}: {details}")


def table(reader: InMemoryMetricReader) -> None:
    """Print name, count and sum of every metric."""
    data: Any = reader.get_metrics_data()
    for resource in data.resource_metrics:
        for scope in resource.scope_metrics:
            for metric in scope.metrics:
                points = metric.data.data_points
                count = sum(getattr(point, "count", 1) for point in points)
                total = sum(getattr(point, "sum", getattr(point, "value", 0)) for point in points)
                print(f"{metric.name:32} {count:5} {total:10.3f} {metric.unit}")


async def main() -> None:
    """Call the emulator once, with two faults in the way."""
    exporter, reader = InMemorySpanExporter(), InMemoryMetricReader()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    telemetry = Telemetry(tracer_provider=provider, meter_provider=MeterProvider([reader]))
    async with Emulator(senders=1) as emulator:
        emulator.fail("listRcsSenders", times=2, status=503)
        config = emulator.config(retry=RetryPolicy(wait_initial=0.1))
        async with AsyncClient(config, hooks=[telemetry]) as sinch:
            await sinch.rcs.senders.list().first()
        spans = exporter.get_finished_spans()
        print("trace", format(spans[0].context.trace_id, "032x"))
        tree(spans)
        print("\nseen by the emulator")
        for request in emulator.requests:
            if "traceparent" in request.headers:
                print(request.status, request.headers["traceparent"])
    print("\nmetric                           count        sum")
    table(reader)


if __name__ == "__main__":
    asyncio.run(main())
