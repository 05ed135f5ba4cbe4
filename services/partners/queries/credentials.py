"""Whom a cookie or a bearer token stands for. Asked on every request, so that whoever is switched off is out at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.models import (
    AccessToken,
    Institution,
    PartnerClient,
    PartnerSession,
    PartnerUser,
    Passkey,
    SecondFactor,
)
from services.partners.models.people import IDLE, LONGEST, digest_of
from services.partners.queries import wall
from shared import devices
from shared.principal import Principal


@dataclass(frozen=True)
class Person:
    """A person who is signed in; `seen_at` is when the session was noted as used last."""

    id: UUID
    institution_id: UUID
    role: str
    seen_at: datetime
    session_id: UUID
    proved_at: datetime | None


@dataclass(frozen=True)
class OwnSession:
    """One of one's own log-ins that counts now."""

    id: UUID
    device: str
    began_at: datetime
    seen_at: datetime
    current: bool


@dataclass(frozen=True)
class Machine:
    """A machine with a valid token."""

    id: UUID
    institution_id: UUID
    scopes: frozenset[str]


def person_of(session: Session, token: str, now: datetime) -> Person | None:
    statement = (
        select(
            PartnerUser.id,
            PartnerUser.institution_id,
            PartnerUser.role,
            PartnerSession.seen_at,
            PartnerSession.id,
            PartnerSession.proved_at,
        )
        .join(PartnerUser, PartnerUser.id == PartnerSession.user_id)
        .join(Institution, Institution.id == PartnerUser.institution_id)
        .where(PartnerSession.token_digest == digest_of(token))
        .where(PartnerSession.seen_at > now - IDLE, PartnerSession.began_at > now - LONGEST)
        .where(PartnerUser.active, Institution.active)
    )
    row = session.execute(statement).first()
    return Person(*row) if row else None


def own_sessions(session: Session, by: Principal, now: datetime) -> list[OwnSession]:
    """A person's log-ins that count now, the newest first."""
    rows = session.execute(
        select(PartnerSession)
        .where(PartnerSession.user_id == by.person)
        .where(PartnerSession.seen_at > now - IDLE, PartnerSession.began_at > now - LONGEST)
        .order_by(PartnerSession.began_at.desc(), PartnerSession.id)
    ).scalars()
    return [
        OwnSession(row.id, row.device or devices.NO_BROWSER, row.began_at, row.seen_at, row.id == by.session_id)
        for row in rows
    ]


def machine_of(session: Session, token: str, now: datetime) -> Machine | None:
    statement = (
        select(PartnerClient.id, PartnerClient.institution_id, AccessToken.scopes)
        .join(PartnerClient, PartnerClient.id == AccessToken.client_id)
        .join(Institution, Institution.id == PartnerClient.institution_id)
        .where(AccessToken.token_digest == digest_of(token), AccessToken.expires_at > now)
        .where(PartnerClient.active, Institution.active)
    )
    row = session.execute(statement).first()
    return Machine(row.id, row.institution_id, frozenset(row.scopes)) if row else None


def usable_client(session: Session, client_id: str) -> PartnerClient | None:
    """The machine of that client id, if it and its body may act now."""
    statement = (
        select(PartnerClient)
        .join(Institution, Institution.id == PartnerClient.institution_id)
        .where(PartnerClient.client_id == client_id, PartnerClient.active, Institution.active)
    )
    return session.execute(statement).scalar_one_or_none()


def people_of(session: Session, institution_id: UUID) -> list[PartnerUser]:
    """The people of one body, those who may come in first."""
    mine = select(PartnerUser).where(PartnerUser.institution_id == institution_id)
    return list(session.execute(mine.order_by(PartnerUser.active.desc(), PartnerUser.username)).scalars())


def with_second_factor(session: Session, institution_id: UUID) -> set[UUID]:
    """Who of a body logs in with a second factor."""
    apps = select(SecondFactor.owner_id).where(SecondFactor.confirmed_at.is_not(None))
    whose = apps.union(select(Passkey.owner_id)).subquery()
    mine = select(PartnerUser.id).where(PartnerUser.institution_id == institution_id, PartnerUser.id.in_(select(whose)))
    return set(session.execute(mine).scalars())


def admins_who_wait(session: Session) -> list[PartnerUser]:
    """Whom bodies want as administrators and the office has not decided on, the oldest first."""
    wall.as_office(session)
    waiting = select(PartnerUser).where(PartnerUser.admin_asked_at.is_not(None))
    return list(session.execute(waiting.order_by(PartnerUser.admin_asked_at, PartnerUser.id)).scalars())


def username_of(session: Session, user_id: UUID) -> str:
    return session.execute(select(PartnerUser.username).where(PartnerUser.id == user_id)).scalar_one()
