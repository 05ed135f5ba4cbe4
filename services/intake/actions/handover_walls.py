"""The post book of partners has the walls of intake: who is shut out of a complaint is told with the letter that tells of it."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.intake.models import Complaint, Exclusion, Handover
from services.intake.queries import walls
from shared.events.catalogue import HandoverWalled
from shared.messaging.outbox import publish

_LOCK = func.hashtextextended("handover_walls", 0)


def tell(session: Session) -> None:
    """Of each letter that left for a body: who is shut out of its complaint now, where that is not what was told last.

    Of all of them, since a wall holds for whatever is joined, or comes into the same case; one at a time, so that the last word is whole.
    """
    session.flush()
    session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    shut_out = _shut_out(session)
    told = Handover.walls_told.is_not(None)
    concerned = select(Handover).where(told | Handover.id.in_(shut_out)).order_by(Handover.id)
    for letter in session.execute(concerned).scalars():
        staff = sorted(shut_out[letter.id])
        if (words := [str(one) for one in staff]) != (letter.walls_told or []):
            letter.walls_told = words
            publish(session, HandoverWalled(handover_id=letter.id, staff=tuple(staff)), letter.id)


def _shut_out(session: Session) -> defaultdict[UUID, set[UUID]]:
    people = select(Exclusion.staff_id).where(Exclusion.ended_at.is_(None)).distinct()
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    left = select(Handover.id).join(Complaint, Complaint.id == Handover.complaint_id)
    for person in session.execute(people).scalars().all():
        closed = left.where(Handover.state == "approved", ~walls.open_to(person))
        for letter_id in session.execute(closed).scalars():
            found[letter_id].add(person)
    return found
