"""Log-ins of staff: begun here, ended here, and told to the other services, which let nobody in after."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from shared import audit, devices
from shared.events.catalogue import SessionEnded
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import NotFound
from shared.sealing import derive
from shared.settings import Settings
from shared.staff import StaffAccount, StaffSession, issue_token

BATCH = 100


@dataclass(frozen=True, kw_only=True)
class Terms:
    """With what a session begins: the key that signs its token, for how many hours at most, and from which device (a code).

    `factor_key` seals second factors; `factor_required`: whether roles that need one have to have it.
    """

    signing_key: str = field(repr=False)
    hours: float
    device: str
    factor_key: bytes = field(default=b"", repr=False)
    factor_required: bool = False


def terms_of(settings: Settings, user_agent: str) -> Terms:
    return Terms(
        signing_key=settings.staff_signing_key or "", hours=settings.staff_session_hours, device=devices.device_of(user_agent),
        factor_key=derive(settings.secret_key.encode(), "besa.cases.second_factor"),
        factor_required=settings.second_factor_required,
    )  # fmt: skip


def begin(
    session: Session, account: StaffAccount, terms: Terms, *, now: datetime, proved_at: datetime | None = None
) -> tuple[str, StaffSession]:
    """A token and the session that it proves, in which a second factor was shown at `proved_at`: a step of others."""
    # A change of this very second moved the line behind which sessions count: this one began after it.
    began = max(now, account.sessions_valid_from).replace(microsecond=0)
    row = StaffSession(
        id=uuid4(), staff_id=account.id, began_at=began, ends_at=began + timedelta(hours=terms.hours), seen_at=now, told_at=now,
        device=terms.device,
    )  # fmt: skip
    session.add(row)
    token = issue_token(terms.signing_key, account.id, terms.hours, session_id=row.id, now=began, proved_at=proved_at)
    return token, row


def prove(by: Principal, session: Session, terms: Terms, *, now: datetime) -> tuple[str, StaffSession]:
    """Another token of one's own session, in which a second factor was shown just now. Raises `NotFound` for one that is over."""
    row = session.execute(_live(by.person, now).where(StaffSession.id == by.session_id)).scalar_one_or_none()
    if row is None:
        raise NotFound
    audit.record(session, by, "staff.proved_again", "staff", by.person)
    hours = (row.ends_at - row.began_at) / timedelta(hours=1)
    return issue_token(terms.signing_key, row.staff_id, hours, session_id=row.id, now=row.began_at, proved_at=now), row


def end(by: Principal, session: Session, session_id: UUID, *, now: datetime) -> None:
    """End one of one's own sessions, everywhere. Raises `NotFound` for one that is over or another's."""
    row = session.execute(_live(by.person, now).where(StaffSession.id == session_id)).scalar_one_or_none()
    if row is None:
        raise NotFound
    _end(session, [row], now=now)
    audit.record(session, by, "staff.logged_out", "staff", by.person)


def end_others(by: Principal, session: Session, *, now: datetime) -> int:
    """End all of one's own sessions but this one, everywhere; returns how many."""
    rows = session.execute(_live(by.person, now).where(StaffSession.id != by.session_id)).scalars().all()
    _end(session, rows, now=now)
    if rows:
        audit.record(session, by, "staff.others_logged_out", "staff", by.person, sessions=len(rows))
    return len(rows)


def end_lacking(by: Principal, session: Session, staff_id: UUID, *, now: datetime) -> int:
    """End all of somebody who lacks the second factor that is asked of them; returns how many: a step of others."""
    rows = session.execute(_live(staff_id, now)).scalars().all()
    _end(session, rows, now=now)
    audit.record(session, by, "staff.factor_lacking", "staff", staff_id, sessions=len(rows))
    return len(rows)


def end_idle(by: Principal, session: Session, unused: timedelta, *, now: datetime) -> int:
    """End what was used nowhere for `unused`; returns how many, at most `BATCH`."""
    rows: Sequence[StaffSession] = (
        session.execute(
            select(StaffSession)
            .where(StaffSession.ended_at.is_(None), StaffSession.ends_at > now, StaffSession.seen_at < now - unused)
            .order_by(StaffSession.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        .scalars()
        .all()
    )
    _end(session, rows, now=now)
    for row in rows:
        audit.record(session, by, "staff.session_idle", "staff", row.staff_id)
    return len(rows)


def _live(staff_id: UUID, now: datetime) -> Select[StaffSession]:
    return (
        select(StaffSession)
        .where(StaffSession.staff_id == staff_id, StaffSession.ended_at.is_(None), StaffSession.ends_at > now)
        .order_by(StaffSession.id)
        .with_for_update()
    )


def _end(session: Session, rows: Sequence[StaffSession], *, now: datetime) -> None:
    for row in rows:
        row.ended_at = now
        told = SessionEnded(
            session_id=row.id, staff_id=row.staff_id, began_at=row.began_at, ends_at=row.ends_at, ended_at=now
        )
        publish(session, told, row.id)
