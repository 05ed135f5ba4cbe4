"""The newest look at exactly a text, and what it found."""

from services.partners.comparing.models import TextCheck
from shared.comparing.looks import Looks, places
from shared.comparing.texts import Text

__all__ = ["Text", "answered", "newest", "places"]
_LOOKS = Looks(TextCheck)
newest, answered = _LOOKS.newest, _LOOKS.answered
