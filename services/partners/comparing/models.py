"""Looks at texts."""

from services.partners.models import Base
from shared.comparing.looks import LookColumns


class TextCheck(LookColumns, Base):
    """One look at the words of one activity."""

    __tablename__ = "text_check"
