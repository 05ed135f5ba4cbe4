"""What came of an advice to sue, if the injured person tells: never asked for, never required; and that its letter left by post."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.kinds import Receiver
from services.cases.domain.timeliness import local_date
from services.cases.models import AdviceResult, Case, Recommendation
from services.cases.models.cases import note
from services.cases.queries.visibility import find_act
from services.cases.schemas.acts import AdvicePostedBody, AdviceResultBody
from shared import audit
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation


def record(by: Principal, session: Session, act_id: UUID, wanted: AdviceResultBody, *, now: datetime) -> AdviceResult:
    """A row beside what was told before. Raises `RuleViolation` for an act that is no advice or not issued, `ContentViolation` for a
    day to come.
    """
    act, case, _issued_on = _issued(by, session, act_id)
    today = local_date(now)
    if wanted.on is not None and wanted.on > today:
        raise ContentViolation("a day that has come", code="advice.day_ahead", field="on")
    row = AdviceResult(
        recommendation_id=act.id,
        word=wanted.word.value,
        on=wanted.on,
        court=wanted.court.strip(),
        by=by.person,
        at=now,
    )
    session.add(row)
    note(session, case.id, now, by.name, "advice.result", act=act.id, word=row.word)
    audit.record(session, by, "advice.result", "recommendation", act.id, word=row.word)
    session.flush()
    return row


def note_posted(by: Principal, session: Session, act_id: UUID, wanted: AdvicePostedBody, *, now: datetime) -> None:
    """A line in the history of the case that the printed letter left by post. Raises what `record` raises, and `ContentViolation` for a
    day before the letter.

    The post book of partners is of bodies: where a person lives stands in the sealed file alone, and is written on the envelope by
    whoever may open that; that they did is in the line.
    """
    act, case, issued_on = _issued(by, session, act_id)
    if wanted.on > local_date(now):
        raise ContentViolation("a day that has come", code="advice.day_ahead", field="on")
    if wanted.on < issued_on:
        raise ContentViolation("it was not issued yet", code="advice.posted_before", field="on")
    note(
        session,
        case.id,
        now,
        by.name,
        "advice.posted",
        act=act.id,
        on=wanted.on,
        number=wanted.label.strip() or None,
        by_hand=wanted.addressed_by_hand or None,
    )
    audit.record(session, by, "advice.posted", "recommendation", act.id)


def _issued(by: Principal, session: Session, act_id: UUID) -> tuple[Recommendation, Case, date]:
    """An advice that was issued, its case, locked, and the day of the letter."""
    act, case = find_act(session, act_id, by, lock=True)
    if act.issued_on is None:
        raise RuleViolation("nothing comes of what was not issued", code="act.not_issued")
    if data.kind_on(act.kind, act.issued_on).receiver is not Receiver.COMPLAINANT:
        raise RuleViolation("it advises nobody to sue", code="advice.no_advice")
    return act, case, act.issued_on
