"""The directory's data files, taken into the database. Again and again: what the office edited since stays."""

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from services.partners import data, domain
from services.partners.actions import institutions, successions
from services.partners.actions.relations import hold, superior_of
from services.partners.data import InstitutionEntry, RelationEntry, SuccessionEntry
from services.partners.models import Institution, InstitutionRelation, Succession
from services.partners.queries import wall
from shared import audit
from shared.documents import Documents
from shared.principal import Principal, service

#: The columns that decline a name.
FORMS = ("dat_sq", "acc_sq", "forms_confirmed")
_Natural = tuple[UUID, str, UUID, date | None]


@dataclass(frozen=True)
class Loaded:
    """How many bodies and relations the files hold, and how many bodies are told anew."""

    institutions: int
    relations: int
    changed: int


def load(
    by: Principal,
    session: Session,
    documents: Documents,
    entries: list[InstitutionEntry],
    relations: list[RelationEntry],
    *,
    now: datetime,
) -> Loaded:
    """Take the files over. Raises `RuleViolation` if they put a body above itself on some day."""
    wall.as_office(session)
    hold(session)
    changed = _load_bodies(session, entries)
    session.flush()
    changed |= _load_relations(session, relations)
    changed |= _load_successions(session, data.successions(entries))
    for body in sorted(changed, key=lambda body: body.id):
        institutions.settle(session, body, now=now)
        audit.record(session, by, "institution.loaded", "institution", body.id)
        institutions.announce(session, documents, body)
    successions.take_over(service("partners"), session, now=now)
    return Loaded(len(entries), len(relations), len(changed))


def _load_bodies(session: Session, entries: list[InstitutionEntry]) -> set[Institution]:
    known = {body.id: body for body in session.execute(select(Institution)).scalars()}
    changed = set()
    for entry in entries:
        fingerprint = _fingerprint(entry)
        body = known.get(data.institution_id(entry.key))
        if body is None:
            body = Institution(id=data.institution_id(entry.key), enabled=True, active=False, search="", mailbox=None)
            session.add(body)
        elif body.loaded == fingerprint:
            continue
        for name, value in asdict(entry).items():
            setattr(body, name, list(value) if isinstance(value, tuple) else value)
        body.loaded = fingerprint
        changed.add(body)
    return changed


def _load_relations(session: Session, entries: list[RelationEntry]) -> set[Institution]:
    """An entry that was loaded as it is now is left alone, whatever the office did with its relation since."""
    rows = session.execute(select(InstitutionRelation)).scalars().all()
    settled = {row.loaded for row in rows}
    known = {_natural(row): row for row in rows}
    above = {row.id: superior_of(row) for row in rows if row.kind == "hierarchical"}
    changed: set[UUID] = set()
    for entry in entries:
        fingerprint = _fingerprint(entry)
        if fingerprint in settled:
            continue
        body, to = data.institution_id(entry.body), data.institution_id(entry.to)
        row = known.get((body, entry.kind, to, entry.valid_from))
        values = {"valid_to": entry.valid_to, "source": entry.source, "confirmed": entry.confirmed}
        if row is not None and all(getattr(row, name) == value for name, value in values.items()):
            row.loaded = fingerprint
            continue
        if row is None:
            row = InstitutionRelation(
                id=uuid4(), institution_id=body, kind=entry.kind, to_id=to, valid_from=entry.valid_from
            )
            session.add(row)
        for name, value in {**values, "loaded": fingerprint}.items():
            setattr(row, name, value)
        domain.check_relation(superior_of(row), row.kind, domain.by_body(above.values()))
        if row.kind == "hierarchical":
            above[row.id] = superior_of(row)
        changed.add(body)
    return {_touched(session, body) for body in changed}


def _load_successions(session: Session, entries: list[SuccessionEntry]) -> set[Institution]:
    """Those that are not known yet. The letters go to an only successor; of several, the office decides."""
    rows = session.execute(select(Succession.predecessor_id, Succession.successor_id))
    known = {(row.predecessor_id, row.successor_id) for row in rows}
    counted = Counter(entry.predecessor for entry in entries)
    changed: set[UUID] = set()
    for entry in entries:
        before, after = data.institution_id(entry.predecessor), data.institution_id(entry.successor)
        if (before, after) in known:
            continue
        session.add(
            Succession(
                id=uuid4(),
                predecessor_id=before,
                successor_id=after,
                day=entry.day,
                takes_letters=counted[entry.predecessor] == 1,
                source=entry.source,
                confirmed=entry.confirmed,
            )
        )
        changed |= {before, after}
    session.flush()
    return {_touched(session, body) for body in changed}


def _touched(session: Session, body_id: UUID) -> Institution:
    body = session.get_one(Institution, body_id)
    flag_modified(body, "search")
    return body


def _fingerprint(entry: InstitutionEntry | RelationEntry) -> str:
    said = asdict(entry)
    if isinstance(entry, InstitutionEntry) and not entry.forms_confirmed:
        # They follow from the name, and files of before they were columns stay what they were.
        said = {name: value for name, value in said.items() if name not in FORMS}
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()


def _natural(row: InstitutionRelation) -> _Natural:
    return (row.institution_id, row.kind, row.to_id, row.valid_from)
