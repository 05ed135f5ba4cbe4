"""What a service does with a word of another: the one place where they are told apart."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared.messaging.accounts import comparing, telling
from shared.messaging.accounts.wire import AskedAgain, AskedForParts, AskedForRows, Differs, Rows, Told, read


def hear(session: Session, service: str, sender: str, body: bytes, *, now: datetime) -> None:
    """Answer the word in `body` that `sender` says to `service`. Raises `ValueError` if it is none."""
    match read(body):
        case Told() as told:
            comparing.compare(session, service, sender, told, now=now)
        case Rows() as rows if rows.done or rows.rows:
            comparing.compare_rows(session, service, sender, rows, now=now)
        case AskedForParts() as asked:
            telling.answer_parts(session, service, sender, asked, now=now)
        case AskedForRows() as asked:
            telling.answer_rows(session, service, sender, asked, now=now)
        case AskedAgain() as asked:
            telling.publish_missing(session, service, sender, asked)
        case Differs() as told:
            telling.note_elsewhere(session, service, sender, told, now=now)
