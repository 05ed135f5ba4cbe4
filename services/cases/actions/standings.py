"""Where an obligation stands now, told to whoever complained: what the body said or did not do, and what the office really does next."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.cases.actions import messages
from services.cases.domain.obligations import Reply
from services.cases.domain.standing import PRESSING, TABLE, UNANSWERING, State
from services.cases.domain.timeliness import local_date
from services.cases.models import ActItem, Case, Obligation, Recommendation
from services.cases.models.cases import note
from shared.events.catalogue import ObligationAnswered, ObligationStood
from shared.messaging.outbox import publish
from shared.principal import service

TELLER = service("cases")


def tell(session: Session, case: Case, obligation: Obligation, *, now: datetime) -> None:
    """A step of others: where something is left to press for. Only of what counts in a rate: what the judiciary or a prosecutor does
    is theirs to tell.
    """
    complaints, today = messages.complaints_of(session, case), local_date(now)
    state = obligation.state_on(today)
    blames = TABLE[state].if_insufficient in PRESSING
    if not (obligation.counts and complaints and blames):
        return
    act = session.get_one(Recommendation, obligation.recommendation_id)
    event = ObligationStood(
        obligation_id=obligation.id,
        recommendation_id=act.id,
        number=str(act.number),
        place=place_of(session, obligation),
        institution_id=obligation.institution_id,
        state=state.value,
        next=obligation.next_on(today).value,
        complaints=tuple(complaints),
    )
    publish(session, event, obligation.id)
    note_told(session, obligation, act, now=now)


def note_told(session: Session, obligation: Obligation, act: Recommendation, *, now: datetime) -> None:
    """A step of others: that whoever complained was told where it stands, for whoever is asked what they were told last."""
    told = {"obligation": obligation.id, "act": act.id, "number": act.number, "institution": obligation.institution_id}
    state = obligation.state_on(local_date(now)).value
    note(session, obligation.case_id, now, TELLER.name, "complainant.status", **told, state=state)


def said_of(obligation: Obligation, *, now: datetime) -> str | None:
    """What a body said of an item that is good news, none of its business, or no answer yet; None where it is told otherwise, or not at
    all.
    """
    if obligation.reply in UNANSWERING:
        return obligation.reply if obligation.closed_on is None else None
    state = obligation.state_on(local_date(now))
    if state is State.IN_PROCESS:
        return "accepted_in_part" if obligation.reply == Reply.ACCEPTED_IN_PART else "accepted"
    return state.value if state in {State.CLAIMED, State.NOT_COMPETENT} else None


def tell_answered(session: Session, case: Case, obligation: Obligation, said: str, *, now: datetime) -> None:
    """A step of others: what the body said, to whoever complained; of what counts in a rate, as `tell`."""
    complaints, today = messages.complaints_of(session, case), local_date(now)
    if not (obligation.counts and complaints):
        return
    act = session.get_one(Recommendation, obligation.recommendation_id)
    event = ObligationAnswered(
        obligation_id=obligation.id,
        recommendation_id=act.id,
        number=str(act.number),
        place=place_of(session, obligation),
        institution_id=obligation.institution_id,
        said=said,
        next=obligation.next_on(today).value,
        complaints=tuple(complaints),
        by=obligation.implementation_due if said.startswith("accepted") else None,
    )
    publish(session, event, obligation.id)
    note_told(session, obligation, act, now=now)


def place_of(session: Session, obligation: Obligation) -> int:
    """The number of its item in the letter, from 1."""
    return session.get_one(ActItem, obligation.item_id).place + 1
