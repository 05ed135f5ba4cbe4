"""One's own log-ins, and the name that one logs in with."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.models import StaffIdentity, StaffMember
from services.cases.schemas.people import OwnSession
from shared import devices
from shared.principal import Principal
from shared.staff import StaffAccount, StaffSession


def own(session: Session, by: Principal, unused: timedelta, now: datetime) -> list[OwnSession]:
    """Those that count now, the newest first; one that lay unused for `unused` does not."""
    rows = session.execute(
        select(StaffSession)
        .join(StaffAccount, StaffAccount.id == StaffSession.staff_id)
        .where(StaffSession.staff_id == by.person, StaffSession.ended_at.is_(None), StaffSession.ends_at > now)
        .where(
            StaffSession.seen_at >= now - unused,
            StaffSession.began_at >= func.date_trunc("second", StaffAccount.sessions_valid_from),
        )
        .order_by(StaffSession.began_at.desc(), StaffSession.id)
    ).scalars()
    return [
        OwnSession(
            id=row.id, device=row.device or devices.NO_BROWSER, began_at=row.began_at, seen_at=row.seen_at, ends_at=row.ends_at,
            current=row.id == by.session_id,
        )
        for row in rows
    ]  # fmt: skip


def username_of(session: Session, by: Principal) -> str:
    member = session.get(StaffMember, by.person)
    return member.username if member else ""


def linked_at(session: Session, by: Principal, issuer: str) -> datetime | None:
    """Since when they may come in by this provider."""
    mine = select(StaffIdentity.linked_at).where(StaffIdentity.staff_id == by.person, StaffIdentity.issuer == issuer)
    return session.execute(mine).scalar_one_or_none()
