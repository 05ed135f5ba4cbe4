"""The bodies that an act may be addressed to, as the domain needs to know them: what they are on one day, not who works there."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from services.cases.domain.case import Elsewhere

#: Ids are compared, never interpreted.
Id: TypeAlias = UUID | str


class BodyClass(StrEnum):
    MINISTRY = "ministry"
    AGENCY = "agency"
    MUNICIPALITY = "municipality"
    MUNICIPAL_COUNCIL = "municipal_council"
    PREFECT = "prefect"
    SCHOOL = "school"
    HEALTH = "health"
    POLICE = "police"
    PRISON = "prison"
    SOCIAL_CARE = "social_care"
    PROSECUTION = "prosecution"
    JUDICIAL_OVERSIGHT = "judicial_oversight"
    COURT = "court"
    ASSEMBLY = "assembly"
    CONSTITUTIONAL_COURT = "constitutional_court"
    PRIVATE = "private"


#: Bodies that are informed and never pressed: no ladder, no rate, no publication of their silence.
UNPRESSED = frozenset(
    {
        BodyClass.PROSECUTION,
        BodyClass.JUDICIAL_OVERSIGHT,
        BodyClass.COURT,
        BodyClass.CONSTITUTIONAL_COURT,
    }
)

COURTS = frozenset({BodyClass.COURT, BodyClass.CONSTITUTIONAL_COURT})


class Role(StrEnum):
    """In what role a body receives an act."""

    RESPONSIBLE = "responsible"
    SUPERIOR = "superior"
    FOR_INFORMATION = "for_information"


class RelationKind(StrEnum):
    """Only `hierarchical` makes a superior ("organ epror"); the others explain who else has a say."""

    HIERARCHICAL = "hierarchical"
    LEGALITY_OVERSIGHT = "legality_oversight"
    DISCIPLINARY = "disciplinary"
    DATA_REPORTING = "data_reporting"
    POLITICAL = "political"
    ACTS_FOR = "acts_for"
    COUNCIL_OVERSIGHT = "council_oversight"


@dataclass(frozen=True)
class Relation:
    """Read: `body` --kind--> `to`, where `to` is the superior, the overseer or the public body acted for."""

    body: Id
    kind: RelationKind
    to: Id


@dataclass(frozen=True)
class Addressee:
    """A body as it was on the day of the letter. `key`: its stable name in the directory; `powers` as the directory has them."""

    institution_id: Id
    body_class: BodyClass
    role: Role
    key: str = ""
    powers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Setting:
    """What surrounds an act on the day it is checked: the bodies of the case with their classes, the relations that are
    valid on that day and touch them or the addressees, and whether a court or a prosecutor has the matter.
    """

    bodies_in_case: tuple[tuple[Id, BodyClass], ...] = ()
    relations: frozenset[Relation] = frozenset()
    elsewhere: Elsewhere = Elsewhere.NONE


def superiors(body: Id, relations: frozenset[Relation]) -> tuple[Id, ...]:
    """The hierarchical superiors among these relations, which must be those of one day. Empty for a municipality: it is
    nobody's subordinate (Constitution, art. 108(4)), and nobody is guessed in its place.
    """
    return tuple(
        sorted((one.to for one in relations if one.body == body and one.kind is RelationKind.HIERARCHICAL), key=str)
    )


def next_above(body: Id, relations: frozenset[Relation], turned_to: Collection[Id]) -> tuple[Id, ...]:
    """The superiors to be turned to next, one after the other: the nearest of whom nobody was turned to yet, and above those that were,
    their own. `relations`: those of one day. Empty once everybody above was turned to.
    """
    level, seen = {body}, {body}
    while level:
        above = {to for one in level for to in superiors(one, relations)} - seen
        if left := above - set(turned_to):
            return tuple(sorted(left, key=str))
        seen |= above
        level = above
    return ()
