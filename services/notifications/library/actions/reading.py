"""The words of the files of a version: read once, in the isolated process, from what everybody is to read, and compared like its titles."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.library.actions import legible, lines
from services.notifications.library.domain import MOST_TRIES, State
from services.notifications.library.models import PublicationFile, PublicationVersion
from shared.documents import Documents
from shared.events.documents.cases import OfferedPart, OfferedText
from shared.files import copies, isolation
from shared.files.isolation import UndecidedError
from shared.files.refused import RefusedFileError

#: Seconds. A book of 500 pages takes about ten.
_LONGEST = 60
#: Letters of a file in plain text that are compared.
_MOST_LETTERS = 2_000_000


@dataclass(frozen=True)
class Unread:
    """A file that nobody has read: of which version, in which language and form, and its document."""

    version_id: UUID
    language: str
    form: str
    document: str


@dataclass(frozen=True)
class Words:
    """What was read in a file: `parts` are its pages, as `language.form.page`; `unread`: pages on which something stands that was not read;
    `ended`: whether there was time for all of it.
    """

    parts: tuple[OfferedPart, ...] = ()
    unread: tuple[int, ...] = ()
    ended: bool = True


def unread(session: Session) -> list[Unread]:
    """The files of what is not out yet."""
    rows = (
        select(PublicationFile)
        .join(PublicationVersion, PublicationVersion.id == PublicationFile.version_id)
        .where(PublicationFile.read_at.is_(None), PublicationVersion.released_at.is_(None))
        .where(PublicationVersion.state.in_([State.DRAFT.value, State.APPROVED.value]))
        .order_by(PublicationFile.read_tries, PublicationFile.version_id, PublicationFile.place, PublicationFile.form)
    )
    found = session.execute(rows).scalars()
    return [Unread(one.version_id, one.language, one.form, one.document) for one in found]


def words_of(documents: Documents, file: Unread) -> Words | None:
    """What can be read in a file; nothing of a picture or a sound. None while it is not known whether the file can be shown at all. Opens nothing
    in this process.
    """
    verdict = copies.read(documents, file.document, copies.Box())
    if verdict is None:
        return None
    if verdict.state == copies.CLEAN and verdict.media_type == "text/plain":
        return _in_text(file, verdict.content.decode("utf-8-sig", "replace"))
    if verdict.state == copies.CLEAN and verdict.media_type == "application/pdf":
        return _in_pdf(file, verdict.content)
    return Words()


def keep(session: Session, documents: Documents, file: Unread, words: Words, *, now: datetime) -> None:
    """Unless another file stands there by now. What there was no time for is tried again, some times."""
    key = (file.version_id, file.language, file.form)
    stands = session.get(PublicationFile, key, with_for_update=True)
    if stands is None or stands.document != file.document:
        return
    if not words.ended:
        stands.read_tries += 1
        if stands.read_tries < MOST_TRIES:
            return
    stands.words = documents.keep(OfferedText(parts=words.parts)) if words.parts else None
    stands.unread_pages, stands.read_at = list(words.unread), now


def _in_text(file: Unread, said: str) -> Words:
    """A piece counts as a page. What a font would make of other letters is no question here."""
    pages = list(lines.pieces(said))
    most = _MOST_LETTERS // lines.LONGEST
    parts = [OfferedPart(name=_name(file, number), text=one) for number, one in enumerate(pages[:most], 1)]
    return Words(tuple(one for one in parts if one.text.strip()), tuple(range(most + 1, len(pages) + 1)))


def _in_pdf(file: Unread, content: bytes) -> Words:
    try:
        read = json.loads(isolation.cleaned("words", content, _LONGEST))
    except UndecidedError:
        return Words(ended=False)
    except RefusedFileError:
        # A person reads it, and is told so: what cannot be read here is in nobody's way.
        return Words()
    pages: list[str | None] = read["said"]
    parts = [one for number, said in enumerate(pages, 1) for one in _parts(file, number, said or "")]
    unread = [number for number, said in enumerate(pages, 1) if said is None or (said and not legible.are_words(said))]
    return Words(tuple(parts), (*unread, *range(len(pages) + 1, read["pages"] + 1)), len(pages) == read["pages"])


def _parts(file: Unread, number: int, said: str) -> Iterator[OfferedPart]:
    """A page in pieces, and what it may say besides. Also what seems to be no words is compared: it may be a list of names."""
    twice = (*lines.pieces(said), *lines.pieces(lines.second_reading(said)))
    for piece, text in enumerate(one for one in twice if one.strip()):
        yield OfferedPart(name=_name(file, number) + (f".{piece}" if piece else ""), text=text)


def _name(file: Unread, page: int) -> str:
    return f"{file.language}.{file.form}.{page}"
