"""Complainants are asked whether a measure was felt, twice after the office found it done; a no opens the obligation again.

Each complainant behind a case is asked apart and keeps their own answer; the worst of them is what counts. A question ends with the
finding that it rests on.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import asking, clocks, messages, moots
from services.cases.data import acts as act_data
from services.cases.domain import assessments, clock, obligations
from services.cases.domain.assessments import FELT
from services.cases.domain.ledger import Entry, EntryKind
from services.cases.domain.obligations import Assessed, Confirmed
from services.cases.domain.paper_notices import Word
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.timeliness import local_date
from services.cases.models import (
    ActItem,
    AssessmentRecord,
    Case,
    Complaint,
    ConfirmationQuestion,
    Obligation,
    Recommendation,
)
from services.cases.models.cases import note
from services.cases.queries.public_acts import find_shown
from services.cases.queries.situations import institutions
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ConfirmationAsked, ConfirmationEnded, ConfirmationGiven, ObligationReopened
from shared.events.documents.cases import AskedConfirmation
from shared.messaging.outbox import publish
from shared.principal import Principal

#: Few at a time: each locks its case.
BATCH = 50
ROUNDS = {"first": "complainant_follow_up_first", "second": "complainant_follow_up_second"}
_OPEN = ConfirmationQuestion.answer.is_(None), ConfirmationQuestion.ended_at.is_(None)


def plan(by: Principal, session: Session, obligation: Obligation, *, now: datetime) -> None:
    """A step of the assessment: after a finding, fix when the complainants are asked, and end what was asked about the one before. Only of what
    bodies must do: where a kind counts in no rate (the judiciary, a prosecutor, an advice), nobody is asked.
    """
    felt = obligation.counts and Assessed(obligation.assessed) in FELT
    obligation.follow_up_on = _day_of("first", local_date(now)) if felt else None
    end(by, session, obligation, now=now)


def end(by: Principal, session: Session, obligation: Obligation, *, now: datetime) -> None:
    """A step of others: what was found stands no more, or another finding took its place, so that nobody need answer any question about it."""
    waiting = select(ConfirmationQuestion).where(ConfirmationQuestion.obligation_id == obligation.id, *_OPEN)
    for question in session.execute(waiting.order_by(ConfirmationQuestion.id).with_for_update()).scalars().all():
        question.ended_at = now
        publish(session, ConfirmationEnded(question_id=question.id), question.id)
        _trace(by, session, obligation, now, "confirmation.ended", complaint=question.complaint_id)


def end_untrue(by: Principal, session: Session, *, now: datetime) -> int:
    """End the questions whose finding fell before findings ended them; returns for how many obligations."""
    later = select(AssessmentRecord.id).where(
        AssessmentRecord.obligation_id == ConfirmationQuestion.obligation_id,
        AssessmentRecord.word.in_([word.value for word in Assessed]),
        AssessmentRecord.at > ConfirmationQuestion.asked_at,
    )
    untrue = (
        select(Obligation.case_id, Obligation.id)
        .join(ConfirmationQuestion, ConfirmationQuestion.obligation_id == Obligation.id)
        .where(*_OPEN, or_(Obligation.fell_on.is_not(None), later.exists()))
    )
    rows = session.execute(untrue.distinct().order_by(Obligation.case_id, Obligation.id).limit(BATCH)).all()
    for case_id, obligation_id in rows:
        session.get_one(Case, case_id, with_for_update=True)
        end(by, session, session.get_one(Obligation, obligation_id, with_for_update=True), now=now)
    session.flush()
    return len(rows)


def ask(by: Principal, session: Session, documents: Documents, *, now: datetime) -> int:
    """Ask the complainants of obligations whose day has come; returns how many obligations were looked at."""
    due = select(Obligation.id, Obligation.case_id).where(Obligation.follow_up_on <= local_date(now))
    rows = session.execute(due.order_by(Obligation.case_id, Obligation.id).limit(BATCH)).all()
    for obligation_id, case_id in rows:
        case = session.get_one(Case, case_id, with_for_update=True)
        obligation = session.get_one(Obligation, obligation_id, with_for_update=True, populate_existing=True)
        act = session.get_one(Recommendation, obligation.recommendation_id)
        if act.status == ActStatus.ISSUED and obligation.follow_up_on is not None:
            _ask_about(by, session, documents, case, obligation, now)
        else:
            obligation.follow_up_on = None
    return len(rows)


def take(by: Principal, session: Session, event: ConfirmationGiven, *, now: datetime) -> None:
    """An answer. Raises `NoResultFound` for a question that was never asked here; a second answer to one changes nothing. One that was on its
    way when the question ended is kept as what was said, and confirms nothing.
    """
    statement = select(Obligation.case_id, Obligation.id).join(
        ConfirmationQuestion, ConfirmationQuestion.obligation_id == Obligation.id
    )
    case_id, obligation_id = session.execute(statement.where(ConfirmationQuestion.id == event.question_id)).one()
    session.get_one(Case, case_id, with_for_update=True)
    obligation = session.get_one(Obligation, obligation_id, with_for_update=True)
    question = session.get_one(ConfirmationQuestion, event.question_id, with_for_update=True)
    if question.answer is not None:
        return
    question.answer, question.answered_at = event.answer, event.at
    session.flush()
    said = question.answer, question.complaint_id
    if not _rests(session, obligation, question):
        _trace(by, session, obligation, event.at, "obligation.confirmed_late", *said)
        return
    _trace(by, session, obligation, event.at, "obligation.confirmed", *said)
    heed(by, session, obligation, _worst(session, question), heard_by=question.complaint_id, now=now)


def heed(
    by: Principal, session: Session, obligation: Obligation, confirmed: Confirmed, *, heard_by: UUID, now: datetime
) -> None:
    """A step of both ways in which it is heard: what the child or complainant says becomes a fact, and a no opens again what
    the office had settled. `heard_by`: the officer, or the complaint from which it came.
    """
    facts = assessments.apply_confirmation(obligation.facts, confirmed)
    obligation.write_facts(facts)
    if not assessments.confirmation_reopens(facts):
        return
    reopened = AssessmentRecord(obligation_id=obligation.id, by=heard_by, at=now, evidence=[], reason="")
    reopened.word = Assessed.NOT_ASSESSED.value
    session.add(reopened)
    obligation.ladder_ended_on = None
    reopen(by, session, obligation, now=now)
    _trace(by, session, obligation, now, "obligation.reopened")


def reopen(by: Principal, session: Session, obligation: Obligation, *, now: datetime) -> None:
    """A step of others: what the office found stands no more, and the obligation stands as it does without that."""
    # Opened again while a court or a prosecutor has the matter, it is held like the rest.
    held = next((since for since, end in obligation.stretches if end is None), None)
    obligation.write_facts(replace(obligations.reopen(obligation.facts), held_since=held))
    obligation.closed_on = obligation.outcome = obligation.follow_up_on = None
    end(by, session, obligation, now=now)
    act = session.get_one(Recommendation, obligation.recommendation_id)
    if not act_data.outcomes_of(act.kind, obligation.issued_on):
        # The body was told that it was settled. Not why it is so no longer: of a child who denied it, that is nobody's business there.
        publish(
            session,
            ObligationReopened(
                obligation_id=obligation.id,
                recommendation_id=act.id,
                item_id=obligation.item_id,
                institution_id=obligation.institution_id,
                reopened_on=local_date(now),
            ),
            obligation.id,
        )
        asking.ask(by, session, obligation, Word.REOPENED, now=now)
    clocks.go_on(by, session, obligation, now=now)
    moots.follow(by, session, obligation, now=now)


def _trace(
    by: Principal,
    session: Session,
    obligation: Obligation,
    at: datetime,
    code: str,
    word: str | None = None,
    complaint: UUID | None = None,
) -> None:
    """A line in the history of the case, which is never changed, and in the audit trail."""
    details = {"act": obligation.recommendation_id, "institution": obligation.institution_id, "word": word}
    note(session, obligation.case_id, at, by.name, code, obligation=obligation.id, complaint=complaint, **details)
    audit.record(session, by, code, "obligation", obligation.id, word=word)


def _ask_about(
    by: Principal, session: Session, documents: Documents, case: Case, obligation: Obligation, now: datetime
) -> None:
    since, today = _found_on(session, obligation), local_date(now)
    second = _day_of("second", since)
    name = "second" if today >= second else "first"
    obligation.follow_up_on = second if name == "first" else None
    for complaint_id in messages.complaints_of(session, case):
        question = ConfirmationQuestion(
            id=uuid4(),
            obligation_id=obligation.id,
            complaint_id=complaint_id,
            since=since,
            round=name,
            asked_at=now,
        )
        session.add(question)
        publish(
            session,
            ConfirmationAsked(
                question_id=question.id,
                complaint_id=complaint_id,
                obligation_id=obligation.id,
                institution_id=obligation.institution_id,
                round=name,
                asked=documents.keep(_document(session, obligation, name, complaint_id, now)),
            ),
            question.id,
        )
        _trace(by, session, obligation, now, "confirmation.asked", complaint=complaint_id)


def _document(
    session: Session, obligation: Obligation, name: str, complaint_id: UUID, now: datetime
) -> AskedConfirmation:
    by_child = session.get_one(Complaint, complaint_id).by_child
    body = institutions(session, [obligation.institution_id]).get(obligation.institution_id)
    return AskedConfirmation(
        text_sq=_question(session, obligation, name, "sq", by_child=by_child, now=now),
        text_en=_question(session, obligation, name, "en", by_child=by_child, now=now),
        institution_sq=body.name_sq if body else "",
        institution_en=body.name_en if body else "",
    )


def _question(
    session: Session, obligation: Obligation, name: str, language: str, *, by_child: bool, now: datetime
) -> str:
    """In the words of the letter nobody but its body was to read it: who complained reads those of the public, as in every message."""
    item, act = (
        session.get_one(ActItem, obligation.item_id),
        session.get_one(Recommendation, obligation.recommendation_id),
    )
    shown = find_shown(session, act.id, local_date(now))
    asked = act_data.asked_for(shown.text_of(item) if shown else "", item.place + 1, str(act.number), language)
    return act_data.question(name, obligation.assessed, asked, language, by_child=by_child)


def _day_of(name: str, since: date) -> date:
    term = data.term_on(ROUNDS[name], since)
    at = datetime.combine(since, time.min, tzinfo=UTC)
    begun = Entry(id="found", kind=EntryKind.STARTED, effective=since, recorded_at=at, event=term.start_event)
    day = clock.due([begun], data.calendar_of(since), term).day
    if day is None:
        raise AssertionError("a clock with its event has a day")
    return day


def _found_on(session: Session, obligation: Obligation) -> date:
    """The day of the finding that stands."""
    latest = select(AssessmentRecord.at).where(
        AssessmentRecord.obligation_id == obligation.id, AssessmentRecord.word == obligation.assessed
    )
    return local_date(session.execute(latest.order_by(AssessmentRecord.at.desc()).limit(1)).scalar_one())


def _rests(session: Session, obligation: Obligation, question: ConfirmationQuestion) -> bool:
    """Whether the finding about which was asked stands. Also by its day: a question from before that was not recorded has not ended yet."""
    stands = obligation.fell_on is None and question.ended_at is None and Assessed(obligation.assessed) in FELT
    return stands and _found_on(session, obligation) == question.since


def _worst(session: Session, question: ConfirmationQuestion) -> Confirmed:
    """Of what each complainant said last about this finding, the worst."""
    statement = select(ConfirmationQuestion.complaint_id, ConfirmationQuestion.answer).where(
        ConfirmationQuestion.obligation_id == question.obligation_id,
        ConfirmationQuestion.since == question.since,
        ConfirmationQuestion.answer.is_not(None),
    )
    rows = session.execute(statement.order_by(ConfirmationQuestion.answered_at, ConfirmationQuestion.id))
    last = {complaint_id: Confirmed(str(answer)) for complaint_id, answer in rows}
    return assessments.worst(last.values())
