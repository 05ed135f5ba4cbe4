"""Who came by a one-time link, and the links as the office sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from services.partners.lists import LinkListing
from services.partners.models import Dispatch, Institution, LetterLink, LinkSession
from services.partners.models.links import IDLE, LATE, LONGEST
from services.partners.models.people import digest_of
from services.partners.queries import successions, wall
from services.partners.queries.seen import may_see
from services.partners.schemas.links import LinkRow
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.typed import filled


@dataclass(frozen=True)
class LinkReader:
    """Who opened a link and is still there; `seen_at`: when the session was noted as used last."""

    link_id: UUID
    dispatch_id: UUID
    institution_id: UUID
    seen_at: datetime


def reader_of(session: Session, token: str, now: datetime) -> LinkReader | None:
    """None once the session is over, the office revoked the link, or its body is not reached by it any more."""
    return _of_session(session, token, LinkSession.seen_at > now - IDLE, LinkSession.began_at > now - LONGEST)


def ended(session: Session, token: str, now: datetime) -> LinkReader | None:
    """Whose session is over, but not for long: what they send is kept, and shows them nothing."""
    return _of_session(session, token, LinkSession.began_at > now - LATE)


def _of_session(session: Session, token: str, *holds: ColumnElement[bool]) -> LinkReader | None:
    wall.as_office(session)
    statement = (
        select(LetterLink, LinkSession.seen_at)
        .join(LetterLink, LetterLink.id == LinkSession.link_id)
        .where(LinkSession.token_digest == digest_of(token), *holds)
        .where(LetterLink.state == "opened")
    )
    row = session.execute(statement).one_or_none()
    if row is None or not reaches(session, row.LetterLink):
        return None
    link = row.LetterLink
    return LinkReader(link.id, link.dispatch_id, link.receiver_id, row.seen_at)


def reaches(session: Session, link: LetterLink) -> bool:
    """Whether the body to which a link was sent still answers for the letter, and still has that mailbox for links."""
    body = session.get(Institution, link.receiver_id)
    if body is None or not body.active or body.by_link is False:
        return False
    here = link.mailbox_digest == digest_of(body.mailbox or "")
    return here and successions.holder(session, link.institution_id) == link.receiver_id


def letter_there(by: Principal, session: Session, token: str) -> UUID | None:
    """The letter of a used link, if `by` still has it: by a link to it, or as a person of the body."""
    wall.as_office(session)
    statement = select(LetterLink).where(LetterLink.token_digest == digest_of(token), LetterLink.state == "opened")
    link = session.execute(statement).scalar_one_or_none()
    if link is None or by.institution_id is None:
        return None
    there = by.only == link.dispatch_id if by.only else by.institution_id == link.receiver_id
    return link.dispatch_id if there else None


def listed(session: Session, cursors: Cursors, asked: LinkListing, reading: Reading) -> Page[LinkRow]:
    """One page of the links to letters that `reading.by` may see, the newest first."""
    wall.as_office(session)
    order = [LetterLink.asked_at, LetterLink.id]
    page = page_of(session, cursors, _seen(reading), asked, reading, order, descending=True)
    return Page(_rows(session, page.items), page.next)


def _seen(reading: Reading) -> Select[LetterLink]:
    return select(LetterLink).join(Dispatch, Dispatch.id == LetterLink.dispatch_id).where(may_see(reading.by))


def _rows(session: Session, found: Iterable[LetterLink]) -> list[LinkRow]:
    rows = list(found)
    letters = select(Dispatch.id, Dispatch.number).where(Dispatch.id.in_({row.dispatch_id for row in rows}))
    numbers = {row.id: row.number for row in session.execute(letters)}
    named = select(Institution).where(Institution.id.in_({row.receiver_id for row in rows}))
    bodies = {one.id: one for one in session.execute(named).scalars()}
    return [
        filled(
            LinkRow,
            row,
            number=numbers[row.dispatch_id],
            name_sq=bodies[row.receiver_id].name_sq,
            name_en=bodies[row.receiver_id].name_en,
            reminder=row.letter is not None,
        )
        for row in rows
    ]
