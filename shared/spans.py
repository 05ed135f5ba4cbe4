"""Spans for whoever keeps traces: sent only where a setting names somebody, and then by OpenTelemetry, which is loaded for that alone.

Their ids are those of `shared.tracing`, so that the trace of a log line is the trace in the board. A span says what the line says.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from shared.tracing import Trace


@dataclass(frozen=True, kw_only=True)
class Span:
    """`kind`: server or consumer. Times in nanoseconds since 1970. `told`: codes, templates and ids alone."""

    name: str
    kind: str
    trace: Trace
    began: int
    ended: int
    told: Mapping[str, str | int]
    failed: bool = False


class Sender(Protocol):
    """Takes spans, waits for nobody, and sends them in its own time."""

    def send(self, span: Span) -> None: ...


class NoExporterError(RuntimeError):
    """Traces shall be sent, and what sends them is not installed."""


#: By service, since one machine may run all four in one process.
_senders: dict[str, Sender] = {}


def send_to(service: str, url: str) -> None:
    """Send the spans of `service` to a collector (OTLP over HTTP), or to nobody. Raises `NoExporterError`."""
    _senders.pop(service, None)
    if not url:
        return
    try:
        _senders[service] = import_module("shared.otlp").sender(service, url)
    except ModuleNotFoundError as error:
        raise NoExporterError(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, and OpenTelemetry is not installed: see requirements-traces.txt"
        ) from error


def ended(service: str, span: Span) -> None:
    if sender := _senders.get(service):
        sender.send(span)


@contextmanager
def around(service: str, name: str, kind: str, trace: Trace, **told: str | int) -> Iterator[None]:
    """What is done within is one span; a failure passes through it."""
    began, failed = time.time_ns(), True
    try:
        yield
        failed = False
    finally:
        span = Span(name=name, kind=kind, trace=trace, began=began, ended=time.time_ns(), told=told, failed=failed)
        ended(service, span)
