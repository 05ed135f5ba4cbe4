"""A name in Arabic or Hebrew letters with what is written before it as one word: and, to, of, the article. `لمحمد`, `ودוד`.

As `written.folded` gives them: without points of vowels, each letter in one form.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product

_ARABIC, _HEBREW = range(0x0600, 0x0780), range(0x0590, 0x0600)
_ARTICLE = "ال"
_ARABIC_AHEAD = tuple(map("".join, product(("", "و", "ف"), ("", "ب", "ل", "ك", "لل"), ("", _ARTICLE))))
_HEBREW_AHEAD = tuple(one + other for one, other in product(("", "ו", "ש"), ("", "ה", "ב", "כ", "ל", "מ")))
_SHORTEST = 2
#: One letter in two forms, as hands and keyboards of several countries have it.
LETTERS = str.maketrans({"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه", "ٱ": "ا", "ـ": ""})


def is_semitic(word: str) -> bool:
    return bool(word) and (ord(word[0]) in _ARABIC or ord(word[0]) in _HEBREW)


@cache
def bases(name: str) -> frozenset[str]:
    """The name, and without its article."""
    bare = name.removeprefix(_ARTICLE)
    return frozenset({name, bare} if len(bare) >= _SHORTEST else {name})


@cache
def forms(name: str) -> frozenset[str]:
    """The name with each thing before it."""
    return frozenset(ahead + base for base in bases(name) for ahead in _aheads(base))


@cache
def bases_of_form(form: str) -> frozenset[str]:
    """All names that this may be a form of, and a few that it is none of."""
    return frozenset(_cut(form))


def _cut(form: str) -> Iterator[str]:
    for ahead in _aheads(form):
        base = form.removeprefix(ahead)
        if form.startswith(ahead) and len(base) >= _SHORTEST:
            yield base


def _aheads(word: str) -> tuple[str, ...]:
    return _ARABIC_AHEAD if ord(word[0]) in _ARABIC else _HEBREW_AHEAD
