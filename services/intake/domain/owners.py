"""Whose a word of a text may be, and what stands around it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from services.intake.domain.faults import Faulty
from services.intake.domain.written import Word

_BESIDE = re.compile(r"[\s\-–‐.,_/'’\"()]{0,4}(?:[^\W\d_]\.\s?)?")
_LONGEST_CUT = 3
_SENTENCE_ENDS = re.compile(r"[.!?…]|\n\s*\n")


class Match(StrEnum):
    """How a word is a name's: in one of its forms, in one of what its bearers are usually called for short, with one fault of typing, with
    affection, as its beginning with an ending of its own, or as what it may be called for short.
    """

    FORM = "form"
    USUAL = "usual"
    FAULT = "fault"
    FOND = "fond"
    PET = "pet"
    SHORT = "short"


@dataclass(frozen=True)
class Owner:
    person: int
    part: int
    token: str
    match: Match
    told: bool


@dataclass(frozen=True)
class Names:
    """Spelling → whose it may be."""

    owners: Mapping[str, Sequence[Owner]] = field(default_factory=dict)
    parts: Mapping[int, Sequence[str]] = field(default_factory=dict)
    faulty: Faulty = field(default_factory=lambda: Faulty(()))
    of_token: Mapping[str, Sequence[Owner]] = field(default_factory=dict)
    excused: frozenset[str] = frozenset()

    def of(self, word: Word) -> list[Owner]:
        return [owner for spelling in word.spellings for owner in self.owners.get(spelling, ())]

    def meant(self, word: Word) -> list[Owner]:
        """Whose it may be but for one fault of typing, where it is nobody's as it stands."""
        if not self.excused.isdisjoint(word.spellings):
            return []
        tokens_of = {token for spelling in word.spellings for token in self.faulty.of(spelling)}
        return [owner for token in sorted(tokens_of) for owner in self.of_token[token]]


@dataclass(frozen=True)
class Around:
    """The words of a text, one of which is looked at."""

    text: str
    words: Sequence[Word]
    place: int
    names: Names

    def near(self, step: int) -> Word | None:
        at = self.place + step
        return self.words[at] if 0 <= at < len(self.words) else None

    def beside(self, owner: Owner) -> bool:
        """Whether another part of the same person's name stands next to the word."""
        here = self.words[self.place]
        for step in (-2, -1, 1, 2):
            other = self.near(step)
            if other is None:
                continue
            first, last = (here, other) if step > 0 else (other, here)
            if _BESIDE.fullmatch(self.text[first.end : last.start]) and self._of_same(other, owner):
                return True
        return False

    def _of_same(self, other: Word, owner: Owner) -> bool:
        """Whether a word is another part of the name, in a form of it or as its initial."""
        if len(other.spellings[0]) == 1:
            parts = self.names.parts.get(owner.person, ())
            return other.capital and any(one != owner.token and one.startswith(other.spellings[0]) for one in parts)
        return any(
            one.person == owner.person
            and one.match in {Match.FORM, Match.USUAL, Match.FAULT}
            and one.part != owner.part
            for one in self.names.of(other) or self.names.meant(other)
        )

    def beside_another(self, plain: Collection[str]) -> bool:
        """Whether a word with a capital that is none of these stands right next to it: the other name of somebody."""
        here = self.words[self.place]
        for other in (self.near(-1), self.near(1)):
            if other is None or not other.capital or other.opens or other.spellings[0] in plain:
                continue
            first, last = sorted((here, other), key=lambda one: one.start)
            if self.text[first.end : last.start].isspace():
                return True
        return False

    def spelt(self, step: int) -> str:
        other = self.near(step)
        return other.spellings[0] if other else ""

    def after_one_of(self, some: Collection[str]) -> bool:
        """Whether one of these stands before the word in the same sentence; "z." ends none."""
        other = self.near(-1)
        if other is None or self.spelt(-1) not in some:
            return False
        between = self.text[other.end : self.words[self.place].start]
        return other.end - other.start <= _LONGEST_CUT or _SENTENCE_ENDS.search(between) is None

    def in_heading(self) -> bool:
        """Whether the words around are all capitals too, so that a capital says nothing."""
        return any(
            other is not None and other.loud and len(other.spellings[0]) > 1 for other in (self.near(-1), self.near(1))
        )
