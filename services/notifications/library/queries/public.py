"""What anybody may read of the library at a moment. Page, feed, API, file and harvest ask here and nowhere else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, aliased

from services.notifications.comparing.queries import clean
from services.notifications.domain import TIRANA
from services.notifications.library.domain import State
from services.notifications.library.lists import LibraryListing
from services.notifications.library.models import PublicationCitation, PublicationFile, PublicationVersion
from services.notifications.library.queries import texts
from services.notifications.library.schemas import (
    PublicCitation,
    PublicFile,
    PublicLine,
    PublicPublication,
    PublicVersion,
    TextAnswer,
    WithdrawnVersion,
)
from services.notifications.outlets.queries import register_address
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled

IN_FEED = 50


@dataclass(frozen=True)
class Known:
    """One publication that is or was public: versions that are shown, the newest first, and those that were and are withdrawn."""

    id: UUID
    kind: str
    shown: Sequence[PublicationVersion]
    withdrawn: Sequence[PublicationVersion]
    #: Why each was withdrawn, by its number, as far as that was compared and names nobody.
    reasons: Mapping[int, str]

    @property
    def changed_at(self) -> datetime:
        """When what is read of it, or that it is, changed last."""
        moments = [one.released_at for one in (*self.shown, *self.withdrawn)]
        return max(filter(None, [*moments, *(one.withdrawn_at for one in self.withdrawn)]))

    @property
    def first_at(self) -> datetime:
        return min(filter(None, (one.released_at for one in (*self.shown, *self.withdrawn))))


def current_versions(
    session: Session, cursors: Cursors, asked: LibraryListing, reading: Reading
) -> Page[PublicationVersion]:
    """The newest version that is shown of each publication, the latest first."""
    current = newest(reading.now)
    order = [PublicationVersion.released_at, PublicationVersion.id]
    return page_of(session, cursors, current, asked, reading, order, descending=True)


def newest(now: datetime) -> Select[PublicationVersion]:
    """Of each publication the newest version that is shown."""
    later = aliased(PublicationVersion)
    newer = select(later.id).where(
        later.publication_id == PublicationVersion.publication_id,
        later.number > PublicationVersion.number,
        later.state == State.APPROVED.value,
        later.released_at <= now,
    )
    return select(PublicationVersion).where(_shown(now), ~newer.exists())


def known(session: Session, publication_id: UUID, now: datetime) -> Known:
    """Raises `NotFound` for what was never shown, as for what is not there."""
    found = _known(session, PublicationVersion.publication_id == publication_id, now)
    if not found:
        raise NotFound
    return found[0]


def latest(session: Session, now: datetime, limit: int | None = IN_FEED) -> list[Known]:
    """All that is or was public, what changed last first."""
    found = _known(session, PublicationVersion.number > 0, now)
    found.sort(key=lambda one: (one.changed_at, one.id), reverse=True)
    return found[:limit]


def file(
    session: Session, publication_id: UUID, number: int, language: str, form: str, now: datetime
) -> PublicationFile:
    """A file of a version that is shown. Raises `NotFound`."""
    for one in known(session, publication_id, now).shown:
        if one.number == number:
            for each in one.files:
                if (each.language, each.form) == (language, form):
                    return each
    raise NotFound


def _shown(now: datetime) -> ColumnElement[bool]:
    return and_(PublicationVersion.state == State.APPROVED.value, PublicationVersion.released_at <= now)


def _known(session: Session, which: ColumnElement[bool], now: datetime) -> list[Known]:
    """A version that was withdrawn before its release was never public: it goes back to a draft, and so is not among these."""
    public = PublicationVersion.state != State.DRAFT.value
    rows = select(PublicationVersion).where(which, public, PublicationVersion.released_at <= now)
    found: dict[UUID, list[PublicationVersion]] = {}
    for one in session.execute(rows.order_by(PublicationVersion.number.desc())).scalars():
        found.setdefault(one.publication_id, []).append(one)
    return [
        Known(
            id_,
            of[0].publication.kind,
            [one for one in of if one.state == State.APPROVED],
            [one for one in of if one.state == State.WITHDRAWN],
            {one.number: one.reason for one in of if one.reason and clean(session, texts.of_withdrawal(one))},
        )
        for id_, of in found.items()
    ]


def address(publication_id: UUID, public_url: str = "", number: int | None = None) -> str:
    """Where a publication is read, or one of its versions."""
    whole = f"{public_url.rstrip('/')}/notifications/publications/{publication_id}"
    return whole if number is None else f"{whole}/versions/{number}"


def cited(version: PublicationVersion, language: str = "sq") -> str:
    """As this version is cited, without where it is read: who, when, what, which version."""
    year = _released(version).astimezone(TIRANA).year
    who, what = ("People's Advocate", "Version") if language == "en" else ("Avokati i Popullit", "Versioni")
    return f"{who} ({year}). {version.text(language).title}. {what} {version.number}."


def citation(version: PublicationVersion, public_url: str) -> str:
    """The same in Albanian, with where."""
    return f"{cited(version)} {address(version.publication_id, public_url, version.number)}"


def line(version: PublicationVersion, public_url: str) -> PublicLine:
    return PublicLine(id=version.publication_id, kind=version.publication.kind, current=_version(version, public_url))


def answer(found: Known, public_url: str, licence: str) -> PublicPublication:
    shown = [_version(one, public_url) for one in found.shown]
    return PublicPublication(
        id=found.id,
        kind=found.kind,
        licence=licence,
        current=shown[0] if shown else None,
        older=tuple(shown[1:]),
        withdrawn=tuple(filled(WithdrawnVersion, one, reason=found.reasons.get(one.number)) for one in found.withdrawn),
    )


def file_address(version: PublicationVersion, one: PublicationFile, public_url: str = "") -> str:
    return f"{address(version.publication_id, public_url, version.number)}/{one.language}/{one.form}"


def _version(version: PublicationVersion, public_url: str) -> PublicVersion:
    files = (filled(PublicFile, one, url=file_address(version, one, public_url)) for one in version.files)
    return filled(
        PublicVersion,
        version,
        topics=tuple(version.topics),
        released_at=_released(version),
        texts=tuple(filled(TextAnswer, one) for one in version.texts),
        files=tuple(files),
        cites=tuple(_cited(one, public_url) for one in version.citations),
        citation=citation(version, public_url),
        url=address(version.publication_id, public_url, version.number),
    )


def _cited(one: PublicationCitation, public_url: str) -> PublicCitation:
    if not one.public:
        return PublicCitation(public=False, number=None, item=0, title=None, url=None)
    where = register_address(one.act, public_url)
    return PublicCitation(public=True, number=one.act.number, item=one.item, title=one.act.title, url=where)


def _released(version: PublicationVersion) -> datetime:
    if version.released_at is None:
        raise AssertionError("a version that is shown was released")
    return version.released_at
