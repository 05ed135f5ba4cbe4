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
