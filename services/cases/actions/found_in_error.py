"""A finding that was recorded in error is taken back: the item stands as it does without it. The body learns it, and whoever was told; the
office sees to those who read of it in a step that left meanwhile.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.actions import confirmations, standings, stopped_letters, tasks
from services.cases.data.acts import task_words
from services.cases.domain import assessments
from services.cases.domain.assessments import Assessment
from services.cases.domain.obligations import Assessed
from services.cases.domain.standing import UNDONE
from services.cases.domain.timeliness import local_date
from services.cases.models import AssessmentRecord, Case, Escalation, Obligation, Recommendation
from services.cases.models.cases import note
from services.cases.queries.obligations import refused_findings
from services.cases.queries.reported import report_that_stands
from services.cases.queries.situations import stands
from shared import audit
from shared.clock_words import day_words
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import refuse


def take_back(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    obligation: Obligation,
    reason: str,
    *,
    now: datetime,
) -> Obligation:
    """A step of `assessments.assess`. Raises `RuleViolation` where no finding stands, or its case was closed over it, `ContentViolation` without a reason."""
    today = local_date(now)
    wanted = Assessment(Assessed.NOT_ASSESSED, reason=reason)
    refuse(
        (
            *filter(None, [refused_findings(session, obligation, today).get(wanted.word)]),
            *assessments.assessment_faults(obligation.facts, wanted, today=today),
        )
    )
    undone, found_at = obligation.assessed in UNDONE, _found_at(session, obligation)
    record = AssessmentRecord(obligation_id=obligation.id, word=wanted.word.value, by=by.id, at=now)
    record.evidence, record.reason = [], reason
    session.add(record)
    session.flush()
    obligation.confirmed = assessments.confirmed_after(obligation.facts, wanted.word).value
    if undone:
        obligation.claimed_on = report_that_stands(session, obligation)
        # The ladder was ended over what was found.
        if obligation.ladder_ended_on and obligation.ladder_ended_on >= local_date(found_at):
            obligation.ladder_ended_on = None
    confirmations.reopen(by, session, obligation, now=now)
    stopped_letters.follow(by, session, obligation.recommendation_id, obligation.institution_id, again=True, now=now)
    if undone:
        _put(by, session, documents, case, obligation, found_at, now)
    details = {"act": obligation.recommendation_id, "institution": obligation.institution_id, "word": wanted.word.value}
    note(session, case.id, now, by.name, "obligation.back", obligation=obligation.id, **details)
    audit.record(session, by, "obligation.back", "obligation", obligation.id, word=wanted.word.value)
    session.flush()
    standings.tell_news(session, case, obligation, now=now)
    return obligation


def _found_at(session: Session, obligation: Obligation) -> datetime:
    latest = select(func.max(AssessmentRecord.at)).where(
        AssessmentRecord.obligation_id == obligation.id, AssessmentRecord.word == obligation.assessed
    )
    return session.execute(latest).scalar_one()


def _put(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    obligation: Obligation,
    found_at: datetime,
    now: datetime,
) -> None:
    """A rung that was sent while the finding stood says that it was not done: before who sent it and whose case it is."""
    rungs = select(Escalation).where(Escalation.obligation_id == obligation.id, Escalation.at >= found_at, stands())
    told: set[object] = set()
    for rung in session.execute(rungs.order_by(Escalation.at, Escalation.id)).scalars():
        letter = rung.letter_id or rung.act_id or rung.id
        if letter in told:
            continue
        told.add(letter)
        act = session.get_one(Recommendation, rung.act_id or obligation.recommendation_id)
        words = task_words("rung_of_error", local_date(now)).format(number=act.number, day=day_words(rung.on, "sq"))
        people = [str(rung.by), *([str(case.officer_id)] if case.officer_id else [])]
        tasks.put_before(by, session, documents, case.id, words, people, now=now)
