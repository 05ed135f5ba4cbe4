"""What a bulletin tells one reader, and of what there is news at all."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.bulletins.models import BulletinAct, BulletinPublication
from services.notifications.library import data
from services.notifications.library.models import PublicationVersion
from services.notifications.library.queries import public as library
from services.notifications.library.queries.told import Item, of_act, of_version
from services.notifications.outlets import queries as outlets
from services.notifications.outlets.models import PublicAct
from services.notifications.outlets.queries import Topic


def items(
    session: Session, bulletin_id: UUID, clusters: Collection[str], language: str, *, now: datetime
) -> tuple[Item, ...]:
    """What of a bulletin may still be read, of the clusters that the reader chose: acts first."""
    acts, versions = _acts(session, bulletin_id), _versions(session, bulletin_id, now)
    wanted = set(clusters)
    return (
        *(of_act(one, language) for one in acts if not wanted or wanted & {each["key"] for each in one.clusters}),
        *(of_version(one, language) for one in versions if not wanted or wanted & set(one.topics)),
    )


def clusters(session: Session, now: datetime) -> list[Topic]:
    """The clusters of what may be read, in the order of the Convention's guidelines."""
    found = {one.key: one for one in outlets.clusters(session)}
    for version in session.execute(library.newest(now)).scalars():
        for key in version.topics:
            said = data.entries("topics")[key]
            found.setdefault(key, Topic(key, said["name_sq"], said["name_en"]))
    return sorted(found.values(), key=lambda one: (len(one.key), one.key))


def _acts(session: Session, bulletin_id: UUID) -> list[PublicAct]:
    of_it = select(PublicAct).join(BulletinAct, BulletinAct.act_id == PublicAct.id)
    of_it = of_it.where(BulletinAct.bulletin_id == bulletin_id, PublicAct.readable)
    return list(session.execute(of_it.order_by(PublicAct.first_at, PublicAct.id)).scalars())


def _versions(session: Session, bulletin_id: UUID, now: datetime) -> list[PublicationVersion]:
    """Those that are still shown; one that was followed by another meanwhile leads to the newer."""
    of_it = select(PublicationVersion).join(
        BulletinPublication, BulletinPublication.version_id == PublicationVersion.id
    )
    of_it = of_it.where(BulletinPublication.bulletin_id == bulletin_id)
    rows = session.execute(of_it.order_by(PublicationVersion.released_at, PublicationVersion.id)).scalars()
    return [one for one in rows if one.stands.shown(now)]
