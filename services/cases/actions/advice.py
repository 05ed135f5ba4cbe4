"""What came of an advice to sue, if the injured person tells: never asked for, never required."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.kinds import Receiver
from services.cases.domain.timeliness import local_date
from services.cases.models import AdviceResult
from services.cases.models.cases import note
from services.cases.queries.visibility import find_act
from services.cases.schemas.acts import AdviceResultBody
from shared import audit
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation


def record(by: Principal, session: Session, act_id: UUID, wanted: AdviceResultBody, *, now: datetime) -> AdviceResult:
    """A row beside what was told before. Raises `RuleViolation` for an act that is no advice or not issued, `ContentViolation` for a
    day to come.
    """
    act, case = find_act(session, act_id, by, lock=True)
    today = local_date(now)
    if act.issued_on is None:
        raise RuleViolation("nothing comes of what was not issued", code="act.not_issued")
    if data.kind_on(act.kind, act.issued_on).receiver is not Receiver.COMPLAINANT:
        raise RuleViolation("it advises nobody to sue", code="advice.no_advice")
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
