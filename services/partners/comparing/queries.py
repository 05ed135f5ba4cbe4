"""The newest look at exactly a text, and what it found."""

from services.partners.comparing.models import TextCheck
from shared.comparing.looks import Looks, named
from shared.comparing.texts import Text

__all__ = ["Text", "answered", "named", "newest"]
_LOOKS = Looks(TextCheck)
newest, answered = _LOOKS.newest, _LOOKS.answered
