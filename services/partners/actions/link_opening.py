"""A one-time link is opened, or a new one asked for; and the office sends a new one or revokes one.

Following a link opens nothing, since scanners of mails follow links too: what opens is the button behind it. The first opening uses
the link up, hands the letter over, and begins a session for that letter alone in that browser.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from services.partners import data, domain
from services.partners.actions import deliveries, links, post_entries
from services.partners.models import Dispatch, Institution, LetterLink, LinkSession, Succession
from services.partners.models.links import LATE
from services.partners.models.people import digest_of
from services.partners.queries import links as queries
from services.partners.queries import successions, wall
from services.partners.queries.held import stays_since
from services.partners.queries.seen import may_see
from shared import audit
from shared.principal import Principal
from shared.rules import NotFound, RuleViolation

OPEN = ("wanted", "sent")


@dataclass(frozen=True)
class Opening:
    """What came of a link that holds: the letter with the `token` of the session that began, none for a person of the body; or `refused`,
    signed_in, held or withdrawn, by which the letter is not handed over and the link stays as it is.
    """

    dispatch_id: UUID
    token: str = ""
    refused: str | None = None


def open_link(by: Principal, session: Session, token: str, *, now: datetime) -> Opening | None:
    """Hand over the letter of a link to whoever holds it; None for a link that is unknown, used, over or revoked, all alike.

    Of two who open it at once one does. Who is signed in for another body or for the office is refused: the letter would count as
    delivered though nobody of its body has read it.
    """
    link = _of_token(session, token)
    if link is None:
        return None
    link, dispatch = links.locked(session, link.id, link.institution_id)
    if not _opens(session, link, now):
        return None
    if refused := _not_handed_over(by, session, link, dispatch):
        audit.record(session, by, "link.refused", "dispatch", dispatch.id, link=str(link.id), why=refused)
        return Opening(dispatch.id, refused=refused)
    own = is_person(by)
    who = by if own else reader(link.id, link.receiver_id, dispatch.id)
    link.state, link.opened_at = "opened", now
    links.tell(session, link, dispatch, "opened", now=now)
    audit.record(session, who, "link.opened", "dispatch", dispatch.id, link=str(link.id))
    if dispatch.delivered_at is None:
        post_entries.drop(session, dispatch)
        deliveries.arrive(session, dispatch, "link", at=now, now=now)
    if link.letter is not None:
        deliveries.tell_reminded(session, dispatch, "link", link.letter, now=now)
    if own:
        return Opening(dispatch.id)
    begun = secrets.token_urlsafe(32)
    session.add(LinkSession(token_digest=digest_of(begun), link_id=link.id, began_at=now, seen_at=now))
    return Opening(dispatch.id, begun)


def ask_again(by: Principal, session: Session, token: str, *, now: datetime) -> None:
    """Whoever has an old link asks for a new one: it goes to the mailbox in the directory, if to any, so many times a day. Nothing tells
    whether it went.
    """
    old = _of_token(session, token)
    if old is None:
        return
    old, dispatch = links.locked(session, old.id, old.institution_id)
    receiver = successions.holder(session, dispatch.institution_id)
    linked = deliveries.channel_of(session, receiver) == "link"
    if not linked or dispatch.withdrawn_at is not None or _barred(session, dispatch, now):
        return
    if links.is_taken_back(session, old):
        return
    links.want(session, dispatch, receiver, links.BY_BODY, now=now, letter=old.letter, rung=old.rung)
    audit.record(session, by, "link.asked", "dispatch", dispatch.id, link=str(old.id))


def send_anew(by: Principal, session: Session, link_id: UUID, *, now: datetime) -> None:
    """The office sends a new link in the place of one. Raises `NotFound`, and `RuleViolation` (409) where it would reach nobody."""
    old, dispatch = _of_office(by, session, link_id)
    receiver = successions.holder(session, dispatch.institution_id)
    if dispatch.withdrawn_at is not None:
        raise RuleViolation("the letter stands no more", code="withdrawn")
    if deliveries.channel_of(session, receiver) != "link":
        raise RuleViolation("its body is not reached by links", code="not_by_link")
    if links.is_taken_back(session, old):
        raise RuleViolation("what the reminder said does not hold any more", code="reminder_withdrawn")
    links.want(session, dispatch, receiver, by.name, now=now, letter=old.letter, rung=old.rung)
    audit.record(session, by, "link.renewed", "dispatch", dispatch.id, link=str(old.id))


def revoke(by: Principal, session: Session, link_id: UUID, *, now: datetime) -> None:
    """The office takes a link back: it opens nothing, and who came in by it is out. What nobody opened goes by post. Raises `NotFound`,
    and `RuleViolation` (409) for one that is over.
    """
    link, dispatch = _of_office(by, session, link_id)
    if link.state not in (*OPEN, "opened"):
        raise RuleViolation("this link is over", code="link_over")
    opened = link.state == "opened"
    session.execute(delete(LinkSession).where(LinkSession.link_id == link.id))
    links.end(by, session, link, dispatch, "revoked", now=now)
    if not opened:
        links.post_instead(session, link, dispatch, "link_revoked", now=now)


def readdress(by: Principal, session: Session, *, now: datetime) -> int:
    """Where the directory has another mailbox since, or no links are wanted, or another body took the letters over, a link that nobody
    opened goes anew, to that one, or what it told of by post. Returns how many.
    """
    wall.as_office(session)
    today = func.encode(func.sha256(func.convert_to(func.coalesce(Institution.mailbox, ""), "UTF8")), "hex")
    followed = exists().where(
        Succession.predecessor_id == LetterLink.receiver_id, Succession.taken_over_at.is_not(None)
    )
    moved = (
        select(LetterLink.id, LetterLink.institution_id)
        .join(Institution, Institution.id == LetterLink.receiver_id)
        .where(
            LetterLink.state == "sent",
            or_(LetterLink.mailbox_digest != today, Institution.by_link.is_(False), followed),
        )
    )
    rows = session.execute(moved.order_by(LetterLink.asked_at, LetterLink.id).limit(links.BATCH)).all()
    for row in rows:
        link, dispatch = links.locked(session, row.id, row.institution_id)
        if link.state != "sent":
            continue
        link.state, link.ended_at = "replaced", now
        audit.record(session, by, "link.replaced", "dispatch", dispatch.id, link=str(link.id))
        session.flush()
        receiver = successions.holder(session, dispatch.institution_id)
        if deliveries.channel_of(session, receiver) == "link":
            links.want(session, dispatch, receiver, links.BY_LETTER, now=now, letter=link.letter, rung=link.rung)
        else:
            links.post_instead(session, link, dispatch, "no_channel", now=now)
    return len(rows)


def leave(session: Session, token: str) -> None:
    session.execute(delete(LinkSession).where(LinkSession.token_digest == digest_of(token)))


def touch(session: Session, token: str, *, now: datetime) -> None:
    """The session was used just now."""
    session.execute(update(LinkSession).where(LinkSession.token_digest == digest_of(token)).values(seen_at=now))


def remove_over(session: Session, *, now: datetime) -> None:
    """Forget sessions that are over, and of which nothing that is sent late is kept any more."""
    session.execute(delete(LinkSession).where(LinkSession.began_at < now - LATE))


def reader(link_id: UUID, institution_id: UUID, dispatch_id: UUID) -> Principal:
    """Whoever came by a link: the trail names the link, and there is no more to them than that one letter."""
    return Principal("partner", link_id, frozenset({"partner_link"}), institution_id, only=dispatch_id)


def _of_token(session: Session, token: str) -> LetterLink | None:
    wall.as_office(session)
    return session.execute(select(LetterLink).where(LetterLink.token_digest == digest_of(token))).scalar_one_or_none()


def _opens(session: Session, link: LetterLink, now: datetime) -> bool:
    """Whether the link holds, and still reaches its body."""
    if link.state != "sent" or link.valid_until is None or link.valid_until < domain.local_date(now):
        return False
    return queries.reaches(session, link)


def is_person(by: Principal) -> bool:
    """Whether somebody is signed in by name, not by a link."""
    return by.kind == "staff" or (by.kind == "partner" and by.only is None)


def _not_handed_over(by: Principal, session: Session, link: LetterLink, dispatch: Dispatch) -> str | None:
    """Why a letter is not handed over now. Who has it already reads on its page that it is held or stands no more."""
    if is_person(by) and by.institution_id != link.receiver_id:
        return "signed_in"
    if dispatch.delivered_at is not None:
        return None
    if dispatch.withdrawn_at is not None:
        return "withdrawn"
    return "held" if stays_since(session, [dispatch.recommendation_id]) else None


def _barred(session: Session, dispatch: Dispatch, now: datetime) -> bool:
    """The office revoked the newest link, or the body asked often enough."""
    of_letter = select(LetterLink.state).where(LetterLink.dispatch_id == dispatch.id)
    newest = session.execute(of_letter.order_by(LetterLink.asked_at.desc()).limit(1)).scalar_one()
    asked = select(func.count()).where(
        LetterLink.dispatch_id == dispatch.id,
        LetterLink.asked_by == links.BY_BODY,
        LetterLink.asked_at > now - timedelta(days=1),
    )
    most = data.link_rule(domain.local_date(now)).asked_a_day
    return newest == "revoked" or session.execute(asked).scalar_one() >= most


def _of_office(by: Principal, session: Session, link_id: UUID) -> tuple[LetterLink, Dispatch]:
    wall.as_office(session)
    seen = (
        select(LetterLink.institution_id)
        .join(Dispatch, Dispatch.id == LetterLink.dispatch_id)
        .where(LetterLink.id == link_id, may_see(by))
    )
    body = session.execute(seen).scalar_one_or_none()
    if body is None:
        raise NotFound
    return links.locked(session, link_id, body)
