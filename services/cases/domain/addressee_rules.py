"""Conditions that narrow who may receive an act, as they stand in the data file: "a superior, on that day, of a body in
the case" is a sentence there and one small value here. A new combination is an edit of the data, not of this file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.cases.domain import entries
from services.cases.domain.bodies import Addressee, BodyClass, Id, RelationKind, Setting


@dataclass(frozen=True)
class IsBodyInCase:
    """The addressee is one of the bodies of the case."""


@dataclass(frozen=True)
class OfClass:
    """A body of this class; when one of `classes_in_case` is in the case, if any are named."""

    body_class: BodyClass
    classes_in_case: frozenset[BodyClass] = frozenset()


@dataclass(frozen=True)
class HasPower:
    power: str


@dataclass(frozen=True)
class Related:
    """`towards`: some body of the case stands in such a relation to the addressee; otherwise the addressee to anybody. `steps`: over
    how many such relations one above the other.
    """

    kinds: frozenset[RelationKind]
    towards: bool
    steps: int = 1


@dataclass(frozen=True)
class Named:
    """One institution, when a body of one of these classes is in the case."""

    institution: str
    classes_in_case: frozenset[BodyClass]


Test = IsBodyInCase | OfClass | HasPower | Related | Named


@dataclass(frozen=True)
class Rule:
    """Holds when any of its tests does."""

    key: str
    any_of: tuple[Test, ...]


def holds(rule: Rule, addressee: Addressee, setting: Setting) -> bool:
    return any(_passes(test, addressee, setting) for test in rule.any_of)


def _passes(test: Test, addressee: Addressee, setting: Setting) -> bool:
    in_case = {body for body, _ in setting.bodies_in_case}
    match test:
        case IsBodyInCase():
            return addressee.institution_id in in_case
        case OfClass(body_class, classes):
            met = not classes or any(one in classes for _, one in setting.bodies_in_case)
            return addressee.body_class is body_class and met
        case HasPower(power):
            return power in addressee.powers
        case Named(institution, classes):
            return addressee.key == institution and any(one in classes for _, one in setting.bodies_in_case)
        case Related(kinds, towards, steps):
            pairs = {(one.body, one.to) for one in setting.relations if one.kind in kinds}
            if towards:
                return addressee.institution_id in _reached(in_case, pairs, steps)
            return any(body == addressee.institution_id for body, _ in pairs)


def _reached(bodies: set[Id], pairs: set[tuple[Id, Id]], steps: int) -> set[Id]:
    """What stands above these bodies within so many steps."""
    found, stage = set[Id](), bodies
    for _step in range(steps):
        stage = {above for body, above in pairs if body in stage} - found
        found |= stage
    return found


def _read_related(entry: Mapping[str, object], where: str) -> Related:
    relation = entries.mapping(entry, "requires_relation", where)
    ends = (relation.get("from"), relation.get("to"))
    if ends not in {("addressee", None), ("body_in_case", "addressee")}:
        raise ValueError(f"{where}: a relation leads from the addressee, or from body_in_case to the addressee")
    kinds = frozenset(RelationKind(kind) for kind in entries.texts(relation, "kinds", where))
    steps = entries.number(relation, "steps", where, default=1)
    return Related(kinds, towards=ends[1] == "addressee", steps=steps)


def _read_class(entry: Mapping[str, object], where: str) -> OfClass:
    classes = frozenset(BodyClass(one) for one in entries.texts(entry, "body_in_case_class", where))
    return OfClass(BodyClass(entries.text(entry, "class", where)), classes)


def _read_named(entry: Mapping[str, object], where: str) -> Named:
    classes = frozenset(BodyClass(one) for one in entries.texts(entry, "body_in_case_class", where))
    return Named(entries.text(entry, "institution", where), classes)


#: The word that makes a test what it is → how to read it.
_READERS: dict[str, Callable[[Mapping[str, object], str], Test]] = {
    "requires_relation": _read_related,
    "institution": _read_named,
    "class": _read_class,
    "power": lambda entry, where: HasPower(entries.text(entry, "power", where)),
    "is_body_in_case": lambda _entry, _where: IsBodyInCase(),
}


def _read_test(entry: Mapping[str, object], where: str) -> Test:
    for word, read in _READERS.items():
        if word in entry:
            return read(entry, where)
    raise ValueError(f"{where}: no test is called {', '.join(entry)}")


def read_rule(key: str, entry: Mapping[str, object]) -> Rule:
    """A rule of `addressee_rules` in the data file of kinds; raises ValueError that names the rule and the fault."""
    where = f"addressee rule {key}"
    tests = entries.rows(entry, "any_of", where) or (entry,)
    return Rule(key, tuple(_read_test(test, where) for test in tests))
