"""What waits for the office's decision to publish: acts that were issued, of a kind that may be shown once it is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data.acts import handlers_only_kinds
from services.cases.domain.kinds import Publication
from services.cases.domain.obligations import Delivery
from services.cases.domain.publication import ActState, may_publish
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.timeliness import local_date
from services.cases.lists.publications import AwaitingListing
from services.cases.models import ActAddressee, Obligation, PublicationDecision, Recommendation
from services.cases.models.standing import has_arrived
from services.cases.queries.visibility import in_visible_act, publishable
from services.cases.schemas.publications import AwaitingAnswer
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.typed import filled

#: Without a decision these are never shown; the others need none, or no decision could make it lawful.
DECIDED = frozenset({Publication.ON_DECISION, Publication.AFTER_DELIVERY_ON_DECISION, Publication.AFTER_TERM})


@dataclass(frozen=True)
class Awaiting:
    """`against`: what would still stand against showing it today if it were decided; "shown" for nothing."""

    act: Recommendation
    against: str

    def answer(self) -> AwaitingAnswer:
        """The same for whoever reads it by the API."""
        return filled(AwaitingAnswer, self.act, against=self.against)


def awaiting(session: Session, cursors: Cursors, asked: AwaitingListing, reading: Reading) -> Page[Awaiting]:
    """One page of them, as pages show them."""
    kinds = {kind.key for kind in data.kinds() if kind.publication in DECIDED} - set(handlers_only_kinds())
    decided = exists().where(PublicationDecision.recommendation_id == Recommendation.id)
    statement = select(Recommendation).where(
        Recommendation.issued_at.is_not(None),
        Recommendation.status == ActStatus.ISSUED.value,
        Recommendation.kind.in_(kinds),
        ~decided,
        publishable(reading.by) | in_visible_act(reading.by),
    )
    rows = page_of(session, cursors, statement, asked, reading, [Recommendation.issued_at, Recommendation.id])
    return Page(_with_verdict(session, rows.items, local_date(reading.now)), rows.next)


def answers(session: Session, cursors: Cursors, asked: AwaitingListing, reading: Reading) -> Page[AwaitingAnswer]:
    """The same for whoever reads it by the API."""
    return awaiting(session, cursors, asked, reading).of(Awaiting.answer)


def _with_verdict(session: Session, acts: Sequence[Recommendation], today: date) -> list[Awaiting]:
    """Each with what its deliveries and its terms say, in one query for either."""
    ids = [act.id for act in acts]
    sent = select(ActAddressee.recommendation_id, ActAddressee.delivery).where(ActAddressee.recommendation_id.in_(ids))
    deliveries: dict[UUID, list[Delivery]] = {}
    for act_id, delivery in session.execute(sent):
        deliveries.setdefault(act_id, []).append(Delivery(delivery))
    owed = Obligation.recommendation_id
    due = select(owed, func.max(Obligation.reply_due)).where(owed.in_(ids), has_arrived()).group_by(owed)
    ends = {row[0]: row[1] for row in session.execute(due)}
    waiting = []
    for act in acts:
        last = ends.get(act.id)
        over = last is not None and last < today
        state = ActState(ActStatus(act.status), tuple(deliveries.get(act.id, ())), decided=True, term_over=over)
        waiting.append(Awaiting(act, may_publish(data.kind_on(act.kind, act.issued_on or today), state).reason))
    return waiting
