"""What a rung is about, and whether it may be sent today; no words yet, and nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.domain.escalation import Offer, check_rung, offers
from services.cases.domain.ladder import Alternative, RungKey
from services.cases.models import ActAddressee, ActItem, Obligation, Recommendation, RungDraft, RungLetter
from services.cases.queries.situations import open_ways, situation_of, ways_to
from shared.directory import KnownInstitution
from shared.rules import RuleViolation

#: Who may send what a role may send: whoever leads may do what those below may.
ALSO = {
    "case_officer": {"case_officer", "approver", "commissioner"},
    "approver": {"approver", "commissioner"},
    "commissioner": {"commissioner"},
    "publisher": {"publisher", "commissioner"},
}


@dataclass(frozen=True)
class Matter:
    """The items of one act on which one body has come to a rung, with what it owes on each, in the order of the letter. `language`: the one in
    which it is told of.
    """

    act: Recommendation
    addressee: ActAddressee
    owed: Sequence[Obligation]
    items: Sequence[ActItem]
    language: str


def matter_of(session: Session, act: Recommendation, institution_id: UUID, owed: Sequence[Obligation]) -> Matter:
    items = {item.id: item for item in _items(session, act.id)}
    ordered = sorted(owed, key=lambda one: items[one.item_id].place)
    addressee = session.get_one(ActAddressee, (act.id, institution_id))
    return Matter(act, addressee, ordered, [items[one.item_id] for one in ordered], act.language)


def covered_by(session: Session, letter: RungLetter, *, lock: bool = True) -> list[Obligation]:
    rows = (
        select(Obligation)
        .join(RungDraft, RungDraft.obligation_id == Obligation.id)
        .where(RungDraft.letter_id == letter.id, RungDraft.state == "waiting")
        .order_by(Obligation.id)
    )
    return list(session.execute(rows.with_for_update(of=Obligation) if lock else rows).scalars())


def matter_about(session: Session, letter: RungLetter, *, lock: bool = True) -> Matter:
    act = session.get_one(Recommendation, letter.recommendation_id)
    return matter_of(session, act, letter.institution_id, covered_by(session, letter, lock=lock))


def siblings(session: Session, obligation: Obligation) -> list[Obligation]:
    """All that the same body owes on the same act."""
    same = select(Obligation).where(
        Obligation.recommendation_id == obligation.recommendation_id,
        Obligation.institution_id == obligation.institution_id,
    )
    return list(session.execute(same.order_by(Obligation.id).with_for_update()).scalars())


def open_offer(
    session: Session, obligation: Obligation, rung: RungKey, today: date, *, override_reason: str = ""
) -> Offer | None:
    """The rung, if it may be sent today, or could be had the body a superior."""
    ladder = data.ladder_on(obligation.ladder, obligation.issued_on)
    situation, ways = situation_of(session, obligation, today), open_ways(session, obligation.institution_id, today)
    for offer in offers(ladder, situation, ways):
        if offer.rung.key is rung and offer.on <= today:
            return offer
    if not override_reason:
        return None
    try:
        return check_rung(ladder, rung, situation, ways, override_reason=override_reason)
    except RuleViolation:
        return None


def why_closed(session: Session, obligation: Obligation, rung: RungKey, today: date) -> str | None:
    """The code of what stands against the rung today; none where it is open."""
    ladder = data.ladder_on(obligation.ladder, obligation.issued_on)
    situation, ways = situation_of(session, obligation, today), open_ways(session, obligation.institution_id, today)
    try:
        check_rung(ladder, rung, situation, ways)
    except RuleViolation as error:
        return error.code
    return None


def turned_to(
    session: Session, obligation: Obligation, offer: Offer, today: date, way: Alternative | None = None
) -> list[KnownInstitution]:
    """The bodies that a rung with an act of its own may be addressed to: the superiors who come next on that day, those of the lawful
    `way`, or the only body of the class that the kind of act goes to. Of several none is chosen here.
    """
    if way is not None:
        return ways_to(session, obligation.institution_id, way, today)
    if offer.rung.needs_superior:
        ids = situation_of(session, obligation, today).superiors
        bodies = select(KnownInstitution).where(KnownInstitution.id.in_(ids))
    else:
        classes = data.kind_on(str(offer.rung.act), today).classes
        bodies = select(KnownInstitution).where(
            KnownInstitution.institution_class.in_([one.value for one in classes]), KnownInstitution.active
        )
    return list(session.execute(bodies.order_by(KnownInstitution.name_sq, KnownInstitution.id)).scalars())


def _items(session: Session, act_id: UUID) -> list[ActItem]:
    statement = select(ActItem).where(ActItem.recommendation_id == act_id).order_by(ActItem.place)
    return list(session.execute(statement).scalars())
