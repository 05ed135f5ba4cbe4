"""What became of an item after its act was made public as the last step of its ladder: whoever read there that a body was silent, or broke its word, reads it too."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.domain.ladder import RungKey
from services.cases.domain.obligations import SUBSTANTIVE, Assessed
from services.cases.domain.standing import State
from services.cases.domain.timeliness import local_date
from services.cases.models import ActItem, AssessmentRecord, Escalation, Obligation, Reply, ReplyItem


@dataclass(frozen=True)
class Afterwards:
    """`place`: of the item, from 1; `published_on`: when it was made public; `word`: of shared/afterwards.py; `on`: the day of it."""

    institution_id: UUID
    place: int
    published_on: date
    word: str
    on: date


def afterwards(session: Session, act_ids: Sequence[UUID], today: date) -> dict[UUID, tuple[Afterwards, ...]]:
    """By act, in the order of its items; nothing of what is as it was when it was made public."""
    rungs = (
        select(Escalation, Obligation, ActItem.place)
        .join(Obligation, Obligation.id == Escalation.obligation_id)
        .join(ActItem, ActItem.id == Obligation.item_id)
        .where(Obligation.recommendation_id.in_(act_ids), Escalation.rung == RungKey.PUBLICATION.value)
        .order_by(ActItem.place, Obligation.institution_id, Escalation.at)
    )
    found: dict[UUID, dict[UUID, Afterwards]] = defaultdict(dict)
    for rung, owed, place in session.execute(rungs):
        if (became := _became(session, rung, owed, today)) is not None:
            word, on = became
            found[owed.recommendation_id][owed.id] = Afterwards(owed.institution_id, place + 1, rung.on, word, on)
    return {act_id: tuple(each.values()) for act_id, each in found.items()}


def _became(session: Session, rung: Escalation, owed: Obligation, today: date) -> tuple[str, date] | None:
    """The last that is known of it, and its day; none where nothing is since it was made public."""
    state = owed.state_on(today)
    if state in {State.IMPLEMENTED, State.OVERTAKEN}:
        at = session.execute(
            select(func.max(AssessmentRecord.at)).where(
                AssessmentRecord.obligation_id == owed.id,
                AssessmentRecord.word
                == (Assessed.IMPLEMENTED if state is State.IMPLEMENTED else Assessed.OVERTAKEN).value,
            )
        ).scalar()
        return (state.value, local_date(at)) if at is not None and at > rung.at else None
    if state is State.CLAIMED and owed.claimed_on is not None and owed.claimed_on >= rung.on:
        return "claimed", owed.claimed_on
    answers = (
        select(Reply)
        .join(ReplyItem, ReplyItem.reply_id == Reply.id)
        .where(ReplyItem.obligation_id == owed.id, ReplyItem.word.in_([word.value for word in SUBSTANTIVE]))
    )
    since = session.execute(answers.where(Reply.recorded_at > rung.at).order_by(Reply.received_at, Reply.id)).scalars()
    if (answer := since.first()) is None:
        return None
    return ("had_answered" if answer.received_at < rung.at else "answered"), local_date(answer.received_at)
