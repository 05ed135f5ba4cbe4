"""That a body called another one competent, read from rows: whom it named, what was decided, and where the items have been."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.obligations import Reply as Word
from services.cases.models.acts import Recommendation
from services.cases.models.answers import Readdressing, Reply, ReplyItem
from services.cases.models.obligations import Obligation

#: Longer than any chain of bodies that a person would follow; the rows cannot make a circle of acts.
MOST_STEPS = 20


@dataclass(frozen=True)
class Proposal:
    """The reply that says so, the body that it names (none: it names nobody), whether that body sent these items on before,
    and the decision, if there is one.
    """

    reply_id: UUID
    institution_id: UUID | None
    loop: bool
    decision: Readdressing | None


def proposal_of(session: Session, obligation: Obligation) -> Proposal | None:
    """None unless the body's last word on this obligation is that it is not competent."""
    if obligation.reply != Word.NOT_COMPETENT:
        return None
    statement = (
        select(ReplyItem)
        .join(Reply, Reply.id == ReplyItem.reply_id)
        .where(ReplyItem.obligation_id == obligation.id, ReplyItem.word == Word.NOT_COMPETENT)
        .order_by(Reply.version.desc())
    )
    item = session.execute(statement.limit(1)).scalar_one()
    named = item.competent_institution
    decision = session.get(Readdressing, (obligation.id, item.reply_id))
    return Proposal(item.reply_id, named, named in been_at(session, obligation), decision)


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
            ReplyItem.word == Word.NOT_COMPETENT,
            ReplyItem.competent_institution.is_not_distinct_from(proposal.institution_id),
            Obligation.reply == Word.NOT_COMPETENT,
            Obligation.closed_on.is_(None) | (Obligation.id == obligation.id),
            ~decided.exists(),
        )
    )
    return list(session.execute(statement.order_by(Obligation.id).with_for_update(of=Obligation)).scalars())
