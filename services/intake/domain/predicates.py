"""What the rest of a sentence says of its first word: that it is a person's name, though it is a word too ("Drita, 12 vjeçe")."""

import re
from collections.abc import Collection

from services.intake.domain.written import words

_AGE = re.compile(r"[\s,(\-–—]{0,4}(?:\d{1,2}|[^\W\d_]{2,14})[\s\-]{1,2}(?:vje[çc]|years?[\s\-]old)", re.IGNORECASE)
_SET_OFF = re.compile(r"\s?[,(\-–—]\s?")
#: "Dritën e goditën", "Dritës i thanë", "Dritës nuk iu dha": what is done to somebody, with the pronoun that repeats whom.
_PRONOUNS = frozenset({"e", "i", "ia", "iu", "ua"})
_BETWEEN = frozenset({"nuk", "po", "do", "ta", "t", "s"})
_AHEAD = 60
#: "Drita mungon.", "Drita mungon në klasë": of a thing as of a child.
_LACKING = re.compile(r"\s+mungon(?:\s+(?:n[ëe]|edhe|ende)\b|\s*(?:[.,;:!?)]|\Z))", re.IGNORECASE)
_FIGURE = re.compile(r"(?<![^\W\d])\d[\d.,]*[^\S\n]{1,2}\Z")
_FARTHEST = 12
_NUMERALS = frozenset(
    [
        "dy",
        "tre",
        "tri",
        "kater",
        "pese",
        "gjashte",
        "shtate",
        "tete",
        "nente",
        "dhjete",
        "njembedhjete",
        "dymbedhjete",
        "pesembedhjete",
        "njezet",
        "tridhjete",
        "dyzet",
        "pesedhjete",
        "gjashtedhjete",
        "shtatedhjete",
        "tetedhjete",
        "nentedhjete",
        "qind",
        "njeqind",
        "dyqind",
        "treqind",
        "mije",
        "milion",
        "milione",
        "cdo",
        "disa",
    ]
)


def is_counted(text: str, start: int, before: str) -> bool:
    """Whether a word in small letters that begins at `start` is told how many ("60 ditëve", "pesë ditë", "çdo ditë"). `before`: the last word."""
    return before in _NUMERALS or _FIGURE.search(text, max(0, start - _FARTHEST), start) is not None


def may_be_lacking(text: str, end: int) -> bool:
    """Whether what ends at `end` is missing as a thing is, for all that the sentence says."""
    return _LACKING.match(text, end) is not None


def is_of_person(text: str, end: int, spelling: str, kin: Collection[str], deeds: Collection[str]) -> bool:
    """Whether what follows a word that ends at `end` is an age, what relative that is (`kin`), or what was done to it (`deeds`)."""
    after = text[end : end + _AHEAD]
    if _AGE.match(after):
        return True
    following = [word.spellings[0] for word in words(after)[:4]]
    set_off = _SET_OFF.match(after)
    if set_off and following[:1] and following[0] in kin and after[set_off.end()].isalpha():
        return True
    return spelling[-1:] in {"n", "s", "t"} and _is_done(following, deeds)


def _is_done(following: list[str], deeds: Collection[str]) -> bool:
    while following and following[0] in _BETWEEN:
        following = following[1:]
    return len(following) > 1 and following[0] in _PRONOUNS and following[1] in deeds
