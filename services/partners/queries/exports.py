"""The directory row by row, for a file. Read in pieces: the file is as long as the directory, the memory is not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from services.partners.models import Institution, InstitutionRelation
from shared.db import Database

_AT_ONCE = 500
Rows = Mapping[str, Iterable[dict[str, Any]]]


def lines(database: Database, write: Callable[[Rows], Iterator[str]], parts: Iterable[str]) -> Iterator[str]:
    """The file piece by piece, in one transaction that begins when the first piece is asked for."""
    with database.transaction() as session:
        yield from write({part: rows(session, part) for part in parts})


def rows(session: Session, part: str) -> Iterator[dict[str, Any]]:
    """The rows of `institutions` or `relations` as schemas/exchange.py names their columns, JSON-ready."""
    return _institutions(session) if part == "institutions" else _relations(session)


def _institutions(session: Session) -> Iterator[dict[str, Any]]:
    found = session.execute(select(Institution).order_by(Institution.key).execution_options(yield_per=_AT_ONCE))
    for body in found.scalars():
        yield {
            "key": body.key,
            "class": body.institution_class,
            "name_sq": body.name_sq,
            "short_sq": body.short_sq,
            "name_en": body.name_en,
            "aka": body.aka,
            "seat": body.seat,
            "municipality": body.municipality,
            "county": body.county,
            "languages": body.languages,
            "powers": body.powers,
            "mailbox": body.mailbox,
            "sample": body.sample,
            "enabled": body.enabled,
            **_validity(body),
            "version": body.version,
        }


def _relations(session: Session) -> Iterator[dict[str, Any]]:
    body, other = aliased(Institution), aliased(Institution)
    statement = (
        select(InstitutionRelation, body.key.label("body"), other.key.label("other"))
        .join(body, body.id == InstitutionRelation.institution_id)
        .join(other, other.id == InstitutionRelation.to_id)
        .order_by(body.key, InstitutionRelation.kind, other.key, InstitutionRelation.valid_from)
    )
    for relation, key, to in session.execute(statement.execution_options(yield_per=_AT_ONCE)):
        yield {"body": key, "kind": relation.kind, "to": to, **_validity(relation), "id": str(relation.id)}


def _validity(row: Institution | InstitutionRelation) -> dict[str, Any]:
    return {
        "valid_from": row.valid_from and row.valid_from.isoformat(),
        "valid_to": row.valid_to and row.valid_to.isoformat(),
        "source": row.source,
        "confirmed": row.confirmed,
    }
