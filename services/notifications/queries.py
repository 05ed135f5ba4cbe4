"""What may be seen of messages: what became of them, never whom they reached."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from services.notifications.lists import MessageListing
from services.notifications.models import Message
from services.notifications.schemas import MessageList, MessageOut
from shared.directory import KnownInstitution
from shared.lists import Reading, page_of
from shared.pagination import Cursors
from shared.typed import filled

#: Counted to here: a gauge that says "many" costs the same whatever many is.
COUNTED_TO = 10_000
#: Classes of bodies that the office writes to in acts that only their handlers see: a referral, a notice about the judiciary.
UNTOLD = frozenset({"prosecution", "judicial_oversight", "court", "constitutional_court"})
SHOWN = 200
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WrittenMessage:
    """One file of the outbox folder. `institution` is None for a complainant and for somebody `on_call`, of whom nothing more is
    shown.
    """

    written_at: datetime
    channel: str
    subject: str | None
    body: str
    institution: KnownInstitution | None
    on_call: bool


def waiting_count(session: Session) -> int:
    waiting = select(Message.id).where(Message.state.in_(("waiting", "sending"))).limit(COUNTED_TO).subquery()
    return session.execute(select(func.count()).select_from(waiting)).scalar_one()


def calls_failed(session: Session, now: datetime) -> dict[str, int]:
    """How many calls to somebody on call have failed in the last day, by channel: that a channel works is nobody's guess."""
    failed = (Message.recipient == "staff", Message.state == "failed", Message.finished_at > now - ONE_DAY)
    counted = select(Message.channel, func.count()).where(*failed).group_by(Message.channel)
    return {"email": 0, "sms": 0} | {str(row[0]): row[1] for row in session.execute(counted)}


def messages(session: Session, cursors: Cursors, asked: MessageListing, reading: Reading) -> MessageList:
    """Messages, newest first, but those to bodies of which nobody may learn that the office wrote to them."""
    order = [Message.created_at, Message.id]
    rows = page_of(session, cursors, select(Message).where(_may_be_known()), asked, reading, order, descending=True)
    return MessageList(items=tuple(filled(MessageOut, message) for message in rows.items), next=rows.next)


def folder_of(mail_url: str) -> Path | None:
    """The folder that messages are written to, or None where they leave by SMTP."""
    parts = urlsplit(mail_url)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


def written(session: Session, folder: Path) -> list[WrittenMessage]:
    """The newest messages in `folder`, newest first."""
    files = _files(folder)
    newest = sorted(files, key=lambda id_: files[id_].stat().st_mtime, reverse=True)[:SHOWN]
    shown = select(Message).where(Message.id.in_(newest), _may_be_known())
    rows = {row.id: row for row in session.execute(shown).scalars()}
    wanted = {row.institution_id for row in rows.values() if row.institution_id}
    found = session.execute(select(KnownInstitution).where(KnownInstitution.id.in_(wanted))).scalars()
    bodies = {body.id: body for body in found}
    known = [rows[id_] for id_ in newest if id_ in rows]
    return [_read(files[row.id], bodies.get(row.institution_id or row.id), row.recipient == "staff") for row in known]


def _may_be_known() -> ColumnElement[bool]:
    """A letter to one of these bodies is seen by who handles the case alone; that a mail went out would say that there is one."""
    told = exists().where(
        KnownInstitution.id == Message.institution_id, KnownInstitution.institution_class.in_(sorted(UNTOLD))
    )
    return ~told


def _files(folder: Path) -> dict[UUID, Path]:
    """The messages in `folder` by id. Whatever else lies there is not ours to read."""
    found = {}
    for path in folder.glob("*.*"):
        if path.suffix in (".eml", ".txt"):
            with suppress(ValueError):
                found[UUID(path.stem)] = path
    return found


def _read(path: Path, institution: KnownInstitution | None, on_call: bool) -> WrittenMessage:
    content = path.read_bytes()
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if path.suffix == ".txt":
        # The first line is the number, which stays in the file.
        return WrittenMessage(at, "sms", None, content.decode().partition("\n\n")[2], institution, on_call)
    mail = message_from_bytes(content, policy=default)
    return WrittenMessage(at, "email", str(mail["Subject"]), mail.get_content(), institution, on_call)
