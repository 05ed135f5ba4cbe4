"""The signals by which every supervisor ends our processes."""

import signal
from collections.abc import Iterator

import pytest

from shared.signals import stop_on_signals

pytestmark = pytest.mark.serial


@pytest.fixture
def kept_handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_signal_that_interrupts_the_wait_for_one_does_not_lock_the_process_up(kept_handlers: None) -> None:
    stop = stop_on_signals()
    # Where `stop.wait()`, or the handler of an earlier signal, holds the event's lock for a moment.
    with stop._cond:
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
    assert stop.wait(60)
