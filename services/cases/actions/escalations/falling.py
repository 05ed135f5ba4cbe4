"""What was drafted against a body because others that were turned to before kept silent, of which it proves that they did not: it falls too."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.actions.escalations import acts, drafting
from services.cases.actions.escalations.matter import why_closed
from services.cases.domain.ladder import RungKey
from services.cases.domain.timeliness import local_date
from services.cases.models import Escalation, Obligation, RungDraft, RungLetter
from services.cases.models.cases import note
from services.cases.queries.situations import stands


def drop_resting(session: Session, obligation: Obligation, *, now: datetime) -> None:
    """A step of others, whenever what is known of a delivery or a day changes: `obligation` is what a body owes that was turned to as a rung. What
    waits to be sent further because it is silent does not wait once its letter came back or its term runs again, and says why.
    """
    session.flush()
    below = select(Escalation.obligation_id).where(
        Escalation.act_id == obligation.recommendation_id, Escalation.to == obligation.institution_id, stands()
    )
    rows = select(Obligation).where(Obligation.id.in_(below), Obligation.held_since.is_(None)).order_by(Obligation.id)
    for one in session.execute(rows).scalars().all():
        _drop(session, one, now)


def _drop(session: Session, obligation: Obligation, now: datetime) -> None:
    waiting = (
        select(RungLetter)
        .join(RungDraft, RungDraft.letter_id == RungLetter.id)
        .where(RungDraft.obligation_id == obligation.id, RungDraft.state == "waiting", RungLetter.state == "waiting")
        .order_by(RungLetter.id)
    )
    today = local_date(now)
    for letter in session.execute(waiting).scalars().all():
        if drafting.still_holds(session, letter, today):
            continue
        drafting.drop(session, letter, now=now)
        letter.blocked = why_closed(session, obligation, RungKey(letter.rung), today)
        details = {"act": letter.recommendation_id, "institution": letter.institution_id, "rung": letter.rung}
        note(session, letter.case_id, now, acts.DRAFTER.name, "rung.fell", **details)
