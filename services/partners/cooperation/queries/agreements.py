"""Agreements as the office has them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.cooperation.lists import AgreementListing
from services.partners.cooperation.models import Actor, Agreement, Meeting
from services.partners.cooperation.schemas import (
    AgreementAnswer,
    AgreementLine,
    ClauseAnswer,
    EndingAnswer,
    PartyAnswer,
)
from services.partners.domain import local_date
from services.partners.models import Institution
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.rules import NotFound
from shared.typed import filled


def agreements(session: Session, cursors: Cursors, asked: AgreementListing, reading: Reading) -> Page[AgreementLine]:
    """One page, the newest first."""
    order = [Agreement.made_at, Agreement.id]
    page = page_of(session, cursors, select(Agreement), asked, reading, order, descending=True)
    return Page([_line(one, local_date(reading.now)) for one in page.items], page.next)


def _line(found: Agreement, today: date) -> AgreementLine:
    return filled(AgreementLine, found, clusters=tuple(found.clusters), **_standing(found, today))


def _standing(found: Agreement, today: date) -> dict[str, Any]:
    return {"state": found.life.state(today).value, "ended_on": found.life.over_on(today)}


def agreement(session: Session, agreement_id: UUID, *, lock: bool = False) -> Agreement:
    """Raises `NotFound`."""
    wanted = select(Agreement).where(Agreement.id == agreement_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.execute(wanted).scalar()
    if found is None:
        raise NotFound
    return found


def answer(session: Session, found: Agreement, today: date) -> AgreementAnswer:
    return filled(
        AgreementAnswer,
        found,
        clusters=tuple(found.clusters),
        parties=parties(session, found),
        clauses=tuple(
            filled(
                ClauseAnswer,
                one,
                owed_by=one.institution_id,
                owed_by_actor=one.actor_id,
                goes_on=one.goes_on_from is not None,
            )
            for one in found.clauses
        ),
        ending=_ending(found),
        amended_by=next_version(session, found.id),
        **_standing(found, today),
    )


def next_version(session: Session, agreement_id: UUID) -> UUID | None:
    """That which amends it, a draft or signed."""
    return session.execute(select(Agreement.id).where(Agreement.amends_id == agreement_id)).scalar()


def _ending(found: Agreement) -> EndingAnswer | None:
    if found.ending_on is None or found.ending_ground is None:
        return None
    return EndingAnswer(
        ended_on=found.ending_on,
        ground=found.ending_ground,
        evidence=found.ending_proof,
        replaced_by=found.replaced_by,
        waits=found.ended_at is None,
    )


def parties(session: Session, found: Agreement | Meeting) -> tuple[PartyAnswer, ...]:
    """By the names that they have now."""
    named: dict[UUID | None, Actor | Institution] = {
        one.id: one for one in actors_of(session, [one.actor_id for one in found.parties])
    }
    for body in bodies_of(session, [one.institution_id for one in found.parties]):
        named[body.id] = body
    pairs = [(one, named[one.institution_id or one.actor_id]) for one in found.parties]
    return tuple(filled(PartyAnswer, one, name_sq=who.name_sq, name_en=who.name_en) for one, who in pairs)


def bodies_of(session: Session, ids: list[UUID | None]) -> list[Institution]:
    rows = select(Institution).where(Institution.id.in_([one for one in ids if one]))
    return list(session.execute(rows).scalars())


def actors_of(session: Session, ids: list[UUID | None]) -> list[Actor]:
    rows = select(Actor).where(Actor.id.in_([one for one in ids if one]))
    return list(session.execute(rows).scalars())


def over(session: Session, today: date) -> list[UUID]:
    """Those whose last day is over and of which nobody was told so."""
    wanted = Agreement.signed_on.is_not(None) & Agreement.ended_at.is_(None) & (Agreement.until < today)
    return list(session.execute(select(Agreement.id).where(wanted).order_by(Agreement.until, Agreement.id)).scalars())


def signed(session: Session) -> list[Agreement]:
    """All that were signed, the newest first, to choose one from."""
    rows = select(Agreement).where(Agreement.signed_on.is_not(None)).order_by(Agreement.signed_on.desc(), Agreement.id)
    return list(session.execute(rows).scalars())
