"""The record of a body as the API answers it and as it lies in the document that partners.institution.changed names.

One shape for both, so that what another service knows of a body is what anyone can look up. See shared/directory.py.
"""

from collections.abc import Iterable
from typing import Any

from services.partners.data import county_names
from services.partners.models.institutions import Institution, InstitutionRelation
from shared.directory import folded


def record_of(
    institution: Institution, relations: Iterable[InstitutionRelation], municipality: str | None
) -> dict[str, Any]:
    """JSON-ready; ids as text, dates in ISO form. `municipality` is the name of the body whose key the row carries."""
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
        "municipality_name": municipality,
        "county": institution.county,
        "county_name": county_names().get(institution.county or ""),
        "languages": institution.languages,
        "powers": institution.powers,
        "replaces": institution.replaces,
        "mailbox": institution.mailbox,
        "sample": institution.sample,
        "active": institution.active,
        **_validity(institution),
        "version": institution.version,
        "relations": [_relation(relation) for relation in sorted(relations, key=_order)],
    }


def search_text(institution: Institution, municipality: str | None) -> str:
    """Every name under which a body is looked for, without case and marks."""
    county = county_names().get(institution.county or "")
    seen = [institution.name_sq, institution.short_sq, institution.name_en, *institution.aka, institution.seat]
    return folded(" ".join(filter(None, [*seen, municipality, county])))


def _relation(relation: InstitutionRelation) -> dict[str, Any]:
    return {"id": str(relation.id), "kind": relation.kind, "to": str(relation.to_id), **_validity(relation)}


def _validity(row: Institution | InstitutionRelation) -> dict[str, Any]:
    return {
        "valid_from": row.valid_from and row.valid_from.isoformat(),
        "valid_to": row.valid_to and row.valid_to.isoformat(),
        "source": row.source,
        "confirmed": row.confirmed,
    }


def _order(relation: InstitutionRelation) -> tuple[str, str, str]:
    return relation.kind, relation.valid_from.isoformat() if relation.valid_from else "", str(relation.to_id)
