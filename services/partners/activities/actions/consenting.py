"""A consent for pictures is entered by the number of its slip, and taken back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.partners.activities.domain import consents, life
from services.partners.activities.domain.life import State, Step
from services.partners.activities.models import PictureConsent
from services.partners.activities.queries import consents as queries
from services.partners.activities.queries import desk
from services.partners.activities.schemas import ConsentBody
from services.partners.domain import local_date
from shared import audit
from shared.principal import Principal
from shared.rules import ContentViolation


def consent(
    by: Principal, session: Session, activity_id: UUID, wanted: ConsentBody, *, now: datetime
) -> PictureConsent:
    """Raises `ContentViolation` where the child, or a guardian who must, did not agree, and for a slip that was entered."""
    found = desk.activity(session, activity_id, lock=True)
    life.check_step(State(found.state), Step.CONSENT)
    consents.check_consent(wanted.uses, child=wanted.child, guardian=wanted.guardian, young=wanted.young)
    life.check_past(wanted.given_on, local_date(now), "given_on")
    if session.get(PictureConsent, (activity_id, wanted.slip)) is not None:
        raise ContentViolation("entered already", code="consent.entered", field="slip")
    made = PictureConsent(
        activity_id=activity_id,
        slip=wanted.slip,
        uses=list(wanted.uses),
        young=wanted.young,
        guardian=wanted.guardian,
        given_on=wanted.given_on,
        at=now,
        by=by.person,
    )
    session.add(made)
    _trace(by, session, made, "consent.given")
    return made


def take_back(by: Principal, session: Session, activity_id: UUID, slip: int, *, now: datetime) -> PictureConsent:
    """From now on the picture may not be used. Raises `NotFound`, and `RuleViolation` for one that was taken back."""
    found = queries.consent(session, activity_id, slip, lock=True)
    consents.check_standing(taken_back=found.taken_back_at is not None)
    found.taken_back_at, found.taken_back_by = now, by.person
    _trace(by, session, found, "consent.taken_back")
    return found


def _trace(by: Principal, session: Session, found: PictureConsent, what: str) -> None:
    session.flush()
    audit.record(session, by, what, "activity", found.activity_id, slip=found.slip)
