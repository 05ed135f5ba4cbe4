"""A delivery on paper that was recorded by mistake: what was told of it is as not told, before it is noted how far the letter truly came. Steps of others
(deliveries), which hold the act and its case.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions import following
from services.cases.domain.obligations import Delivery, Reply, unmake
from services.cases.models import (
    ActAddressee,
    Clarification,
    Obligation,
    Recommendation,
    RungLetter,
    ToldLetter,
)
from services.cases.models.acts import CARRIED
from services.cases.models.cases import note
from shared import audit
from shared.events.catalogue import DispatchDelivered, DispatchPosted
from shared.events.envelope import Event
from shared.principal import Principal


def of_copy(
    by: Principal,
    session: Session,
    event: Event,
    act: Recommendation,
    copy: ActAddressee,
    owed: Sequence[Obligation],
    *,
    now: datetime,
) -> None:
    """If that is what is told, the copy is with nobody, nor is what it asks. One that its body answered, opened or has by wire stays where it is: the post is told so."""
    if not _is_mistaken(event):
        return
    copy.receipt_told_on = None
    answered = [one.answered_on for one in owed if one.reply != Reply.NONE]
    if answered:
        on = min((day for day in answered if day is not None), default=copy.delivered_on)
        following.tell_stopped(session, act.id, copy.institution_id, why="answered", on=on)
        return
    if copy.delivery != Delivery.DELIVERED or copy.channel not in CARRIED:
        return
    _trace(by, session, act, copy, now)
    copy.delivery, copy.proof_id = unmake(Delivery(copy.delivery)).value, None
    for obligation in owed:
        obligation.write_facts(obligation.facts.without_delivery())


def of_letter(session: Session, event: DispatchDelivered | DispatchPosted) -> None:
    """A letter about an act, whichever it is, is not with its body, if that is what is told."""
    if not _is_mistaken(event):
        return
    rungs = select(RungLetter).where(
        RungLetter.recommendation_id == event.recommendation_id,
        RungLetter.institution_id == event.institution_id,
        RungLetter.document == event.letter,
    )
    told = select(ToldLetter).where(ToldLetter.document == event.letter)
    for one in [*session.execute(rungs).scalars(), *session.execute(told).scalars()]:
        one.delivery, one.delivered_on = unmake(Delivery(one.delivery)).value, None
    written = select(Clarification).where(Clarification.document == event.letter)
    for answer in session.execute(written).scalars():
        answer.delivery = unmake(Delivery(answer.delivery)).value


def _is_mistaken(event: Event) -> bool:
    return isinstance(event, DispatchPosted) and event.mistaken


def _trace(by: Principal, session: Session, act: Recommendation, copy: ActAddressee, now: datetime) -> None:
    day = copy.delivered_on.isoformat() if copy.delivered_on else None
    details = {"act": act.id, "institution": copy.institution_id, "channel": copy.channel, "on": day}
    note(session, act.case_id, now, by.name, "dispatch.mistaken", **details)
    audit.record(
        session, by, "dispatch.mistaken", "recommendation", act.id, institution=str(copy.institution_id), on=day
    )
