"""What became of what a party that is no body promised: the office says it, and what shows it."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.cases.agreements.domain import facts_of
from services.cases.agreements.models import AgreementClause, PromiseOutcome
from services.cases.agreements.queries import agreement, promise
from services.cases.agreements.schemas import OutcomeBody
from services.cases.domain.assessments import Assessment, assessment_faults
from services.cases.domain.obligations import Assessed
from services.cases.domain.standing import UNDONE, undone_refusal
from services.cases.domain.timeliness import local_date
from shared import audit
from shared.principal import Principal
from shared.rules import RuleViolation, refuse


def record(by: Principal, session: Session, clause_id: UUID, wanted: OutcomeBody, *, now: datetime) -> AgreementClause:
    """A later word stands in the place of the one before, which is kept. Raises `NotFound`, `ContentViolation`, and `RuleViolation` for what cannot be
    said yet, or where there is nothing to take back.
    """
    found = promise(session, clause_id, lock=True)
    of, word = agreement(session, found.agreement_id), Assessed(wanted.assessment)
    if word is Assessed.NOT_ASSESSED and found.assessed == word:
        raise RuleViolation("nothing was found of it", code="promise.nothing_found")
    refuse(_against(word, wanted, found.due, of.signed_on, local_date(now)))
    write(session, found, word, wanted.on, wanted.evidence, by.person, now=now)
    audit.record(session, by, "promise.outcome_recorded", "agreement", of.id)
    session.flush()
    return found


def _against(word: Assessed, wanted: OutcomeBody, due: date, signed_on: date, today: date) -> Iterator[RuleViolation]:
    """As of an obligation: what its word needs, and nothing is found undone before its day."""
    found = Assessment(word, on=wanted.on, verifier="office", evidence=1, reason=wanted.evidence)
    facts = facts_of(Assessed.NOT_ASSESSED, None)
    yield from assessment_faults(facts, found, today=today)
    early = undone_refusal(facts, None, due, signed_on, today) if word in UNDONE else None
    yield from filter(None, [early])


def write(
    session: Session,
    found: AgreementClause,
    word: Assessed,
    on: date | None,
    evidence: str,
    whose: UUID,
    *,
    now: datetime,
) -> None:
    """A step of others: it stands at the clause in each version."""
    session.add(PromiseOutcome(item_id=found.item_id, word=word.value, on=on, evidence=evidence, by=whose, at=now))
    done_on = on if word is Assessed.IMPLEMENTED else None
    same = update(AgreementClause).where(AgreementClause.item_id == found.item_id)
    session.execute(same.values(assessed=word.value, done_on=done_on))
    session.flush()
