"""The newest look at exactly a text, and what it found."""

from services.notifications.comparing.models import TextCheck
from shared.comparing.looks import Looks, named
from shared.comparing.texts import Text, together

__all__ = ["Text", "clean", "named", "newest", "together"]
_LOOKS = Looks(TextCheck)
newest, clean = _LOOKS.newest, _LOOKS.clean
