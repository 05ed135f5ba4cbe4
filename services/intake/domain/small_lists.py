"""A full name of a family whose given names are listed in small letters: `agim, besa dhe dritan hoxha`, `hoxha: agim, besa`,
`agim, besa (familja hoxha)`.
"""

import re
from collections.abc import Iterator

from services.intake.domain.said import ARTICLES, FAMILY, after
from services.intake.domain.scattered import Group, Pair, Read

_FEWEST, _SHORTEST = 3, 3
#: Of a list beside what is called a family's name.
_FEWEST_OF_FAMILY = 2
#: Of so many at the end of a list each is looked up with the first and the last.
_MOST = 12
#: So many words may stand between a list and what is called its family's name.
_NEAR = 8
#: Each on a line of its own.
_LINES = re.compile(r"[^\S\n]{0,3}[,;]?[^\S\n]{0,3}\n\s{0,9}(?:(?:[•*\-–—]|\d{1,2}[.)])[^\S\n]{0,3})?")
_SIGNS = re.compile(r"[^\S\n]{0,2}[;|+&/][^\S\n]{0,2}")
#: "të gjithë kola", "fëmijët e malajve": what follows is the family's name too.
_ALL_OF = re.compile(
    r"\b(?:t[ëe]\s+gjith[ëa]|(?:f[ëe]mij[ëe]t|vajzat|djemt|motrat|v[ëe]llez[ëe]rit)\s+e)\s+", re.IGNORECASE
)
_WITH = frozenset({*ARTICLES, "dhe", "edhe", "me", "bashke", "and", "with"})
_MOST_WITH = 4
_BETWEEN_WORDS = re.compile(r"[\s,]{1,3}")


def small_pairs(read: Read) -> Iterator[Pair]:
    """Each of a list with its last word, and with its first, and with what is called a family's name near it; a name that is a word too is
    asked about. Two that stand side by side are looked up as such.
    """
    found = [*_lists(read)]
    for listed in found:
        if len(listed) >= _FEWEST:
            for family, others in ((listed[-1], listed[:-1]), (listed[0], listed[1:])):
                yield from _of_family(read, family, others)
    for family in _families(read):
        for listed in found:
            if _is_near(read, family, listed):
                yield from _of_family(read, family, [place for place in listed if place != family])


def _of_family(read: Read, family: int, others: list[int]) -> Iterator[Pair]:
    for place in others:
        if _is_parted(read, *sorted((family, place))):
            doubtful = any(read.spelt(one) in read.speech.words for one in (family, place))
            yield read.pair(*sorted((family, place)), doubtful=doubtful)


def _families(read: Read) -> list[int]:
    """What is called a family's name, and may be one."""
    places = {place for label in (FAMILY, _ALL_OF) for place in after(read.text, read.words, label)}
    places |= {place + 1 for place in places if read.spelt(place) in ARTICLES}
    return sorted(place for place in places if place < len(read.words) and _may_be_name(read, place))


def _is_near(read: Read, family: int, listed: list[int]) -> bool:
    """Whether a list stands before or behind it in its sentence."""
    first, last = sorted((family, listed[0] if listed[0] > family else listed[-1]))
    return last - first <= _NEAR + 1 and read.one_sentence(first, last)


def _lists(read: Read) -> Iterator[list[int]]:
    """Enumerations of words that may be names, not all of them with a capital, with what stands right after the last one."""
    chain: list[int] = []
    for place in range(len(read.words)):
        if not _may_be_name(read, place):
            continue
        linked = bool(chain) and read.links(Group(chain[-1], chain[-1]), Group(place, place))
        parted = linked and _is_parted(read, chain[-1], place)
        if parted or (chain and _is_joined(read, chain[-1], place)):
            chain.append(place)
            continue
        yield from _whole(read, [*chain, place] if linked else chain)
        chain = [place]
    yield from _whole(read, chain)


def _whole(read: Read, listed: list[int]) -> Iterator[list[int]]:
    if len(listed) >= _FEWEST_OF_FAMILY and not all(read.words[place].capital for place in listed):
        yield listed[-_MOST:]


def _is_joined(read: Read, first: int, last: int) -> bool:
    return any(read.between(first, last, one) for one in (_LINES, _SIGNS)) or _is_with(read, first, last)


def _is_with(read: Read, first: int, last: int) -> bool:
    """Whether words for relatives join two: "besmiri me motrat mira e ylka"."""
    between = [read.spelt(place) for place in range(first + 1, last)]
    people = read.speech.persons | read.speech.kin
    if not 0 < len(between) <= _MOST_WITH or people.isdisjoint(between):
        return False
    if not all(one in people or one in _WITH for one in between):
        return False
    return all(read.between(place, place + 1, _BETWEEN_WORDS) for place in range(first, last))


def _is_parted(read: Read, first: int, last: int) -> bool:
    """Whether more than blanks stands between."""
    return bool(read.text[read.words[first].end : read.words[last].start].strip())


def _may_be_name(read: Read, place: int) -> bool:
    """A word that the office never writes, or one that is a name too."""
    spelling = read.spelt(place)
    return len(spelling) >= _SHORTEST and spelling not in read.speech.plain and not read.is_called(spelling)
