"""A file of items of documents against what is known: which rows are new, changed, the same, or refused and why."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

#: Issuer, number and item: what makes a row itself.
Key: TypeAlias = tuple[str, str, str]
#: Field and code.
Fault: TypeAlias = tuple[str, str]


class State(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


class IsItem(Protocol):
    """What a file or the register says of one item, and of the document that it is of."""

    @property
    def key(self) -> Key: ...


S = TypeVar("S", bound=IsItem)


@dataclass(frozen=True)
class Row(Generic[S]):
    """One row of a file: `line` as an editor counts, for JSON the place in its list. One that cannot be read says nothing: then
    `key` holds what could be read of it, and `faults` are (field, code).
    """

    line: int
    said: S | None = None
    key: Key = ("", "", "")
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Difference(Generic[S]):
    """What a row is or would do. `fields`: name → (before, after)."""

    row: Row[S]
    state: State
    fields: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


class ImportRefusedError(Exception):
    """Nothing was written: some rows cannot be taken."""

    def __init__(self, refused: Sequence[Difference[Any]]) -> None:
        super().__init__(f"{len(refused)} rows are refused")
        self.refused = list(refused)


def only_taken(compared: Iterable[Difference[S]]) -> None:
    """Refuses a file of which a row is refused. Raises `ImportRefusedError`."""
    if refused := [one for one in compared if one.state is State.REFUSED]:
        raise ImportRefusedError(refused)


@dataclass(frozen=True, kw_only=True)
class Comparison(Generic[S]):
    """By what rows are compared. `known`: what is stored, by key. `of_document`: what all rows of one document say alike, of which
    `fixed_of_document` no file changes; `changeable` and `fixed`: the same of an item. `faults`: what no spelling of single cells shows.
    """

    known: Mapping[Key, S]
    of_document: tuple[str, ...]
    fixed_of_document: tuple[str, ...]
    changeable: tuple[str, ...]
    fixed: tuple[str, ...] = ()
    faults: Callable[[S], list[Fault]]


def compare(rows: Iterable[Row[S]], by: Comparison[S]) -> list[Difference[S]]:
    """Every row with its state."""
    compared: list[Difference[S]] = []
    seen: set[Key] = set()
    documents = {said.key[:2]: said for said in by.known.values()}
    first: dict[tuple[str, str], S] = {}
    for row in rows:
        said = row.said
        if said is None:
            compared.append(Difference(row, State.REFUSED, faults=row.faults))
            continue
        before, document = by.known.get(said.key), documents.get(said.key[:2])
        faults = by.faults(said)
        if not faults:
            faults = _clashes(said, (first.setdefault(said.key[:2], said), document, before), by)
            faults += [("item", "twice")] if said.key in seen else []
            seen.add(said.key)
        compared.append(_difference(row, before, document, tuple(faults), by))
    return compared


def _difference(
    row: Row[S], before: S | None, document: S | None, faults: tuple[Fault, ...], by: Comparison[S]
) -> Difference[S]:
    if faults or row.said is None:
        return Difference(row, State.REFUSED, faults=faults)
    if before is None:
        # A new item of a document that is known may correct what is said of the document.
        return Difference(row, State.NEW, _changes(document, row.said, by.of_document) if document else {})
    changes = _changes(before, row.said, by.changeable)
    return Difference(row, State.CHANGED if changes else State.SAME, changes)


def _changes(before: S, after: S, names: Iterable[str]) -> dict[str, tuple[object, object]]:
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    return {name: (old, new) for name, (old, new) in pairs.items() if old != new}


def _clashes(said: S, others: tuple[S, S | None, S | None], by: Comparison[S]) -> list[Fault]:
    """Where a row says otherwise than another of the same document, or moves what no file moves. `others`: the first row of its document,
    and what is known of the document and of the item.
    """
    leading, document, before = others
    clashes = [(name, "differs_within") for name in _changes(leading, said, by.of_document)]
    clashes += [(name, "fixed") for name in _changes(document, said, by.fixed_of_document)] if document else []
    return clashes + ([(name, "fixed") for name in _changes(before, said, by.fixed)] if before else [])
