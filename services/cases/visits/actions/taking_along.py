"""Taking a visit along: a copy that works where there is no network."""

import unicodedata
from base64 import b64encode
from datetime import datetime
from hashlib import pbkdf2_hmac
from os import urandom
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases.queries.situations import institutions
from services.cases.visits.domain import life
from services.cases.visits.domain.life import State, Step
from services.cases.visits.models import Visit, VisitCopy
from services.cases.visits.queries.visibility import find_made
from services.cases.visits.schemas.copies import ITERATIONS, CopyKeys
from shared import audit, passwords
from shared.documents import Documents
from shared.principal import Principal
from shared.sealing import KEY_BYTES

_SALT_BYTES = 16


def take_along(
    by: Principal, session: Session, documents: Documents, visit_id: UUID, password: str, *, now: datetime
) -> VisitCopy:
    """A copy with the checklist that the visit is prepared with, sealed under `password`.

    Raises `NotFound` for who does not make the visit, `RuleViolation` (409) where it is not its time, `ContentViolation` for a password
    that is too easy: a file that is lost can be tried for as long as anybody likes.
    """
    visit = find_made(session, visit_id, by)
    life.after(State(visit.state), Step.TAKE_ALONG)
    if visit.checklist is None or visit.checklist_version is None:
        raise AssertionError("the rules let nobody take along what is not prepared")
    _check(session, visit, password)
    salt = urandom(_SALT_BYTES)
    copy = VisitCopy(
        visit_id=visit.id,
        checklist=visit.checklist,
        checklist_version=visit.checklist_version,
        keys=documents.keep(CopyKeys(salt=b64encode(salt).decode(), key=b64encode(key_of(password, salt)).decode())),
        by=by.person,
        at=now,
    )
    session.add(copy)
    audit.record(session, by, "visit.taken_along", "visit", visit.id, version=visit.checklist_version)
    session.flush()
    return copy


def key_of(password: str, salt: bytes) -> bytes:
    """As the page of the copy makes it: a telephone may write a letter and its accent as two signs, and puts a blank behind a word."""
    typed = unicodedata.normalize("NFC", password.strip())
    return pbkdf2_hmac("sha256", typed.encode(), salt, ITERATIONS, KEY_BYTES)


def _check(session: Session, visit: Visit, password: str) -> None:
    body = institutions(session, [visit.institution_id])[visit.institution_id]
    passwords.check(password.strip(), names=[body.name("sq"), body.name("en")])
