"""The words by which a text tells of somebody whom no file beside it names; the lists of `anybody.yaml` and `given_names.yaml`, as they are compared."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from services.intake.domain.declension import forms
from services.intake.domain.speech import Speech
from services.intake.domain.written import Word, folded, words

_ENDINGS = ("s", "t", "ve")
_FEWEST = 3
QUOTES = "\"“”„‟«»‹›'‘’‚`"


@dataclass(frozen=True)
class Signs:
    """What each list means stands at the head of its file."""

    kin: frozenset[str]
    several: frozenset[str]
    adjectives: frozenset[str]
    titles: frozenset[str]
    peoples: frozenset[str]
    dwells: frozenset[str]
    bodies: frozenset[str]
    things: frozenset[str]
    between: frozenset[str]
    beside: frozenset[str]
    known: frozenset[str]
    titled: frozenset[str]
    families: frozenset[str]
    heads: frozenset[str]
    given: frozenset[str]


def read_signs(lists: Mapping[str, str]) -> Signs:
    """The lists as their file has them: words with spaces between, of `heads` one form each. Raises `KeyError` for one that is missing."""
    read = {one.name: frozenset(map(folded, lists[one.name].split())) for one in fields(Signs)}
    return Signs(**read | {"heads": _declined(read["heads"])})


class Seen:
    """A text in its words, with what no file is needed for to say of each. `public`: names of places and bodies, as they are compared."""

    def __init__(self, text: str, public: Collection[str], speech: Speech, signs: Signs) -> None:
        self.text, self.speech, self.signs = text, speech, signs
        self.words = words(text)
        self._places = _declined(frozenset(public))

    def near(self, place: int) -> Word | None:
        return self.words[place] if 0 <= place < len(self.words) else None

    def spelt(self, place: int) -> str:
        word = self.near(place)
        return word.spellings[0] if word else ""

    def gap(self, place: int) -> str:
        """What stands between this word and the next."""
        after = self.near(place + 1)
        return self.text[self.words[place].end : after.start] if after else ""

    def ends_heading(self, place: int) -> bool:
        """Whether a line ends after this word that is in capitals, and the next is not: no name runs over such an end."""
        after = self.near(place + 1)
        return after is not None and "\n" in self.gap(place) and self.words[place].loud and not after.loud

    def is_name(self, place: int) -> bool:
        """Whether a word with a capital is none that the office writes, nor a place's, a body's or an office's."""
        word = self.near(place)
        return word is not None and word.capital and self.is_strange(place)

    def is_strange(self, place: int) -> bool:
        """Whether a word, however it is written, is none of these."""
        word = self.near(place)
        if word is None or len(word.spellings[0]) < _FEWEST:
            return False
        speech = self.speech
        listed = (
            speech.plain,
            speech.persons,
            speech.offices,
            speech.streets,
            speech.places,
            self._places,
            self.signs.bodies,
            self.signs.heads,
            self.signs.peoples,
            self.signs.kin,
        )
        return not any(spelling in some for spelling in word.spellings for some in listed)

    def is_of(self, place: int) -> bool:
        """Whether it is such a name in the genitive."""
        return self.is_name(place) and self.spelt(place).endswith(_ENDINGS)

    def after_one_of(self, place: int, some: Collection[str]) -> bool:
        """Whether the word before is one of these and no sentence ends between."""
        return self.spelt(place - 1) in some and not re.search(r"[.!?\n]\s", self.gap(place - 1))


@lru_cache(maxsize=16)
def _declined(public: frozenset[str]) -> frozenset[str]:
    return frozenset(form for word in public for form in forms(word))


def is_gap(gap: str, pattern: re.Pattern[str]) -> bool:
    return pattern.fullmatch(gap) is not None


def first_of(found: Sequence[Word], at: int) -> int:
    """The number of the first word that begins there or after."""
    low, high = 0, len(found)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if found[middle].start >= at else (middle + 1, high)
    return low
