"""Looks at texts."""

from services.notifications.models import Base
from shared.comparing.looks import LookColumns


class TextCheck(LookColumns, Base):
    """One look at one text of the library or the bulletin."""

    __tablename__ = "text_check"
