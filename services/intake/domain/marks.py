"""Full names reduced to what all their forms have in common, so that a file can be recognised by them without being opened.

A mark is a plain text here; what the database keeps of it is keyed (`Vault.mark`). Whatever `declension.forms` makes of a name leads back to
one of the roots of that name, so that a text is looked up by the roots that its words may have.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise, product

from services.intake.domain.declension import forms, root, roots, roots_of_form
from services.intake.domain.hits import Hit, Kind, Severity
from services.intake.domain.names import Speech
from services.intake.domain.written import Word, joined, words

_GAP = re.compile(r"[\s\-–‐.,_/'’\"()]{0,4}")
_WIDEST_GAP = 4
_MOST_PARTS = 4
_FEWEST_JOINED = 6
_SYLLABLE = 4
_LETTER_BY_LETTER = re.compile(r"(?:[^\W\d_][\W_]+)+[^\W\d_]")


@dataclass(frozen=True)
class Candidate:
    """A place that holds a full name if one of its `marks` is a file's. `names`: the two words, each as it may be compared."""

    start: int
    end: int
    marks: frozenset[str]
    names: Sequence[Collection[str]]
    severity: Severity

    @property
    def hit(self) -> Hit:
        return Hit(self.start, self.end, Kind.NAME, self.severity)


def marks_of(name: str, speech: Speech) -> set[str]:
    """Those of a name as the file has it: each two of its parts, apart in any order and in one word. One name alone has none."""
    parts = [word.spellings[-1] for word in words(name) if word.capital or word.spellings[-1] not in speech.words]
    told = [part for part in parts if len(part) > 1][:_MOST_PARTS]
    made = set()
    for one, other in combinations(told, 2):
        made |= {_apart(*pair) for pair in product(roots(one), roots(other))}
        made |= {_in_one(first + end) for first, last in ((one, other), (other, one)) for end in roots(last)}
    return made


def candidates(text: str, speech: Speech) -> Iterator[Candidate]:
    """Every place of a text that may hold a full name: two words with nothing between but perhaps a third one with a capital, or one
    long word. Of two in small letters that the office writes too no name is made.
    """
    found = words(text)
    grown = (word for word in joined(text, found, speech.words) if _is_one(text[word.start : word.end]))
    pieces = [word for word in (*found, *grown) if len(word.spellings[0]) > 1]
    at: Mapping[int, list[Word]] = defaultdict(list)
    for word in pieces:
        at[word.start].append(word)
    before, single = {word.end: word for word in found}, set(found)
    for word in pieces:
        for other in _following(text, word, at):
            thirds = _following(text, other, at) if other.capital else ()
            for last in (other, *thirds):
                if _may_name(word, last, speech):
                    yield _pair(text, word, last, before, speech)
        long = len(word.spellings[0]) >= _FEWEST_JOINED and word.spellings[0] not in speech.words
        if long and (word in single or _LETTER_BY_LETTER.fullmatch(text, word.start, word.end)):
            marks = {_in_one(end) for spelling in word.spellings for end in _reduced(spelling)}
            yield Candidate(word.start, word.end, frozenset(marks), (), Severity.STOP)


def stands_in(candidate: Candidate, public_names: Collection[str]) -> bool:
    """Whether both words stand side by side in what something public is called: a school that bears the name of a poet."""
    if not candidate.names:
        return False
    one, other = candidate.names
    for name in public_names:
        parts = [word.spellings[0] for word in words(name)]
        for first, last in pairwise(parts):
            if any(_is_form(a, first) for a in one) and any(_is_form(b, last) for b in other):
                return True
    return False


def _is_form(spelling: str, token: str) -> bool:
    return spelling[0] == token[0] and spelling in forms(token)


def _is_one(written: str) -> bool:
    """Whether what stands in pieces is one name for sure: with no file beside it "Elira dhe" may grow into anything."""
    pieces = written.split(" ")
    return all(piece[:1].isupper() for piece in pieces) or all(len(piece) < _SYLLABLE for piece in pieces)


def _may_name(one: Word, other: Word, speech: Speech) -> bool:
    """Whether both have a capital, or one that has none stands beside what is no plain word."""
    plain = [any(spelling in speech.words for spelling in word.spellings) for word in (one, other)]
    return (one.capital and other.capital) or not all(plain)


def _following(text: str, word: Word, at: Mapping[int, list[Word]]) -> Iterator[Word]:
    for start in range(word.end, word.end + _WIDEST_GAP + 1):
        if start in at and _GAP.fullmatch(text, word.end, start):
            yield from at[start]


def _pair(text: str, one: Word, other: Word, before: Mapping[int, Word], speech: Speech) -> Candidate:
    reduced = ({end for spelling in word.spellings for end in _reduced(spelling)} for word in (one, other))
    marks = frozenset(_apart(*pair) for pair in product(*reduced))
    severity = Severity.QUESTION if _is_office(text, one, before, speech) else Severity.STOP
    return Candidate(one.start, other.end, marks, (one.spellings, other.spellings), severity)


def _is_office(text: str, word: Word, before: Mapping[int, Word], speech: Speech) -> bool:
    """Whether the word before says that a street or somebody who holds an office is called so."""
    ahead = text[: word.start].rstrip(" \"“”„«'")
    named = before.get(len(ahead))
    return named is not None and any(one in speech.streets or one in speech.offices for one in named.spellings)


@cache
def _reduced(spelling: str) -> frozenset[str]:
    return roots_of_form(spelling) | {root(spelling)}


def _apart(one: str, other: str) -> str:
    return " ".join(sorted((one, other)))


def _in_one(word: str) -> str:
    return f"={word}"
