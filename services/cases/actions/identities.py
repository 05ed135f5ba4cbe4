"""Staff who are known at a provider of OpenID Connect: linked by themselves, and let in by it. Roles stay ours."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.cases.actions import log_ins, sessions
from services.cases.domain.identities import Named
from services.cases.models import StaffIdentity
from services.cases.schemas.people import SessionAnswer
from shared import audit
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation
from shared.second_factor.demands import BY_PROVIDER
from shared.staff import StaffAccount


def link(by: Principal, session: Session, named: Named, *, now: datetime) -> None:
    """From now on this person there comes in as the one who asks, instead of whoever did before for them.

    Raises `RuleViolation` where they are somebody else's here: nobody takes an account over by logging in at another's desk.
    """
    there = session.get(StaffIdentity, (named.issuer, named.subject))
    if there is not None and there.staff_id != by.person:
        raise RuleViolation("this account of the provider is linked to another account", code="identity_of_another")
    if there is not None:
        return
    _forget(by, session, named.issuer, now)
    session.add(StaffIdentity(issuer=named.issuer, subject=named.subject, staff_id=by.person, linked_at=now))
    audit.record(session, by, "staff.identity_linked", "staff", by.person)


def unlink(by: Principal, session: Session, issuer: str, *, now: datetime) -> None:
    """Raises `NotFound` where nothing is linked."""
    if not _forget(by, session, issuer, now):
        raise NotFound
    audit.record(session, by, "staff.identity_unlinked", "staff", by.person)


def _forget(by: Principal, session: Session, issuer: str, now: datetime) -> bool:
    """Whoever came in by it is out: all sessions end but the one of who asks."""
    mine = delete(StaffIdentity).where(StaffIdentity.staff_id == by.person, StaffIdentity.issuer == issuer)
    if not session.execute(mine.returning(StaffIdentity.subject)).all():
        return False
    sessions.end_others(by, session, now=now)
    return True


def forget_all(session: Session, staff_id: UUID) -> None:
    """A step of a rescue."""
    session.execute(delete(StaffIdentity).where(StaffIdentity.staff_id == staff_id))


def log_in(session: Session, named: Named, terms: sessions.Terms, *, now: datetime) -> SessionAnswer | None:
    """A session for the one whom the provider names; None for somebody who is nobody here, or works here no more.

    Raises `StillMissing` as after a password; a second factor that was shown there just now counts.
    """
    there = session.get(StaffIdentity, (named.issuer, named.subject))
    account = session.get(StaffAccount, there.staff_id) if there else None
    if account is None or not account.active:
        return None
    proved = log_ins.Proved(
        staff_id=account.id,
        valid_from=account.sessions_valid_from,
        shown=BY_PROVIDER if named.second_factor else None,
        shown_at=named.second_factor,
    )
    return log_ins.go_on(session, proved, terms, now=now)
