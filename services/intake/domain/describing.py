"""Descriptions by which a reader of the place would know a child: school and class, village and age, a name beside an age, what a parent is there.
Only ever a question.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.intake.domain.hits import Hit, Kind, Severity

#: The texts that anybody reads; whom a letter is addressed to knows the child anyway.
PUBLIC_TEXTS = frozenset({"public_version", "gap"})
#: Where a pattern names a list of words.
_NAMED = re.compile(r"\{(?P<list>[a-z_]+)\}")

Span = tuple[int, int]


class Asked(StrEnum):
    """Of which texts a combination is asked: of every one; of what anybody reads; of that of a case alone; of what is of no case, and is to
    tell of no child at all.
    """

    EVERY = "every"
    PUBLIC = "public"
    PUBLIC_OF_CASE = "public_of_case"
    OF_NO_CASE = "of_no_case"


@dataclass(frozen=True)
class Mark:
    """A kind of words: those that a pattern finds, or those that the look finds under that name (`given`: given names)."""

    key: str
    pattern: re.Pattern[str] | None

    def spans(self, text: str, found: Mapping[str, Sequence[Span]]) -> Sequence[Span]:
        if self.pattern is None:
            return found.get(self.key, ())
        return [match.span() for match in self.pattern.finditer(text)]


@dataclass(frozen=True)
class Combination:
    """Two kinds of words, with at most so many characters between them; without a `first`, the last alone."""

    first: Mark | None
    last: Mark
    within: int
    asked: Asked
    kind: Kind


def read_combinations(document: Mapping[str, Any]) -> tuple[Combination, ...]:
    """Out of their file. Raises `KeyError` for a part that is none of its marks, `re.error` for a pattern that is none."""
    words: dict[str, str] = {}
    for one in document["words"]:
        words[one["key"]] = _with_lists(words, "|".join(one["text"].split()).replace("_", r"\s+"))
    marks = {one["key"]: Mark(one["key"], _compiled(words, one["pattern"])) for one in document["marks"]}
    return tuple(
        Combination(
            marks[one["first"]] if one["first"] else None,
            marks[one["last"]],
            one["within"],
            Asked(one["asked"]),
            Kind(one["kind"]),
        )
        for one in document["combinations"]
    )


def _compiled(words: Mapping[str, str], pattern: str | None) -> re.Pattern[str] | None:
    """The pattern with the lists that it names: `{office}`."""
    if pattern is None:
        return None
    return re.compile(_with_lists(words, pattern), re.IGNORECASE)


def _with_lists(words: Mapping[str, str], pattern: str) -> str:
    return _NAMED.sub(lambda match: f"(?:{words[match['list']]})", pattern)


def descriptions(
    text: str, combinations: Collection[Combination], found: Mapping[str, Sequence[Span]] | None = None
) -> Iterator[Hit]:
    """The last part of each combination: what the text might do without. `found`: the places of the marks that have no pattern."""
    for one in combinations:
        near = one.first.spans(text, found or {}) if one.first else ()
        for start, end in one.last.spans(text, found or {}):
            if one.first is None or any(
                _is_beside(start, end, at, to, one.within) for at, to in near if to <= start or one.first.pattern
            ):
                yield Hit(start, end, one.kind, Severity.QUESTION)


def _is_beside(start: int, end: int, at: int, to: int, within: int) -> bool:
    apart = 0 <= start - to <= within or 0 <= at - end <= within
    return apart or (start < at and to < end)
