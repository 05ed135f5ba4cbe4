"""A full name of another file that was typed with one fault: `Elirra Krasniqi`, `Elira Krasnqi`, `Elria Krasniqi`.

Marks are keyed, so that nothing near a mark can be looked for. What two words have in common that are one fault apart is each without one of
its letters: of a name the marks of one part whole and the other without one letter are kept, and looked for in the same way. A few that are
two faults apart have such a mark in common too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, product

from services.intake.domain.declension import roots, roots_of_form
from services.intake.domain.speech import Speech
from services.intake.domain.written import Word, words

#: A shorter root has too many neighbours that are names too, as Gjok and Gjon; of one letter more it is sure enough to stop.
_SHORTEST, _SURE = 4, 5
_DROPPING = frozenset({"er", "el"})
#: Of so many pairs of one text: as the office writes it has some ten.
_MOST_PAIRS = 500
_GAP = re.compile(r"[ \t]{0,3}\n?[ \t]{0,3}[,\-–‐]?[ \t]{0,2}")


@dataclass(frozen=True)
class Misspelt:
    """Two words in their order, and the marks of whom they may be meant as if one of them has a fault; `sure`: that one is long."""

    one: Word
    other: Word
    marks: frozenset[str]
    sure: bool


def misspelt_marks(parts: Sequence[str]) -> Iterator[str]:
    """Of a name in its parts: each whole with each other that lacks a letter at most."""
    for whole, faulty in permutations(parts, 2):
        # Of "Arbër" the root has lost a letter that "Arbërr" has not.
        for one, other in product(
            roots(whole), {faulty, *roots(faulty)} if faulty[-2:] in _DROPPING else roots(faulty)
        ):
            yield from (_mark(one, lacking) for lacking in _lacking(other))


def misspelt(text: str, speech: Speech) -> Iterator[Misspelt]:
    """Each two words with a capital that stand side by side, or have a third one between; what the office writes has no fault."""
    found, pairs = words(text), 0
    for place, one in enumerate(found):
        for other in _following(text, found, place) if one.capital else ():
            ways = [way for way in ((one, other), (other, one)) if _may_be_faulty(way[1], speech)]
            pairs += bool(ways)
            if pairs > _MOST_PAIRS:
                return
            for whole, faulty in ways:
                yield Misspelt(one, other, frozenset(_marks(whole, faulty)), min(map(len, _roots(faulty))) >= _SURE)


def sounding_pairs(text: str, speech: Speech) -> Iterator[tuple[Word, Word]]:
    """Each two such words of which the office writes one at most."""
    found, pairs = words(text), 0
    for place, one in enumerate(found):
        for other in _following(text, found, place) if one.capital else ():
            plain = [any(spelling in speech.words for spelling in word.spellings) for word in (one, other)]
            pairs += not all(plain)
            if pairs > _MOST_PAIRS:
                return
            if not all(plain):
                yield one, other


def _following(text: str, found: Sequence[Word], place: int) -> Iterator[Word]:
    last = found[place]
    for other in found[place + 1 : place + 3]:
        if not other.capital or not _GAP.fullmatch(text, last.end, other.start):
            return
        yield other
        last = other


def _may_be_faulty(word: Word, speech: Speech) -> bool:
    """A word of some length that the office never writes."""
    return bool(_roots(word)) and not any(spelling in speech.words for spelling in word.spellings)


def _marks(whole: Word, faulty: Word) -> Iterator[str]:
    for one, other in product(_roots(whole, fewest=1), _roots(faulty)):
        yield from (_mark(one, lacking) for lacking in _lacking(other))


def _roots(word: Word, fewest: int = _SHORTEST - 1) -> set[str]:
    ends = (end for spelling in word.spellings for end in roots_of_form(spelling))
    return {end for end in ends if len(end) >= fewest}


def _lacking(root: str) -> set[str]:
    """The root, and, but of a short one, each that lacks one of its letters."""
    shorter = {root[:at] + root[at + 1 :] for at in range(len(root))}
    return {root, *shorter} if len(root) >= _SHORTEST else {root}


def _mark(one: str, lacking: str) -> str:
    return f"{one}~{lacking}"
