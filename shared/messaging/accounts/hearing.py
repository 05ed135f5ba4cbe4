"""What a service does with a word of another: the one place where they are told apart."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared.messaging.accounts import comparing, of_subject, telling
from shared.messaging.accounts.wire import (
    AskedAgain,
    AskedForParts,
    AskedForRows,
    AskedForSubject,
    Differs,
    Rows,
    SubjectRows,
    Told,
    read,
)


def hear(session: Session, service: str, sender: str, body: bytes, *, now: datetime) -> None:
    """Answer the word in `body` that `sender` says to `service`. Raises `ValueError` if it is none."""
    match read(body):
        case (Told() | Rows() | SubjectRows() | Differs()) as told:
            _take_in(session, service, sender, told, now)
        case AskedForParts() as asked:
            telling.answer_parts(session, service, sender, asked, now=now)
        case AskedForRows() as asked:
            telling.answer_rows(session, service, sender, asked, now=now)
        case AskedAgain() as asked:
            telling.publish_missing(session, service, sender, asked)
        case AskedForSubject() as asked:
            of_subject.answer(session, service, sender, asked, now=now)


def _take_in(
    session: Session, service: str, sender: str, told: Told | Rows | SubjectRows | Differs, now: datetime
) -> None:
    match told:
        case Told():
            comparing.compare(session, service, sender, told, now=now)
        case Rows() if told.done or told.rows:
            comparing.compare_rows(session, service, sender, told, now=now)
        case SubjectRows():
            of_subject.note(session, service, sender, told, now=now)
        case Differs():
            telling.note_elsewhere(session, service, sender, told, now=now)
