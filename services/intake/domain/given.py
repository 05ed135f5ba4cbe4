"""Given names of no file, each where it stands: what a description of a child may hold beside an age, a class or a village."""

import re
from collections.abc import Collection, Iterator

from services.intake.domain.said import ARTICLES
from services.intake.domain.signs import Seen
from services.intake.domain.strangers import is_of_something

#: "Enxhi (13)", "Enxhi, 13 vjeçe".
_AGED = re.compile(r"\s?[,(]\s?\d{1,2}(?:\)|[\s-]?vje)")


def given_places(seen: Seen, given: Collection[str], *, doubtful: bool) -> Iterator[tuple[int, int]]:
    """`given`: given names in all forms. With any other word a sentence may begin; one within it, with a capital and none of the office's,
    of a body or of a place, is a name too. `doubtful`: those that begin a sentence and are words too ("Drita, 9 vjeçe") as well.
    """
    for place, word in enumerate(seen.words):
        known = any(spelling in given for spelling in word.spellings)
        # "Fusha e Myzeqesë": of what a thing is.
        shown = not word.opens and not word.loud and seen.spelt(place - 1) not in ARTICLES
        aged = _AGED.match(seen.text, word.end) is not None
        known = known and (doubtful or shown or word.spellings[0] not in seen.speech.words)
        if seen.is_name(place) and (known or shown or aged) and not is_of_something(seen, place):
            yield word.start, word.end


def small_given_places(seen: Seen, given: Collection[str]) -> Iterator[tuple[int, int]]:
    """Those in small letters that are no words of the office: "klea, 12 vjeçe"."""
    for place, word in enumerate(seen.words):
        known = word.spellings[0] in given and word.spellings[0] not in seen.speech.words
        if known and not word.capital and seen.is_strange(place):
            yield word.start, word.end
