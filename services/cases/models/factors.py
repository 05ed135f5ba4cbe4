"""Second factors of staff: codes that an app makes of a shared secret (TOTP, RFC 6238), passkeys (W3C Web Authentication), and
recovery codes for a lost device.
"""

from datetime import datetime
from uuid import UUID, uuid4

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


class Passkey(Base):
    """One device or key of one account. `sign_count` grows where the device counts; most keep it at 0."""

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PasskeyAnswer(Base):
    """A challenge that was answered: whoever overheard the answer cannot give it again."""

    __tablename__ = "passkey_answer"

    challenge: Mapped[bytes] = mapped_column(primary_key=True)
    at: Mapped[datetime]
