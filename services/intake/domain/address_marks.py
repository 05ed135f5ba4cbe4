"""Addresses reduced to what all their spellings have in common, so that one of another file is recognised without that file being opened.

Two words of the street's name, or its only one, with the number of the house: `Rruga Dëshmorët e Kombit, nr. 14`, `rrugën “Dëshmorët e Kombit”, 14`,
`Rrugën e Dëshmorëve të Kombit, në numrin 14`, `numri 14 i rrugës Dëshmorët e Kombit`. A street without a number is no address of anybody.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from services.intake.domain.hits import Kind, Severity
from services.intake.domain.homes import belongs_to_body
from services.intake.domain.marks import Candidate
from services.intake.domain.signs import QUOTES, Seen, Signs, first_of
from services.intake.domain.speech import Speech
from services.intake.domain.written import Word
from shared.numerals import figures_of

_STREET = re.compile(r"rrug\w*|rr|bulevard\w*|blv|blvd|bul|shetitor\w*|shesh\w*|street|str|avenue|lagj\w*|mahall\w*")
_ARTICLES = frozenset({"e", "i", "te", "se", "dhe", "of", "the", "d"})
_NUMBERED = r"(?:nr|num[ëe]r\w*|numri\w*|no|number|#|№)"
_HOUSE = r"(?:pallat\w*|pall|godin\w*|nd[ëe]rtes\w*|sht[ëe]pi\w*|banes\w*|vil\w{1,2}|hyrj\w*)"
_NUMBER = re.compile(
    r"(?<![^\W_])(?<!\d[.,/])0{0,2}(?P<number>[1-9]\d{0,3})(?:\s?/\s?\d{1,3}){0,2}\s?[A-Za-z]?(?![^\W_])"
)
_SIGNS = rf"[{QUOTES})(\s,;:.\-–—/]{{0,6}}"
_LABELS = re.compile(
    rf"{_SIGNS}(?:(?:n[ëe]|tek?|me|at)\s+)?(?:(?:{_HOUSE}|{_NUMBERED})[\s.:]{{0,3}}(?:me\s+)?){{0,2}}\Z", re.IGNORECASE
)
_SAYS_NUMBER = re.compile(rf"(?<!\w)(?:{_HOUSE}|{_NUMBERED})[\s.:]{{0,3}}\Z", re.IGNORECASE)
_BEFORE_STREET = re.compile(r"\s?,?\s?(?:(?:i|e|t[ëe]|n[ëe]|tek?|on|of|in)\s+)?\Z")
_GAP = re.compile(rf"[\s.{QUOTES}(]{{1,4}}")
#: What is counted after the number: "14 nxënës"; but not where the sentence goes on.
_COUNTS = re.compile(
    r"\s(?!n[ëe]\b|dhe\b|e\b|i\b|t[ëe]\b|tek?\b|pran|fshat|lagj|qytet|pall|kat|shk|ap|banes|is\b|in\b|ku\b|q[ëe]\b|nuk\b|u\b|ka\b|ësht)[^\W\d_A-Z]\w"
)
_ENDING = re.compile(r"(?:eve|ave|ve|et|at|it|in|ut|un|es|en|as|an|ne|se|jt|[iuaenst])\Z")
_FEWEST, _MOST_WORDS, _WIDEST = 3, 4, 45


@dataclass(frozen=True)
class Address:
    """Where one stands, and its marks; `sure`: it is said to be a street, or its number to be one; `of_body`: a body that it belongs to is said."""

    start: int
    end: int
    marks: frozenset[str]
    sure: bool
    of_body: bool


def marks_of_address(told: str, speech: Speech, signs: Signs, *, only_sure: bool = False) -> set[str]:
    """Those of each address in what a file has; `only_sure`: of the words of a narrative."""
    found = _addresses(Seen(told, (), speech, signs))
    return {mark for one in found if one.sure or not only_sure for mark in one.marks}


def address_candidates(text: str, speech: Speech, signs: Signs, part: int = 0) -> Iterator[Candidate]:
    """Every place of a text that may hold the address of a file: a question beside a body that it may belong to, and where it may be none."""
    for one in _addresses(Seen(text, (), speech, signs)):
        severity = Severity.STOP if one.sure and not one.of_body else Severity.QUESTION
        yield Candidate(((part, one.start, one.end),), one.marks, (), severity, Kind.ADDRESS)


def _addresses(seen: Seen) -> Iterator[Address]:
    """In no order."""
    at = {word.end: place for place, word in enumerate(seen.words)}
    for start, end, number in _numbers(seen.text):
        yield from _named_before(seen, at, start, end, number)
        yield from _named_after(seen, start, end, number)


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    yield from ((match.start(), match.end(), match["number"]) for match in _NUMBER.finditer(text))
    yield from ((one.start, one.end, one.figures) for one in figures_of(text) if one.said and len(one.figures) < 4)


def _named_before(seen: Seen, at: Mapping[int, int], start: int, end: int, number: str) -> Iterator[Address]:
    """`Rruga Dëshmorët e Kombit, nr. 14`"""
    near = max(0, start - _WIDEST)
    last = next((at[near + cut] for cut in _ends_before(seen.text, near, start) if near + cut in at), None)
    if last is None or start == seen.words[last].start:
        return
    name, street = _name_before(seen, last)
    labelled = _SAYS_NUMBER.search(seen.text, near, start) is not None
    parted = street is None or "," in seen.text[seen.words[last].end : start]
    counts = parted and not labelled and _COUNTS.match(seen.text, end) is not None
    if street or len(name) > 1:
        first, sure = street or name[0], (street is not None or labelled) and not counts
        yield from _address(seen, name, first.start, end, number, street=street is not None, sure=sure)


def _name_before(seen: Seen, last: int) -> tuple[list[Word], Word | None]:
    """The words of a street's name that end with this one, and the word before them that says that it is a street, if there is one; without
    it only those with a capital.
    """
    name: list[Word] = []
    for place in range(last, -1, -1):
        word = seen.words[place]
        apart = place < last and not _GAP.fullmatch(seen.text, word.end, seen.words[place + 1].start)
        if apart or len(name) == _MOST_WORDS:
            break
        if _STREET.fullmatch(word.spellings[0]):
            return name, word
        if word.spellings[0] in _ARTICLES:
            continue
        if not _may_name(word):
            break
        name.insert(0, word)
    return [word for place, word in enumerate(name) if all(after.capital for after in name[place:])], None


def _ends_before(text: str, near: int, start: int) -> Iterator[int]:
    """Where what is before a number may end, without the words that say that it is one."""
    match = _LABELS.search(text[near:start])
    while match:
        yield match.start()
        match = _LABELS.search(text[near:start], match.start() + 1) if match.start() < start - near else None


def _named_after(seen: Seen, start: int, end: int, number: str) -> Iterator[Address]:
    """`numri 14 i rrugës Dëshmorët e Kombit`, `14, rruga …`"""
    for place in _words_from(seen, end):
        word = seen.words[place]
        if _STREET.fullmatch(word.spellings[0]) and _BEFORE_STREET.fullmatch(seen.text[end : word.start]):
            name: list[Word] = []
            for other in range(place + 1, min(len(seen.words), place + 2 + 2 * _MOST_WORDS)):
                after = seen.words[other]
                if not _GAP.fullmatch(seen.text, seen.words[other - 1].end, after.start):
                    break
                if after.spellings[0] in _ARTICLES:
                    continue
                if not after.capital or len(name) == _MOST_WORDS:
                    break
                name.append(after)
            if name:
                yield from _address(seen, name, start, name[-1].end, number, street=True, sure=True)
            return


def _words_from(seen: Seen, end: int) -> Iterator[int]:
    first = first_of(seen.words, end)
    return iter(range(first, min(len(seen.words), first + 2)))


def _may_name(word: Word) -> bool:
    return len(word.spellings[0]) >= _FEWEST


def _address(
    seen: Seen, name: Sequence[Word], start: int, end: int, number: str, *, street: bool, sure: bool
) -> Iterator[Address]:
    marks = {_mark((*pair, number)) for one, other in pairwise(name) for pair in product(_stems(one), _stems(other))}
    if street and len(name) == 1:
        marks = {_mark((stem, number)) for stem in _stems(name[0])}
    if marks:
        yield Address(start, end, frozenset(marks), sure, belongs_to_body(seen, start, end))


def _stems(word: Word) -> set[str]:
    return {_stem(spelling) for spelling in word.spellings}


def _stem(spelling: str) -> str:
    """Without its ending, and without a vowel that is left at its end."""
    cut = _ENDING.sub("", spelling)
    bare = (cut if len(cut) >= _FEWEST else spelling).rstrip("aeiouy")
    return bare if len(bare) >= _FEWEST else spelling


def _mark(parts: Sequence[str]) -> str:
    *name, number = parts
    return f"@{' '.join(sorted(name))} {number}"
