"""How a process is asked to end."""

import _thread
import signal
import threading


def stop_on_signals(stop: threading.Event | None = None) -> threading.Event:
    """What SIGTERM and SIGINT set: `stop`, or else a new one."""
    asked = stop or threading.Event()

    def ask(*_: object) -> None:
        # Not set here: a second signal, or one inside `asked.wait()`, would wait for a lock that this thread holds.
        _thread.start_new_thread(asked.set, ())

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    return asked
