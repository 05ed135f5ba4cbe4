"""Second factors of staff: codes that an app makes of a shared secret (TOTP, RFC 6238), and recovery codes for a lost device."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.cases.models.metadata import Base


class SecondFactor(Base):
    """One account's secret, sealed. Until `confirmed_at` it is only offered; `last_step`: that of the last code that was taken."""

    __tablename__ = "second_factor"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"), primary_key=True)
    secret_sealed: Mapped[bytes]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)


class RecoveryCode(Base):
    """A code that stands for the device once. Its digest is made with a key that is not in the database."""

    __tablename__ = "recovery_code"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[datetime | None]
