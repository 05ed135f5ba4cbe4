"""What is kept of second factors. The columns stand here once; a service's tables say whose they are (`owner_id`)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column


class AppColumns:
    """One account's secret, sealed. Until `confirmed_at` it is only offered; `last_step`: that of the last code that was taken."""

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    secret_sealed: Mapped[bytes]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)


class RecoveryCodeColumns:
    """A code that stands for the device once. Its digest is made with a key that is not in the database."""

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[datetime | None]


class PasskeyColumns:
    """One device or key of one account. `sign_count` grows where the device counts; most keep it at 0."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    owner_id: Mapped[UUID] = mapped_column(index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PasskeyAnswerColumns:
    """A challenge that was answered: whoever overheard the answer cannot give it again."""

    challenge: Mapped[bytes] = mapped_column(primary_key=True)
    at: Mapped[datetime]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Where one service keeps them: its tables, `owner` the one of the accounts. `kind` is that of the people (`Principal.kind`),
    `subject` what the trail calls an account, before a dot also what was done with it.
    """

    owner: type[Any]
    app: type[AppColumns]
    code: type[RecoveryCodeColumns]
    passkey: type[PasskeyColumns]
    answer: type[PasskeyAnswerColumns]
    kind: str
    subject: str
