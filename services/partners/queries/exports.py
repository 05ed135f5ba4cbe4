"""The directory row by row, for a file. Read in pieces: the file is as long as the directory, the memory is not."""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from services.partners.models import Institution, InstitutionRelation
from services.partners.schemas.rows import InstitutionRow, Parts, RelationRow
from shared.db import Database
from shared.typed import filled

_AT_ONCE = 500


def lines(database: Database, write: Callable[[Parts], Iterator[str]], parts: Iterable[str]) -> Iterator[str]:
    """The file piece by piece, in one transaction that begins when the first piece is asked for."""
    with database.transaction() as session:
        yield from write({part: rows(session, part) for part in parts})


def rows(session: Session, part: str) -> Iterator[InstitutionRow] | Iterator[RelationRow]:
    """The rows of `institutions` or `relations`."""
    return _institutions(session) if part == "institutions" else _relations(session)


def _institutions(session: Session) -> Iterator[InstitutionRow]:
    by_key = select(Institution).order_by(Institution.key).execution_options(yield_per=_AT_ONCE)
    for body in session.execute(by_key).scalars():
        yield filled(InstitutionRow, body, class_=body.institution_class)


def _relations(session: Session) -> Iterator[RelationRow]:
    body, other = aliased(Institution), aliased(Institution)
    statement = (
        select(InstitutionRelation, body.key.label("body"), other.key.label("other"))
        .join(body, body.id == InstitutionRelation.institution_id)
        .join(other, other.id == InstitutionRelation.to_id)
        .order_by(body.key, InstitutionRelation.kind, other.key, InstitutionRelation.valid_from)
    )
    for relation, key, to in session.execute(statement.execution_options(yield_per=_AT_ONCE)):
        yield filled(RelationRow, relation, body=key, to=to)
