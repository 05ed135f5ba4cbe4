"""What the clock makes true by itself: a last day passed, a rung is due. It is told and drafted; nobody is pressed by it."""

from datetime import date, datetime
from itertools import product
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.cases.actions import days_told, escalations, standings
from services.cases.data.acts import handlers_only_kinds
from services.cases.domain.bodies import UNPRESSED, BodyClass
from services.cases.domain.ladder import RungKey
from services.cases.domain.obligations import ARRIVED, Assessed
from services.cases.domain.standing import PASSED, State
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Case, Escalation, Obligation, Recommendation, RungDraft
from services.cases.models.cases import note
from services.cases.models.conditions import PROMISE_UNTOLD
from services.cases.models.standing import has_arrived, may_be_late, state_column
from shared import audit, metrics
from shared.documents import Documents
from shared.events.catalogue import ObligationOverdue
from shared.messaging.outbox import publish
from shared.principal import Principal

#: Few at a time: each locks its case.
BATCH = 50
#: Of what is late and to which no rung was sent.
_NO_RUNG = "none"


def announce(by: Principal, session: Session, *, now: datetime) -> int:
    """Tell of last days that passed and were not told of; returns how many. Once for each last day of each obligation."""
    today = local_date(now)
    announced = 0
    passing = {"reply": _reply_passed(today), "implementation": _implementation_passed(today)}
    for what, condition in (passing | {"promise": _promise_passed(today)}).items():
        passed = session.execute(select(Obligation.id, Obligation.case_id).where(condition).limit(BATCH)).all()
        for obligation_id, case_id in sorted(passed, key=lambda row: (str(row[1]), str(row[0]))):
            case = session.get_one(Case, case_id, with_for_update=True)
            statement = select(Obligation).where(Obligation.id == obligation_id, condition).with_for_update()
            obligation = session.execute(statement).scalar_one_or_none()
            if obligation is not None and what == "promise":
                obligation.told_promised = obligation.implementation_due
                standings.tell_passed(session, case, obligation, now=now)
            elif obligation is not None:
                _tell(by, session, case, obligation, what, now)
        announced += len(passed)
    return announced


def draft_rungs(
    by: Principal, session: Session, documents: Documents, after: UUID | None, *, now: datetime
) -> UUID | None:
    """Draft the rungs that are due among the next obligations after this one; returns where to go on, or None at the end."""
    today = local_date(now)
    # Where a rung may be due; whether one is says the table of standing.py.
    warranted = has_arrived() & or_(
        and_(Obligation.answered_on.is_(None), Obligation.reply_due < today),
        Obligation.implementation_due < today,
        Obligation.assessed.in_([Assessed.PARTLY.value, Assessed.NOT.value]),
        Obligation.insufficient_on.is_not(None),
    )
    waiting = select(RungDraft.obligation_id).where(
        RungDraft.obligation_id == Obligation.id, RungDraft.state == "waiting"
    )
    goes_on = Obligation.closed_on.is_(None) & Obligation.ladder_ended_on.is_(None) & Obligation.held_since.is_(None)
    due = goes_on, Obligation.ladder.is_not(None), has_arrived(), warranted, ~waiting.exists()
    statement = select(Obligation.id, Obligation.case_id).where(*due)
    if after is not None:
        statement = statement.where(Obligation.id > after)
    rows = session.execute(statement.order_by(Obligation.id).limit(BATCH)).all()
    for obligation_id, case_id in sorted(rows, key=lambda row: (str(row[1]), str(row[0]))):
        session.get_one(Case, case_id, with_for_update=True)
        still = select(Obligation).where(Obligation.id == obligation_id, *due).with_for_update()
        obligation = session.execute(still.execution_options(populate_existing=True)).scalar_one_or_none()
        if obligation is not None:
            escalations.draft_due(by, session, documents, obligation, now=now)
    return rows[-1][0] if len(rows) == BATCH else None


def report_late(session: Session, *, now: datetime) -> None:
    """Set the gauges of late obligations and of letters that did not arrive, by class of body. What only its handlers may see is in no
    count: one late referral would tell that the prosecution has one.
    """
    today = local_date(now)
    unanswered = (Obligation.reply_due < today) & Obligation.answered_on.is_(None)
    late = {"reply": unanswered, "implementation": (Obligation.implementation_due < today) & may_be_late()}
    for what, condition in late.items():
        statement = select(Obligation.institution_class, func.count(), func.min(Obligation.reply_due))
        statement = statement.join(Recommendation, Recommendation.id == Obligation.recommendation_id)
        statement = statement.where(condition, *_runs()).group_by(Obligation.institution_class)
        counted = {row[0]: row for row in session.execute(statement)}
        for body_class in BodyClass:
            _, count, oldest = counted.get(body_class.value, (None, 0, None))
            metrics.OBLIGATIONS_LATE.labels(body_class.value, what).set(count)
            if what == "reply":
                metrics.OLDEST_UNANSWERED.labels(body_class.value).set((today - oldest).days if oldest else 0)
    _report_rungs(session, unanswered)
    _report_undelivered(session, today)


def _runs() -> tuple[ColumnElement[bool], ...]:
    """What is counted of an obligation joined with its act: its clock runs, and others than its handlers may see it."""
    may_be_told = Recommendation.kind.not_in(handlers_only_kinds())
    return Obligation.closed_on.is_(None), Obligation.held_since.is_(None), has_arrived(), may_be_told


def _report_rungs(session: Session, unanswered: ColumnElement[bool]) -> None:
    """By the rung that was sent last; "none" before the first."""
    of_it = select(Escalation.rung).where(Escalation.obligation_id == Obligation.id)
    last = of_it.order_by(Escalation.on.desc(), Escalation.at.desc()).limit(1).scalar_subquery()
    statement = select(Obligation.institution_class, last.label("rung"))
    statement = statement.join(Recommendation, Recommendation.id == Obligation.recommendation_id)
    sent = statement.where(unanswered, *_runs()).subquery()
    rows = session.execute(select(sent.c.institution_class, sent.c.rung, func.count()).group_by(*sent.c))
    counted = {(body_class, rung or _NO_RUNG): count for body_class, rung, count in rows}
    for body_class, rung in product(BodyClass, (_NO_RUNG, *RungKey)):
        metrics.LATE_BY_RUNG.labels(body_class.value, rung).set(counted.get((body_class.value, rung), 0))


def _report_undelivered(session: Session, today: date) -> None:
    statement = (
        select(ActAddressee.institution_class, func.count(), func.min(Recommendation.issued_on))
        .join(Recommendation, Recommendation.id == ActAddressee.recommendation_id)
        .where(Recommendation.status == "issued", ActAddressee.delivery.not_in(sorted(ARRIVED)))
        .where(Recommendation.kind.not_in(handlers_only_kinds()))
    )
    counted = {row[0]: row for row in session.execute(statement.group_by(ActAddressee.institution_class))}
    for body_class in BodyClass:
        _, count, oldest = counted.get(body_class.value, (None, 0, None))
        metrics.LETTERS_NOT_DELIVERED.labels(body_class.value).set(count)
        metrics.OLDEST_NOT_DELIVERED.labels(body_class.value).set((today - oldest).days if oldest else 0)


def _reply_passed(today: date) -> ColumnElement[bool]:
    return and_(Obligation.answered_on.is_(None), *_passed(today, Obligation.reply_due, Obligation.told_reply_due))


def _implementation_passed(today: date) -> ColumnElement[bool]:
    return and_(
        Obligation.assessed != Assessed.IMPLEMENTED,
        may_be_late(),
        *_passed(today, Obligation.implementation_due, Obligation.told_implementation_due),
    )


def _promise_passed(today: date) -> ColumnElement[bool]:
    """In the words of its index: what was accepted is told to a complainant once more, when its day passed and nobody verified it."""
    untold: ColumnElement[bool] = text(PROMISE_UNTOLD)  # type: ignore[assignment]  # a condition in words is one as well
    passed = Obligation.implementation_due < today
    return and_(untold, passed, state_column(today).in_([state.value for state in PASSED]))


def _passed(
    today: date, due: InstrumentedAttribute[date | None], told: InstrumentedAttribute[date | None]
) -> tuple[ColumnElement[bool], ...]:
    # While a second person is to look at when it arrived, or whether it did, nobody is told of a silence.
    looked_at = exists().where(
        ActAddressee.recommendation_id == Obligation.recommendation_id,
        ActAddressee.institution_id == Obligation.institution_id,
        ActAddressee.receipt_told_on.is_not(None),
    )
    still = Obligation.closed_on.is_(None), Obligation.held_since.is_(None), has_arrived(), ~looked_at
    return *still, told.is_distinct_from(due), due < today


def _tell(by: Principal, session: Session, case: Case, obligation: Obligation, what: str, now: datetime) -> None:
    """A body of the judiciary is not told that it is late: that would press it. The officer sees it all the same."""
    due = obligation.reply_due if what == "reply" else obligation.implementation_due
    if what == "reply":
        obligation.told_reply_due = due
    else:
        obligation.told_implementation_due = due
        # Until then the body may move it by itself.
        days_told.tell_anew(obligation)
    if due is not None and BodyClass(obligation.institution_class) not in UNPRESSED:
        act = session.get_one(Recommendation, obligation.recommendation_id)
        publish(session, ObligationOverdue(clock=escalations.spoke_of(act, obligation, due), what=what), obligation.id)
    if what == "reply" and obligation.state_on(local_date(now)) is State.NO_REPLY:
        standings.tell_passed(session, case, obligation, now=now)
    details = {"act": obligation.recommendation_id, "institution": obligation.institution_id, "what": what, "due": due}
    note(session, case.id, now, by.name, "obligation.overdue", obligation=obligation.id, **details)
    audit.record(session, by, "obligation.overdue", "obligation", obligation.id, what=what)
