"""The newest look at exactly a text, and what it found."""

from services.notifications.comparing.models import TextCheck
from shared.comparing.looks import Looks, named, seen_of
from shared.comparing.texts import Text, together

__all__ = ["Text", "answered", "clean", "named", "newest", "open_texts", "seen_of", "together"]
_LOOKS = Looks(TextCheck)
newest, answered, clean, open_texts = _LOOKS.newest, _LOOKS.answered, _LOOKS.clean, _LOOKS.open_texts
