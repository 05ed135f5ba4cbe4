"""The life of a mail between waiting and its end. It is claimed in one transaction, handed over outside of any, its end noted in another.

A claim is never given twice: a process that dies in between leaves a mail of which nobody knows whether it left, and it stays so. To get
no bulletin is a pity, since the news stands on the page; to get it twice is what makes people end their subscription.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.notifications.bulletins import domain, queries
from services.notifications.bulletins.actions.keys import Keys
from services.notifications.bulletins.actions.subscribing import finish, place
from services.notifications.bulletins.models import Bulletin, BulletinMail, Subscriber, SuppressedAddress
from services.notifications.domain import next_try
from services.notifications.issues.models import Issue
from services.notifications.issues.queries import public as issues
from services.notifications.issues.queries.public import Told
from services.notifications.library.queries.told import Item
from shared.sealing import unseal

#: Longer than any one sending can take.
LEASE = timedelta(minutes=3)
BATCH = 500


@dataclass(frozen=True)
class News:
    """What became public by a day, of what the reader chose."""

    day: date
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Claim:
    """A mail that this process may send now. `tells`: the news of a day or an issue; nothing: it asks to confirm."""

    mail_id: UUID
    subscriber_id: UUID
    address: str
    language: str
    tells: News | Told | None


def claim(session: Session, keys: Keys, *, now: datetime) -> Claim | None:
    """Take the mail that is due longest, or None; what asks to confirm before all bulletins. What nobody wants any more, or tells nothing
    any more, is dropped.
    """
    due = select(BulletinMail).where(BulletinMail.state == "waiting", BulletinMail.next_try_at <= now)
    due = due.order_by(BulletinMail.bulletin_id.is_not(None), BulletinMail.next_try_at, BulletinMail.id)
    while mail := session.execute(due.limit(1).with_for_update(skip_locked=True)).scalar_one_or_none():
        subscriber = session.get_one(Subscriber, mail.subscriber_id)
        tells = _tells(session, mail.bulletin_id, subscriber, now) if mail.bulletin_id else None
        unwanted = subscriber.address is None or subscriber.state != ("confirmed" if mail.bulletin_id else "asked")
        if unwanted or (mail.bulletin_id is not None and tells is None):
            mail.state, mail.finished_at = "dropped", now
            session.flush()
            continue
        mail.state, mail.attempts, mail.next_try_at = "sending", mail.attempts + 1, now + LEASE
        mail.first_tried_at = mail.first_tried_at or now
        address = unseal(keys.address, subscriber.address or b"", place(subscriber.id)).decode()
        return Claim(mail.id, subscriber.id, address, subscriber.language, tells)
    return None


def note_sent(session: Session, claim: Claim, *, now: datetime) -> None:
    """The next server has taken it."""
    mail = _locked(session, claim)
    mail.state, mail.finished_at, mail.last_error = "sent", now, None


def note_refused(session: Session, keys: Keys, claim: Claim, code: str, *, ends: bool, now: datetime) -> None:
    """The next server does not take it. `ends`: since there is no such address: the subscription ends, and it is not written to again."""
    mail = _locked(session, claim)
    mail.state, mail.finished_at, mail.last_error = "failed", now, code
    if ends:
        gone = upsert(SuppressedAddress).values(mark=domain.mark(keys.mark, claim.address), code=code, at=now)
        session.execute(gone.on_conflict_do_nothing())
        finish(session.get_one(Subscriber, claim.subscriber_id, with_for_update=True), "bounced", now=now)


def note_unavailable(session: Session, claim: Claim, code: str, *, now: datetime) -> None:
    """It was not taken, that is certain: it is tried again for some days."""
    mail = _locked(session, claim)
    at = next_try(mail.id, mail.attempts, mail.first_tried_at or now, now)
    mail.last_error = code
    mail.state, mail.next_try_at = ("waiting", at) if at else ("failed", mail.next_try_at)
    mail.finished_at = None if at else now


def note_unknown(session: Session, claim: Claim, code: str, *, now: datetime) -> None:
    """Whether it was taken nobody knows."""
    mail = _locked(session, claim)
    mail.state, mail.finished_at, mail.last_error = "unknown", now, code


def give_up_lost(session: Session, *, now: datetime) -> int:
    """Note of mails whose sender died that nobody knows whether they left; returns how many."""
    lost = select(BulletinMail).where(BulletinMail.state == "sending", BulletinMail.next_try_at <= now)
    rows = session.execute(lost.limit(BATCH).with_for_update(skip_locked=True)).scalars().all()
    for mail in rows:
        mail.state, mail.finished_at, mail.last_error = "unknown", now, "sender_died"
    return len(rows)


def _tells(session: Session, bulletin_id: UUID, subscriber: Subscriber, now: datetime) -> News | Told | None:
    """In the subscriber's language; None where nothing of it may be read any more, or nothing is for them."""
    bulletin = session.get_one(Bulletin, bulletin_id)
    if bulletin.issue_id is not None:
        told = issues.told(session, session.get_one(Issue, bulletin.issue_id), subscriber.language, now)
        return told if told.sections else None
    items = queries.items(session, bulletin_id, subscriber.clusters, subscriber.language, now=now)
    return News(bulletin.day, items) if bulletin.day and items else None


def _locked(session: Session, claim: Claim) -> BulletinMail:
    return session.get_one(BulletinMail, claim.mail_id, with_for_update=True)
