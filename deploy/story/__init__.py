"""The main job of the platform, played over HTTP against a running installation: a complaint becomes a recommendation,
bodies answer, the office assesses, and compliance is visible. Before it, a sample recommendation that waits to be answered.
"""

from deploy.story.elbasan import lay_out
from deploy.story.play import play
from deploy.story.speaking import StoryError
from deploy.story.table import Table

__all__ = ["StoryError", "Table", "lay_out", "play"]
