"""Passwords of staff: one's own, the first one, and one for somebody who forgot theirs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.actions import identities, log_ins, sessions, staff
from services.cases.actions.factors import KEPT
from services.cases.models import StaffMember
from services.cases.schemas.people import SessionAnswer
from shared import audit, passwords
from shared.principal import Principal
from shared.rules import ContentViolation, NotAllowed, NotFound, RuleViolation
from shared.second_factor import codes
from shared.staff import StaffAccount


def proves_own(by: Principal, session: Session, password: str) -> bool:
    """Whether it is the password of who asks, who is held until the end of the transaction. Commit also where it is not: that is audited."""
    member = session.get_one(StaffMember, by.person, with_for_update=True)
    if staff.proves(member.password_hash, password):
        return True
    audit.record(session, by, "staff.password_refused", "staff", member.id)
    return False


def change_own(
    by: Principal, session: Session, current: str, new: str, terms: sessions.Terms, *, now: datetime
) -> SessionAnswer | None:
    """Another password for oneself: every session ends everywhere, and one begins here. None if `current` is wrong."""
    member = session.get(StaffMember, by.person, with_for_update=True)
    if member is None:
        raise NotFound
    if not proves_own(by, session, current):
        return None
    _refuse_the_same(member, new)
    staff.change_password(by, session, member.username, new, now=now)
    account = session.get_one(StaffAccount, member.id)
    return log_ins.begin(session, member, account, terms, now=now, proved_at=by.proved_at)


def choose(session: Session, proved: log_ins.Proved, new: str, *, now: datetime) -> None:
    """One's own password in the place of one that somebody else knows. Raises where that does not stand any more."""
    member, account = (
        session.get_one(StaffMember, proved.staff_id, with_for_update=True),
        log_ins.standing(session, proved),
    )
    if member.password_until is None or member.password_until < now:
        raise RuleViolation("there is no password to be replaced", code="log_in_over")
    if codes.is_on(KEPT, session, account.id) and proved.shown is None:
        raise RuleViolation("the code comes first", code="log_in_over")
    _refuse_the_same(member, new)
    passwords.check(new, names=(member.username, member.name), field="new")
    member.password_hash, member.password_until = staff.HASHER.hash(new), None
    audit.record(session, Principal("staff", member.id), "staff.password_chosen", "staff", member.id)


def reset(by: Principal, session: Session, staff_id: UUID, *, now: datetime) -> tuple[str, str]:
    """A password for one log-in of somebody else, by an administrator; returns username and password. Their sessions end.

    Raises `NotFound`, and `NotAllowed` for oneself: who takes over an account is never its owner alone.
    """
    member, account = session.get(StaffMember, staff_id), session.get(StaffAccount, staff_id)
    if member is None or account is None or not account.active:
        raise NotFound
    if staff_id == by.person:
        raise NotAllowed("another administrator resets it")
    password = staff.new_password()
    staff.change_password(by, session, member.username, password, once=True, now=now)
    # Whoever had the account may have linked one of their own.
    identities.forget_all(session, staff_id)
    return member.username, password


def _refuse_the_same(member: StaffMember, new: str) -> None:
    if staff.proves(member.password_hash, new):
        raise ContentViolation("it is the password of before", code="password_same", field="new")
