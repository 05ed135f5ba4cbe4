"""Actors as the office has them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.cooperation.lists import ActorListing
from services.partners.cooperation.models import Actor
from services.partners.cooperation.schemas import ActorAnswer
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled


def actors(session: Session, cursors: Cursors, asked: ActorListing, reading: Reading) -> Page[ActorAnswer]:
    """One page, by name."""
    page = page_of(session, cursors, select(Actor), asked, reading, [Actor.name_sq, Actor.id], descending=False)
    return Page([answer(one) for one in page.items], page.next)


def actor(session: Session, actor_id: UUID, *, lock: bool = False) -> Actor:
    """Raises `NotFound`."""
    found = session.get(Actor, actor_id, with_for_update=lock, populate_existing=lock)
    if found is None:
        raise NotFound
    return found


def chosen_from(session: Session) -> list[Actor]:
    """Those with which the office works, to choose one from."""
    rows = select(Actor).where(Actor.active).order_by(Actor.name_sq, Actor.id)
    return list(session.execute(rows).scalars())


def answer(found: Actor) -> ActorAnswer:
    return filled(ActorAnswer, found)
