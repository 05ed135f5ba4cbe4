"""A file of recommendations to the office against what is known: which rows are new, changed, the same, or refused and why."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from services.cases.domain.terms import Term

#: Issuer, number and item: what makes a row itself.
Key: TypeAlias = tuple[str, str, str]
#: Field and code.
Fault: TypeAlias = tuple[str, str]
#: What all rows of one document say alike.
OF_DOCUMENT = ("title", "issued_on", "received_on")
#: The day of receipt and the term are none of these: they began a clock, and others make another recommendation.
CHANGEABLE = ("title", "issued_on", "text", "due")


class State(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a file or the register says of one item, and of the document that it is of."""

    issuer: str
    number: str
    title: str
    issued_on: date
    received_on: date
    item: str
    text: str
    due: date | None
    term: str | None

    @property
    def key(self) -> Key:
        return self.issuer, self.number, self.item


@dataclass(frozen=True)
class Row:
    """One row of a file: `line` as an editor counts, for JSON the place in its list. One that cannot be read says nothing: then
    `key` holds what could be read of it, and `faults` are (field, code).
    """

    line: int
    said: Said | None = None
    key: Key = ("", "", "")
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Difference:
    """What a row is or would do. `fields`: name → (before, after)."""

    row: Row
    state: State
    fields: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Setting:
    """What a file is compared with: what is stored, by key, and what there is to choose from on that day."""

    known: Mapping[Key, Said]
    issuers: Collection[str]
    terms: Collection[Term]
    today: date


def compare(rows: Iterable[Row], setting: Setting) -> list[Difference]:
    """Every row with its state."""
    compared: list[Difference] = []
    seen: set[Key] = set()
    documents = {said.key[:2]: said for said in setting.known.values()}
    first: dict[tuple[str, str], Said] = {}
    for row in rows:
        said = row.said
        if said is None:
            compared.append(Difference(row, State.REFUSED, faults=row.faults))
            continue
        before, document = setting.known.get(said.key), documents.get(said.key[:2])
        faults = _faults(said, setting)
        if not faults:
            faults = _clashes(said, first.setdefault(said.key[:2], said), before, document)
            faults += [("item", "twice")] if said.key in seen else []
            seen.add(said.key)
        compared.append(_difference(row, said, before, document, tuple(faults)))
    return compared


def _difference(
    row: Row, said: Said, before: Said | None, document: Said | None, faults: tuple[Fault, ...]
) -> Difference:
    if faults:
        return Difference(row, State.REFUSED, faults=faults)
    if before is None:
        # A new item of a document that is known may correct what is said of the document.
        return Difference(row, State.NEW, _changes(document, said, OF_DOCUMENT) if document else {})
    changes = _changes(before, said, CHANGEABLE)
    return Difference(row, State.CHANGED if changes else State.SAME, changes)


def _changes(before: Said, after: Said, names: Iterable[str]) -> dict[str, tuple[object, object]]:
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    return {name: (old, new) for name, (old, new) in pairs.items() if old != new}


def _clashes(said: Said, leading: Said, before: Said | None, document: Said | None) -> list[Fault]:
    """Where a row says otherwise than another of the same document, or moves what began a clock."""
    clashes = [(name, "differs_within") for name in OF_DOCUMENT if getattr(said, name) != getattr(leading, name)]
    if document is not None and said.received_on != document.received_on:
        clashes.append(("received_on", "fixed"))
    if before is not None and said.term != before.term:
        clashes.append(("term", "fixed"))
    return clashes


def _faults(said: Said, setting: Setting) -> list[Fault]:
    """What no spelling of single cells shows."""
    in_force = {term.key for term in setting.terms if term.in_force(said.received_on)}
    checks = (
        (said.issuer not in setting.issuers, "issuer", "issuer_unknown"),
        (said.term is not None and said.term not in in_force, "term", "term_unknown"),
        (said.term is None and said.due is None, "due", "needs_due_or_term"),
        (said.received_on < said.issued_on, "received_on", "before_issued"),
        (said.received_on > setting.today, "received_on", "in_the_future"),
        (said.due is not None and said.due < said.received_on, "due", "before_received"),
    )
    return [(field, code) for wrong, field, code in checks if wrong]
