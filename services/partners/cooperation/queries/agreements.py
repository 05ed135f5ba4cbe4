"""Agreements as the office has them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.cooperation.lists import AgreementListing
from services.partners.cooperation.models import Actor, Agreement, Meeting
from services.partners.cooperation.schemas import AgreementAnswer, AgreementLine, ClauseAnswer, PartyAnswer
from services.partners.models import Institution
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled


def agreements(session: Session, cursors: Cursors, asked: AgreementListing, reading: Reading) -> Page[AgreementLine]:
    """One page, the newest first."""
    order = [Agreement.made_at, Agreement.id]
    page = page_of(session, cursors, select(Agreement), asked, reading, order, descending=True)
    return Page([filled(AgreementLine, one, clusters=tuple(one.clusters)) for one in page.items], page.next)


def agreement(session: Session, agreement_id: UUID, *, lock: bool = False) -> Agreement:
    """Raises `NotFound`."""
    wanted = select(Agreement).where(Agreement.id == agreement_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.execute(wanted).scalar()
    if found is None:
        raise NotFound
    return found


def answer(session: Session, found: Agreement) -> AgreementAnswer:
    return filled(
        AgreementAnswer,
        found,
        clusters=tuple(found.clusters),
        parties=parties(session, found),
        clauses=tuple(filled(ClauseAnswer, one, owed_by=one.institution_id) for one in found.clauses),
    )


def parties(session: Session, found: Agreement | Meeting) -> tuple[PartyAnswer, ...]:
    """By the names that they have now."""
    rows = select(Actor).where(Actor.id.in_([one.actor_id for one in found.parties if one.actor_id]))
    named: dict[UUID | None, Actor | Institution] = {one.id: one for one in session.execute(rows).scalars()}
    for body in bodies_of(session, [one.institution_id for one in found.parties]):
        named[body.id] = body
    pairs = [(one, named[one.institution_id or one.actor_id]) for one in found.parties]
    return tuple(filled(PartyAnswer, one, name_sq=who.name_sq, name_en=who.name_en) for one, who in pairs)


def bodies_of(session: Session, ids: list[UUID | None]) -> list[Institution]:
    rows = select(Institution).where(Institution.id.in_([one for one in ids if one]))
    return list(session.execute(rows).scalars())


def signed(session: Session) -> list[Agreement]:
    """All that were signed, the newest first, to choose one from."""
    rows = select(Agreement).where(Agreement.signed_on.is_not(None)).order_by(Agreement.signed_on.desc(), Agreement.id)
    return list(session.execute(rows).scalars())
