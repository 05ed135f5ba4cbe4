"""What a body says: replies and their evidence, requests for more time, reports of progress. Written once, never changed.

The words are documents in the store; here stand who, when, which version and the digests.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base
from shared.db import DocumentName


class Reply(Base):
    """One version of a body's answer. Version 2 amends version 1 and overwrites nothing."""

    __tablename__ = "reply"
    __table_args__ = (UniqueConstraint("dispatch_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    dispatch_id: Mapped[UUID] = mapped_column(ForeignKey("dispatch.id"))
    version: Mapped[int]
    amends: Mapped[UUID | None] = mapped_column(ForeignKey("reply.id"))
    document: Mapped[DocumentName]
    #: SHA-256 over the canonical JSON of what was submitted, with the digests of the files in place of their ids.
    digest: Mapped[str]
    channel: Mapped[str]
    by: Mapped[str]
    received_at: Mapped[datetime]
    signature: Mapped[str]


class EvidenceFile(Base):
    """A file that a body handed in. `sha256` and `size` are of its content, `document` is its name in the store; `named`: the document with
    the name that the body gave it. `dispatch_id`: the one letter for which whoever handed it in was there, if they came by a one-time link.
    """

    __tablename__ = "evidence_file"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    institution_id: Mapped[UUID] = mapped_column(index=True)
    dispatch_id: Mapped[UUID | None]
    document: Mapped[DocumentName]
    sha256: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    named: Mapped[DocumentName | None]
    by: Mapped[str]
    received_at: Mapped[datetime]


class ExtensionRequest(Base):
    """A body asks for more time; the clock runs on until the office decides. `state`: asked, granted, refused. Granted by mistake until
    `taken_back_until` and taken back on `taken_back_on`, it is asked again.
    """

    __tablename__ = "extension_request"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    institution_id: Mapped[UUID]
    dispatch_id: Mapped[UUID] = mapped_column(ForeignKey("dispatch.id"), index=True)
    until: Mapped[date]
    reasons: Mapped[DocumentName]
    by: Mapped[str]
    requested_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="asked")
    granted_until: Mapped[date | None]
    taken_back_until: Mapped[date | None]
    taken_back_on: Mapped[date | None]


class ProgressReport(Base):
    """What a body claims to have done after its reply."""

    __tablename__ = "progress_report"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID]
    dispatch_id: Mapped[UUID] = mapped_column(ForeignKey("dispatch.id"), index=True)
    document: Mapped[DocumentName]
    by: Mapped[str]
    reported_at: Mapped[datetime]
