"""Who works here: for lists to choose an officer from, and for the names beside what was done."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.domain.signing import FUNCTIONS
from services.cases.models import Passkey, SecondFactor, StaffMember
from services.cases.schemas.people import MemberAnswer
from shared.events.documents.cases import SignedBy
from shared.principal import Principal
from shared.staff import StaffAccount
from shared.typed import UNSENT, filled


def members(session: Session, role: str | None = None, *, active: bool = True) -> list[MemberAnswer]:
    """Everybody with that role, by name. The office is a few dozen people."""
    accounts = {row.id: row for row in session.execute(select(StaffAccount)).scalars()}
    people = session.execute(select(StaffMember).order_by(StaffMember.name, StaffMember.id)).scalars()
    known = [
        filled(MemberAnswer, one, roles=tuple(accounts[one.id].roles), active=accounts[one.id].active)
        for one in people
        if one.id in accounts
    ]
    return [one for one in known if (role is None or role in one.roles) and (one.active or not active)]


def with_second_factor(session: Session) -> set[UUID]:
    """Who logs in with a second factor."""
    apps = select(SecondFactor.owner_id).where(SecondFactor.confirmed_at.is_not(None))
    return set(session.execute(apps.union(select(Passkey.owner_id))).scalars())


def names(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of these people by id."""
    named = {one for one in ids if one is not None}
    if not named:
        return {}
    rows = session.execute(select(StaffMember.id, StaffMember.name).where(StaffMember.id.in_(named)))
    return {row.id: row.name for row in rows}


def signed_by(session: Session, staff_id: UUID, function: str, instead_of: str | None = None) -> SignedBy:
    """How a letter names who signs it, as the office knows them today."""
    member = session.get(StaffMember, staff_id)
    return SignedBy(
        function=function,
        name=member.name if member else "",
        instead_of=instead_of or UNSENT,
        title_form=(member.title_form if member else None) or UNSENT,
    )


def signed_as(by: Principal, session: Session) -> SignedBy:
    """How a letter that leaves at once names who sends it: in their highest function."""
    return signed_by(session, by.person, next(one for one in FUNCTIONS if one in by.roles))


def person(actor: str) -> UUID | None:
    """Whose account an actor of the audit trail is; None for a service. Of two, which messages let go by a second person were once
    written with, the last: who wrote the message.
    """
    kind, _, ids = actor.partition(":")
    staff_id = ids.rpartition(":")[2]
    return UUID(staff_id) if kind == "staff" and staff_id else None
