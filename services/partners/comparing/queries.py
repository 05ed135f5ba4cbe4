"""The newest look at exactly a text, and what it found."""

from services.partners.comparing.models import TextCheck
from shared.comparing.looks import Looks, named, seen_of
from shared.comparing.texts import Text

__all__ = ["Text", "answered", "named", "newest", "open_texts", "seen_of"]
_LOOKS = Looks(TextCheck)
newest, answered, open_texts = _LOOKS.newest, _LOOKS.answered, _LOOKS.open_texts
