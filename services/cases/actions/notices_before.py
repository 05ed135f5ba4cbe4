"""A body that still has time is reminded of its last day, once for each notice of each such day. Nobody is pressed by it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import escalations
from services.cases.domain.bodies import BodyClass
from services.cases.domain.notices_before import NoticeBefore, notice_on
from services.cases.domain.obligations import BY_WIRE
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Case, Obligation, Recommendation, SentNotice
from services.cases.models.cases import note
from services.cases.models.standing import has_arrived
from services.cases.queries.situations import awaits_reply
from shared import audit
from shared.events.catalogue import ObligationDueSoon
from shared.messaging.outbox import publish
from shared.principal import Principal

#: Few at a time: each locks its case.
BATCH = 50


def send(by: Principal, session: Session, after: UUID | None, *, now: datetime) -> UUID | None:
    """Send what is due among the next obligations after this one; returns where to go on, or None at the end."""
    running = _running(now)
    statement = select(Obligation.id, Obligation.case_id).where(*running)
    if after is not None:
        statement = statement.where(Obligation.id > after)
    rows = session.execute(statement.order_by(Obligation.id).limit(BATCH)).all()
    for obligation_id, case_id in sorted(rows, key=lambda row: (str(row[1]), str(row[0]))):
        session.get_one(Case, case_id, with_for_update=True)
        still = select(Obligation).where(Obligation.id == obligation_id, *running).with_for_update()
        obligation = session.execute(still.execution_options(populate_existing=True)).scalar_one_or_none()
        if obligation is not None:
            _send(by, session, obligation, now)
    return rows[-1][0] if len(rows) == BATCH else None


def _running(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Clocks that run and of which the end is near: a clock that stands or was closed has no last day."""
    today = local_date(now)
    furthest = max((one.days_before for one in data.notices_before()), default=0)
    reached = select(ActAddressee.institution_id).where(
        ActAddressee.recommendation_id == Obligation.recommendation_id,
        ActAddressee.institution_id == Obligation.institution_id,
        ActAddressee.channel.in_(BY_WIRE) | ActAddressee.opened_at.is_not(None),
    )
    return (
        awaits_reply(),
        Obligation.answered_on.is_(None),
        Obligation.reply_due.between(today, today + timedelta(days=furthest)),
        Obligation.started_on.is_not(None),
        has_arrived(),
        reached.exists(),
    )


def _send(by: Principal, session: Session, obligation: Obligation, now: datetime) -> None:
    started, due = obligation.started_on, obligation.reply_due
    if started is None or due is None:
        return
    body_class = BodyClass(obligation.institution_class)
    notice = notice_on(local_date(now), data.notices_before(), started=started, due=due, body_class=body_class)
    if notice is None or session.get(SentNotice, (obligation.id, notice.key, due)) is not None:
        return
    session.add(SentNotice(obligation_id=obligation.id, key=notice.key, due=due, at=now))
    act = session.get_one(Recommendation, obligation.recommendation_id)
    spoke = escalations.spoke_of(act, obligation, due)
    publish(session, ObligationDueSoon(clock=spoke, days_before=notice.days_before), obligation.id)
    _trace(by, session, obligation, notice, now)


def _trace(by: Principal, session: Session, obligation: Obligation, notice: NoticeBefore, now: datetime) -> None:
    details = {
        "act": obligation.recommendation_id,
        "institution": obligation.institution_id,
        "due": obligation.reply_due,
    }
    note(session, obligation.case_id, now, by.name, "obligation.due_soon", obligation=obligation.id, **details)
    audit.record(session, by, "obligation.due_soon", "obligation", obligation.id, notice=notice.key)
