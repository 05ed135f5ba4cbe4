"""Spans on their way to a collector. The only file that knows OpenTelemetry; loaded by `shared.spans` where a setting asks for it."""

import atexit

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode, TraceFlags

from shared.spans import Span

_KINDS = {"server": SpanKind.SERVER, "consumer": SpanKind.CONSUMER}


class Otlp:
    """Batches spans in a thread of its own; what a collector that is away does not take is dropped, and nobody waits for it."""

    def __init__(self, service: str, url: str) -> None:
        self._resource = Resource({"service.name": service, "service.namespace": "besa"})
        self._processor = BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{url.rstrip('/')}/v1/traces", timeout=5))
        # What waits for its batch when a process ends is the end of the story.
        atexit.register(self._processor.shutdown)

    def send(self, span: Span) -> None:
        trace = span.trace
        self._processor.on_end(
            ReadableSpan(
                name=span.name,
                context=_context(trace.trace_id, trace.span_id),
                parent=_context(trace.trace_id, trace.parent) if trace.parent else None,
                kind=_KINDS[span.kind],
                resource=self._resource,
                attributes={**span.told, "besa.request_id": trace.correlation},
                start_time=span.began,
                end_time=span.ended,
                status=Status(StatusCode.ERROR if span.failed else StatusCode.UNSET),
            )
        )

    def flush(self) -> None:
        """Send now what waits for its batch."""
        self._processor.force_flush()


def sender(service: str, url: str) -> Otlp:
    return Otlp(service, url)


def _context(trace_id: str, span_id: str) -> SpanContext:
    return SpanContext(int(trace_id, 16), int(span_id, 16), is_remote=False, trace_flags=TraceFlags(TraceFlags.SAMPLED))
