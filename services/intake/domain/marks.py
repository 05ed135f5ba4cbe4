"""Full names reduced to what all their forms have in common, so that a file can be recognised by them without being opened.

A mark is a plain text here; what the database keeps of it is keyed (`Vault.mark`). Whatever `declension.forms` makes of a name leads back to
one of the roots of that name, so that a text is looked up by the roots that its words may have. Two letters have no mark: of all the
children of all files some are called A. H., whoever is meant; two initials are compared with the files of the text's own case alone.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations, product

from services.intake.domain.cut import cut_marks, cuts
from services.intake.domain.declension import root, roots, roots_of_form, written_otherwise
from services.intake.domain.dense import dense_names, dense_runs, severity_of
from services.intake.domain.hits import Hit, Kind, Severity
from services.intake.domain.institutions import is_institution
from services.intake.domain.misspelt import misspelt, misspelt_marks, sounding_pairs
from services.intake.domain.owners import Around, Names
from services.intake.domain.said import Said
from services.intake.domain.scattered import Read, pairs
from services.intake.domain.small_lists import small_pairs
from services.intake.domain.sounds import sound_marks, sounding
from services.intake.domain.speech import Speech, without_grade
from services.intake.domain.used_as_word import names_somebody
from services.intake.domain.written import Word, folded, glued, joined, lettered, words

#: The number of a text that the reader has already: nothing is told of it.
BEFORE = -1
_GAP = re.compile(r"[\s\-–‐.,;|&+_/'’\"()*]{0,4}")
_WIDEST_GAP = 4
_TOGETHER = re.compile(r"[^\S\n]{1,4}|[\-–‐._/]?")
#: Between two parts of a name in small letters that a hand parted: the family's first, or one under the other.
_PARTED = re.compile(r"[^\S\n]{0,2}[,;|/&+\-–‐]?[^\S\n]?\n?[^\S\n]?")
#: How far before a name the word stands that says whose office it is, with the grade and the blanks between.
_NEAR = 40
_MOST_PARTS = 4
_FEWEST_JOINED = 6
#: Between a place and whoever is told of there.
_PARTS = re.compile(r"[,(–—]")
_SYLLABLE = 4
_BLANKS = re.compile(r"(?<=[^\W\d_])(?:[^\S\n]+|[-‐‑–])(?=[^\W\d_])")
_BROKEN = re.compile(r"[^\W\d_]+[-‐‑–\u00ad](?:\s*\n\s*|[^\S\n]{1,3})[^\W\d_]+")
_LETTER_BY_LETTER = re.compile(r"(?:[^\W\d_][\W_]+)+[^\W\d_]")


@dataclass(frozen=True)
class Candidate:
    """What holds a full name if one of its `marks` is a file's: one place of a text, or two of one or two texts, each as (number of the
    text, start, end). `names`: the two words, each as it may be compared. `unless`: marks of what it is then no likeness of, but the name itself.
    `said`: of two that stand apart, what each is said to be; of two side by side, only that a sign parts a place's name from the other.
    """

    places: Sequence[tuple[int, int, int]]
    marks: frozenset[str]
    names: Sequence[Collection[str]]
    severity: Severity
    kind: Kind = Kind.NAME
    unless: frozenset[str] = frozenset()
    said: tuple[Said, ...] = ()

    @property
    def apart(self) -> bool:
        """Whether the two words do not stand side by side."""
        return len(self.places) > 1

    def hits(self) -> Iterator[tuple[int, Hit]]:
        """(number of the text, hit)"""
        for part, start, end in self.places:
            yield part, Hit(start, end, self.kind, self.severity)


def marks_of(name: str, speech: Speech) -> set[str]:
    """Those of a name as the file has it: each two of its parts, apart in any order, in one word, with one of them cut, and with one
    that lacks a letter; and the whole of one in a script without blanks. One name alone has none.
    """
    parts = [word.spellings[-1] for word in words(name) if word.capital or word.spellings[-1] not in speech.words]
    told = [part for part in parts if len(part) > 1][:_MOST_PARTS]
    made = {*cut_marks(told, speech), *misspelt_marks(told), *sound_marks(told)}
    ways = [[part, *written_otherwise(part)] for part in told]
    for one, other in (pair for some, others in combinations(ways, 2) for pair in product(some, others)):
        made |= {_apart(*pair) for pair in product(roots(one), roots(other))}
        made |= {_in_one(first + end) for first, last in ((one, other), (other, one)) for end in roots(last)}
    return made | {_dense(letters) for letters in dense_names(name)}


def dense_candidates(text: str, part: int = 0) -> Iterator[Candidate]:
    """Every place of a text that may hold a full name in a script without blanks; one of two letters is a question."""
    for start, end, letters in dense_runs(text):
        yield Candidate(((part, start, end),), frozenset({_dense(letters)}), (), severity_of(letters))


def candidates(text: str, speech: Speech, part: int = 0) -> Iterator[Candidate]:
    """Every place of a text that may hold a full name: two words with nothing between but perhaps a third one with a capital, or one
    long word. Of two words of the office of which one has no capital a name is made if both are names too, a question where nothing tells of
    somebody; of two persons who are both named whole none is. `part`: the number of the text.
    """
    found, read = words(text), Read(part, text, speech)
    grown = (word for word in joined(text, found, speech.words) if _is_one(text[word.start : word.end], speech))
    pieces = [word for word in (*found, *glued(text, found), *grown, *lettered(text)) if len(word.spellings[0]) > 1]
    at: Mapping[int, list[Word]] = defaultdict(list)
    for word in pieces:
        at[word.start].append(word)
    before, single = {word.end: word for word in found}, set(found)
    for word in pieces:
        in_office = _is_office(text, word, before, speech)
        for other in _following(text, word, at):
            thirds = _following(text, other, at) if other.capital else ()
            for last in (other, *thirds):
                # With one between, at most one of the three stands in pieces: a run of capitals would be all there is of words.
                if last is not other and len({word, other, last} - single) > 1:
                    continue
                doubt = _doubt(read, word, last)
                if doubt is not None:
                    doubtful = in_office or doubt or read.are_bare(word, last)
                    severity = Severity.QUESTION if doubtful else Severity.STOP
                    place, said = ((part, word.start, last.end),), _said(read, word, last)
                    spelt = (word.spellings, last.spellings)
                    yield Candidate(place, _marks(word, last), spelt, severity, said=said)
        long = len(word.spellings[0]) >= _FEWEST_JOINED and word.spellings[0] not in speech.words
        if long and (word in single or _LETTER_BY_LETTER.fullmatch(text, word.start, word.end)):
            marks = {_in_one(end) for spelling in word.spellings for end in _reduced(spelling)}
            yield Candidate(((part, word.start, word.end),), frozenset(marks), (), Severity.STOP)


def scattered_candidates(texts: Sequence[str], speech: Speech, before: Sequence[str] = ()) -> Iterator[Candidate]:
    """Every two words of the parts of one text that may be one name though they do not stand side by side, once for each two spellings.
    A place in a text `before` has the number `BEFORE`.
    """
    known = set()
    reads = [Read(part, text, speech) for part, text in enumerate(texts)]
    alone = pairs(reads, [Read(BEFORE, text, speech) for text in before])
    for pair in chain(alone, *map(small_pairs, reads)):
        sides = sorted(
            zip((pair.one, pair.other), pair.said, strict=True), key=lambda side: (side[0].part, side[0].word.start)
        )
        (one, _said), (other, _other_said) = sides
        said = tuple(one_said for _placed, one_said in sides)
        spelt = (one.word.spellings, other.word.spellings, one.part, other.part, pair.doubtful, said)
        if spelt in known:
            continue
        known.add(spelt)
        places = tuple((placed.part, placed.word.start, placed.word.end) for placed in (one, other))
        severity = Severity.QUESTION if pair.doubtful else Severity.STOP
        yield Candidate(places, _marks(one.word, other.word), spelt[:2], severity, said=said)
        if any(len(placed.word.spellings) > 1 for placed in (one, other)):
            # Of another alphabet, which writes sounds: two letters of a name may be one there.
            marks, sure = sounding(one.word, other.word)
            heard = severity if sure else Severity.QUESTION
            yield Candidate(places, marks, spelt[:2], heard, unless=_marks(one.word, other.word), said=said)


def cut_candidates(text: str, speech: Speech, part: int = 0) -> Iterator[Candidate]:
    """Every place of a text that may hold a full name of which one part is cut: a question, whoever it is."""
    for cut in cuts(text, speech):
        yield Candidate(((part, cut.start, cut.end),), cut.marks, (), Severity.QUESTION, Kind.INITIALS)


def misspelt_candidates(text: str, speech: Speech, part: int = 0) -> Iterator[Candidate]:
    """Every place of a text that may hold a full name with one fault of typing: of a short part, and of whoever holds an office, a question."""
    before = {word.end: word for word in words(text)}
    for found in misspelt(text, speech):
        one, other = found.one, found.other
        doubtful = not found.sure or _is_office(text, one, before, speech)
        severity = Severity.QUESTION if doubtful else Severity.STOP
        place = ((part, one.start, other.end),)
        yield Candidate(place, found.marks, (one.spellings, other.spellings), severity, unless=_marks(one, other))


def sounding_candidates(text: str, speech: Speech, part: int = 0) -> Iterator[Candidate]:
    """Every place of a text that may hold a full name by its sound; a short one, and whoever holds an office, is a question."""
    before = {word.end: word for word in words(text)}
    for one, other in sounding_pairs(text, speech):
        marks, sure = sounding(one, other)
        severity = Severity.STOP if sure and not _is_office(text, one, before, speech) else Severity.QUESTION
        place, spelt = ((part, one.start, other.end),), (one.spellings, other.spellings)
        yield Candidate(place, marks, spelt, severity, unless=_marks(one, other))


def _said(read: Read, one: Word, other: Word) -> tuple[Said, ...]:
    """Of a place and whoever is told of there: "Në Vlorë, Klea"."""
    place = read.at.get(one.start)
    if place is None or place in read.families or not read.is_called_place(place):
        return ()
    return (Said.PLACE, Said.TOGETHER) if _PARTS.search(read.text, one.end, other.start) else ()


def _are_two(read: Read, one: Word, other: Word) -> bool:
    groups = read.complete
    return one.start in groups and other.start in groups and groups[one.start] != groups[other.start]


def _is_one(written: str, speech: Speech) -> bool:
    """Whether what stands in pieces is one name for sure, as what a hyphen breaks at the end of a line, or two of none of the office's words:
    with no file beside it "Elira dhe" may grow into anything.
    """
    if _BROKEN.fullmatch(written):
        return True
    pieces = _BLANKS.split(written)
    short, large = (all(len(one) < _SYLLABLE for one in pieces), all(one[:1].isupper() for one in pieces))
    return short or large or (len(pieces) == 2 and not any(folded(one) in speech.words for one in pieces))


def _doubt(read: Read, one: Word, other: Word) -> bool | None:
    """Whether what may be a name may be something else as well; nothing of what is none. Two words of the office must stand together and be
    names too or be told to be one, or be names too that a sign or a line parts.
    """
    if _are_two(read, one, other):
        return None
    if not _are_words(one, other, read.speech):
        return False
    named = not any(spelling in read.speech.plain for word in (one, other) for spelling in word.spellings)
    if _TOGETHER.fullmatch(read.text, one.end, other.start) is None:
        return True if named and _PARTED.fullmatch(read.text, one.end, other.start) else None
    if _is_told(read, one, other):
        return False
    return True if named else None


def _are_words(one: Word, other: Word, speech: Speech) -> bool:
    """Whether the office writes both, and not both have a capital here."""
    plain = (any(spelling in speech.words for spelling in word.spellings) for word in (one, other))
    return not (one.capital and other.capital) and all(plain)


def _is_told(read: Read, one: Word, other: Word) -> bool:
    """Whether what stands around two words that the office writes says that they name somebody."""
    if all(word.spellings[0] in read.speech.plain for word in (one, other)):
        return False
    if one.start not in read.at or other.start not in read.at:
        return False
    first, last = (Around(read.text, read.words, read.at[word.start], Names()) for word in (one, other))
    return names_somebody(first, last, read.speech)


def _following(text: str, word: Word, at: Mapping[int, list[Word]]) -> Iterator[Word]:
    for start in range(word.end, word.end + _WIDEST_GAP + 1):
        if start in at and _GAP.fullmatch(text, word.end, start):
            yield from at[start]


def _marks(one: Word, other: Word) -> frozenset[str]:
    reduced = ({end for spelling in word.spellings for end in _reduced(spelling)} for word in (one, other))
    return frozenset(_apart(*pair) for pair in product(*reduced))


def _is_office(text: str, word: Word, before: Mapping[int, Word], speech: Speech) -> bool:
    """Whether the word before says that a street or somebody who holds an office is called so."""
    # No more than a grade may stand between: all that is before each word, in a text of nothing but names, took the square of its length.
    if is_institution(text, word.start, speech.acting):
        return True
    near = max(0, word.start - _NEAR)
    ahead = without_grade(text[near : word.start].rstrip(" \"“”„«'"))
    named = before.get(near + len(ahead))
    return named is not None and any(one in speech.streets or one in speech.offices for one in named.spellings)


@cache
def _reduced(spelling: str) -> frozenset[str]:
    return roots_of_form(spelling) | {root(spelling)}


def _apart(one: str, other: str) -> str:
    return " ".join(sorted((one, other)))


def _dense(letters: str) -> str:
    return f"#{letters}"


def _in_one(word: str) -> str:
    return f"={word}"
