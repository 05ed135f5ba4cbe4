"""The second factors of people of bodies: where they are kept, which roles have to have one, and who takes one away that was lost."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.partners import data
from services.partners.actions import people
from services.partners.models import PartnerSession, PartnerUser, Passkey, PasskeyAnswer, RecoveryCode, SecondFactor
from services.partners.queries import wall
from shared import audit
from shared.events.catalogue import SecondFactorRemoved
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.rules import NotFound
from shared.second_factor import codes, demands
from shared.second_factor.tables import Kept

KEPT = Kept(
    owner=PartnerUser, app=SecondFactor, code=RecoveryCode, passkey=Passkey, answer=PasskeyAnswer, kind="partner", subject="partner_user"
)  # fmt: skip


def demanded(roles: Collection[str], day: date) -> str | None:
    """What a person with these roles has to have, by the data file: `any`, `passkey`, or nothing."""
    return demands.demanded(data.second_factors(), roles, day)


def remove(by: Principal, session: Session, institution_id: UUID, user_id: UUID, *, now: datetime) -> PartnerUser:
    """Take away all that a person has, who lost their device: by the administrator of their body, or the office. Their log-ins end, and
    the body is mailed.

    Raises `NotFound` for nobody of that body and where there is none, and as `people.may_rescue`: who opens an account with a
    password alone is never its owner alone.
    """
    if by.kind != "partner":
        wall.as_office(session)
    user = people.of_body(session, institution_id, user_id)
    people.may_rescue(by, user, (user.password_given_by, user.password_given_at), now=now)
    if not codes.remove(KEPT, session, user_id):
        raise NotFound
    user.factor_removed_by, user.factor_removed_at = by.id, now
    session.execute(delete(PartnerSession).where(PartnerSession.user_id == user_id))
    audit.record(session, by, "partner_user.factor_removed", "partner_user", user_id, institution=str(institution_id))
    publish(session, SecondFactorRemoved(user_id=user_id, institution_id=institution_id), user_id)
    return user
