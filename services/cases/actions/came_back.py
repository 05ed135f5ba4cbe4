"""A letter that came back, told once to whoever complained: what they wait for has not begun, and the office sees to it. Whoever was told so is
told once that it arrived after all.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import messages, standings
from services.cases.domain.obligations import ARRIVED
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.standing import PASSED, State
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Case, Complaint, DeliveryTry, Obligation, Recommendation
from shared.clock_words import day_words
from shared.documents import Documents
from shared.principal import Principal

#: Few at a time: each locks its case.
BATCH = 50
_ACCUSING = {State.NO_REPLY, *PASSED}


def tell(by: Principal, session: Session, documents: Documents, *, now: datetime) -> int:
    """Tell of each return that nobody was told of; returns how many copies were looked at."""
    last = (
        select(func.max(DeliveryTry.number))
        .where(
            DeliveryTry.recommendation_id == ActAddressee.recommendation_id,
            DeliveryTry.institution_id == ActAddressee.institution_id,
            DeliveryTry.step == "returned",
        )
        .scalar_subquery()
    )
    lost = (
        select(ActAddressee, Recommendation, last)
        .join(Recommendation, Recommendation.id == ActAddressee.recommendation_id)
        .where(ActAddressee.delivery.not_in(sorted(one.value for one in ARRIVED)))
        .where(Recommendation.status == ActStatus.ISSUED.value, last > ActAddressee.return_told)
        .order_by(Recommendation.case_id, Recommendation.id, ActAddressee.place)
        .limit(BATCH)
    )
    rows = session.execute(lost).all()
    for copy, act, number in rows:
        case = session.get_one(Case, act.case_id, with_for_update=True)
        # Read again under the lock: it may have arrived, fallen or been told meanwhile.
        session.refresh(copy, with_for_update=True)
        session.refresh(act)
        if copy.return_told >= number:
            continue
        copy.return_told = number
        goes = act.status == ActStatus.ISSUED and copy.delivery not in ARRIVED and not copy.is_stopped
        if goes and standings.answer_is_told(act) and _is_news(session, copy):
            heard = _tell(by, session, documents, case, act, copy, "came_back", now)
            copy.return_heard = sorted({*copy.return_heard, *map(str, heard)})
    session.flush()
    return len(rows)


def tell_arrived(by: Principal, session: Session, documents: Documents, *, now: datetime) -> int:
    """Tell those who were told of a return that the letter arrived, and by when an answer is due; returns how many copies were looked at. While a
    court or a prosecutor has the matter they wait for it.
    """
    held = select(Obligation.id).where(
        Obligation.recommendation_id == ActAddressee.recommendation_id,
        Obligation.institution_id == ActAddressee.institution_id,
        Obligation.held_since.is_not(None),
    )
    arrived = (
        select(ActAddressee, Recommendation)
        .join(Recommendation, Recommendation.id == ActAddressee.recommendation_id)
        .where(ActAddressee.delivery.in_(sorted(one.value for one in ARRIVED)))
        .where(ActAddressee.return_heard != text("'[]'::jsonb"), ~held.exists())
        .order_by(Recommendation.case_id, Recommendation.id, ActAddressee.place)
        .limit(BATCH)
    )
    rows = session.execute(arrived).all()
    for copy, act in rows:
        case = session.get_one(Case, act.case_id, with_for_update=True)
        # As above: it may have come back, fallen or been told meanwhile.
        session.refresh(copy, with_for_update=True)
        session.refresh(act)
        if copy.delivery not in ARRIVED:
            continue
        heard, copy.return_heard = copy.return_heard, []
        if act.status == ActStatus.ISSUED and _is_news(session, copy, unanswered=True):
            _tell(by, session, documents, case, act, copy, "arrived", now, among=heard)
    session.flush()
    return len(rows)


def _is_news(session: Session, copy: ActAddressee, *, unanswered: bool = False) -> bool:
    """Whether something is asked by that copy, and nobody was told that its body let a day pass: that is taken back item by item."""
    asked = _asked(session, copy, unanswered=unanswered)
    return bool(asked) and not any(one.told_state in _ACCUSING for one in asked)


def _asked(session: Session, copy: ActAddressee, *, unanswered: bool) -> list[Obligation]:
    owed = select(Obligation).where(
        Obligation.recommendation_id == copy.recommendation_id, Obligation.institution_id == copy.institution_id
    )
    asked = [one for one in session.execute(owed).scalars() if one.closed_on is None and one.held_since is None]
    return [one for one in asked if one.answered_on is None] if unanswered else asked


def _day_of(session: Session, copy: ActAddressee, today: date) -> date | None:
    """The last day for the reply, where one runs, is the same for all that is awaited and still lies ahead."""
    asked = _asked(session, copy, unanswered=True)
    days = {None if one.clock_stands else one.reply_due for one in asked}
    day = days.pop() if len(days) == 1 else None
    return day if day is not None and day >= today else None


def _tell(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    act: Recommendation,
    copy: ActAddressee,
    key: str,
    now: datetime,
    *,
    among: Collection[str] | None = None,
) -> list[UUID]:
    """Who was told. `key`: of the words; `among`: the complaints of which alone somebody is."""
    day = _day_of(session, copy, local_date(now)) if key == "arrived" else None
    key = "arrived_undated" if key == "arrived" and day is None else key
    words = data.in_force(data.entries("standing", "letter_messages"), local_date(now))[key]
    said = {
        f"{voice}_{tongue}": words[f"{voice}_{tongue}"].format(
            number=act.number, body=copy.name(tongue), day=day_words(day, tongue) if day else ""
        )
        for voice in ("text", "child")
        for tongue in ("sq", "en")
    }
    heard = []
    for complaint_id in messages.hearers_of(session, case, act):
        if among is not None and str(complaint_id) not in among:
            continue
        complaint = session.get_one(Complaint, complaint_id)
        theirs = session.get(Case, complaint.case_id) if complaint.case_id else None
        if theirs is None or theirs.is_closed:
            continue
        messages.tell(by, session, documents, theirs, [complaint_id], messages.in_voice(complaint, said), now=now)
        heard.append(complaint_id)
    return heard
