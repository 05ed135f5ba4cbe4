"""The hub of the feeds (WebSub, W3C 2018), which tells those who subscribed there."""

import threading
from dataclasses import dataclass

import requests


class HubAwayError(Exception):
    """The hub did not take it this time. `code`: what it said, or that it said nothing in time."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Hub:
    """`seconds`: what it may take in all, however slowly it answers: mail waits in the same process."""

    url: str
    seconds: float

    def publish(self, topic: str) -> None:
        """Say that the feed at `topic` changed. Raises `HubAwayError`."""
        said: list[str] = []
        asking = threading.Thread(target=self._ask, args=(topic, said), daemon=True)
        asking.start()
        asking.join(self.seconds)
        if (answer := said[0] if said else "timeout") != "taken":
            raise HubAwayError(answer)

    def _ask(self, topic: str, said: list[str]) -> None:
        # The recommendation leaves the words to hubs; those that there are read one or the other.
        sent = {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}
        try:
            with requests.post(self.url, data=sent, timeout=self.seconds, allow_redirects=False, stream=True) as answer:
                said.append("taken" if 200 <= answer.status_code < 300 else f"http_{answer.status_code}")
        except requests.RequestException:
            said.append("away")
