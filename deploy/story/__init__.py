"""The main job of the platform, played over HTTP against a running installation: a complaint becomes a recommendation,
bodies answer, the office assesses, and compliance is visible. Before it, a sample recommendation that waits to be answered, sample
visits, sample figures, sample agreements and commitments of the State.
"""

from collections.abc import Callable

from deploy.credentials import Credentials
from deploy.story import commitments, cooperation, elbasan, indicators, visits
from deploy.story.play import play
from deploy.story.speaking import StoryError
from deploy.story.table import Table

__all__ = ["StoryError", "Table", "lay_out", "play"]


def lay_out(url: str, credentials: Credentials, tell: Callable[[str], None]) -> None:
    """What is there to be walked through before the story; nothing of it twice. Raises `StoryError`."""
    elbasan.lay_out(url, credentials, tell)
    visits.lay_out(url, credentials, tell)
    indicators.lay_out(url, credentials, tell)
    commitments.lay_out(url, credentials, tell)
    cooperation.lay_out(url, credentials, tell)
