"""W3C trace context and cause, carried through HTTP, outbox and AMQP. https://www.w3.org/TR/trace-context/"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


@dataclass(frozen=True)
class Trace:
    """`correlation` is the id of the request that began it all; `causation` the id of the event being handled."""

    traceparent: str
    correlation: str
    causation: str | None = None


_current: ContextVar[Trace | None] = ContextVar("besa_trace", default=None)


def begin(traceparent: str | None, correlation: str | None = None, causation: str | None = None) -> Trace:
    """A trace for this unit of work: continues a well-formed `traceparent` with a new span, else starts one."""
    trace_id = traceparent[3:35] if traceparent and _TRACEPARENT.fullmatch(traceparent) else secrets.token_hex(16)
    return Trace(f"00-{trace_id}-{secrets.token_hex(8)}-01", correlation or trace_id, causation)


def current() -> Trace:
    """The trace of this context; a fresh one where none was begun (commands, timers)."""
    trace = _current.get()
    if trace is None:
        trace = begin(None)
        _current.set(trace)
    return trace


@contextmanager
def within(trace: Trace) -> Iterator[Trace]:
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)
