"""The newest look at exactly a text, and what it found."""

from services.notifications.comparing.models import TextCheck
from shared.comparing.looks import Looks, places
from shared.comparing.texts import Text

__all__ = ["Text", "clean", "newest", "places"]
_LOOKS = Looks(TextCheck)
newest, clean = _LOOKS.newest, _LOOKS.clean
