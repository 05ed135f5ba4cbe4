"""The record of a body as the API answers it and as it lies in the document that partners.institution.changed names.

One shape for both, so that what another service knows of a body is what anyone can look up. See shared/directory.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from services.partners.models.institutions import Institution, InstitutionRelation
from services.partners.queries.successions import Step
from services.partners.schemas.institutions import InstitutionAnswer, RelationAnswer, SuccessionAnswer
from shared.declension import declined
from shared.folding import folded
from shared.typed import filled


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
) -> InstitutionAnswer:
    """`steps` are the successions to and from the body."""
    known = sorted(steps, key=lambda step: (step.succession.day, str(step.other.id)))
    before = [step for step in known if step.succession.successor_id == institution.id]
    after = [step for step in known if step.succession.successor_id != institution.id]
    forms = declined(institution.name_sq)
    return filled(
        InstitutionAnswer,
        institution,
        class_=institution.institution_class,
        municipality_name=place.municipality,
        county_name=place.county,
        dat_sq=institution.dat_sq or forms.dative,
        acc_sq=institution.acc_sq or forms.accusative,
        replaces=tuple(sorted({*institution.replaces, *(step.other.key for step in before)})),
        relations=tuple(
            filled(RelationAnswer, relation, to=relation.to_id) for relation in sorted(relations, key=_order)
        ),
        predecessors=tuple(_succession(step) for step in before),
        successors=tuple(_succession(step) for step in after),
    )


def search_text(institution: Institution, place: Place) -> str:
    """Every name under which a body is looked for, without case and marks."""
    seen = [institution.name_sq, institution.short_sq, institution.name_en, *institution.aka, institution.seat]
    return folded(" ".join(filter(None, [*seen, place.municipality, place.county])))


def _succession(step: Step) -> SuccessionAnswer:
    other = step.other
    return filled(
        SuccessionAnswer,
        step.succession,
        to=other.id,
        name_sq=other.name_sq,
        name_en=other.name_en,
        from_=step.succession.day,
    )


def _order(relation: InstitutionRelation) -> tuple[str, str, str]:
    return relation.kind, relation.valid_from.isoformat() if relation.valid_from else "", str(relation.to_id)
