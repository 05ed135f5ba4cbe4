"""Second factors of people of bodies, by the columns that every service has for them (shared.second_factor)."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.models.metadata import Base
from shared.second_factor import tables


class SecondFactor(tables.AppColumns, Base):
    __tablename__ = "second_factor"

    owner_id: Mapped[UUID] = mapped_column("user_id", ForeignKey("partner_user.id"), primary_key=True)


class RecoveryCode(tables.RecoveryCodeColumns, Base):
    __tablename__ = "recovery_code"

    owner_id: Mapped[UUID] = mapped_column("user_id", ForeignKey("partner_user.id"), primary_key=True)


class Passkey(tables.PasskeyColumns, Base):
    __tablename__ = "passkey"

    owner_id: Mapped[UUID] = mapped_column("user_id", ForeignKey("partner_user.id"), index=True)


class PasskeyAnswer(tables.PasskeyAnswerColumns, Base):
    __tablename__ = "passkey_answer"
