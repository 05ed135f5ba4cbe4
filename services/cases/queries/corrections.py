"""What a body said of each draft finding that it was asked to correct, and what the office made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.models import AssessmentRecord, Obligation, Recommendation, Reply, ReplyItem
from services.cases.queries.reply_words import words_of
from services.cases.queries.visibility import in_visible_act
from shared.documents import Documents
from shared.principal import Principal

#: By these a body says that a finding is not as it was sent.
CORRECTING = frozenset({"accepted_in_part", "refused"})


@dataclass(frozen=True)
class Correction:
    """One item of the letter. `position`: what its body said last, none before it said anything; `outcome`, `answer`: what the office made of
    it, with its words, none before. `due`: the last day, none before the clock began; `ended`: the office asks no more.
    """

    obligation_id: UUID
    position: str | None
    words: str
    files: int
    received_at: datetime | None
    recorded_at: datetime | None
    outcome: str | None
    answer: str
    answered_at: datetime | None
    due: date | None
    ended: bool

    @property
    def waits(self) -> bool:
        """Whether the body corrected it, and the office has not answered what it said last."""
        later = self.answered_at is None or (self.recorded_at is not None and self.recorded_at > self.answered_at)
        return self.position in CORRECTING and later


def letter(session: Session, act_id: UUID, by: Principal) -> Recommendation | None:
    """The letter by which they were sent, for who sees its case."""
    mine = select(Recommendation).where(Recommendation.id == act_id, in_visible_act(by))
    return session.execute(mine).scalar_one_or_none()


def of_act(session: Session, documents: Documents, act_id: UUID, by: Principal) -> Mapping[UUID, Correction]:
    """By item; empty before the letter has left, and for who does not see its case."""
    owed = select(Obligation).join(Recommendation, Recommendation.id == Obligation.recommendation_id)
    owed = owed.where(Recommendation.id == act_id, in_visible_act(by))
    return {one.item_id: _correction(session, documents, one) for one in session.execute(owed).scalars()}


def _correction(session: Session, documents: Documents, obligation: Obligation) -> Correction:
    replies = select(Reply, ReplyItem).join(ReplyItem, ReplyItem.reply_id == Reply.id)
    replies = replies.where(ReplyItem.obligation_id == obligation.id).order_by(
        Reply.received_at.desc(), Reply.version.desc()
    )
    last = session.execute(replies.limit(1)).first()
    records = select(AssessmentRecord).where(AssessmentRecord.obligation_id == obligation.id)
    answered = session.execute(records.order_by(AssessmentRecord.at.desc()).limit(1)).scalar()
    reply, item = (last[0], last[1]) if last else (None, None)
    return Correction(
        obligation_id=obligation.id,
        position=item.position if item else None,
        words=words_of(documents.get_json(reply.document), obligation.item_id) if reply else "",
        files=len(item.evidence) if item else 0,
        received_at=reply.received_at if reply else None,
        recorded_at=reply.recorded_at if reply else None,
        outcome=answered.outcome if answered else None,
        answer=answered.reason if answered else "",
        answered_at=answered.at if answered else None,
        due=obligation.last_day,
        ended=obligation.closed_on is not None,
    )
