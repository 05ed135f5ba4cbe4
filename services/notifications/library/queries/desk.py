"""The library as the office has it: every publication with its versions, whatever their state."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from services.notifications.library.domain import State
from services.notifications.library.lists import DeskListing
from services.notifications.library.models import PublicationCitation, PublicationFile, PublicationVersion
from services.notifications.library.schemas import (
    CitationAnswer,
    DraftFileAnswer,
    PublicationAnswer,
    PublicationLine,
    TextAnswer,
    VersionAnswer,
)
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled


def publications(session: Session, cursors: Cursors, asked: DeskListing, reading: Reading) -> Page[PublicationLine]:
    """The newest version of each, the last begun first."""
    later = aliased(PublicationVersion)
    newer = select(later.id).where(
        later.publication_id == PublicationVersion.publication_id, later.number > PublicationVersion.number
    )
    newest = select(PublicationVersion).where(~newer.exists())
    order = [PublicationVersion.made_at, PublicationVersion.id]
    page = page_of(session, cursors, newest, asked, reading, order, descending=True)
    lines = tuple(
        PublicationLine(id=one.publication_id, kind=one.publication.kind, newest=_version(one, one, reading.now))
        for one in page.items
    )
    return Page(lines, page.next)


def versions(session: Session, publication_id: UUID, *, lock: bool = False) -> Sequence[PublicationVersion]:
    """All of one publication, the newest first. Raises `NotFound`."""
    of = select(PublicationVersion).where(PublicationVersion.publication_id == publication_id)
    wanted = of.order_by(PublicationVersion.number.desc())
    if lock:
        wanted = wanted.with_for_update(of=PublicationVersion).execution_options(populate_existing=True)
    found = session.execute(wanted).scalars().all()
    if not found:
        raise NotFound
    return found


def version(session: Session, publication_id: UUID, number: int) -> PublicationVersion:
    """Raises `NotFound`."""
    for one in versions(session, publication_id):
        if one.number == number:
            return one
    raise NotFound


def answer(found: Sequence[PublicationVersion], now: datetime) -> PublicationAnswer:
    newest = found[0]
    shown = next((one for one in found if one.stands.shown(now)), newest)
    return PublicationAnswer(
        id=newest.publication_id,
        kind=newest.publication.kind,
        versions=tuple(_version(one, shown, now) for one in found),
    )


def standing(version: PublicationVersion, current: PublicationVersion, now: datetime) -> str:
    """`current`: the newest version that is shown, if one is."""
    if version.state != State.APPROVED:
        return version.state
    if not version.stands.shown(now):
        return "waiting"
    return "superseded" if version.number < current.number else "published"


def _version(version: PublicationVersion, current: PublicationVersion, now: datetime) -> VersionAnswer:
    return filled(
        VersionAnswer,
        version,
        standing=standing(version, current, now),
        topics=tuple(version.topics),
        texts=tuple(filled(TextAnswer, one) for one in version.texts),
        files=tuple(_file(one) for one in version.files),
        citations=tuple(_citation(one) for one in version.citations),
    )


def _file(one: PublicationFile) -> DraftFileAnswer:
    return filled(DraftFileAnswer, one, reading=one.reading.value, unread_pages=tuple(one.unread_pages))


def _citation(one: PublicationCitation) -> CitationAnswer:
    which = {"act_id": one.act_id, "item": one.item, "public": one.public}
    if not one.public:
        return filled(CitationAnswer, one, **which, number=None, title=None, language=None)
    return filled(CitationAnswer, one.act, **which, language=one.act.words_language)
