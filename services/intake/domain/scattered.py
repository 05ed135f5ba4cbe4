"""Two words that may be one person's name though they do not stand side by side: parted by an age, shared by brothers and sisters, told
under labels, or one in the title and the other in an item.

What is called by two names or more ("Elira Topi") is complete, and lends its words to nobody but to whoever is listed beside it by one
name: "Elira Topi dhe Arta Kodra" are two people, "Arta dhe Elira Topi" are two of one family.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product

from services.intake.domain.declension import roots_of_form
from services.intake.domain.said import (
    FAMILY,
    GIVEN,
    SENTENCE_ENDS,
    Said,
    after,
    are_linked,
    called_families,
    is_called_place,
)
from services.intake.domain.speech import Speech
from services.intake.domain.written import Word, lettered, words

#: So many words may stand between two names that have a capital, and between two that have none.
_NEAR, _SMALL_NEAR = 8, 4
#: Of so many different names that stand alone in a text, each two are looked up.
_MOST_ALONE = 60
#: Of a list of so many names that stand alone only the first and the last may be the family's name; others, anywhere in the text, are
#: so only if they are called a family's or a person's.
_LONG_LIST = 3
#: In one of so many, and with nothing to set the family's name off ("Hoxhaj: Arbën, Ana, Besa"), even those are asked about only: given
#: names alone make such lists, and Lekë is one, Leka a family.
_BARE_LIST = 4
_SETS_OFF = re.compile(r"[:(–—]")
_SHORTEST = 3
_TOGETHER = re.compile(r"[^\S\n]{1,4}|[^\S\n]?[\-–‐][^\S\n]?")
_PUNCTUATION = r"(?:[^\S\n]|(?<=,)\n|[,:/&+()\d\-–—])*"
_LISTED = re.compile(
    rf"{_PUNCTUATION}(?:\b(?:dhe|e|edhe|si|ose|me|bashkë|vjeç\w*|and|or|as|well|with|aged|years?|old)\b{_PUNCTUATION}){{0,6}}", re.IGNORECASE
)  # fmt: skip
_WIDEST_LINK = 40
_LABELS_NEAR = 300
_TITLES = frozenset({"z", "znj", "zoti", "zotit", "zonja", "zonjes", "zonjusha", "mr", "mrs", "ms"})


@dataclass(frozen=True)
class Placed:
    """A word of the text with this number."""

    part: int
    word: Word


@dataclass(frozen=True)
class Pair:
    """Two words that one name may have. `doubtful`: of a street, of somebody who holds an office, of a bare list, or a plain word that
    nothing says to be a name. `said`: what each of them is said to be.
    """

    one: Placed
    other: Placed
    doubtful: bool
    said: tuple[Said, Said]


@dataclass(frozen=True)
class Group:
    """Names that stand together, from which to which among the words of a text."""

    first: int
    last: int

    @property
    def alone(self) -> bool:
        return self.first == self.last


class Read:
    """A text in its words, with the names in it."""

    def __init__(self, part: int, text: str, speech: Speech) -> None:
        self.part, self.text, self.speech = part, text, speech
        figured = list(lettered(text))
        covered = {place for one in figured for place in range(one.start, one.end)}
        self.words = sorted(
            [*figured, *(one for one in words(text) if one.start not in covered)], key=lambda one: one.start
        )

    @cached_property
    def at(self) -> Mapping[int, int]:
        """Where a word begins → which it is."""
        return {word.start: place for place, word in enumerate(self.words)}

    @cached_property
    def groups(self) -> list[Group]:
        """Each run of words with a capital that are no plain words, or are called a family's, in its order."""
        found: list[Group] = []
        for place in range(len(self.words)):
            if not self._is_name(place):
                continue
            joined = found and found[-1].last == place - 1 and self.between(place - 1, place, _TOGETHER)
            found[-1:] = [Group(found[-1].first, place)] if joined else [*found[-1:], Group(place, place)]
        return found

    @cached_property
    def complete(self) -> Mapping[int, Group]:
        """Where a word begins that is one of several names that stand together → which."""
        whole = (one for one in self.groups if not one.alone)
        return {self.words[place].start: one for one in whole for place in range(one.first, one.last + 1)}

    @cached_property
    def lists(self) -> list[list[Group]]:
        """The names in enumerations: each next one is linked to the one before."""
        chains: list[list[Group]] = []
        for group in self.groups:
            linked = chains and self.links(chains[-1][-1], group)
            chains[-1:] = [[*chains[-1], group]] if linked else [*chains[-1:], [group]]
        return chains

    @cached_property
    def listed(self) -> set[int]:
        """Names alone that stand in a long list."""
        alone = ([one.first for one in chain if one.alone] for chain in self.lists)
        return {place for places in alone if len(places) >= _LONG_LIST for place in places}

    def are_bare(self, one: Word, other: Word) -> bool:
        """Whether both stand in one bare list."""
        places = self._bare.get(one.start, {})
        return other.start in places and not (places[one.start] or places[other.start])

    @cached_property
    def _bare(self) -> Mapping[int, Mapping[int, bool]]:
        """Where a name of a long list begins → where each of them does, and whether it is set off."""
        alone = ([one.first for one in chain if one.alone] for chain in self.lists)
        lists = [
            {self.words[place].start: self._is_set_off(place, places) for place in places}
            for places in alone
            if len(places) >= _BARE_LIST
        ]
        return {start: places for places in lists for start in places}

    def _is_set_off(self, place: int, places: Sequence[int]) -> bool:
        if self.spelt(place - 1) in self.speech.persons:
            return True
        at, text = self.words[place], self.text
        after = place == places[0] and text[at.end : self.words[place + 1].start]
        before = place == places[-1] and text[self.words[place - 1].end : at.start]
        return bool(_SETS_OFF.search(after or before or ""))

    def between(self, first: int, last: int, pattern: re.Pattern[str]) -> bool:
        return pattern.fullmatch(self.text, self.words[first].end, self.words[last].start) is not None

    def one_sentence(self, first: int, last: int) -> bool:
        return SENTENCE_ENDS.search(self.text, self.words[first].end, self.words[last].start + 1) is None

    def spelt(self, place: int) -> str:
        return self.words[place].spellings[0] if place >= 0 else ""

    def is_plain(self, place: int) -> bool:
        """A word at the beginning of a sentence that is a plain word too: "Besa e dhënë"."""
        return self.words[place].opens and self.spelt(place) in self.speech.words

    def is_public(self, place: int) -> bool:
        """Whether the word before says that a street or whoever holds an office is called so."""
        return self.spelt(place - 1) in self.speech.offices | self.speech.streets

    def unknown(self, place: int) -> bool:
        spelling = self.spelt(place)
        return len(spelling) >= _SHORTEST and spelling not in self.speech.words and not self._is_common(spelling)

    def pair(self, one: int, other: int, *, doubtful: bool = False) -> Pair:
        first, last = (Placed(self.part, self.words[place]) for place in (one, other))
        public = self.is_public(one) or self.is_public(other) or self.are_bare(first.word, last.word)
        return Pair(first, last, doubtful or public, (self.said(one, other), self.said(other, one)))

    def said(self, place: int, other: int | None = None) -> Said:
        """What this word is said to be, beside the other one of this text if there is one."""
        if place in self.families:
            return Said.NAME
        if other is None or self.is_called_place(place):
            return Said.PLACE
        if self.are_linked(place, other):
            return Said.NAME
        first, last = sorted((place, other))
        return Said.TOGETHER if last - first <= _NEAR + 1 and self.one_sentence(first, last) else Said.PLACE

    @cached_property
    def families(self) -> frozenset[int]:
        """The words with a capital that what stands before calls a family's or a person's name."""
        return called_families(self.text, self.words, self.speech.persons)

    def is_called_place(self, place: int) -> bool:
        return is_called_place(self.words, place, self.speech)

    def are_linked(self, one: int, other: int) -> bool:
        return are_linked(self.text, self.words, one, other, self.speech)

    def is_word_of_name(self, place: int) -> bool:
        """A plain word with a capital that may be a name all the same."""
        word = self.words[place]
        plain = word.spellings[0] in self.speech.plain and not self.is_called(word.spellings[0])
        return word.capital and plain and len(word.spellings[0]) >= _SHORTEST and not self.is_called_place(place)

    def _is_name(self, place: int) -> bool:
        word = self.words[place]
        spelling = word.spellings[0]
        common = self.is_called(spelling) if place in self.families else self._is_common(spelling)
        return word.capital and len(spelling) > 1 and not common

    def _is_common(self, spelling: str) -> bool:
        return spelling in self.speech.plain or self.is_called(spelling)

    def is_called(self, spelling: str) -> bool:
        """Whether it says what somebody or something is, with the name after it."""
        speech = self.speech
        return any(spelling in some for some in (speech.persons, speech.offices, speech.streets))

    def links(self, one: Group, other: Group) -> bool:
        start, end = self.words[one.last].end, self.words[other.first].start
        return end - start <= _WIDEST_LINK and self.between(one.last, other.first, _LISTED)


def pairs(texts: Sequence[Read], before: Sequence[Read] = ()) -> Iterator[Pair]:
    """Each two words of these parts of one text that may be one name, side by side or not. Some come more than once. `before`: other
    texts that the same reader has, of which a name alone may be the other half.

    Of n words with a capital there are at most 2 × `_NEAR` × n in one part, of m others 2 × `_SMALL_NEAR` × m, and all parts together
    add those of `_MOST_ALONE` names.
    """
    for read in texts:
        yield from _of_lists(read)
        yield from _near(read)
        yield from _with_words(read)
        yield from _in_small_letters(read)
        yield from _labelled(read)
    yield from _far(texts, before)
    yield from _of_families(texts)


def _of_lists(read: Read) -> Iterator[Pair]:
    """Of "Arbën, Ana dhe Besa Hoxhaj" each with the names of the last; of a long list of names alone each with its first and its last."""
    for listed in read.lists:
        places = [place for place, one in enumerate(listed) if not one.alone]
        for place, one in enumerate(listed):
            before = [other for other in places if other < place][-1:]
            after = [other for other in places if other > place][:1]
            for other in (listed[near] for near in (*before, *after) if one.alone):
                yield from (read.pair(one.first, name) for name in {other.first, other.last})
        alone = [one.first for one in listed if one.alone]
        yield from (read.pair(alone[0], place) for place in alone[1:])
        yield from (read.pair(place, alone[-1]) for place in alone[1:-1])


def _near(read: Read) -> Iterator[Pair]:
    """Two names alone in one sentence; and one alone with a complete one that a word for a relative stands before."""
    for number, one in enumerate(read.groups):
        for other in read.groups[number + 1 : number + 1 + _NEAR]:
            if other.first - one.last > _NEAR + 1 or not read.one_sentence(one.last, other.first):
                break
            if one.alone and other.alone:
                if not {one.first, other.first} <= read.listed:
                    yield read.pair(one.first, other.first)
            elif (one.alone or other.alone) and _relates(read, one, other):
                single, whole = (one, other) if one.alone else (other, one)
                yield from (read.pair(single.first, name) for name in {whole.first, whole.last})


def _with_words(read: Read) -> Iterator[Pair]:
    """A name alone with a plain word that has a capital, in one sentence: "Fjolla e Bregut". At the beginning of a sentence, where any
    word has one, only if they are linked; else sure only if they are.
    """
    alone = {one.first for one in read.groups if one.alone}
    for place in range(len(read.words)):
        if place in read.families or not read.is_word_of_name(place):
            continue
        for other in range(max(0, place - _NEAR - 1), min(len(read.words), place + _NEAR + 2)):
            if other in alone and read.one_sentence(*sorted((place, other))):
                linked = read.are_linked(place, other)
                if linked or not read.words[place].opens:
                    yield read.pair(place, other, doubtful=not linked)


def _relates(read: Read, one: Group, other: Group) -> bool:
    called = other.alone and other.first in read.families
    return called or any(read.spelt(place) in read.speech.persons for place in range(one.last + 1, other.first))


def _in_small_letters(read: Read) -> Iterator[Pair]:
    """Two words that the office never writes, of which one at least has no capital: "arbën i hoxhajve"."""
    unknown = [place for place in range(len(read.words)) if read.unknown(place)]
    for number, one in enumerate(unknown):
        for other in unknown[number + 1 : number + 1 + _SMALL_NEAR]:
            if other - one > _SMALL_NEAR + 1 or not read.one_sentence(one, other):
                break
            if not (read.words[one].capital and read.words[other].capital):
                yield read.pair(one, other)


def _labelled(read: Read) -> Iterator[Pair]:
    """What stands after "emri" with what stands after "mbiemri", in either order and in any letters."""
    given, family = ([*_labels(read, label)] for label in (GIVEN, FAMILY))
    for one in given:
        for other in family:
            if one != other and abs(read.words[one].start - read.words[other].start) <= _LABELS_NEAR:
                yield read.pair(one, other)


def _labels(read: Read, label: re.Pattern[str]) -> Iterator[int]:
    return (place for place in after(read.text, read.words, label) if len(read.spelt(place)) > 1)


def _far(texts: Sequence[Read], before: Sequence[Read]) -> Iterator[Pair]:
    """Each two names that stand alone in the whole text, or one here and one `before`."""
    # What another text calls by a whole name explains nothing of this one: it may have been stopped.
    here, there = _alone(texts, _whole(texts)), _alone(before, _whole(texts) | _whole(before))
    for (read, one), (other_read, other) in chain(combinations(here, 2), product(here, there)):
        if _may_be_kin(read, one, other_read, other):
            first, last = Placed(read.part, read.words[one]), Placed(other_read.part, other_read.words[other])
            same = read is other_read
            said = (read.said(one, other if same else None), other_read.said(other, one if same else None))
            yield Pair(first, last, doubtful=False, said=said)


def _of_families(texts: Sequence[Read]) -> Iterator[Pair]:
    """What is called a family's name with a name that is a word too and that a sentence begins with: "Ylli mungonte. … familja Kuka"."""
    explained = _whole(texts)
    called = [(read, place) for read, place in _alone(texts, explained) if place in read.families]
    begins = ((read, one.first) for read in texts for one in read.groups if one.alone and read.is_plain(one.first))
    opening = {read.spelt(place): (read, place) for read, place in begins if not read.is_public(place)}
    for (read, one), (other_read, other) in product([*opening.values()][:_MOST_ALONE], called):
        first, last = Placed(read.part, read.words[one]), Placed(other_read.part, other_read.words[other])
        yield Pair(first, last, doubtful=True, said=(read.said(one), other_read.said(other)))


def _whole(texts: Sequence[Read]) -> set[str]:
    """The roots of all names that stand there as parts of a complete one."""
    return {root for read in texts for place in _in_complete(read) for root in roots_of_form(read.spelt(place))}


def _alone(texts: Sequence[Read], explained: Collection[str]) -> list[tuple[Read, int]]:
    """Where names stand alone that are names for sure: no plain word, no part of a complete name, and not called so as a street, an
    office or a grown-up addressed by the family's name. Those within sentences come first, `_MOST_ALONE` of them.
    """
    alone: dict[str, tuple[Read, int]] = {}
    found = [(read, one.first) for read in texts for one in read.groups if one.alone and _is_sure(read, one.first)]
    for read, place in sorted(found, key=lambda one: (one[1] in one[0].listed, one[0].words[one[1]].opens)):
        if roots_of_form(read.spelt(place)).isdisjoint(explained):
            alone.setdefault(read.spelt(place), (read, place))
    return [*alone.values()][:_MOST_ALONE]


def _may_be_kin(read: Read, one: int, other_read: Read, other: int) -> bool:
    """Of two of which one stands in a long list, the other must be called a family's or a person's: "familja Hoxhaj"."""
    listed, other_listed = one in read.listed, other in other_read.listed
    if listed and other_listed:
        return False
    single, place = (other_read, other) if listed else (read, one)
    return not (listed or other_listed) or single.spelt(place - 1) in single.speech.persons


def _is_sure(read: Read, place: int) -> bool:
    if read.is_plain(place) or read.is_public(place):
        return False
    return read.spelt(place - 1) not in _TITLES and len(read.spelt(place)) >= _SHORTEST


def _in_complete(read: Read) -> Iterator[int]:
    for group in read.groups:
        if not group.alone:
            yield from range(group.first, group.last + 1)
