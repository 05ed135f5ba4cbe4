"""A full name of no file that was written without capitals, or with nothing between its parts: `besjan malaj`, `annakola`, `BesjanMalaj`.

Where no capital says that a word is a name, both parts must be known: a given name, and one of a family by its list or its ending, neither a
word of the office's letters. It is a question, as any name of no file.
"""

import re
from collections.abc import Collection, Iterator

from services.intake.domain.hits import Hit, Kind, Severity
from services.intake.domain.signs import Seen
from services.intake.domain.strangers import declined, ends_as_family

_BETWEEN = re.compile(r"[^\S\n]|[-_.+]")
#: Of shorter parts too many words are made.
_SHORTEST, _SHORTEST_GLUED, _SHORTEST_PART = 3, 8, 4
_DOUBLED = re.compile(r"([^\W\d_])\1")
_CAMEL = re.compile(r"[^\W\d_][^\W\d_A-Z]+[A-Z][^\W\d_A-Z]+")


def small_places(seen: Seen, given: frozenset[str]) -> Iterator[Hit]:
    """A question for each. `given`: given names, as they are compared."""
    names, families = declined(given) - seen.speech.plain, declined(seen.signs.families)
    for place, word in enumerate(seen.words):
        written, after = seen.text[word.start : word.end], seen.near(place + 1)
        glued = len(written) >= _SHORTEST_GLUED and (written.islower() or _CAMEL.fullmatch(written))
        if glued and any(_is_glued(one, names, families, seen.speech.words) for one in word.spellings):
            yield Hit(word.start, word.end, Kind.NAME, Severity.QUESTION)
        if after is None or word.capital or after.capital or _BETWEEN.fullmatch(seen.gap(place)) is None:
            continue
        if any(
            _is_full(one, other, names, families, seen.speech.words)
            for one in word.spellings
            for other in after.spellings
        ) or _is_called(seen, place):
            yield Hit(word.start, after.end, Kind.NAME, Severity.QUESTION)


def _is_called(seen: Seen, place: int) -> bool:
    """Whether the second ends as families' names do, and both are nothing that the office writes: a given name that no list knows."""
    ends = any(ends_as_family(one) for one in seen.words[place + 1].spellings) and "." not in seen.gap(place)
    return ends and seen.is_strange(place) and seen.is_strange(place + 1)


def _is_glued(word: str, names: Collection[str], families: frozenset[str], plain: Collection[str]) -> bool:
    """By a family that is known alone: words glued together end in any way."""
    cuts = ((word[:cut], word[cut:]) for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1))
    known = ((one, other) for one, other in cuts if not families.isdisjoint((one, other)))
    return word not in plain and any(
        _is_full(one, other, names, families, plain)
        or (one not in plain and other in families and ends_as_family(other))
        for one, other in known
    )


def _is_full(one: str, other: str, names: Collection[str], families: Collection[str], plain: Collection[str]) -> bool:
    """Whether one of both is a given name and the other one of a family; two that are words of the office's too are its words."""
    if one in plain and other in plain:
        return False
    pairs = ((one, other), (other, one))
    return any(_is_given(first, names) and (last in families or _ends(last, plain)) for first, last in pairs)


def _is_given(spelling: str, names: Collection[str]) -> bool:
    return len(spelling) >= _SHORTEST and (spelling in names or _DOUBLED.sub(r"\1", spelling) in names)


def _ends(spelling: str, plain: Collection[str]) -> bool:
    return spelling not in plain and ends_as_family(spelling)
