"""Requests at a steady rate, whatever becomes of those before: how long each took since it was due, and how it was answered."""

import math
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle

import requests

#: So many are on their way at once at most; more would measure the threads of this process.
AT_ONCE = 64
#: Seconds after which nobody waits any more.
PATIENCE = 60

#: Sends one request with that session.
Ask = Callable[[requests.Session], requests.Response]


@dataclass
class Seen:
    """Seconds by kind; answers by status, 0 where none came; those of 5xx that no client can do anything with, by kind and status."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[tuple[str, int]] = field(default_factory=Counter)
    _one_by_one: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float, answer: requests.Response | None) -> None:
        status = answer.status_code if answer is not None else 0
        told = status == requests.codes.unavailable and answer is not None and "Retry-After" in answer.headers
        with self._one_by_one:
            self.seconds.setdefault(kind, []).append(seconds)
            self.statuses[status] += 1
            if (status >= 500 or status == 0) and not told:
                self.faults[(kind, status)] += 1

    @property
    def all_seconds(self) -> list[float]:
        return [each for some in self.seconds.values() for each in some]


def percentile(seconds: Sequence[float], share: float) -> float:
    """The least that so large a share took at most (nearest rank); 0 of none."""
    return sorted(seconds)[max(math.ceil(share * len(seconds)) - 1, 0)] if seconds else 0.0


def steadily(kinds: Sequence[tuple[str, Ask]], rate: float, seconds: float, seen: Seen) -> None:
    """The kinds in turn, `rate` of them a second, for so long; returns once all were answered."""
    sessions, start = threading.local(), time.monotonic()

    def send(kind: str, ask: Ask, due: float) -> None:
        if not hasattr(sessions, "mine"):
            sessions.mine = requests.Session()
            sessions.mine.trust_env = False
            sessions.mine.request = _patient(sessions.mine.request)
        try:
            answer = ask(sessions.mine)
        except requests.RequestException:
            answer = None
        seen.note(kind, time.monotonic() - due, answer)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = []
        for number, (kind, ask) in zip(range(int(rate * seconds)), cycle(kinds), strict=False):
            due = start + number / rate
            time.sleep(max(due - time.monotonic(), 0))
            running.append(pool.submit(send, kind, ask, due))
        for each in running:
            each.result()


def _patient(request: Callable[..., requests.Response]) -> Callable[..., requests.Response]:
    return lambda *given, **options: request(*given, **{"timeout": PATIENCE, **options})


def lines(seen: Seen, seconds: float) -> list[str]:
    """The report: each kind, and all, in milliseconds."""
    table: Mapping[str, Sequence[float]] = {**dict(sorted(seen.seconds.items())), "all": seen.all_seconds}
    told = [f"{'':16} {'count':>7} {'p50':>7} {'p95':>7} {'p99':>7} {'max':>7} ms"]
    for kind, some in table.items():
        shown = " ".join(f"{percentile(some, share) * 1000:7.0f}" for share in (0.5, 0.95, 0.99, 1))
        told.append(f"{kind:16} {len(some):7} {shown}")
    count = len(seen.all_seconds)
    statuses = ", ".join(f"{many} x {status or 'no answer'}" for status, many in sorted(seen.statuses.items()))
    return [*told, f"{count} requests in {seconds:.0f} s, {count / seconds:.1f} a second: {statuses}"]
