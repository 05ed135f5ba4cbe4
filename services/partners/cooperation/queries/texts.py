"""What an actor is called, which is compared with the sealed files before anybody reads it."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.partners.comparing.queries import Text, answered
from services.partners.cooperation import data
from services.partners.cooperation.models import Actor, Agreement, AgreementParty

#: Files come every day, and the names of actors stay.
HOLDS_FOR = timedelta(days=1)


def of_actor(found: Actor) -> Text:
    return Text("actor", found.id, {"name_sq": found.name_sq, "name_en": found.name_en}, HOLDS_FOR)


def told(session: Session) -> Sequence[Actor]:
    """Whom anybody is to read of: parties of signed agreements of whose kind the name is told."""
    party = exists().where(
        AgreementParty.actor_id == Actor.id,
        AgreementParty.agreement_id == Agreement.id,
        Agreement.signed_on.is_not(None),
    )
    found = session.execute(select(Actor).where(party).order_by(Actor.id)).scalars()
    return [one for one in found if data.is_shown(one.kind)]


def is_read(session: Session, found: Actor) -> bool:
    """Whether anybody reads its name: the last look at exactly it found nobody."""
    look = answered(session, of_actor(found))
    return look is not None and look.look.clean
