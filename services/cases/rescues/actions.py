"""Asking for a rescue, agreeing to it, stopping it, and doing it. Who is asked for it and who can stop it are told by mail at once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import passwords, staff
from services.cases.actions.factors import KEPT
from services.cases.duty.models import FormerContact, StaffContact
from services.cases.models import StaffMember
from services.cases.rescues import queries
from services.cases.rescues.domain import FACTOR, PASSWORD, RescueRule
from services.cases.rescues.models import AccountRescue
from services.cases.rescues.schemas import RescueAnswer, RescueBody, RescueDone
from shared import audit
from shared.events.catalogue import RescueAsked
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import NotAllowed, NotFound, RuleViolation
from shared.second_factor import codes
from shared.staff import StaffAccount


def ask(by: Principal, session: Session, wanted: RescueBody, *, now: datetime) -> RescueAnswer:
    """Ask to give an account another password, or to take its second factor away. Raises `NotFound` for an account that is shut or has
    none, `NotAllowed` for one's own, and `RuleViolation` where the same is asked for already.
    """
    if wanted.staff_id == by.person:
        raise NotAllowed("another administrator asks for it")
    member = session.get(StaffMember, wanted.staff_id, with_for_update=True)
    account, known = session.get(StaffAccount, wanted.staff_id), queries.rule(now)
    if member is None or account is None or not account.active:
        raise NotFound
    if wanted.what == FACTOR and not codes.is_on(KEPT, session, member.id):
        raise NotFound
    _end_lapsed(session, wanted, known, now)
    row = AccountRescue(staff_id=member.id, what=wanted.what, asked_by=by.person, asked_at=now)
    session.add(row)
    session.flush()
    audit.record(session, by, "staff.rescue_asked", "staff", member.id, what=row.what)
    _tell(session, row, {row.staff_id, *queries.others(session, row, known)})
    return queries.answer(session, row, member.username, now)


def agree(by: Principal, session: Session, rescue_id: UUID, *, now: datetime) -> RescueAnswer:
    """The second person. Raises `NotAllowed` for who asked and for the owner of the account."""
    row, member = _open(by, session, rescue_id, now)
    if not queries.rule(now).lets_agree(by.roles) or by.person in (row.asked_by, row.staff_id):
        raise NotAllowed("a second person agrees")
    if row.agreed_by is None:
        row.agreed_by, row.agreed_at = by.person, now
        audit.record(session, by, "staff.rescue_agreed", "staff", row.staff_id, what=row.what)
    return queries.answer(session, row, member.username, now)


def stop(by: Principal, session: Session, rescue_id: UUID, *, now: datetime) -> RescueAnswer:
    """By the owner of the account, by who asked, or by anybody who could agree."""
    row, member = _open(by, session, rescue_id, now)
    row.stopped_by, row.stopped_at = by.person, now
    audit.record(session, by, "staff.rescue_stopped", "staff", row.staff_id, what=row.what)
    return queries.answer(session, row, member.username, now)


def complete(by: Principal, session: Session, rescue_id: UUID, *, now: datetime) -> RescueDone:
    """Do what was asked for, by who asked. Raises `NotAllowed`, and `RuleViolation` while a second person has to agree or the time runs."""
    row, member = _open(by, session, rescue_id, now)
    if row.asked_by != by.person:
        raise NotAllowed("who asked for it does it")
    alone = queries.alone_from(session, row, now)
    if row.agreed_by is None and (alone is None or alone > now):
        raise RuleViolation("a second person agrees, or its time has not come", code="rescue.waits")
    row.done_at = now
    audit.record(session, by, "staff.rescue_done", "staff", row.staff_id, what=row.what)
    if row.what == PASSWORD:
        username, password = passwords.reset(by, session, row.staff_id, now=now)
        return RescueDone(username=username, password=password)
    staff.remove_factor(by, session, row.staff_id, now=now)
    return RescueDone(username=member.username, password=None)


def _open(by: Principal, session: Session, rescue_id: UUID, now: datetime) -> tuple[AccountRescue, StaffMember]:
    """One that is open and of which `by` may know, held to the end of the transaction with all others of its account: what became of the
    one decides what may become of the other.
    """
    row, known = session.get(AccountRescue, rescue_id), queries.rule(now)
    if row is None or not (known.lets_agree(by.roles) or by.person in (row.staff_id, row.asked_by)):
        raise NotFound
    member = session.get_one(StaffMember, row.staff_id, with_for_update=True)
    session.refresh(row, with_for_update=True)
    if row.done_at or row.stopped_at or row.asked_at + known.lapses <= now:
        raise RuleViolation("it is over", code="rescue.over")
    return row, member


def _end_lapsed(session: Session, wanted: RescueBody, known: RescueRule, now: datetime) -> None:
    """Make room for another one. Raises `RuleViolation` where one is open."""
    same = (AccountRescue.staff_id == wanted.staff_id, AccountRescue.what == wanted.what)
    still = (AccountRescue.done_at.is_(None), AccountRescue.stopped_at.is_(None))
    for row in session.execute(select(AccountRescue).where(*same, *still).with_for_update()).scalars():
        if row.asked_at + known.lapses > now:
            raise RuleViolation("the same is asked for already", code="rescue.open")
        row.stopped_at = now
    session.flush()


def _tell(session: Session, row: AccountRescue, people: set[UUID]) -> None:
    """Who has no address is told by the page alone; whose address somebody else changed lately, at the one of before too."""
    now_at = session.execute(select(StaffContact).where(StaffContact.staff_id.in_(people))).scalars()
    before = session.execute(select(FormerContact).where(FormerContact.staff_id.in_(people))).scalars()
    for one in (*now_at, *before):
        told = RescueAsked(rescue_id=row.id, staff_id=one.staff_id, contact=one.contact, ways=one.ways)
        publish(session, told, row.id)
