"""A file of recommendations to the office against what is known: which rows are new, changed, the same, or refused and why."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from services.cases.domain.terms import Term

#: Issuer, number and item: what makes a row itself.
Key: TypeAlias = tuple[str, str, str]
#: What all rows of one document say alike.
OF_DOCUMENT = ("title", "issued_on", "received_on")
#: The day of receipt and the term are none of these: they began a clock, and others make another recommendation.
CHANGEABLE = ("title", "issued_on", "text", "due")


class State(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Row:
    """One row of a file: `line` as an editor counts, for JSON the place in its list. `faults`: (field, code)."""

    line: int
    values: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> Key:
        return tuple(str(self.values.get(name, "")) for name in ("issuer", "number", "item"))  # type: ignore[return-value]


@dataclass(frozen=True)
class Difference:
    """What a row is or would do. `fields`: name → (before, after)."""

    row: Row
    state: State
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    faults: tuple[tuple[str, str], ...] = ()


def compare(
    rows: Iterable[Row],
    known: Mapping[Key, Mapping[str, Any]],
    *,
    issuers: Collection[str],
    terms: Iterable[Term],
    today: date,
) -> list[Difference]:
    """Every row with its state. `known`: what is stored, by key, with the members of a row."""
    terms = tuple(terms)
    found: list[Difference] = []
    seen: set[Key] = set()
    stored = {key[:2]: row for key, row in known.items()}
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        faults = list(row.faults) or _faults(row, issuers, terms, today)
        if not faults:
            leading = first.setdefault(row.key[:2], row)
            faults = _clashes(row, leading, known.get(row.key), stored.get(row.key[:2]))
            faults += [("item", "twice")] if row.key in seen else []
            seen.add(row.key)
        found.append(_difference(row, known.get(row.key), stored.get(row.key[:2]), tuple(faults)))
    return found


def _difference(
    row: Row,
    before: Mapping[str, Any] | None,
    document: Mapping[str, Any] | None,
    faults: tuple[tuple[str, str], ...],
) -> Difference:
    if faults:
        return Difference(row, State.REFUSED, faults=faults)
    if before is None:
        # A new item of a document that is known may correct what is said of the document.
        return Difference(row, State.NEW, _changes(document, row, OF_DOCUMENT) if document else {})
    changes = _changes(before, row, CHANGEABLE)
    return Difference(row, State.CHANGED if changes else State.SAME, changes)


def _changes(before: Mapping[str, Any], row: Row, names: Iterable[str]) -> dict[str, tuple[Any, Any]]:
    return {name: (before[name], row.values[name]) for name in names if row.values[name] != before[name]}


def _clashes(
    row: Row, leading: Row, before: Mapping[str, Any] | None, document: Mapping[str, Any] | None
) -> list[tuple[str, str]]:
    """Where a row says otherwise than another of the same document, or moves what began a clock."""
    found = [(name, "differs_within") for name in OF_DOCUMENT if row.values[name] != leading.values[name]]
    if document is not None and row.values["received_on"] != document["received_on"]:
        found.append(("received_on", "fixed"))
    if before is not None and row.values["term"] != before["term"]:
        found.append(("term", "fixed"))
    return found


def _faults(row: Row, issuers: Collection[str], terms: Iterable[Term], today: date) -> list[tuple[str, str]]:
    """What no spelling of single cells shows."""
    said = row.values
    found = []
    if said["issuer"] not in issuers:
        found.append(("issuer", "issuer_unknown"))
    if said["term"] is not None and not any(
        term.key == said["term"] and term.in_force(said["received_on"]) for term in terms
    ):
        found.append(("term", "term_unknown"))
    if said["term"] is None and said["due"] is None:
        found.append(("due", "needs_due_or_term"))
    if said["received_on"] < said["issued_on"]:
        found.append(("received_on", "before_issued"))
    if said["received_on"] > today:
        found.append(("received_on", "in_the_future"))
    if said["due"] is not None and said["due"] < said["received_on"]:
        found.append(("due", "before_received"))
    return found
