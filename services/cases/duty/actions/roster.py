"""Entering who is on call, who stands in, and how staff are reached."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from services.cases.domain.timeliness import local_date
from services.cases.duty import queries
from services.cases.duty.data import call_rule_on
from services.cases.duty.domain import StandIn, check_days, check_fits, check_role, check_stand_in
from services.cases.duty.models import DutyShift, DutySubstitution, FormerContact, StaffContact
from services.cases.duty.schemas import ContactBody, EnteredAnswer, ShiftBody, SubstitutionBody
from services.cases.models import StaffMember
from shared import audit
from shared.documents import Documents
from shared.events.documents.cases import StaffAddresses
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound
from shared.staff import StaffAccount


def add_shift(by: Principal, session: Session, wanted: ShiftBody, *, now: datetime) -> EnteredAnswer:
    """Put a person on call. Raises `ContentViolation` for who is not of the office, and for days in the wrong order."""
    _check_able(session, "staff_id", wanted.staff_id, now)
    check_days(wanted.first_day, wanted.last_day)
    shift = DutyShift(
        staff_id=wanted.staff_id,
        place=wanted.place,
        weekdays=sorted(set(wanted.weekdays)),
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        begins=time.fromisoformat(wanted.begins),
        ends=time.fromisoformat(wanted.ends),
        at=now,
        by=by.name,
    )
    session.add(shift)
    session.flush()
    audit.record(session, by, "duty.shift_added", "duty_shift", shift.id, staff=str(shift.staff_id))
    return EnteredAnswer(id=shift.id)


def end_shift(by: Principal, session: Session, shift_id: UUID, *, now: datetime) -> EnteredAnswer:
    """Take a shift out of the roster; again it does nothing. Raises `NotFound`."""
    shift = session.get(DutyShift, shift_id, with_for_update=True)
    return _end(by, session, shift, "duty_shift", now)


def add_substitution(by: Principal, session: Session, wanted: SubstitutionBody, *, now: datetime) -> EnteredAnswer:
    """Have one person take the shifts of another on some days. Raises `ContentViolation`."""
    _account(session, "absent", wanted.absent)
    _check_able(session, "stands_in", wanted.stands_in, now)
    check_days(wanted.first_day, wanted.last_day)
    check_stand_in(wanted.absent, wanted.stands_in)
    # One at a time: two that are entered together would not see each other.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("duty:substitutions", 0))))
    new = StandIn(wanted.absent, wanted.stands_in, wanted.first_day, wanted.last_day)
    check_fits(new, queries.stand_ins(session, wanted.first_day))
    substitution = DutySubstitution(
        absent=wanted.absent,
        stands_in=wanted.stands_in,
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        at=now,
        by=by.name,
    )
    session.add(substitution)
    session.flush()
    of = {"absent": str(wanted.absent), "stands_in": str(wanted.stands_in)}
    audit.record(session, by, "duty.substitution_added", "duty_substitution", substitution.id, **of)
    return EnteredAnswer(id=substitution.id)


def end_substitution(by: Principal, session: Session, substitution_id: UUID, *, now: datetime) -> EnteredAnswer:
    """Take a substitution back; again it does nothing. Raises `NotFound`."""
    substitution = session.get(DutySubstitution, substitution_id, with_for_update=True)
    return _end(by, session, substitution, "duty_substitution", now)


def set_contact(
    by: Principal, session: Session, documents: Documents, staff_id: UUID, wanted: ContactBody, *, now: datetime
) -> EnteredAnswer:
    """How a person is reached from now on; without address and number, not at all any more. The addresses go into a document
    of their own, encrypted, and the earlier one is destroyed: at once by one's own hand, by another's after the days of the rule,
    so that nobody turns away the warnings of what they do next. Raises `NotFound` for who is not of the office.
    """
    if session.get(StaffMember, staff_id) is None:
        raise NotFound
    row = session.get(StaffContact, staff_id, with_for_update=True)
    if row is not None:
        if by.id == staff_id:
            _erase(session, documents, row.contact)
        else:
            until = now + call_rule_on(local_date(now)).former
            ways = {"by_email": row.by_email, "by_sms": row.by_sms}
            session.add(FormerContact(staff_id=staff_id, contact=row.contact, until=until, **ways))
        session.delete(row)
        session.flush()
    if wanted.email or wanted.phone:
        addresses = StaffAddresses(email=wanted.email, phone=wanted.phone, language=wanted.language)
        ways = {"by_email": bool(wanted.email), "by_sms": bool(wanted.phone)}
        session.add(StaffContact(staff_id=staff_id, contact=documents.keep(addresses), at=now, **ways))
        session.flush()
    audit.record(session, by, "duty.contact_set", "staff", staff_id)
    return EnteredAnswer(id=staff_id)


def forget_former(session: Session, documents: Documents, *, now: datetime) -> None:
    """Destroy the addresses of before whose days are over."""
    for row in session.execute(select(FormerContact).where(FormerContact.until <= now)).scalars():
        _erase(session, documents, row.contact)
        session.delete(row)


def _erase(session: Session, documents: Documents, name: str) -> None:
    """After the commit: a document that is gone while the row still names it would let a call find nobody."""
    event.listen(session, "after_commit", lambda _session: documents.erase(name), once=True)


def _account(session: Session, field: str, staff_id: UUID) -> StaffAccount:
    """Raise `ContentViolation` for who is not of the office, or no more."""
    account = session.get(StaffAccount, staff_id)
    if account is None or not account.active or session.get(StaffMember, staff_id) is None:
        raise ContentViolation("nobody of the office", code="duty.staff_unknown", field=field)
    return account


def _check_able(session: Session, field: str, staff_id: UUID, now: datetime) -> None:
    """Raise `ContentViolation` too for who could not look at what they are called about."""
    check_role(_account(session, field, staff_id).roles, call_rule_on(local_date(now)), field)


def _end(
    by: Principal, session: Session, row: DutyShift | DutySubstitution | None, noun: str, now: datetime
) -> EnteredAnswer:
    if row is None:
        raise NotFound
    if row.ended_at is None:
        row.ended_at, row.ended_by = now, by.name
        audit.record(session, by, f"{noun.replace('_', '.', 1)}_ended", noun, row.id)
    return EnteredAnswer(id=row.id)
