"""One-time links on their way: wanted, mailed, over. Steps of others and of the clock; who opens one is in link_opening.py.

A link is bound to one letter and one body. Its token is 256 random bits, of which the database keeps the digest; the link itself
lies encrypted in the document store until the mail that carries it has left (notifications).
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.partners import data, domain
from services.partners.actions import locking, post_entries
from services.partners.actions.telling import tell_of
from services.partners.models import Dispatch, Institution, LetterLink
from services.partners.models.people import digest_of
from services.partners.queries import wall
from services.partners.queries.held import stays_since
from shared import audit, metrics
from shared.documents import Documents
from shared.events.catalogue import LinkIssued, LinkMoved
from shared.events.documents.partners import LinkRecord
from shared.messaging.outbox import publish
from shared.principal import Principal
from shared.typed import filled

#: So many at once, each in a turn of the clock.
BATCH = 50
BY_LETTER, BY_BODY = "letter", "body"


def want(
    session: Session,
    dispatch: Dispatch,
    receiver: UUID,
    asked_by: str,
    *,
    now: datetime,
    letter: str | None = None,
    rung: str | None = None,
) -> None:
    """Let a link be mailed, unless one is about to be. The body's letters are held, and who does it stands for the office."""
    waiting = _of(dispatch.id, letter).where(LetterLink.state == "wanted")
    if session.execute(waiting.limit(1)).first():
        return
    link = LetterLink(
        institution_id=dispatch.institution_id,
        dispatch_id=dispatch.id,
        receiver_id=receiver,
        letter=letter,
        rung=rung,
        asked_by=asked_by,
        asked_at=now,
    )
    session.add(link)
    session.flush()


def send_wanted(by: Principal, session: Session, documents: Documents, *, now: datetime) -> int:
    """Give each wanted link its token, and let it be mailed; returns how many. Of a letter that is held none leaves."""
    wall.as_office(session)
    sent = 0
    wanted = select(LetterLink.id, LetterLink.institution_id).where(LetterLink.state == "wanted")
    for row in session.execute(wanted.order_by(LetterLink.asked_at, LetterLink.id).limit(BATCH)).all():
        link, dispatch = locked(session, row.id, row.institution_id)
        if link.state != "wanted":
            continue
        if dispatch.withdrawn_at is not None:
            link.state, link.ended_at = "expired", now
        elif dispatch.delivered_at is not None or not stays_since(session, [dispatch.recommendation_id]):
            _send(by, session, documents, link, dispatch, now)
            sent += 1
    return sent


def expire(by: Principal, session: Session, *, now: datetime) -> int:
    """Links whose days are over open nothing any more; a letter that nobody opened goes by post. Returns how many."""
    wall.as_office(session)
    today = domain.local_date(now)
    over = select(LetterLink.id, LetterLink.institution_id).where(
        LetterLink.state == "sent", LetterLink.valid_until < today
    )
    rows = session.execute(over.order_by(LetterLink.valid_until, LetterLink.id).limit(BATCH)).all()
    for row in rows:
        link, dispatch = locked(session, row.id, row.institution_id)
        if link.state == "sent":
            end(by, session, link, dispatch, "expired", now=now)
            post_instead(session, link, dispatch, "link_expired", now=now)
    return len(rows)


def fail(by: Principal, session: Session, dispatch: Dispatch, link_id: UUID, *, now: datetime) -> None:
    """The mail with a link did not arrive: that link is over, and what it told of goes by post. A newer link stays as it is."""
    its = select(LetterLink).where(
        LetterLink.id == link_id, LetterLink.dispatch_id == dispatch.id, LetterLink.state == "sent"
    )
    link = session.execute(its.with_for_update()).scalar_one_or_none()
    if link is not None:
        end(by, session, link, dispatch, "failed", now=now)
        post_instead(session, link, dispatch, "mail_failed", now=now)


def take_back(session: Session, dispatch: Dispatch, letter: str | None, *, now: datetime) -> list[LetterLink]:
    """Links that tell of a letter that is not to be said any more, without `letter` of the act itself, open nothing, mailed or not, and no new one
    is mailed; which.
    """
    found = _of(dispatch.id, letter).where(LetterLink.state.in_(("wanted", "sent")))
    links = list(session.execute(found.with_for_update()).scalars())
    for link in links:
        link.state, link.ended_at = "withdrawn", now
    return links


def is_taken_back(session: Session, link: LetterLink) -> bool:
    """Whether the letter of which a link tells is not to be said any more."""
    if link.letter is None:
        return False
    fell = _of(link.dispatch_id, link.letter).where(LetterLink.state == "withdrawn")
    return session.execute(fell.limit(1)).first() is not None


def end(by: Principal, session: Session, link: LetterLink, dispatch: Dispatch, state: str, *, now: datetime) -> None:
    """From now on the link is without effect; who sent the letter is told why."""
    link.state, link.ended_at = state, now
    tell(session, link, dispatch, state, now=now)
    audit.record(session, by, f"link.{state}", "dispatch", dispatch.id, link=str(link.id))
    metrics.DISPATCHES.labels(f"link_{state}").inc()


def post_instead(session: Session, link: LetterLink, dispatch: Dispatch, cause: str, *, now: datetime) -> None:
    """What a link told of goes on paper, unless it is with its body, stands no more, or another link goes."""
    others = _of(dispatch.id, link.letter).where(LetterLink.state.in_(("wanted", "sent")))
    has_it = dispatch.delivered_at is not None and link.letter is None
    if has_it or dispatch.withdrawn_at is not None or session.execute(others.limit(1)).first():
        return
    post_entries.enter(session, dispatch, cause, now=now, letter=link.letter, rung=link.rung)


def tell(session: Session, link: LetterLink, dispatch: Dispatch, step: str, *, now: datetime) -> None:
    """Say how far the link came."""
    until = link.valid_until if step == "sent" else None
    moved = filled(LinkMoved, dispatch, link_id=link.id, dispatch_id=dispatch.id, step=step, at=now,
                   valid_until=until, letter=link.letter)  # fmt: skip
    tell_of(session, dispatch, moved)


def locked(session: Session, link_id: UUID, institution_id: UUID) -> tuple[LetterLink, Dispatch]:
    """A link and its letter, for one transaction at a time."""
    locking.hold(session, institution_id)
    link = session.get_one(LetterLink, link_id, with_for_update=True, populate_existing=True)
    return link, session.get_one(Dispatch, link.dispatch_id, with_for_update=True, populate_existing=True)


def _send(
    by: Principal, session: Session, documents: Documents, link: LetterLink, dispatch: Dispatch, now: datetime
) -> None:
    for former in session.execute(_of(dispatch.id, link.letter).where(LetterLink.state == "sent")).scalars():
        former.state, former.ended_at = "replaced", now
    token, today = secrets.token_urlsafe(32), domain.local_date(now)
    link.state, link.token_digest, link.sent_at = "sent", digest_of(token), now
    link.mailbox_digest = digest_of(session.get_one(Institution, link.receiver_id).mailbox or "")
    link.valid_until = today + timedelta(days=data.link_rule(today).days)
    if link.letter is None and dispatch.delivered_at is None and dispatch.delivery not in post_entries.UNDER_WAY:
        dispatch.delivery, dispatch.failure = "sent", None
    kept = documents.keep(LinkRecord(token=token))
    told = filled(LinkIssued, dispatch, link_id=link.id, link=kept)
    publish(session, told, dispatch.id)
    tell(session, link, dispatch, "sent", now=now)
    audit.record(session, by, "link.sent", "dispatch", dispatch.id, link=str(link.id), asked_by=link.asked_by)
    metrics.DISPATCHES.labels("link_sent").inc()


def _of(dispatch_id: UUID, letter: str | None) -> Select[LetterLink]:
    return select(LetterLink).where(
        LetterLink.dispatch_id == dispatch_id, LetterLink.letter.is_not_distinct_from(letter)
    )
