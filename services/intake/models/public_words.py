"""In which words the public reads what a letter asks for."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models.tables import Base
from shared.db import DocumentName


class PublicWords(Base):
    """The document with the words of one act, while the public may read it: compared with the sealed files, and approved by a second person. Gone
    when they are taken back.
    """

    __tablename__ = "public_words"

    act_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(index=True)
    document: Mapped[DocumentName]
