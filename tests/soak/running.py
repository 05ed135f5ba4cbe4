"""One soak of an installation that runs: the load, the story beside it, and what came of both."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import requests

from deploy import story
from deploy.credentials import Credentials
from shared.db import Database
from tests.soak import judging
from tests.soak.load import Seen, lines, percentile, steadily
from tests.soak.people import Complainants, kinds
from tests.soak.slow import slow_clients


@dataclass
class Soak:
    """`databases`: an address by service. `stories`: how often the story came to its end; `broken`: why it did not."""

    url: str
    credentials: Credentials
    databases: Mapping[str, str]
    seen: Seen = field(default_factory=Seen)
    stories: int = 0
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.complainants = Complainants(self.url)

    def run(self, rate: float, seconds: float) -> None:
        """So many requests a second for so long, with the story beside them, and once before: how processes begin is not measured."""
        self._play_once()
        began, asked = time.monotonic(), kinds(self.url, self.credentials, self.complainants)
        with self._stories():
            steadily(asked, rate, seconds, self.seen)
            self.seconds = time.monotonic() - began
        with requests.Session() as session:
            session.trust_env = False
            self.complainants.ask_again(session)

    def beside_slow_clients(self, rate: float, seconds: float, count: int) -> list[str]:
        """The same load alone and beside that many slow clients, in turn and each for so long; a line of each. Twice, so that what the
        machine did besides is seen.
        """
        asked, told = kinds(self.url, self.credentials, self.complainants), []
        for slow in (0, count, 0, count):
            seen = Seen()
            with slow_clients(self.url, slow):
                steadily(asked, rate, seconds, seen)
            self.seen.faults += seen.faults
            shown = ", ".join(
                f"p{share * 100:g} {percentile(seen.all_seconds, share) * 1000:.0f}" for share in (0.5, 0.95, 0.99)
            )
            told.append(f"beside {slow} slow clients for {seconds:g} s: {shown} ms; {dict(seen.statuses)}")
        return told

    def faults(self, patience: float = 120) -> dict[str, int]:
        """How many of each, once all is at rest or `patience` seconds are over; all must be 0."""
        with ExitStack() as stack:
            found = {service: Database(url, pool_size=1) for service, url in self.databases.items()}
            for each in found.values():
                stack.callback(each.dispose)
            judging.settled(found, patience)
            found_faults = judging.faults(found, self.complainants)
        answers = {f"{kind} answered {status or 'nothing'}": many for (kind, status), many in self.seen.faults.items()}
        return {
            "5xx but 503 with Retry-After": sum(answers.values()),
            **answers,
            "stories broken": len(self.broken),
            **found_faults,
        }

    def report(self, faults: Mapping[str, int]) -> list[str]:
        told = f"{len(self.complainants.acknowledged)} complaints acknowledged, {self.stories} stories played"
        return [
            *lines(self.seen, self.seconds),
            told,
            *self.broken,
            *(f"{what}: {many}" for what, many in faults.items()),
        ]

    @contextmanager
    def _stories(self) -> Iterator[None]:
        """The story one after the other; the last one ends."""
        ends = threading.Event()
        thread = threading.Thread(target=self._play, args=(ends,), name="story")
        thread.start()
        try:
            yield
        finally:
            ends.set()
            thread.join()

    def _play(self, ends: threading.Event) -> None:
        while not ends.wait(1):
            self._play_once()

    def _play_once(self) -> None:
        try:
            story.play(self.url, self.credentials, lambda _: None)
            self.stories += 1
        except story.StoryError as error:
            self.broken.append(str(error))
