"""What became public and still is, and what of it is gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.outlets.lists import NewsListing
from services.notifications.outlets.models import PublicAct, PublicActBody
from services.notifications.outlets.schemas import NewsAct, NewsAfterwards, NewsBody, NewsCluster
from shared.directory import MUNICIPALITY, KnownInstitution
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled, load

#: A feed holds what changed last; whoever asks once a week misses nothing of an office that issues some hundred acts a year.
IN_FEED = 50


@dataclass(frozen=True)
class Topic:
    """Something that news may be narrowed to, with its names."""

    key: str
    name_sq: str
    name_en: str

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_sq


@dataclass(frozen=True)
class Changes:
    """What a feed tells: what may be read, the newest change first, and what no longer may."""

    acts: Sequence[PublicAct]
    gone: Sequence[PublicAct]

    @property
    def at(self) -> datetime | None:
        """When any of it changed last."""
        return max((one.changed_at for one in (*self.acts, *self.gone)), default=None)


def news(session: Session, cursors: Cursors, asked: NewsListing, reading: Reading) -> Page[PublicAct]:
    """One page of the acts that may be read, the newest first."""
    order = [PublicAct.first_at, PublicAct.entry_id]
    readable = select(PublicAct).where(PublicAct.readable)
    return page_of(session, cursors, readable, asked, reading, order, descending=True)


def changes(session: Session, asked: NewsListing, reading: Reading) -> Changes:
    """What a feed that is narrowed like `asked` tells."""
    newest = asked.narrow(select(PublicAct), reading).order_by(PublicAct.changed_at.desc(), PublicAct.entry_id)
    acts = session.execute(newest.where(PublicAct.readable).limit(IN_FEED)).scalars().all()
    gone = session.execute(newest.where(~PublicAct.readable).limit(IN_FEED)).scalars().all()
    return Changes(acts, gone)


def answer(act: PublicAct, public_url: str) -> NewsAct:
    return filled(
        NewsAct,
        act,
        id=act.entry_id,
        language=act.words_language,
        items=tuple(act.items),
        bodies=tuple(filled(NewsBody, one) for one in act.bodies),
        clusters=tuple(NewsCluster(**one) for one in act.clusters),
        afterwards=tuple(load(NewsAfterwards, _numbered(one)) for one in act.afterwards),
        published=act.first_at,
        updated=act.changed_at,
        url=register_address(act, public_url),
    )


def _numbered(one: dict[str, Any]) -> dict[str, Any]:
    return {"number" if name == "place" else name: value for name, value in one.items()}


def register_address(act: PublicAct, public_url: str) -> str:
    """Where the register shows the act and what came of it."""
    return f"{public_url.rstrip('/')}/cases/public/recommendations/{act.number}"


def clusters(session: Session) -> list[Topic]:
    """The clusters of the acts that may be read, in the order of the Convention's guidelines."""
    rows = session.execute(select(PublicAct.clusters).where(PublicAct.readable)).scalars()
    found = {one["key"]: Topic(**one) for row in rows for one in row}
    return sorted(found.values(), key=lambda one: (len(one.key), one.key))


def bodies(session: Session) -> list[Topic]:
    """The bodies of the acts that may be read, as they are called today."""
    addressed = select(PublicActBody.institution_id).join(PublicAct).where(PublicAct.readable)
    rows = select(KnownInstitution).where(KnownInstitution.id.in_(addressed)).order_by(KnownInstitution.name_sq)
    return [Topic(str(one.id), one.name_sq, one.name_en) for one in session.execute(rows).scalars()]


def cluster(session: Session, key: str) -> Topic:
    """One under which an act may be read, or once could. Raises `NotFound`."""
    of = select(PublicAct.clusters).where(PublicAct.clusters.contains([{"key": key}])).limit(1)
    row = session.execute(of).scalar()
    if row is None:
        raise NotFound
    return Topic(**next(one for one in row if one["key"] == key))


def body(session: Session, institution_id: UUID) -> Topic:
    """A body of the directory. Raises `NotFound`."""
    known = session.get(KnownInstitution, institution_id)
    if known is None:
        raise NotFound
    return Topic(str(known.id), known.name_sq, known.name_en)


def municipality(session: Session, key: str) -> Topic:
    """A municipality of the directory, by its key. Raises `NotFound`."""
    of = select(KnownInstitution).where(KnownInstitution.key == key, KnownInstitution.institution_class == MUNICIPALITY)
    known = session.execute(of.limit(1)).scalar_one_or_none()
    if known is None:
        raise NotFound
    return Topic(known.key, known.name_sq, known.name_en)
