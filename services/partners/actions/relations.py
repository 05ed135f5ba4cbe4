"""How bodies stand to each other: begun, ended, corrected. What was true on a day stays to be seen on that day."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from services.partners import domain
from services.partners.actions import institutions
from services.partners.domain import Superior
from services.partners.models import Institution, InstitutionRelation
from services.partners.queries import wall
from services.partners.schemas.relations import NewRelation, RelationChange
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, NotFound, RuleViolation
from shared.typed import UNSENT

#: Whoever changes relations or successions holds it, so that two changes cannot close a cycle that neither sees.
RELATIONS_LOCK = 7_402_101
Hierarchy = dict[UUID, list[Superior]]
#: What a body calls otherwise than the table.
_COLUMNS = {"to": "to_id"}


def hold(session: Session) -> None:
    session.execute(select(func.pg_advisory_xact_lock(RELATIONS_LOCK)))


def relate(
    by: Principal, session: Session, documents: Documents, institution: Institution, wanted: NewRelation
) -> Institution:
    """A new relation of a body to another. Raises for a relation to itself, to nobody, twice on a day, or in a cycle."""
    hold(session)
    relation = InstitutionRelation(
        id=uuid4(),
        institution_id=institution.id,
        kind=wanted.kind,
        to_id=wanted.to,
        valid_from=wanted.valid_from,
        valid_to=wanted.valid_to,
        source=wanted.source,
        confirmed=True,
    )
    check(session, relation, hierarchy(session))
    session.add(relation)
    return _announced(by, session, documents, institution, relation, "relation.added")


def end(
    by: Principal, session: Session, documents: Documents, institution: Institution, relation_id: UUID, last: date
) -> Institution:
    """A relation holds until `last`, that day included. Raises `RuleViolation` if it had ended before."""
    hold(session)
    relation = of_body(session, institution, relation_id)
    if relation.valid_to is not None and relation.valid_to < last:
        raise RuleViolation("it had ended before", code="already_ended", legal=("correct",))
    domain.check_validity(relation.valid_from, last)
    relation.valid_to = last
    return _announced(by, session, documents, institution, relation, "relation.ended")


def correct(
    by: Principal,
    session: Session,
    documents: Documents,
    institution: Institution,
    relation_id: UUID,
    change: RelationChange,
) -> Institution:
    """Put right what was entered wrongly; the audit trail names the members. Raises as `relate`."""
    hold(session)
    relation = of_body(session, institution, relation_id)
    changes = {_COLUMNS.get(name, name): value for name, value in vars(change).items() if value is not UNSENT}
    with session.no_autoflush:
        for name, value in changes.items():
            setattr(relation, name, value)
        check(session, relation, hierarchy(session))
    return _announced(by, session, documents, institution, relation, "relation.corrected", fields=sorted(changes))


def check(session: Session, relation: InstitutionRelation, above: Hierarchy) -> None:
    """Hold a relation to the rules, against all others. The caller holds the lock."""
    if session.get(Institution, relation.to_id) is None:
        raise ContentViolation("no such institution", code="institution_unknown", field="to")
    domain.check_relation(superior_of(relation), relation.kind, above)
    same = select(InstitutionRelation).where(
        InstitutionRelation.institution_id == relation.institution_id,
        InstitutionRelation.kind == relation.kind,
        InstitutionRelation.to_id == relation.to_id,
        InstitutionRelation.id != relation.id,
    )
    for other in session.execute(same).scalars():
        if other.valid_from == relation.valid_from:
            raise RuleViolation("this relation stands already", code="relation_known", legal=("end", "correct"))
        if domain.overlap(superior_of(relation), superior_of(other)):
            raise RuleViolation("it stands already on some of these days", code="relation_overlaps", legal=("correct",))


def hierarchy(session: Session, *, of: UUID | None = None) -> Hierarchy:
    """What stands above each body, or above one, on all days."""
    statement = select(InstitutionRelation).where(InstitutionRelation.kind == "hierarchical")
    if of is not None:
        statement = statement.where(InstitutionRelation.institution_id == of)
    return domain.by_body(superior_of(row) for row in session.execute(statement).scalars())


def superior_of(relation: InstitutionRelation) -> Superior:
    return Superior(relation.institution_id, relation.to_id, relation.valid_from, relation.valid_to)


def of_body(session: Session, institution: Institution, relation_id: UUID) -> InstitutionRelation:
    """One relation of this body. Raises `NotFound`, also for one of another body."""
    relation = session.get(InstitutionRelation, relation_id)
    if relation is None or relation.institution_id != institution.id:
        raise NotFound
    return relation


def _announced(
    by: Principal,
    session: Session,
    documents: Documents,
    institution: Institution,
    relation: InstitutionRelation,
    action: str,
    **more: object,
) -> Institution:
    wall.as_office(session)
    # The relation is part of the body's record: a new version, also where no column of the body differs.
    flag_modified(institution, "search")
    audit.record(session, by, action, "institution", institution.id, kind=relation.kind, to=str(relation.to_id), **more)
    institutions.announce(session, documents, institution)
    return institution
