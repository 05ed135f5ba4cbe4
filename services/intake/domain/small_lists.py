"""A full name of a family whose given names are listed in small letters: `agim, besa dhe dritan hoxha`, `hoxha: agim, besa`."""

from collections.abc import Iterator

from services.intake.domain.scattered import Group, Pair, Read

_FEWEST, _SHORTEST = 3, 3
#: Of so many at the end of a list each is looked up with the first and the last.
_MOST = 12


def small_pairs(read: Read) -> Iterator[Pair]:
    """Each of a list with its last word, and with its first; a name that is a word too is asked about. Two that stand side by side are
    looked up as such.
    """
    for listed in _lists(read):
        for family, others in ((listed[-1], listed[:-1]), (listed[0], listed[1:])):
            for place in others:
                if _is_parted(read, *sorted((family, place))):
                    doubtful = any(read.spelt(one) in read.speech.words for one in (family, place))
                    yield read.pair(*sorted((family, place)), doubtful=doubtful)


def _lists(read: Read) -> Iterator[list[int]]:
    """Enumerations of words that may be names, not all of them with a capital, with what stands right after the last one."""
    chain: list[int] = []
    for place in range(len(read.words)):
        if not _may_be_name(read, place):
            continue
        linked = bool(chain) and read.links(Group(chain[-1], chain[-1]), Group(place, place))
        if linked and _is_parted(read, chain[-1], place):
            chain.append(place)
            continue
        yield from _whole(read, [*chain, place] if linked else chain)
        chain = [place]
    yield from _whole(read, chain)


def _whole(read: Read, listed: list[int]) -> Iterator[list[int]]:
    if len(listed) >= _FEWEST and not all(read.words[place].capital for place in listed):
        yield listed[-_MOST:]


def _is_parted(read: Read, first: int, last: int) -> bool:
    """Whether more than blanks stands between."""
    return bool(read.text[read.words[first].end : read.words[last].start].strip())


def _may_be_name(read: Read, place: int) -> bool:
    """A word that the office never writes, or one that is a name too."""
    spelling = read.spelt(place)
    return len(spelling) >= _SHORTEST and spelling not in read.speech.plain and not read.is_called(spelling)
