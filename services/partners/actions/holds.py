"""While a court or a prosecutor has the matter nothing leaves that tells of it; what waited goes on when it comes back."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.partners.actions import deliveries
from services.partners.models import Dispatch, HeldAct, HeldDay
from services.partners.queries import wall
from shared import audit
from shared.events.catalogue import MatterHeld
from shared.principal import Principal


def hear(by: Principal, session: Session, told: MatterHeld, *, now: datetime) -> None:
    """Exactly these acts are held for this case, and were before on exactly these days. Letters of those that may leave now are sent as they would have been."""
    wall.as_office(session)
    held = select(HeldAct.recommendation_id).where(HeldAct.case_id == told.case_id, ~HeldAct.leaves)
    before = set(session.execute(held.with_for_update()).scalars())
    session.execute(delete(HeldAct).where(HeldAct.case_id == told.case_id))
    if told.since is not None:
        acts = dict.fromkeys(told.standing, True) | dict.fromkeys(told.acts, False)
        session.add_all(
            HeldAct(recommendation_id=one, case_id=told.case_id, since=told.since, leaves=leaves)
            for one, leaves in acts.items()
        )
        session.flush()
    session.execute(delete(HeldDay).where(HeldDay.case_id == told.case_id))
    session.add_all(
        HeldDay(recommendation_id=act, case_id=told.case_id, since=one.since, until=one.until)
        for act in told.owing
        for one in told.before
    )
    session.flush()
    freed = before - set(told.acts if told.since else ())
    bodies = select(Dispatch.institution_id).where(Dispatch.recommendation_id.in_(freed)).distinct()
    for body in sorted(session.execute(bodies).scalars()):
        deliveries.reach_waiting(session, body, now=now)
    audit.record(session, by, "matter.held" if told.since else "matter.given_back", "case", told.case_id)
