"""The words of the files of a version: read once, in the isolated process, from what everybody is to read, and compared like its titles."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.library.domain import State
from services.notifications.library.models import PublicationFile, PublicationVersion
from shared.documents import Documents
from shared.events.documents.cases import OfferedPart, OfferedText
from shared.files import copies, isolation
from shared.files.isolation import UndecidedError
from shared.files.refused import RefusedFileError

#: Seconds. A book of 500 pages takes about ten.
_LONGEST = 60


@dataclass(frozen=True)
class Unread:
    """A file that nobody has read: of which version, in which language and form, and its document."""

    version_id: UUID
    language: str
    form: str
    document: str


def unread(session: Session) -> list[Unread]:
    """The files of what is not out yet."""
    rows = (
        select(PublicationFile)
        .join(PublicationVersion, PublicationVersion.id == PublicationFile.version_id)
        .where(PublicationFile.read_at.is_(None), PublicationVersion.released_at.is_(None))
        .where(PublicationVersion.state.in_([State.DRAFT.value, State.APPROVED.value]))
        .order_by(PublicationFile.version_id, PublicationFile.place, PublicationFile.form)
    )
    found = session.execute(rows).scalars()
    return [Unread(one.version_id, one.language, one.form, one.document) for one in found]


def words_of(documents: Documents, file: Unread) -> OfferedText | None:
    """What can be read in a file, page by page as `language.form.page`; none of a picture or a sound. None while it is not known whether
    the file can be shown at all. Opens nothing in this process.
    """
    verdict = copies.read(documents, file.document, copies.Box())
    if verdict is None:
        return None
    pages: list[str] = []
    if verdict.state == copies.CLEAN and verdict.media_type == "text/plain":
        pages = [verdict.content.decode("utf-8-sig", "replace")]
    elif verdict.state == copies.CLEAN and verdict.media_type == "application/pdf":
        pages = _in_pdf(verdict.content)
    numbered = ((f"{file.language}.{file.form}.{number}", said) for number, said in enumerate(pages, 1))
    return OfferedText(parts=tuple(OfferedPart(name=name, text=said) for name, said in numbered if said.strip()))


def keep(session: Session, documents: Documents, file: Unread, words: OfferedText, *, now: datetime) -> None:
    """Unless another file stands there by now."""
    key = (file.version_id, file.language, file.form)
    stands = session.get(PublicationFile, key, with_for_update=True)
    if stands is not None and stands.document == file.document:
        stands.words, stands.read_at = documents.keep(words) if words.parts else None, now


def _in_pdf(content: bytes) -> list[str]:
    try:
        pages: list[str] = json.loads(isolation.cleaned("words", content, _LONGEST))
    except (RefusedFileError, UndecidedError):
        # A person reads it, and is told so: what cannot be read here is in nobody's way.
        return []
    return pages
