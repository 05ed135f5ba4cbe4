"""Whether what was read on a page are words. A font without a map of its letters gives other letters, or signs, in their place: they look well on
the page, are read without complaint, and name nobody.

A page that is doubted wrongly is read by a person; one that is trusted wrongly is read by nobody. So what is not known to be words is none.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from services.notifications.library import data

#: Words that are judged together, so that one good half does not speak for the other; fewer than `_FEW` by how each is written.
_TOGETHER, _FEW = 40, 20
#: Of so many words of running text at least one is a short one that everybody knows; it is every third or fourth.
_ONE_KNOWN_OF = 20
#: Of so many one may be an abbreviation.
_ONE_ODD_OF = 10
_VOWELS = frozenset("aeiouyαεηιουωаеиоуъыюяєѐѝ")
#: What no writer sets beside letters: signs that stand in the place of capitals.
_ODD = re.compile(r"[=<>\\^$%*#|~{}][^\W\d_]{2}|[^\W\d_][=<>\\^$%*#|~{}][^\W\d_]|\b\d[A-Z]{4}")
_LINES = frozenset("\n\r\t\f\v")


def are_words(said: str) -> bool:
    """Whether all of this is text of a language that the library has."""
    if any(unicodedata.category(sign) in {"Cc", "Co", "Cn"} or sign == "\ufffd" for sign in set(said) - _LINES):
        return False
    if _ODD.search(said):
        return False
    words = [word for word in map(_bare, said.split()) if any(map(str.isalpha, word))]
    return bool(words) and all(map(_are_words, _windows(words)))


def _windows(words: Sequence[str]) -> Iterator[Sequence[str]]:
    last = max(1, round(len(words) / _TOGETHER))
    for number in range(last):
        yield words[number * _TOGETHER : (number + 1) * _TOGETHER if number + 1 < last else None]


def _are_words(words: Sequence[str]) -> bool:
    known = sum(word.casefold() in data.short_words() for word in words)
    if len(words) >= _FEW:
        return known * _ONE_KNOWN_OF >= len(words)
    odd = sum(not _written(word, capitals=known > 0) for word in words)
    return odd * _ONE_ODD_OF <= len(words)


def _written(word: str, *, capitals: bool) -> bool:
    """Small letters after the first, and a vowel. Capitals alone are what most letters without a map look like."""
    letters = [sign for sign in unicodedata.normalize("NFD", word) if sign.isalpha()]
    small = all(sign.islower() for sign in letters[1:])
    return (small or capitals) and (len(letters) == 1 or not _VOWELS.isdisjoint("".join(letters).casefold()))


def _bare(word: str) -> str:
    return word.strip(".,;:!?…·•()[]\"'“”„«»‘’–—-/")
