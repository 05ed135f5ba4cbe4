"""What the witness keeps inside the database."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from shared.db import PlatformBase


class Beat(PlatformBase):
    """That this database was alive at a moment; the newest that was written into the file must be here."""

    __tablename__ = "beat"

    n: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    nonce: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class Installation(PlatformBase):
    """One row: the name of the installation whose database this is."""

    __tablename__ = "installation"

    one: Mapped[bool] = mapped_column(primary_key=True)
    name: Mapped[str]


class SetBack(PlatformBase):
    """Why an epoch began, who said so, and between which moments something may be lost."""

    __tablename__ = "set_back"

    epoch: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str]
    lost_from: Mapped[datetime | None]
    lost_until: Mapped[datetime | None]
    declared_at: Mapped[datetime]
    declared_by: Mapped[str]
    reason: Mapped[str]


class SkippedNumber(PlatformBase):
    """Numbers of a series, from `first` to `last`, that were perhaps given in the time that was lost."""

    __tablename__ = "skipped_number"

    epoch: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    series: Mapped[str] = mapped_column(primary_key=True)
    first: Mapped[int] = mapped_column(BigInteger)
    last: Mapped[int] = mapped_column(BigInteger)
