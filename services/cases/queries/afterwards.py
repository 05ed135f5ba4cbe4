"""What became of an item after its act was made public as the last step of its ladder: whoever read there that a body was silent, or broke its word, reads it too."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.cases.domain.ladder import RungKey
from services.cases.domain.obligations import SUBSTANTIVE, Assessed
from services.cases.domain.standing import State
from services.cases.domain.timeliness import local_date
from services.cases.models import ActItem, AssessmentRecord, EarlyRung, Escalation, Obligation, Reply, ReplyItem

#: Findings that the public reads of an item.
_TOLD = frozenset({Assessed.IMPLEMENTED, Assessed.PARTLY, Assessed.NOT, Assessed.OVERTAKEN, Assessed.NOT_ASSESSABLE})
#: Findings after which nothing that its body said is asked for.
_LAST = frozenset({Assessed.IMPLEMENTED, Assessed.OVERTAKEN})


@dataclass(frozen=True)
class Afterwards:
    """`place`: of the item, from 1; `published_on`: when it was made public; `word`: of shared/afterwards.py; `on`: the day of it."""

    institution_id: UUID
    place: int
    published_on: date
    word: str
    on: date


def afterwards(session: Session, act_ids: Sequence[UUID], today: date) -> dict[UUID, tuple[Afterwards, ...]]:
    """By act, in the order of its items; nothing of what is as it was when it was made public. That it was made public in error comes before what
    became of it since.
    """
    rungs = (
        select(Escalation, Obligation, ActItem.place, EarlyRung.known_on)
        .join(Obligation, Obligation.id == Escalation.obligation_id)
        .join(ActItem, ActItem.id == Obligation.item_id)
        .outerjoin(EarlyRung, EarlyRung.escalation_id == Escalation.id)
        .where(Obligation.recommendation_id.in_(act_ids), Escalation.rung == RungKey.PUBLICATION.value)
        .order_by(ActItem.place, Obligation.institution_id, Escalation.at)
    )
    found: dict[UUID, dict[tuple[UUID, bool], Afterwards]] = defaultdict(dict)
    for rung, owed, place, known_on in session.execute(rungs):
        in_error = ("in_error", known_on) if known_on is not None else None
        for became in (in_error, _became(session, rung, owed, today)):
            if became is not None:
                line = Afterwards(owed.institution_id, place + 1, rung.on, *became)
                found[owed.recommendation_id][owed.id, became is in_error] = line
    return {act_id: tuple(each.values()) for act_id, each in found.items()}


def _became(session: Session, rung: Escalation, owed: Obligation, today: date) -> tuple[str, date] | None:
    """The last that is known of it, and its day; none where nothing is since it was made public."""
    state = owed.state_on(today)
    if state is State.ELSEWHERE:
        # Which of both has it, and in what, is not for the public.
        return _elsewhere(session, rung, owed)
    if (assessed := Assessed(owed.assessed)) in _TOLD:
        at = _found_at(session, owed)
        if at is not None and at > rung.at:
            return assessed.value, local_date(at)
        if assessed in _LAST:
            return None
    back = _taken_back(session, rung, owed)
    claimed = owed.claimed_on if state is State.CLAIMED else None
    if claimed is not None and claimed >= rung.on and (back is None or claimed > local_date(back)):
        return "claimed", claimed
    answers = (
        select(Reply)
        .join(ReplyItem, ReplyItem.reply_id == Reply.id)
        .where(ReplyItem.obligation_id == owed.id, ReplyItem.word.in_([word.value for word in SUBSTANTIVE]))
    )
    known = answers.where(Reply.recorded_at > (back or rung.at)).order_by(Reply.received_at, Reply.id)
    if (answer := session.execute(known).scalars().first()) is None:
        return ("taken_back", local_date(back)) if back is not None else None
    return ("had_answered" if answer.received_at < rung.at else "answered"), local_date(answer.received_at)


def _found_at(session: Session, owed: Obligation) -> datetime | None:
    """When what stands of it was found last."""
    rows = select(func.max(AssessmentRecord.at)).where(
        AssessmentRecord.obligation_id == owed.id, AssessmentRecord.word == owed.assessed
    )
    return session.execute(rows).scalar()


def _elsewhere(session: Session, rung: Escalation, owed: Obligation) -> tuple[str, date] | None:
    """Since when a court or a prosecutor has it, where that was after it was made public."""
    if owed.held_since is not None:
        return ("elsewhere", owed.held_since) if owed.held_since >= rung.on else None
    at = _found_at(session, owed)
    return ("elsewhere", local_date(at)) if at is not None and at > rung.at else None


def _taken_back(session: Session, rung: Escalation, owed: Obligation) -> datetime | None:
    """Since when what the office had found of it holds no more, where it does not since it was made public: recorded in error, or denied by whoever
    complained, which is nobody's business there.
    """
    findings = select(AssessmentRecord.word, AssessmentRecord.at).where(
        AssessmentRecord.obligation_id == owed.id, AssessmentRecord.word.in_([word.value for word in Assessed])
    )
    last_two = session.execute(findings.order_by(AssessmentRecord.at.desc(), AssessmentRecord.id.desc()).limit(2)).all()
    if len(last_two) < 2 or last_two[0].word != Assessed.NOT_ASSESSED or last_two[1].word not in _TOLD:
        return None
    at: datetime = last_two[0].at
    return at if at > rung.at else None
