"""People who read and complain without a pause while something is done to the platform beneath them."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import requests

from deploy.story.words import other_complaint

READERS, WRITERS = ("intake", "intake", "cases", "cases"), 2


@dataclass
class Seen:
    """How often each status came, 0 where none did; the ids of complaints that were acknowledged."""

    statuses: Counter[int] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 500 or status == 0)

    def __str__(self) -> str:
        told = ", ".join(f"{count} x {status or 'no answer'}" for status, count in sorted(self.statuses.items()))
        return f"{sum(self.statuses.values())} requests: {told}; {len(self.acknowledged)} complaints acknowledged"


@contextmanager
def under_load(url: str) -> Iterator[Seen]:
    """Until the block ends."""
    seen, ends = Seen(), threading.Event()

    def ask(send: Callable[[], requests.Response]) -> None:
        while not ends.is_set():
            try:
                seen.statuses[send().status_code] += 1
            except requests.RequestException:
                seen.statuses[0] += 1

    def read(service: str) -> Callable[[], requests.Response]:
        return lambda: requests.get(f"{url}/{service}/readyz", timeout=30)

    def complain() -> requests.Response:
        key = {"Idempotency-Key": str(uuid4())}
        answer = requests.post(f"{url}/intake/api/v1/complaints", json=other_complaint(), headers=key, timeout=30)
        if answer.status_code == requests.codes.created:
            seen.acknowledged.append(answer.json()["id"])
        return answer

    senders = [*(read(service) for service in READERS), *[complain] * WRITERS]
    with ThreadPoolExecutor(len(senders)) as pool:
        running = [pool.submit(ask, each) for each in senders]
        try:
            yield seen
        finally:
            ends.set()
        for each in running:
            each.result()
