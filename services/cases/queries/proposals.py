"""That a body called another one competent, or passed the letter on to it, read from rows: whom it named, what was decided, and where
the items have been.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.obligations import Reply as Word
from services.cases.lists.attention import saying
from services.cases.models.acts import Recommendation
from services.cases.models.answers import Readdressing, ReplyItem
from services.cases.models.obligations import Obligation

#: Replies that say that another body has it.
SENT_ON = frozenset({Word.NOT_COMPETENT, Word.FORWARDED})
#: Longer than any chain of bodies that a person would follow; the rows cannot make a circle of acts.
MOST_STEPS = 20


@dataclass(frozen=True)
class Proposal:
    """The reply that says so, whether the letter was `passed_on`, the body that it names (none: it names nobody), whether that body sent
    these items on before, and the decision, if there is one.
    """

    reply_id: UUID
    passed_on: bool
    institution_id: UUID | None
    loop: bool
    decision: Readdressing | None


def proposal_of(session: Session, obligation: Obligation) -> Proposal | None:
    """None unless the body's last word on this obligation is that another has it: that it is not competent, or passed it on."""
    if obligation.reply not in SENT_ON:
        return None
    last = saying(obligation.id, obligation.reply).scalar_subquery()
    statement = select(ReplyItem).where(ReplyItem.obligation_id == obligation.id, ReplyItem.reply_id == last)
    item = session.execute(statement).scalar_one()
    named = item.competent_institution
    decision = session.get(Readdressing, (obligation.id, item.reply_id))
    passed_on = obligation.reply == Word.FORWARDED
    return Proposal(item.reply_id, passed_on, named, named in been_at(session, obligation), decision)


def been_at(session: Session, obligation: Obligation) -> frozenset[UUID]:
    """The bodies that these items were addressed to so far, each of which sent them on to the next."""
    seen, act_id = {obligation.institution_id}, obligation.recommendation_id
    for _ in range(MOST_STEPS):
        before = session.execute(select(Recommendation.readdresses).where(Recommendation.id == act_id)).scalar()
        if before is None:
            break
        sent_on = select(Obligation.institution_id).join(Readdressing, Readdressing.obligation_id == Obligation.id)
        seen |= set(session.execute(sent_on.where(Readdressing.act_id == act_id)).scalars())
        act_id = before
    return frozenset(seen)


def said_alike(session: Session, obligation: Obligation, proposal: Proposal) -> list[Obligation]:
    """The obligations of the same reply that name the same body and are not decided, this one among them, locked."""
    decided = select(Readdressing.obligation_id).where(
        Readdressing.obligation_id == Obligation.id, Readdressing.reply_id == proposal.reply_id
    )
    statement = (
        select(Obligation)
        .join(ReplyItem, ReplyItem.obligation_id == Obligation.id)
        .where(
            ReplyItem.reply_id == proposal.reply_id,
            ReplyItem.word == obligation.reply,
            ReplyItem.competent_institution.is_not_distinct_from(proposal.institution_id),
            Obligation.reply == obligation.reply,
            (Obligation.closed_on.is_(None) & Obligation.insufficient_on.is_(None)) | (Obligation.id == obligation.id),
            ~decided.exists(),
        )
    )
    return list(session.execute(statement.order_by(Obligation.id).with_for_update(of=Obligation)).scalars())
