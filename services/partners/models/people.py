"""Who may act for a body: people with a password, machines with a secret. Only digests of secrets are kept."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base

#: A log-in ends after this long without a request, and after this long in any case.
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)


def digest_of(token: str) -> str:
    """How tokens and secrets are kept: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


class PartnerUser(Base):
    """A person of one body. `role` is partner_user or partner_admin.

    `admin_asked_at`, `admin_asked_by`: the body asked for them as an administrator, and the office has not decided; until then they
    are a partner_user. `password_until`: until when a password counts that somebody else knows, for one log-in; none for one that its owner chose.
    `…_given_…`, `…_removed_…`: who last gave a password, and who last took the second factor away: one person alone does not do both.
    """

    __tablename__ = "partner_user"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    username: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    password_until: Mapped[datetime | None]
    password_given_at: Mapped[datetime | None]
    password_given_by: Mapped[UUID | None]
    factor_removed_at: Mapped[datetime | None]
    factor_removed_by: Mapped[UUID | None]
    role: Mapped[str]
    admin_asked_at: Mapped[datetime | None]
    admin_asked_by: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PartnerSession(Base):
    """One log-in of a person, from `began_at`; unused for 30 minutes or 8 hours old, it is over. `device` is a code; `proved_at`: when a second
    factor was last shown in it.
    """

    __tablename__ = "partner_session"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True, default=uuid4, server_default=text("gen_random_uuid()"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("partner_user.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime]
    device: Mapped[str | None]
    proved_at: Mapped[datetime | None]


class PartnerClient(Base):
    """A machine of one body (OAuth 2.0 client credentials, RFC 6749, section 4.4)."""

    __tablename__ = "partner_client"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    client_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    secret_digest: Mapped[str]
    scopes: Mapped[list[str]]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    #: The furthest place of its body's feed (`FeedEntry`) with which it came back: it has all up to there.
    read_epoch: Mapped[int | None] = mapped_column(BigInteger)
    read_tx: Mapped[int | None] = mapped_column(BigInteger)
    read_entry: Mapped[int | None] = mapped_column(BigInteger)
    read_at: Mapped[datetime | None]


class AccessToken(Base):
    """A bearer token of a machine; checked against its machine and body on every use, so that it can die at once."""

    __tablename__ = "access_token"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("partner_client.id"), index=True)
    scopes: Mapped[list[str]]
    expires_at: Mapped[datetime] = mapped_column(index=True)
