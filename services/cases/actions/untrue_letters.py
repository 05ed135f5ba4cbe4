"""That what a step said of a silence was untrue, told to whoever received it: the body that was reminded of a letter that it did not have, or before its day,
and who was turned to over it. On the next working day, once, by wire to who reads there and else by post.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, literal, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import escalations, told_letters
from services.cases.data import acts as act_data
from services.cases.domain.obligations import ARRIVED, Delivery
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.timeliness import local_date
from services.cases.models import (
    ActAddressee,
    Case,
    EarlyRung,
    EarlyRungLetter,
    Escalation,
    Recommendation,
    RungLetter,
    ToldLetter,
)
from shared.clock_words import day_words
from shared.documents import Documents
from shared.events.documents.cases import PlainText

#: With its body, or on the way there.
_HAS_IT = sorted(one.value for one in (*ARRIVED, Delivery.SENT))


@dataclass(frozen=True)
class Untrue:
    """A letter that is to be written: to one body about one act, over the reminder `letter_id`, or over the act itself."""

    case_id: UUID
    act_id: UUID
    institution_id: UUID
    letter_id: UUID | None


def due(session: Session, *, now: datetime) -> list[Untrue]:
    """The letters over what became known on days before today; none on a day that is free."""
    today = local_date(now)
    if data.calendar_of(today).is_free(today):
        return []
    known = ~EarlyRung.by_hand, EarlyRung.known_on < today
    reminded = (
        select(Recommendation.case_id, Recommendation.id, RungLetter.institution_id, RungLetter.id)
        .select_from(EarlyRung)
        .join(Escalation, Escalation.id == EarlyRung.escalation_id)
        .join(RungLetter, RungLetter.id == Escalation.letter_id)
        .join(Recommendation, Recommendation.id == RungLetter.recommendation_id)
        .where(
            *known,
            _untold(RungLetter.institution_id),
            Escalation.act_id.is_(None),
            RungLetter.state == "sent",
            RungLetter.delivery.in_(_HAS_IT),
        )
        .where(Recommendation.status == ActStatus.ISSUED.value)
    )
    turned_to = (
        select(Recommendation.case_id, Recommendation.id, ActAddressee.institution_id)
        .select_from(EarlyRung)
        .join(Escalation, Escalation.id == EarlyRung.escalation_id)
        .join(Recommendation, Recommendation.id == Escalation.act_id)
        .join(ActAddressee, ActAddressee.recommendation_id == Recommendation.id)
        .where(
            *known,
            _untold(ActAddressee.institution_id),
            Recommendation.status == ActStatus.ISSUED.value,
            ActAddressee.delivery.in_(_HAS_IT),
        )
    )
    found = {Untrue(*row) for row in session.execute(reminded)}
    found |= {Untrue(*row, None) for row in session.execute(turned_to)}
    return sorted(
        found, key=lambda one: (str(one.case_id), str(one.act_id), str(one.institution_id), str(one.letter_id))
    )


def write(session: Session, documents: Documents, one: Untrue, address: str, *, now: datetime) -> None:
    """Nothing where it proved true after all, or its act fell, while this waited for its case."""
    case = session.get_one(Case, one.case_id, with_for_update=True)
    act = session.get_one(Recommendation, one.act_id, populate_existing=True)
    mine = Escalation.letter_id == one.letter_id if one.letter_id else Escalation.act_id == act.id
    rows = (
        select(EarlyRung, Escalation)
        .join(Escalation, Escalation.id == EarlyRung.escalation_id)
        .where(mine, ~EarlyRung.by_hand, _untold(literal(one.institution_id)))
        .order_by(Escalation.at, Escalation.id)
        .with_for_update(of=EarlyRung)
    )
    known = [(row[0], row[1]) for row in session.execute(rows)]
    if not known or act.status != ActStatus.ISSUED:
        return
    rung = known[0][1]
    who = told_letters.signer(session, case, act, (rung.by, case.officer_id))
    said = _said(session, act, rung, reminded=one.letter_id is not None, now=now)
    letter = told_letters.write_untrue(who, session, documents, act, one.institution_id, said, address, now=now)
    for early, rung in known:
        early.letter_id = early.letter_id or letter.id
        session.add(EarlyRungLetter(escalation_id=rung.id, institution_id=one.institution_id, letter_id=letter.id))


def _untold(institution_id: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Of an early rung: that body was not told yet that it was untrue."""
    told = exists().where(
        EarlyRungLetter.escalation_id == EarlyRung.escalation_id, EarlyRungLetter.institution_id == institution_id
    )
    before = exists().where(ToldLetter.id == EarlyRung.letter_id, ToldLetter.institution_id == institution_id)
    return ~told & ~before


def _said(session: Session, act: Recommendation, rung: Escalation, *, reminded: bool, now: datetime) -> PlainText:
    today = local_date(now)
    words, ran = act_data.letter_words(act.language, today), escalations.ran_at(session, rung)
    of_it = session.get_one(Recommendation, ran.recommendation_id)
    silent = session.get_one(ActAddressee, (ran.recommendation_id, ran.institution_id))
    about = {
        "number": str(act.number),
        "issued": day_words(act.issued_on or today, act.language),
        "day": day_words(rung.on, act.language),
        "about": str(of_it.number),
        "body": silent.name(act.language),
        "due": day_words(ran.reply_due, act.language) if ran.reply_due else "",
    }
    key = "untrue_reminder" if reminded else "untrue_act"
    then = "due" if ran.reply_due else "undelivered"
    text = words[f"{key}_{then}"].format(**about)
    return PlainText(format=told_letters.FORMAT, title=words[key].format(**about), text=text, language=act.language)
