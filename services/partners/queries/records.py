"""The record of a body as the API answers it and as it lies in the document that partners.institution.changed names.

One shape for both, so that what another service knows of a body is what anyone can look up. See shared/directory.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from services.partners.models.institutions import Institution, InstitutionRelation, Succession
from services.partners.queries.successions import Step
from shared.directory import folded


@dataclass(frozen=True)
class Place:
    """The names behind the keys of a body's municipality and county."""

    municipality: str | None
    county: str | None


def record_of(
    institution: Institution,
    relations: Iterable[InstitutionRelation],
    steps: Iterable[Step],
    place: Place,
) -> dict[str, Any]:
    """JSON-ready; ids as text, dates in ISO form. `steps` are the successions to and from the body."""
    known = sorted(steps, key=lambda step: (step[0].day, str(step[1].id)))
    return {
        "id": str(institution.id),
        "key": institution.key,
        "class": institution.institution_class,
        "name_sq": institution.name_sq,
        "short_sq": institution.short_sq,
        "name_en": institution.name_en,
        "aka": institution.aka,
        "seat": institution.seat,
        "municipality": institution.municipality,
        "municipality_name": place.municipality,
        "county": institution.county,
        "county_name": place.county,
        "languages": institution.languages,
        "powers": institution.powers,
        "replaces": sorted({*institution.replaces, *(other.key for one, other in known if _before(one, institution))}),
        "mailbox": institution.mailbox,
        "sample": institution.sample,
        "active": institution.active,
        **_validity(institution),
        "version": institution.version,
        "relations": [_relation(relation) for relation in sorted(relations, key=_order)],
        "predecessors": [_step(*step) for step in known if _before(step[0], institution)],
        "successors": [_step(*step) for step in known if not _before(step[0], institution)],
    }


def search_text(institution: Institution, place: Place) -> str:
    """Every name under which a body is looked for, without case and marks."""
    seen = [institution.name_sq, institution.short_sq, institution.name_en, *institution.aka, institution.seat]
    return folded(" ".join(filter(None, [*seen, place.municipality, place.county])))


def _relation(relation: InstitutionRelation) -> dict[str, Any]:
    return {"id": str(relation.id), "kind": relation.kind, "to": str(relation.to_id), **_validity(relation)}


def _before(succession: Succession, institution: Institution) -> bool:
    return succession.successor_id == institution.id


def _step(succession: Succession, other: Institution) -> dict[str, Any]:
    """`from` is the first day of the new order; `takes_letters`, whether the successor answers for the letters."""
    return {
        "to": str(other.id),
        "name_sq": other.name_sq,
        "name_en": other.name_en,
        "from": succession.day.isoformat(),
        "takes_letters": succession.takes_letters,
        "ground": succession.ground,
        "source": succession.source,
        "confirmed": succession.confirmed,
    }


def _validity(row: Institution | InstitutionRelation) -> dict[str, Any]:
    return {
        "valid_from": row.valid_from and row.valid_from.isoformat(),
        "valid_to": row.valid_to and row.valid_to.isoformat(),
        "source": row.source,
        "confirmed": row.confirmed,
    }


def _order(relation: InstitutionRelation) -> tuple[str, str, str]:
    return relation.kind, relation.valid_from.isoformat() if relation.valid_from else "", str(relation.to_id)
