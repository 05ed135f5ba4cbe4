"""What the office found of an obligation, whether a reply is enough, and what the child says."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import (
    clocks,
    confirmations,
    escalations,
    found_in_error,
    messages,
    moots,
    paper_notices,
    standings,
    stopped_letters,
)
from services.cases.data import acts as act_data
from services.cases.domain import assessments
from services.cases.domain.assessments import Assessment
from services.cases.domain.bodies import UNPRESSED, BodyClass
from services.cases.domain.evidence import Reference, reference_faults
from services.cases.domain.obligations import SETTLED, SUBSTANTIVE, Assessed, Facts, Reply, has_arrived
from services.cases.domain.outcomes import ActOutcome, assessed_by
from services.cases.domain.paper_notices import upheld, word_of
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.replies import SAID_BY_WORD
from services.cases.domain.standing import OTHER_BODY, State
from services.cases.domain.timeliness import local_date
from services.cases.models import AssessmentRecord, Case, ElsewhereProposal, Obligation, Recommendation
from services.cases.models.cases import note
from services.cases.queries import evidence
from services.cases.queries.obligations import ahead_of, refused_findings
from services.cases.queries.visibility import find_obligation
from services.cases.schemas.obligations import AssessmentBody, ConfirmationBody, InsufficiencyBody, LadderEndBody
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ObligationAssessed, ObligationUpheld
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import ContentViolation, NotAllowed, RuleViolation, refuse
from shared.typed import dump


def assess(
    by: Principal, session: Session, documents: Documents, obligation_id: UUID, wanted: AssessmentBody, *, now: datetime
) -> Obligation:
    """Record what the office found. Raises `ContentViolation` for what the word needs, `RuleViolation` where the act fell."""
    obligation, case = find_obligation(session, obligation_id, by, lock=True)
    _check_stands(session, obligation)
    act = session.get_one(Recommendation, obligation.recommendation_id)
    possible = act_data.outcomes_of(act.kind, obligation.issued_on)
    word, today = assessed_by(wanted.outcome, wanted.assessment, wanted.on, possible), local_date(now)
    if word is Assessed.NOT_ASSESSED:
        return found_in_error.take_back(by, session, documents, case, obligation, wanted.reason, now=now)
    references = [Reference(one.kind, one.ref, one.address, one.seen_on) for one in wanted.evidence]
    there = evidence.openable(evidence.pieces_of(session, obligation))
    assessment = Assessment(
        word=word,
        on=wanted.on,
        verifier=by.id,
        evidence=len(wanted.evidence),
        promised_date=wanted.promised_date,
        next_check=wanted.next_check,
        reason=wanted.reason,
        unassessable=wanted.unassessable,
    )
    refuse(
        (
            *_unknown_reason(wanted.unassessable, today),
            *assessments.assessment_faults(
                obligation.facts, assessment, today=today, ahead=ahead_of(obligation, today)
            ),
            *assessments.before_the_act(assessment, obligation.issued_on),
            *reference_faults(references, word, act_data.evidence_kinds(today), there, today=today),
            *filter(None, [refused_findings(session, obligation, today).get(word)]),
        )
    )
    found = assessments.apply_assessment(obligation.facts, assessment, today=today)
    _write(obligation, found, named=wanted.promised_date is not None)
    obligation.outcome = wanted.outcome
    # What was not done and nobody is pressed for (the judiciary, a prosecutor's decision) has ended too.
    ends = word in SETTLED or (word is Assessed.NOT and not obligation.is_pressed)
    obligation.closed_on = today if ends else None
    _place_clock(by, session, obligation, now)
    confirmations.plan(by, session, obligation, now=now)
    session.add(
        AssessmentRecord(
            obligation_id=obligation.id,
            word=word.value,
            outcome=wanted.outcome,
            on=wanted.on,
            evidence=[],
            sources=[dump(one) for one in wanted.evidence],
            promised_date=wanted.promised_date,
            next_check=wanted.next_check,
            unassessable=wanted.unassessable,
            reason=wanted.reason,
            by=by.id,
            at=now,
        )
    )
    session.flush()
    act_id, body = obligation.recommendation_id, obligation.institution_id
    stopped_letters.follow(by, session, act_id, body, now=now)
    moots.follow(by, session, obligation, now=now)
    if wanted.outcome is not None:
        _propose(by, session, case, obligation, possible[wanted.outcome], now)
    # What a prosecutor or a court decided is theirs, and known to them: it is no finding of the office to be told.
    if not possible or (wanted.outcome is not None and possible[wanted.outcome].told):
        _announce(by, session, case, obligation, now)
    _trace(by, session, obligation, now, "obligation.assessed", word=wanted.outcome or word.value)
    return obligation


def overtake(
    by: Principal, session: Session, case: Case, obligation: Obligation, reason: str, whose: UUID, *, now: datetime
) -> None:
    """A step of others: what it rests on is over, and nothing is asked any more. `whose`: who of the office noted that. Its body reads it."""
    today = local_date(now)
    found = Assessment(Assessed.OVERTAKEN, verifier=whose, reason=reason)
    obligation.write_facts(assessments.apply_assessment(obligation.facts, found, today=today))
    obligation.outcome, obligation.closed_on = None, today
    clocks.end(by, session, obligation, now=now)
    confirmations.plan(by, session, obligation, now=now)
    record = AssessmentRecord(obligation_id=obligation.id, word=Assessed.OVERTAKEN.value, by=whose, at=now)
    record.evidence, record.reason = [], reason
    session.add(record)
    session.flush()
    stopped_letters.follow(by, session, obligation.recommendation_id, obligation.institution_id, now=now)
    moots.follow(by, session, obligation, now=now)
    _announce(by, session, case, obligation, now)
    _trace(by, session, obligation, now, "obligation.assessed", word=Assessed.OVERTAKEN.value)


def _write(obligation: Obligation, found: Facts, *, named: bool) -> None:
    """`named`: a day was, before which its body had another, or the same."""
    before = obligation.implementation_due
    obligation.write_facts(found)
    if named:
        obligation.noted_before = before if before != obligation.implementation_due else None


def _unknown_reason(key: str | None, today: date) -> Iterator[ContentViolation]:
    if key is not None and key not in act_data.unassessable_reasons(today):
        yield ContentViolation("no such reason", code="assessment.no_such_reason", field="unassessable")


def _place_clock(by: Principal, session: Session, obligation: Obligation, now: datetime) -> None:
    """What was overtaken, decided elsewhere or went to another body is asked for by no day; whoever gave no information stays silent by its own."""
    others = obligation.unassessable in {State.ELSEWHERE.value, OTHER_BODY}
    step = clocks.end if obligation.assessed == Assessed.OVERTAKEN or others else clocks.go_on
    step(by, session, obligation, now=now)


def _propose(
    by: Principal, session: Session, case: Case, obligation: Obligation, outcome: ActOutcome, now: datetime
) -> None:
    """That a court or a prosecutor has the matter now stands on the case until a person confirms or declines it."""
    if outcome.proposes is None or case.elsewhere == outcome.proposes:
        return
    mine = ElsewhereProposal.obligation_id == obligation.id, ElsewhereProposal.decided_at.is_(None)
    if session.execute(select(ElsewhereProposal.id).where(*mine)).scalar() is not None:
        return
    proposal = ElsewhereProposal(case_id=case.id, obligation_id=obligation.id, outcome=outcome.key, at=now)
    proposal.elsewhere, proposal.on = outcome.proposes.value, local_date(now)
    session.add(proposal)
    note(session, case.id, now, by.name, "bar.proposed", obligation=obligation.id, elsewhere=proposal.elsewhere)
    audit.record(session, by, "bar.proposed", "case", case.id, elsewhere=proposal.elsewhere)


def find_insufficient(
    by: Principal, session: Session, obligation_id: UUID, wanted: InsufficiencyBody, *, now: datetime
) -> Obligation:
    """The body answered, and it is not enough: the ladder opens, and what the body said stays as it is."""
    obligation, case = find_obligation(session, obligation_id, by, lock=True)
    _check_stands(session, obligation)
    if not wanted.reason.strip():
        raise ContentViolation("why it is not enough", code="insufficiency.no_reason", field="reason")
    if Reply(obligation.reply) not in SUBSTANTIVE:
        raise RuleViolation("there is no reply to find insufficient", code="insufficiency.no_reply")
    clocks.press_again(by, session, obligation, now=now)
    obligation.insufficient_on, obligation.refusal_left_on = local_date(now), None
    # Where the office had turned to another body its day was gone; what is pressed again has it again.
    obligation.write_facts(obligation.facts)
    session.add(
        AssessmentRecord(
            obligation_id=obligation.id, word="reply_insufficient", evidence=[], reason=wanted.reason, by=by.id, at=now
        )
    )
    _trace(by, session, obligation, now, "obligation.insufficient")
    standings.tell(session, case, obligation, now=now)
    tell_upheld(by, session, obligation, now=now)
    return obligation


def tell_upheld(by: Principal, session: Session, obligation: Obligation, *, now: datetime) -> None:
    """A step of others: its body reads that what it said is not enough, or is not followed. One of the judiciary is pressed by nothing."""
    if BodyClass(obligation.institution_class) in UNPRESSED:
        return
    said = SAID_BY_WORD[Reply(obligation.reply)]
    paper_notices.note(by, session, obligation, upheld(Reply(obligation.reply)), now=now)
    event = ObligationUpheld(
        obligation_id=obligation.id,
        recommendation_id=obligation.recommendation_id,
        item_id=obligation.item_id,
        institution_id=obligation.institution_id,
        said=said.value,
        upheld_on=local_date(now),
    )
    publish(session, event, obligation.id)


def end_ladder(
    by: Principal, session: Session, obligation_id: UUID, wanted: LadderEndBody, *, now: datetime
) -> Obligation:
    """The commissioner ends the ladder with a reason: no rung is offered any more, and what the body did or did not do stays as
    it is counted. So is a refusal accepted that nobody has decided on. Raises `NotAllowed`, `RuleViolation` where no ladder goes on and none waits for a decision.
    """
    obligation, case = find_obligation(session, obligation_id, by, lock=True)
    _check_stands(session, obligation)
    if "commissioner" not in by.roles:
        raise NotAllowed("only the commissioner ends a ladder")
    if not obligation.may_be_ended(local_date(now)):
        raise RuleViolation("no ladder goes on", code="ladder.not_going_on")
    if not wanted.reason.strip():
        raise ContentViolation("why it ends", code="ladder.no_end_reason", field="reason")
    press_no_more(by, session, case, obligation, wanted.reason, by.person, now=now)
    return obligation


def press_no_more(
    by: Principal, session: Session, case: Case, obligation: Obligation, reason: str, whose: UUID, *, now: datetime
) -> None:
    """A step of others: its ladder ends, as `whose` of the office noted, and it stays as late as it is."""
    obligation.ladder_ended_on = local_date(now)
    record = AssessmentRecord(obligation_id=obligation.id, word="ladder_ended", by=whose, at=now)
    record.evidence, record.reason = [], reason
    session.add(record)
    escalations.drop_drafts(session, obligation, now=now)
    escalations.withdraw_untrue(session, obligation, now=now)
    _trace(by, session, obligation, now, "ladder.ended")
    standings.tell(session, case, obligation, now=now)


def confirm(
    by: Principal, session: Session, obligation_id: UUID, wanted: ConfirmationBody, *, now: datetime
) -> Obligation:
    """What the child or complainant says; a no opens again what the office had settled."""
    obligation, _case = find_obligation(session, obligation_id, by, lock=True)
    _check_stands(session, obligation)
    _trace(by, session, obligation, now, "obligation.confirmed", word=wanted.confirmed.value)
    confirmations.heed(by, session, obligation, wanted.confirmed, heard_by=by.person, now=now)
    session.flush()
    return obligation


def _check_stands(session: Session, obligation: Obligation) -> None:
    act = session.get_one(Recommendation, obligation.recommendation_id)
    if act.status != ActStatus.ISSUED:
        raise RuleViolation("the act no longer stands", code="obligation.act_fell")


def _announce(by: Principal, session: Session, case: Case, obligation: Obligation, now: datetime) -> None:
    if not obligation.readdressed_on:
        word = obligation.outcome or word_of(obligation.assessed, obligation.unassessable)
        paper_notices.note(by, session, obligation, word, now=now)
    act = session.get_one(Recommendation, obligation.recommendation_id)
    # That the office turned to another body is told as that, and not as something that nobody can say.
    complaints = [] if obligation.readdressed_on else messages.hearers_of(session, case, act)
    corrects = standings.corrects(obligation, now)
    if complaints:
        standings.note_told(session, obligation, act, now=now)
    publish(
        session,
        ObligationAssessed(
            obligation_id=obligation.id,
            recommendation_id=obligation.recommendation_id,
            item_id=obligation.item_id,
            institution_id=obligation.institution_id,
            assessment=obligation.assessed,
            assessed_on=local_date(now),
            next_check=obligation.next_check,
            complaints=tuple(complaints),
            number=act.number,
            place=standings.place_of(session, obligation),
            next=standings.next_of(obligation, now=now).value,
            undelivered=not has_arrived(obligation.facts),
            outcome=obligation.outcome,
            by=_by(obligation),
            corrects=corrects,
        ),
        obligation.id,
    )


def _by(obligation: Obligation) -> date | None:
    if obligation.assessed != Assessed.IN_PROCESS:
        return None
    return obligation.implementation_due or obligation.noted_date


def _trace(
    by: Principal, session: Session, obligation: Obligation, now: datetime, code: str, word: str | None = None
) -> None:
    details = {"act": obligation.recommendation_id, "institution": obligation.institution_id, "word": word}
    note(session, obligation.case_id, now, by.name, code, obligation=obligation.id, **details)
    audit.record(session, by, code, "obligation", obligation.id, word=word)
    session.flush()
