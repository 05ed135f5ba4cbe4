"""What a letter recounts of its case to one body: what the office asked of that body, when it visited it, and what it found.

Only what went to the body itself: a request is seen by who handles the case alone, and no body learns of another's.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases.data.acts import request_kinds
from services.cases.domain.bodies import Role
from services.cases.domain.findings import Result
from services.cases.domain.recommendation import ActStatus
from services.cases.domain.standing import State
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Inspection, Obligation, Recommendation, Reply, RungLetter
from services.cases.models.standing import state_column
from services.cases.queries.situations import findings_of, institutions, superiors_of
from shared.directory import KnownInstitution


@dataclass(frozen=True)
class Asked:
    """A request for information that reached the body; `replied`: the days on which it answered, in their order; `silent`: it did not,
    and its time is over.
    """

    day: date
    number: str
    protocol: str | None
    replied: tuple[date, ...]
    silent: bool = False


@dataclass(frozen=True)
class Visited:
    """A visit of the body."""

    day: date
    number: str


@dataclass(frozen=True)
class Violated:
    """A right that was violated: by the addressee itself, by `body` below it, or by nobody in particular; how seriously, where that was found."""

    right: str
    by_addressee: bool
    body: KnownInstitution | None
    grade: str | None = None


def is_visited(session: Session, case_id: UUID, institutions: Collection[UUID]) -> bool:
    """Whether the case was opened out of a visit of each of them."""
    visited = select(Inspection.institution_id).where(Inspection.case_id == case_id)
    return set(session.execute(visited).scalars()) >= set(institutions)


def inquiries(session: Session, act: Recommendation, institution_id: UUID, day: date) -> list[Asked | Visited]:
    """What the office did towards the body in the case of the act, in the order of the days, as of that day."""
    visits = select(Inspection).where(Inspection.case_id == act.case_id, Inspection.institution_id == institution_id)
    made = [Visited(one.made_on, one.number) for one in session.execute(visits).scalars()]
    return sorted([*_asked(session, act, institution_id, day), *made], key=lambda one: (one.day, one.number))


def _asked(session: Session, act: Recommendation, institution_id: UUID, day: date) -> Iterator[Asked]:
    """Of a request that did not arrive nothing is said: the body never read it."""
    over = select(Obligation.recommendation_id).where(
        Obligation.case_id == act.case_id,
        Obligation.institution_id == institution_id,
        state_column(day) == State.NO_REPLY.value,
    )
    silent = set(session.execute(over).scalars())
    requests = (
        select(Recommendation, ActAddressee)
        .join(ActAddressee, ActAddressee.recommendation_id == Recommendation.id)
        .where(
            Recommendation.case_id == act.case_id,
            Recommendation.id != act.id,
            Recommendation.kind.in_(request_kinds()),
            Recommendation.status == ActStatus.ISSUED.value,
            ActAddressee.institution_id == institution_id,
        )
    )
    for request, copy in session.execute(requests):
        replies = select(Reply.received_at).where(
            Reply.recommendation_id == request.id, Reply.institution_id == institution_id
        )
        days = sorted({local_date(at) for at in session.execute(replies).scalars()})
        if request.issued_on is not None and (days or copy.delivered_on is not None):
            yield Asked(request.issued_on, str(request.number), request.protocol, tuple(days), request.id in silent)


def violations(session: Session, act: Recommendation, addressee: ActAddressee, day: date) -> list[Violated]:
    """The findings that the addressee may read: its own, those of a body that the act is about or that it stands above, and those of no
    body in particular.
    """
    found = [one for one in findings_of(session, act.case_id) if one.result is Result.VIOLATION_FOUND]
    bodies = institutions(session, [UUID(str(one.body)) for one in found if one.body])
    pressed = select(RungLetter.institution_id).where(RungLetter.act_id == act.id)
    about = set(session.execute(pressed).scalars())
    if addressee.role == Role.SUPERIOR:
        about |= {one.id for one in bodies.values() if addressee.institution_id in superiors_of(session, one, day)}
    readable = {addressee.institution_id, None, *about}
    return [
        Violated(
            one.right,
            one.body == addressee.institution_id,
            bodies.get(UUID(str(one.body))) if one.body else None,
            one.grade,
        )
        for one in found
        if one.body in readable
    ]
