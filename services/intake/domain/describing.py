"""Descriptions by which a reader of the place would know a child: school and class, village and age, what a parent is there. Only ever a question."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.intake.domain.hits import Hit, Kind, Severity

#: The texts that anybody reads; whom a letter is addressed to knows the child anyway.
PUBLIC_TEXTS = frozenset({"public_version", "gap"})
#: Where a pattern names a list of words.
_NAMED = re.compile(r"\{(?P<list>[a-z]+)\}")


@dataclass(frozen=True)
class Combination:
    """Two kinds of words, with at most so many characters between them. `public`: only what anybody reads is asked about them."""

    first: re.Pattern[str]
    last: re.Pattern[str]
    within: int
    public: bool = True


def read_combinations(document: Mapping[str, Any]) -> tuple[Combination, ...]:
    """Out of their file. Raises `KeyError` for a part that is none of its marks, `re.error` for a pattern that is none."""
    words = {one["key"]: "|".join(one["text"].split()).replace("_", r"\s+") for one in document["words"]}
    marks = {one["key"]: re.compile(_with(words, one["pattern"]), re.IGNORECASE) for one in document["marks"]}
    return tuple(
        Combination(marks[one["first"]], marks[one["last"]], one["within"], one["public"])
        for one in document["combinations"]
    )


def _with(words: Mapping[str, str], pattern: str) -> str:
    """The pattern with the lists that it names: `{office}`."""
    return _NAMED.sub(lambda match: f"(?:{words[match['list']]})", pattern)


def descriptions(text: str, combinations: Sequence[Combination]) -> Iterator[Hit]:
    """The last part of each combination: what the text might do without."""
    for one in combinations:
        near = [match.span() for match in one.first.finditer(text)]
        for match in one.last.finditer(text):
            start, end = match.span()
            beside = (0 <= start - to <= one.within or 0 <= at - end <= one.within for at, to in near)
            if any(beside) or any(start < at and to < end for at, to in near):
                yield Hit(start, end, Kind.DESCRIPTION, Severity.QUESTION)
