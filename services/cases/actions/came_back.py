"""A letter that came back, told once to whoever complained: what they wait for has not begun, and the office sees to it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import messages, standings
from services.cases.domain.obligations import ARRIVED
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.standing import PASSED, State
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Case, Complaint, DeliveryTry, Obligation, Recommendation
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
            _tell(by, session, documents, case, act, copy, now)
    session.flush()
    return len(rows)


def _is_news(session: Session, copy: ActAddressee) -> bool:
    """Whether something is asked by that copy, and nobody was told that its body let a day pass: that is taken back item by item."""
    owed = select(Obligation).where(
        Obligation.recommendation_id == copy.recommendation_id, Obligation.institution_id == copy.institution_id
    )
    asked = [one for one in session.execute(owed).scalars() if one.closed_on is None and one.held_since is None]
    return bool(asked) and not any(one.told_state in _ACCUSING for one in asked)


def _tell(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    act: Recommendation,
    copy: ActAddressee,
    now: datetime,
) -> None:
    words = data.in_force(data.entries("standing", "letter_messages"), local_date(now))["came_back"]
    said = {
        f"{voice}_{tongue}": words[f"{voice}_{tongue}"].format(number=act.number, body=copy.name(tongue))
        for voice in ("text", "child")
        for tongue in ("sq", "en")
    }
    for complaint_id in messages.hearers_of(session, case, act):
        complaint = session.get_one(Complaint, complaint_id)
        theirs = session.get(Case, complaint.case_id) if complaint.case_id else None
        if theirs is None or theirs.is_closed:
            continue
        messages.tell(by, session, documents, theirs, [complaint_id], messages.in_voice(complaint, said), now=now)
