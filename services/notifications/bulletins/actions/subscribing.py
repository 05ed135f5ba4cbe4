"""Asking for news, confirming that the address is one's own, and ending it. Whoever knows no address learns nothing of any."""

import hmac
from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.bulletins import domain
from services.notifications.bulletins.actions.keys import Keys
from services.notifications.bulletins.models import NEWS, BulletinMail, Subscriber, SuppressedAddress
from shared.rules import ContentViolation, NotFound
from shared.sealing import seal

BATCH = 500


def place(subscriber_id: UUID) -> str:
    """Where a sealed address belongs."""
    return f"subscriber.address:{subscriber_id}"


def ask(
    session: Session, keys: Keys, address: str, language: str, clusters: Collection[str],
    wants: Collection[str] = (NEWS,), *, now: datetime,
) -> None:  # fmt: skip
    """Have the owner of an address asked by mail whether they want it. The same for an address that is known, is suppressed, or was asked
    a moment ago, except that no mail follows for the last two.
    """
    mark = domain.mark(keys.mark, address)
    lately = select(Subscriber.id).where(Subscriber.mark == mark, Subscriber.asked_at > now - domain.ASK_AGAIN_AFTER)
    if session.get(SuppressedAddress, mark) or session.execute(lately.where(Subscriber.state == "asked")).first():
        return
    subscriber = Subscriber(id=uuid4(), mark=mark, language=language, clusters=sorted(set(clusters)), asked_at=now)
    subscriber.wants = sorted(set(wants))
    subscriber.address = seal(keys.address, address.encode(), place(subscriber.id))
    session.add(subscriber)
    session.flush()
    session.add(BulletinMail(subscriber_id=subscriber.id, next_try_at=now, created_at=now))


def confirm(session: Session, subscriber_id: UUID, *, now: datetime) -> None:
    """The owner of the address wants it; what they had before ends. Twice is as once. Raises `NotFound` where it was ended, or asked too
    long ago.
    """
    subscriber = _locked(session, subscriber_id)
    if subscriber.state == "confirmed":
        return
    if subscriber.state == "ended" or subscriber.asked_at < now - domain.CONFIRM_WITHIN:
        raise NotFound
    before = select(Subscriber).where(Subscriber.mark == subscriber.mark, Subscriber.id != subscriber.id)
    for other in session.execute(before.with_for_update()).scalars():
        finish(other, "replaced", now=now)
    session.flush()
    subscriber.state, subscriber.confirmed_at = "confirmed", now


def end(session: Session, subscriber_id: UUID, *, now: datetime) -> None:
    """Nothing is sent any more. Twice is as once, also years later. Raises `NotFound` for nobody."""
    finish(_locked(session, subscriber_id), "reader", now=now)


def leave(session: Session, keys: Keys, subscriber_id: UUID, address: str, *, now: datetime) -> None:
    """As `end`, from the link in a mail's text, which may have been forwarded: raises `ContentViolation` for another address."""
    subscriber = _locked(session, subscriber_id)
    if subscriber.mark is not None and not hmac.compare_digest(subscriber.mark, domain.mark(keys.mark, address)):
        raise ContentViolation("the mail went to another address", code="subscription.other_address", field="address")
    finish(subscriber, "reader", now=now)


def finish(subscriber: Subscriber, why: str, *, now: datetime) -> None:
    """A step of others: end it and forget the address. `why`: reader, replaced, unconfirmed or bounced."""
    if subscriber.state == "ended":
        return
    subscriber.state, subscriber.ended_at, subscriber.ended_by = "ended", now, why
    subscriber.address = subscriber.mark = None
    subscriber.clusters = []


def forget_unconfirmed(session: Session, *, now: datetime) -> int:
    """Forget the addresses that nobody confirmed; returns how many."""
    over = select(Subscriber).where(Subscriber.state == "asked", Subscriber.asked_at < now - domain.CONFIRM_WITHIN)
    rows = session.execute(over.limit(BATCH).with_for_update(skip_locked=True)).scalars().all()
    for subscriber in rows:
        finish(subscriber, "unconfirmed", now=now)
    return len(rows)


def _locked(session: Session, subscriber_id: UUID) -> Subscriber:
    subscriber = session.get(Subscriber, subscriber_id, with_for_update=True)
    if subscriber is None:
        raise NotFound
    return subscriber
