"""Names that are to be compared with the sealed files, and agreements whose last day is over."""

from datetime import datetime
from uuid import UUID

from services.partners.cooperation.actions import comparing, endings
from services.partners.cooperation.queries import agreements
from services.partners.domain import local_date
from shared.platform import Platform
from shared.principal import service
from shared.timers import Timers, each_apart

timers = Timers()
COOPERATION = service("partners")


@timers.every(seconds=5)
def compare_actors(platform: Platform, now: datetime) -> None:
    """Have the names of actors compared that anybody is to read."""
    with platform.database.transaction() as session:
        comparing.compare(session, platform.documents, now=now)


@timers.every(seconds=60)
def expire_agreements(platform: Platform, now: datetime) -> None:
    """What is over by its own last day says so to the others; here it is read off the day."""

    def expire(agreement_id: UUID) -> None:
        platform.database.run(lambda session: endings.expire(COOPERATION, session, agreement_id, now=now))

    each_apart(platform.database.run(lambda session: agreements.over(session, local_date(now))), expire)
