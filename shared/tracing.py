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
    #: The span of whoever called or published, where it is known.
    parent: str | None = None

    @property
    def trace_id(self) -> str:
        return self.traceparent[3:35]

    @property
    def span_id(self) -> str:
        return self.traceparent[36:52]


_current: ContextVar[Trace | None] = ContextVar("besa_trace", default=None)


def begin(traceparent: str | None, correlation: str | None = None, causation: str | None = None) -> Trace:
    """A trace for this unit of work: continues a well-formed `traceparent` with a new span, else starts one."""
    known = traceparent if traceparent and _TRACEPARENT.fullmatch(traceparent) else None
    trace_id, parent = (known[3:35], known[36:52]) if known else (secrets.token_hex(16), None)
    return Trace(f"00-{trace_id}-{secrets.token_hex(8)}-01", correlation or trace_id, causation, parent)


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
