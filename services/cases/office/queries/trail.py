"""The audit trail of this service as the auditor reads it: who did or read what, and when; never what it said."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Table, Text, Uuid, cast, exists, select, union
from sqlalchemy.orm import Session

from services.cases.data.acts import handlers_only_kinds
from services.cases.gaps.models import PatternCase
from services.cases.models import Base, Case, CaseLink, Complaint, Exclusion, Recommendation
from services.cases.office.lists import TrailListing
from services.cases.office.schemas import TrailAnswer, TrailStateAnswer, WitnessAnswer
from services.cases.queries import people
from services.cases.queries.situations import institutions
from services.cases.queries.visibility import LEADING, walled_off
from services.cases.visits.models import Visit
from services.cases.visits.queries.visibility import secret_from
from shared import audit
from shared.audit import AuditEntry, heads
from shared.audit.sealer import AuditPlace, unsealed_seconds
from shared.lists import Reading, page_of
from shared.pagination import Cursors, Page
from shared.principal import Principal
from shared.typed import filled

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: How a table names what it belongs to, from a case down: a case, then an act or an obligation of it.
_OF_CASE, _OF_ACT, _OF_OBLIGATION, _OF_COMPLAINT = "case_id", "recommendation_id", "obligation_id", "complaint_id"


def trail(session: Session, cursors: Cursors, asked: TrailListing, reading: Reading) -> Page[TrailAnswer]:
    """One page of the trail, the newest entry first, of everything or of one object. The reading is an entry itself.

    What a reader is excluded from is not there: neither the entries of the case nor those of what belongs to it; nor, for who does
    not lead, an act that only its handlers see; nor an unannounced visit that has not begun.
    """
    by, statement = reading.by, select(AuditEntry).where(_outside_the_walls(reading.by))
    rows = page_of(session, cursors, statement, asked, reading, [AuditEntry.id], descending=True)
    audit.record(session, by, "audit.read", asked.object or "audit", asked.id or "all")
    names = people.names(session, (people.person(row.actor) for row in rows.items))
    sealed = select(AuditPlace).where(AuditPlace.entry.in_([row.id for row in rows.items]))
    places = {place.entry: place for place in session.execute(sealed).scalars()}
    return rows.of(lambda row: _line(row, names, places.get(row.id)))


def state(session: Session) -> TrailStateAnswer:
    """How far the trail is sealed, and what the other services say of it. Tells nothing of what is in it."""
    head = audit.newest(session)
    return TrailStateAnswer(
        size=head.size if head else 0,
        unsealed_seconds=int(unsealed_seconds(session)),
        note=heads.signed_head(session),
        witnesses=tuple(filled(WitnessAnswer, held) for held in heads.held_elsewhere(session)),
    )


def named(session: Session, lines: Sequence[TrailAnswer], language: str) -> dict[str, str]:
    """What the ids of these entries are called: people, bodies, the numbers of cases and acts. An entry that names what is behind a
    wall is not among them.
    """
    ids = {one for line in lines for one in _ids(line.id, line.details)}
    found = {str(one): name for one, name in people.names(session, ids).items()}
    found |= {str(one): body.name(language) for one, body in institutions(session, ids).items()}
    for table in (Case, Recommendation):
        rows = session.execute(select(table.id, table.number).where(table.id.in_(ids), table.number.is_not(None)))
        found |= {str(row.id): row.number for row in rows}
    return found


def _ids(*values: Any) -> Iterator[UUID]:
    for value in values:
        if isinstance(value, Mapping):
            yield from _ids(*value.values())
        elif isinstance(value, list):
            yield from _ids(*value)
        elif isinstance(value, str) and _UUID.fullmatch(value):
            yield UUID(value)


def _line(entry: AuditEntry, names: Mapping[UUID, str], place: AuditPlace | None) -> TrailAnswer:
    return filled(
        TrailAnswer,
        entry,
        number=entry.id,
        name=_name(names, entry.actor),
        object=entry.object_type,
        id=entry.object_id,
        place=place.place if place else None,
        hash=place.leaf.hex() if place else None,
    )


def _name(names: Mapping[UUID, str], actor: str) -> str:
    person = people.person(actor)
    return names.get(person, actor) if person else actor


def _outside_the_walls(principal: Principal) -> ColumnElement[bool]:
    hidden = _hidden_ids(principal).cte("hidden")
    named = cast(AuditEntry.details, Text).contains(hidden.c.id)
    return ~AuditEntry.object_id.in_(select(hidden.c.id)) & ~exists().where(named)


def _hidden_ids(principal: Principal) -> CompoundSelect[Any]:
    """The ids, as text, of all that belongs to the cases behind the reader's walls, whatever table it stands in, and of the
    complaints behind them, which may have no case.
    """
    walled = walled_off(principal.id).subquery("walled")
    cases = select(walled.c.case_id.label("id"))
    # Running numbers are no ids: a "7" would be found in every detail.
    tables = [
        table for table in Base.metadata.tables.values() if isinstance(getattr(table.c.get("id"), "type", None), Uuid)
    ]
    acts, obligations = (
        _ids_in(_table("recommendation"), _OF_CASE, cases),
        _ids_in(_table("obligation"), _OF_CASE, cases),
    )
    walls = (Exclusion.staff_id == principal.id, Exclusion.ended_at.is_(None), Exclusion.complaint_id.is_not(None))
    named = select(Exclusion.complaint_id.label("id")).where(*walls)
    complaints: CompoundSelect[Any] = union(named, select(Complaint.id).where(Complaint.case_id.in_(cases)))
    secret = select(Recommendation.id.label("id")).where(Recommendation.kind.in_(_secret_kinds(principal)))
    owed = _ids_in(_table("obligation"), _OF_ACT, secret)
    # A visit that is to be unannounced is not there either, for whoever may not know that it is planned.
    parts: list[Any] = [cases, named, secret, select(Visit.id.label("id")).where(secret_from(principal))]
    for column, above in (
        (_OF_CASE, cases),
        (_OF_ACT, acts),
        (_OF_OBLIGATION, obligations),
        (_OF_COMPLAINT, complaints),
        (_OF_ACT, secret),
        (_OF_OBLIGATION, owed),
    ):
        parts += [_ids_in(table, column, above) for table in tables if column in table.c]
    # A link names two cases and a pattern many: neither is there for who is shut out of one of them.
    parts.append(select(CaseLink.id).where(CaseLink.from_case.in_(cases) | CaseLink.to_case.in_(cases)))
    parts.append(select(PatternCase.proposal_id.label("id")).where(PatternCase.case_id.in_(cases)))
    return union(*(select(cast(part.subquery().c.id, Text).label("id")) for part in parts))


def _secret_kinds(principal: Principal) -> tuple[str, ...]:
    """The kinds of act of which a reader may not learn that there is one."""
    return () if principal.roles & LEADING else handlers_only_kinds()


def _ids_in(table: Table, column: str, above: Any) -> Any:
    return select(table.c.id.label("id")).where(table.c[column].in_(above))


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
