"""What the words around a name say that it is, where a family is called as a place or as any thing: Laçi, Bregu, Vlora."""

import re
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from services.intake.domain.speech import Speech
from services.intake.domain.written import Word

SENTENCE_ENDS = re.compile(r"[.!?…]\s+(?=[^\W\d_a-zëç])|\n\s*\n")
_SAID_SO = r"(?:\s{0,3}[:=\-–—|\"“”„«’'(]\s{0,3}|\s+(?:i\s+tij|i\s+saj|e\s+tij|e\s+saj|i\s+familjes|e\s+ka|është|eshte|is|si)\b){0,3}\s{0,3}"
GIVEN = re.compile(
    rf"\b(?:em[eë]r(?:i|in|it)?|emri[nt]?|quhe[tj]\w*|quajnë|njohin|thërrasin|(?:first|given)\s?names?|forename|name)\b{_SAID_SO}", re.IGNORECASE
)  # fmt: skip
FAMILY = re.compile(
    rf"\b(?:mbiem[eë]r\w*|mbiemri\w*|familj(?:a|e|en|es)|fisi[nt]?|surname|(?:last|family)\s?name|family)\b{_SAID_SO}",
    re.IGNORECASE,
)
ARTICLES = frozenset({"e", "i", "se", "te"})
_BETWEEN = re.compile(r"[\s,(]{1,3}")
_MOST_BETWEEN = 4


class Said(StrEnum):
    """A family's or a person's name; nothing, but that it stands in one sentence with the other name; or a place's, or nothing at all."""

    NAME = "name"
    TOGETHER = "together"
    PLACE = "place"


def after(text: str, found: Sequence[Word], label: re.Pattern[str]) -> Iterator[int]:
    """Which of the words stand after what `label` says."""
    starts = {word.start: place for place, word in enumerate(found)}
    for match in label.finditer(text):
        if match.end() in starts:
            yield starts[match.end()]


def called_families(text: str, found: Sequence[Word], persons: Collection[str]) -> frozenset[int]:
    """Which of the words are called a family's or a person's name by what stands before: "familja Bregu", "familja e Bregut", "nxënësi Bregu"."""
    places = set(after(text, found, FAMILY))
    places |= {place + 1 for place in places if found[place].spellings[0] in ARTICLES}
    called = (one.spellings[0] in persons and not other.opens for one, other in pairwise(found))
    places |= {place for place, is_called in enumerate(called, start=1) if is_called}
    return frozenset(place for place in places if place < len(found) and found[place].capital)


def is_called_place(found: Sequence[Word], place: int, speech: Speech) -> bool:
    """Whether the word before says that a place, a body or whoever holds an office is called so: "në Laç", "Bashkia e Vlorës"."""
    ahead = place - 1
    if ahead > 0 and found[ahead].spellings[0] in ARTICLES:
        ahead -= 1
    listed = (speech.places, speech.streets, speech.offices)
    return ahead >= 0 and any(found[ahead].spellings[0] in some for some in listed)


def are_linked(text: str, found: Sequence[Word], one: int, other: int, speech: Speech) -> bool:
    """Whether nothing but articles and words for persons links two words: "Mateo i Laçëve", "Mateo, djali i Laçëve"."""
    first, last = sorted((one, other))
    between = found[first + 1 : last]
    linking = (ARTICLES, speech.persons, speech.kin)
    if not 0 < len(between) <= _MOST_BETWEEN or not all(
        any(word.spellings[0] in some for some in linking) for word in between
    ):
        return False
    return all(
        _BETWEEN.fullmatch(text, found[place].end, found[place + 1].start) is not None for place in range(first, last)
    )
