"""Ending an agreement: one person writes when, on which ground and what shows it, another confirms it; after its last day it ends by itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.partners.cooperation.actions.actors import Check
from services.partners.cooperation.domain import endings as rules
from services.partners.cooperation.models import Agreement
from services.partners.cooperation.queries.agreements import agreement
from services.partners.cooperation.schemas import EndingBody
from services.partners.domain import local_date
from shared import audit
from shared.events.catalogue import AgreementEnded
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation


def ask(
    by: Principal, session: Session, agreement_id: UUID, wanted: EndingBody, check: Check, *, now: datetime
) -> Agreement:
    """Write that it ended; another person confirms it. Raises `RuleViolation` for what is not in force, `ContentViolation` at its field."""
    found, today = agreement(session, agreement_id, lock=True), local_date(now)
    check(found.revision)
    rules.check_in_force(found.life, today)
    rules.check_waiting(found.ending_on, waits=False)
    rules.check_day(found.life, wanted.ended_on, today)
    _check_successor(session, found, wanted)
    found.ending_on, found.ending_ground, found.ending_proof = wanted.ended_on, wanted.ground, wanted.evidence
    found.replaced_by, found.ending_by = wanted.replaced_by, by.person
    return _noted(by, session, found, "agreement.ending_asked")


def take_back(by: Principal, session: Session, agreement_id: UUID, check: Check, *, now: datetime) -> Agreement:
    """What was written of its end, and nobody confirmed, is taken back. Raises `RuleViolation`."""
    found = agreement(session, agreement_id, lock=True)
    check(found.revision)
    rules.check_in_force(found.life, local_date(now))
    rules.check_waiting(found.ending_on, waits=True)
    _clear(found)
    return _noted(by, session, found, "agreement.ending_withdrawn")


def confirm(by: Principal, session: Session, agreement_id: UUID, check: Check, *, now: datetime) -> Agreement:
    """It has ended, as another person wrote; cases learns it, and what was still open closes there. Raises `RuleViolation`."""
    found = agreement(session, agreement_id, lock=True)
    check(found.revision)
    rules.check_in_force(found.life, local_date(now))
    rules.check_waiting(found.ending_on, waits=True)
    rules.check_second(found.ending_by, by.person)
    found.ended_at, found.ended_by = now, by.person
    _noted(by, session, found, "agreement.ended")
    _tell(session, found, by.person)
    return found


def expire(by: Principal, session: Session, agreement_id: UUID, *, now: datetime) -> None:
    """Its last day is over. What waited for a second person is dropped: it ended before anybody agreed. Twice it is the same."""
    found = agreement(session, agreement_id, lock=True)
    if found.ended_at is not None or found.life.over_on(local_date(now)) is None:
        return
    _clear(found)
    found.ending_on, found.ending_ground, found.ended_at = found.until, rules.EXPIRED, now
    _noted(by, session, found, "agreement.ended")
    _tell(session, found, found.signed_by)


def give_way(by: Principal, session: Session, found: Agreement, new: Agreement, *, now: datetime) -> None:
    """A step of others: its next version was signed. What goes on there is asked for there."""
    _clear(found)
    found.ending_on, found.ending_ground, found.replaced_by = new.signed_on, rules.AMENDED, new.id
    found.ended_at, found.ended_by = now, by.person
    _noted(by, session, found, "agreement.ended")
    _tell(session, found, by.person, tuple(one.goes_on_from for one in new.clauses if one.goes_on_from))


def _check_successor(session: Session, found: Agreement, wanted: EndingBody) -> None:
    if wanted.ground == rules.REPLACED:
        new = session.get(Agreement, wanted.replaced_by) if wanted.replaced_by else None
        if new is None or new.id == found.id or new.signed_on is None:
            raise ContentViolation("another signed one", code="agreement.no_successor", field="replaced_by")
    elif wanted.replaced_by is not None:
        raise ContentViolation("only with that ground", code="agreement.no_successor", field="replaced_by")


def _clear(found: Agreement) -> None:
    found.ending_on = found.ending_ground = found.ending_proof = found.ending_by = found.replaced_by = None


def _noted(by: Principal, session: Session, found: Agreement, code: str) -> Agreement:
    found.revision += 1
    session.flush()
    audit.record(session, by, code, "agreement", found.id)
    return found


def _tell(session: Session, found: Agreement, noted_by: UUID | None, goes_on: tuple[UUID, ...] = ()) -> None:
    """Raises `AssertionError` for what has not ended."""
    if found.ending_on is None or found.ending_ground is None or noted_by is None:
        raise AssertionError("it has not ended")
    ended = AgreementEnded(
        agreement_id=found.id,
        number=found.number,
        ended_on=found.ending_on,
        ground=found.ending_ground,
        noted_by=noted_by,
        goes_on=goes_on,
    )
    publish(session, ended, found.id)
