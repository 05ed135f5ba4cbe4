"""A body's copy of an act, and what was served of it first: that a row names them is believed only as far as they say so themselves.

Whoever can write to the database can name another document in a row, but can seal none.
"""

import hashlib
import json
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.partners.models import Dispatch
from shared.documents import DocumentDamagedError, DocumentMissingError, Documents, SealBrokenError


class Copy(Protocol):
    """The row, or part of one, that names a body's copy."""

    @property
    def institution_id(self) -> UUID: ...
    @property
    def number(self) -> str: ...
    @property
    def rendering(self) -> str: ...


class Served(Copy, Protocol):
    """A copy of which a body was served something: `document`, over whose bytes `digest` is."""

    @property
    def document(self) -> str | None: ...
    @property
    def digest(self) -> str | None: ...


class CopyOfAnotherError(DocumentDamagedError):
    """The row names a document that is not of this body's letter."""


def rendered(documents: Documents, copy: Copy) -> dict[str, Any]:
    """The copy as the office made it. Raises `CopyOfAnotherError` if it is of another act or for another body; one of before a body
    stood in it with its id is known by its number alone.
    """
    made = documents.get_json(copy.rendering)
    body = (made.get("addressee") or {}).get("institution_id")
    if made.get("number") != copy.number or (body is not None and body != str(copy.institution_id)):
        raise CopyOfAnotherError(copy.rendering)
    return made


def served(documents: Documents, copy: Served) -> bytes | None:
    """The bytes that the body was served first, None before. Raises `CopyOfAnotherError` if they are not those of its digest, or were made
    of another copy; what was served before copies were named in it is known by its digest alone.
    """
    if copy.document is None:
        return None
    opened = documents.open(copy.document)
    of_another = opened.names and not opened.before and copy.rendering not in opened.names
    if of_another or hashlib.sha256(opened.content).hexdigest() != copy.digest:
        raise CopyOfAnotherError(copy.document)
    rendered(documents, copy)
    return opened.content


def shown(documents: Documents, copy: Served) -> dict[str, Any]:
    """What a page tells of it: as it was served, before that as it was made. Raises `CopyOfAnotherError`."""
    content = served(documents, copy)
    return rendered(documents, copy) if content is None else json.loads(content)


def listed(documents: Documents, copy: Served) -> dict[str, Any]:
    """What a list tells of it; nothing of one that does not open, which is refused where it is asked for alone."""
    try:
        return shown(documents, copy)
    except (DocumentMissingError, DocumentDamagedError, SealBrokenError):
        return {}


def check_named(session: Session, documents: Documents, name: str) -> None:
    """For the nightly walk, which sees the rows of every body. Raises `CopyOfAnotherError` if a letter names that document and is not the
    one that it is of.
    """
    named = select(Dispatch).where(or_(Dispatch.document == name, Dispatch.rendering == name))
    for dispatch in session.execute(named).scalars():
        rendered(documents, dispatch)
        served(documents, dispatch)
