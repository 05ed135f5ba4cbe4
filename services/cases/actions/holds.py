"""A court or a prosecutor has the matter: in one act every clock of the case stands, every rung is held and, where the case is closed
on that ground, what is open is noted as not assessable. What comes back goes on where it stood.

Steps of others (steps). Held is what is owed, also on an act that is not barred even then, as a request to that authority: it may
go out, and its clock stands with the rest (issuing).
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import (
    asking,
    clocks,
    escalations,
    following,
    messages,
    moots,
    paper_notices,
    standings,
    stopped_letters,
)
from services.cases.data import acts as act_data
from services.cases.domain import assessments, obligations
from services.cases.domain.assessments import Assessment
from services.cases.domain.case import Elsewhere
from services.cases.domain.ledger import EntryKind, held_since
from services.cases.domain.obligations import SETTLED, Assessed, Delivery, has_arrived
from services.cases.domain.paper_notices import Word
from services.cases.domain.standing import State
from services.cases.domain.timeliness import local_date
from services.cases.models import AssessmentRecord, Case, CaseHold, Complaint, Obligation, Recommendation
from services.cases.models.cases import note
from services.cases.queries.situations import ledger_of
from shared import audit
from shared.documents import Documents
from shared.events.catalogue import ObligationAssessed, ObligationReopened
from shared.messaging.outbox import publish
from shared.principal import Principal

#: The reason (standing.yaml) of what a court or a prosecutor decides in the place of the office.
ELSEWHERE = State.ELSEWHERE.value
DECIDED = frozenset({Elsewhere.DECIDED_BY_COURT, Elsewhere.DECIDED_BY_PROSECUTOR})


def follow(by: Principal, session: Session, documents: Documents, case: Case, *, closes: bool, now: datetime) -> None:
    """Clocks and rungs follow the word of the case on where its matter is; who complained is told, unless the closing tells it."""
    known = select(CaseHold).where(CaseHold.case_id == case.id, CaseHold.ended_at.is_(None)).with_for_update()
    hold = session.execute(known).scalar_one_or_none()
    if case.elsewhere == Elsewhere.NONE and hold is not None:
        back = _give_back(by, session, case, hold, now)
        _tell(by, session, documents, case, *_back_words(session, back, local_date(now)), now=now)
        for obligation in back:
            standings.tell_news(session, case, obligation, now=now)
    elif case.elsewhere != Elsewhere.NONE and hold is None:
        _hold(by, session, case, now)
        if not closes:
            _tell(by, session, documents, case, "held_decided" if case.elsewhere in DECIDED else "held", now=now)
    elif hold is not None:
        hold.elsewhere = case.elsewhere
        following.tell_held(session, case)


def _back_words(session: Session, back: list[Obligation], today: date) -> tuple[str, ...]:
    """Whether a reply is still awaited of what came back, and if so whether any of its days is yet to come; nobody awaits one to a letter that has
    not arrived, of which that is said.
    """
    acts = {one.id: session.get_one(Recommendation, one.recommendation_id) for one in back}
    asked = [one for one in back if standings.answer_is_told(acts[one.id]) and clocks.is_open(session, one)]
    awaited = [one for one in asked if has_arrived(one.facts)]
    missing = {Delivery(one.delivery) for one in asked if not has_arrived(one.facts)}
    more = (("given_back_on_its_way" if missing == {Delivery.SENT} else "given_back_undelivered"),) if missing else ()
    if not awaited:
        return ("given_back", *more)
    over = all(one.reply_due is not None and one.reply_due < today for one in awaited)
    return ("given_back_late" if over else "given_back_awaited", *more)


def settle(by: Principal, session: Session, case: Case, reason: str, *, now: datetime) -> None:
    """With a closing on that ground nothing is assessed one by one; what the office found of a measure stays found."""
    for obligation in _owed(session, case):
        if obligation.closed_on is None and obligation.assessed not in {Assessed.PARTLY, Assessed.NOT}:
            _cannot_assess(by, session, obligation, reason, now)
            moots.follow(by, session, obligation, now=now)
    stopped_letters.follow_case(by, session, case, now=now)


def _owed(session: Session, case: Case) -> list[Obligation]:
    rows = select(Obligation).where(Obligation.case_id == case.id, Obligation.fell_on.is_(None))
    return list(session.execute(rows.order_by(Obligation.id).with_for_update()).scalars())


def _hold(by: Principal, session: Session, case: Case, now: datetime) -> None:
    today = local_date(now)
    hold = CaseHold(case_id=case.id, elsewhere=case.elsewhere, since=today, recorded_at=now, by=by.name)
    session.add(hold)
    owed = _owed(session, case)
    for obligation in owed:
        asks_for_reply = clocks.is_open(session, obligation)
        if obligation.assessed in SETTLED and not asks_for_reply:
            continue
        obligation.held_since = today
        paper_notices.note(by, session, obligation, Word.HELD, now=now)
        escalations.drop_drafts(session, obligation, now=now)
        if asks_for_reply:
            _enter(by, session, obligation, EntryKind.HELD, now)
    _count_anew(session, owed)
    following.tell_held(session, case)
    _trace(by, session, case, "matter.held", now)


def hold_unheld(by: Principal, session: Session, *, now: datetime) -> int:
    """Hold what runs though its matter is elsewhere, as what was issued meanwhile did before it stood with the rest: from its issue on. How many
    cases were put in line; each has a trace of it.
    """
    runs = Obligation.closed_on.is_(None), Obligation.fell_on.is_(None), Obligation.held_since.is_(None)
    held = select(CaseHold).join(Obligation, Obligation.case_id == CaseHold.case_id)
    held = held.where(CaseHold.ended_at.is_(None), *runs).order_by(CaseHold.case_id).limit(1)
    hold = session.execute(held).scalar_one_or_none()
    if hold is None:
        return 0
    case = session.get_one(Case, hold.case_id, with_for_update=True)
    for obligation in _owed(session, case):
        if obligation.held_since is None and obligation.closed_on is None:
            _hold_since_its_issue(by, session, obligation, hold, now)
    following.tell_held(session, case)
    _trace(by, session, case, "matter.held", now)
    return 1


def _hold_since_its_issue(
    by: Principal, session: Session, obligation: Obligation, hold: CaseHold, now: datetime
) -> None:
    since = max(hold.since, obligation.issued_on)
    obligation.held_since = hold.since
    paper_notices.note(by, session, obligation, Word.HELD, now=now)
    escalations.drop_drafts(session, obligation, now=now)
    if clocks.is_open(session, obligation):
        _enter(by, session, obligation, EntryKind.HELD, now, since)
    escalations.withdraw_untrue(session, obligation, now=now)
    obligation.write_facts(obligation.facts)


def _give_back(by: Principal, session: Session, case: Case, hold: CaseHold, now: datetime) -> list[Obligation]:
    """Returns what was held and goes on now."""
    hold.ended_on, hold.ended_at = local_date(now), now
    owed = _owed(session, case)
    back = [one for one in owed if one.held_since is not None]
    for obligation in back:
        obligation.held_since = None
        asking.ask(by, session, obligation, Word.GIVEN_BACK, now=now)
        if obligation.unassessable == ELSEWHERE:
            _assess_again(by, session, obligation, now)
        entries = [row.as_entry() for row in ledger_of(session, obligation.id)]
        if held_since(entries) is not None:
            _enter(by, session, obligation, EntryKind.RELEASED, now)
        moots.follow(by, session, obligation, now=now)
    _count_anew(session, owed)
    stopped_letters.follow_case(by, session, case, again=True, now=now)
    following.tell_held(session, case)
    _trace(by, session, case, "matter.given_back", now)
    return back


def _count_anew(session: Session, owed: list[Obligation]) -> None:
    """The days by which things are to be done stand and go on with the clocks."""
    session.flush()
    for obligation in owed:
        session.expire(obligation, ["holds"])
        obligation.write_facts(obligation.facts)


def _enter(
    by: Principal, session: Session, obligation: Obligation, kind: EntryKind, now: datetime, on: date | None = None
) -> None:
    """Into its clock, be it that the term was over: nothing is due either while the office may not ask for it. `on`: today, if not said."""
    clocks.append(by, session, obligation, kind, on or local_date(now), now=now)
    details = {"act": obligation.recommendation_id, "institution": obligation.institution_id, "word": kind.value}
    note(session, obligation.case_id, now, by.name, "clock.changed", obligation=obligation.id, **details)
    audit.record(session, by, "clock.changed", "obligation", obligation.id, entry=kind.value)


def _cannot_assess(by: Principal, session: Session, obligation: Obligation, reason: str, now: datetime) -> None:
    today = local_date(now)
    why = reason.strip() or str(act_data.unassessable_reasons(today)[ELSEWHERE]["name_sq"])
    found = Assessment(Assessed.NOT_ASSESSABLE, reason=why, unassessable=ELSEWHERE)
    obligation.write_facts(assessments.apply_assessment(obligation.facts, found, today=today))
    obligation.closed_on = today
    clocks.end(by, session, obligation, now=now)
    escalations.withdraw_untrue(session, obligation, now=now)
    _keep(by, session, obligation, found.word, why, now)
    act = session.get_one(Recommendation, obligation.recommendation_id)
    if act_data.outcomes_of(act.kind, obligation.issued_on):
        return
    # The body learns it; who complained is told by the closing, once for all items.
    event = ObligationAssessed(
        obligation_id=obligation.id,
        recommendation_id=act.id,
        item_id=obligation.item_id,
        institution_id=obligation.institution_id,
        assessment=obligation.assessed,
        assessed_on=today,
        complaints=(),
    )
    publish(session, event, obligation.id)
    paper_notices.note(by, session, obligation, Word.ELSEWHERE, now=now)


def _assess_again(by: Principal, session: Session, obligation: Obligation, now: datetime) -> None:
    obligation.write_facts(obligations.reopen(obligation.facts))
    obligation.closed_on = None
    _keep(by, session, obligation, Assessed.NOT_ASSESSED, "", now)
    act = session.get_one(Recommendation, obligation.recommendation_id)
    if not act_data.outcomes_of(act.kind, obligation.issued_on):
        event = ObligationReopened(
            obligation_id=obligation.id,
            recommendation_id=act.id,
            item_id=obligation.item_id,
            institution_id=obligation.institution_id,
            reopened_on=local_date(now),
        )
        publish(session, event, obligation.id)
        asking.ask(by, session, obligation, Word.REOPENED, now=now)
    clocks.go_on(by, session, obligation, now=now)


def _keep(by: Principal, session: Session, obligation: Obligation, word: Assessed, reason: str, now: datetime) -> None:
    why = obligation.unassessable
    record = AssessmentRecord(obligation_id=obligation.id, word=word.value, unassessable=why, by=by.person, at=now)
    record.evidence, record.reason = [], reason
    session.add(record)
    code = "obligation.assessed" if why else "obligation.back"
    details = {"act": obligation.recommendation_id, "institution": obligation.institution_id, "word": word.value}
    note(session, obligation.case_id, now, by.name, code, obligation=obligation.id, **details)
    audit.record(session, by, code, "obligation", obligation.id, word=word.value)


def _trace(by: Principal, session: Session, case: Case, code: str, now: datetime) -> None:
    note(session, case.id, now, by.name, code, elsewhere=case.elsewhere)
    audit.record(session, by, code, "case", case.id, elsewhere=case.elsewhere)
    session.flush()


def _tell(by: Principal, session: Session, documents: Documents, case: Case, *keys: str, now: datetime) -> None:
    words = data.entries("standing", "elsewhere_messages")
    in_force = data.in_force(words, local_date(now))
    voices = ("text_sq", "text_en", "child_sq", "child_en")
    said = {voice: " ".join(in_force[key][voice] for key in keys) for voice in voices}
    rows = select(Complaint).where(Complaint.case_id == case.id).order_by(Complaint.received_at, Complaint.reference)
    for complaint in session.execute(rows).scalars():
        messages.tell(by, session, documents, case, [complaint.id], messages.in_voice(complaint, said), now=now)
