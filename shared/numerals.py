"""Numbers as they are said in words: "katër një dy", "katërqind e dymbëdhjetë", "shtatëdhjetë e shtatë", "dy herë 22"."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

#: Marks on letters, and what is not seen.
_NO_LETTERS = frozenset({"Mn", "Mc", "Me", "Cf"})


# Each text is read twice for its numbers, and has the same words again and again.
@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """Small letters without marks, and `e` for the `w` that stands for `ë` where a keyboard has none."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(one for one in plain if unicodedata.category(one) not in _NO_LETTERS).replace("w", "e")


_UNITS = ("zero", "nje", "dy", "tre", "kater", "pese", "gjashte", "shtate", "tete", "nente")
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
#: As they are heard in the north, from three on.
_UNITS_HEARD = ("tri", "kater", "pes", "gjasht", "shtat", "tet", "nant")
_VALUES = {
    **{folded(word): value for words in (_UNITS, _ENGLISH) for value, word in enumerate(words)},
    **{folded(word): 10 + place for place, word in enumerate(_TEENS)},
    **{folded(word): 20 + 10 * place for place, word in enumerate(_TENS)},
    # As they are said in the north, and where the last letter is not heard.
    "nji": 1,
    "pes": 5,
    "gjasht": 6,
    "shtat": 7,
    "tet": 8,
    "nent": 9,
    "nant": 9,
    "nante": 9,
    "dhjet": 10,
    "dhet": 10,
    "dhete": 10,
    "tri": 3,
    "dhjete": 10,
    **{f"{unit}mbedhjete": 10 + value for value, unit in enumerate(_UNITS) if value},
    **{f"{unit}dhjete": 10 * value for value, unit in enumerate(_UNITS) if value > 2},
    **{f"{unit}dhet{end}": 10 * value for value, unit in enumerate(_UNITS_HEARD, start=3) for end in ("", "e")},
    **{f"{unit}dhjet": 10 * value for value, unit in enumerate(_UNITS_HEARD, start=3)},
    **{f"{unit}dhjete": 10 * value for value, unit in enumerate(_UNITS_HEARD, start=3)},
    **{
        f"{unit}m{ten}": 10 + value
        for value, unit in enumerate(("nji", "dy", *_UNITS_HEARD), start=1)
        for ten in ("bedhete", "bedhet", "dhet", "dhete", "bdhjet")
    },
    "njezet": 20,
    "njizet": 20,
    "tridhjete": 30,
    "dyzet": 40,
    **{f"{unit}qind": 100 * value for value, unit in enumerate(_UNITS) if value},
}
#: Tens and units in one word, as many write them: "dyzetekatër", "pesëdhjetëepesë", "fortyfour".
_IN_ONE = {
    f"{ten}{link}{unit}": value + more
    for ten, value in _VALUES.items()
    for unit, more in _VALUES.items()
    for link in ("", "e")
    if value in range(20, 100, 10) and 0 < more < 10
}
_VALUES |= _IN_ONE
#: "dy shtata": so many of them.
_SEVERAL = {
    "njesha": 1,
    "dysha": 2,
    "tresha": 3,
    "katra": 4,
    "pesa": 5,
    "gjashta": 6,
    "shtata": 7,
    "teta": 8,
    "nenta": 9,
}
_SEVERAL |= {folded(f"{word}s"): value for value, word in enumerate(_ENGLISH)}
_TIMES = {"dyfish": 2, "trefish": 3, "double": 2, "triple": 3}
_ORDINALS = ("par", "dyt", "tret", "katert", "pest", "gjasht", "shtat", "tet", "nent", "dhjet")
_ENGLISH_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_TOKEN = re.compile(r"\d|[^\W\d_]+")
_TOKEN_OR_SIGN = re.compile(r"\d|[^\W\d_]+|[,;:/|\-–—]")
_WIDEST = 12
_AND = frozenset({"e", "and"})
_SCALES = {"qind": 100, "hundred": 100, "mije": 1000, "thousand": 1000}


@dataclass(frozen=True)
class Figures:
    """What figures a place of the text stands for; `said`: in words; `several`: in the plural; `times`: it says how often the next stands."""

    figures: str
    start: int
    end: int
    said: bool
    several: bool = False
    times: bool = False


def number_of(word: str) -> int | None:
    """What a word says, folded, as a number or which one it is: "dymbedhjete", "trete", "tretin", "fourth"; none for any other."""
    if word in _VALUES:
        return _VALUES[word]
    if word in _ENGLISH_ORDINALS:
        return _ENGLISH_ORDINALS.index(word) + 1
    stem = re.sub(r"(?:en|es|e|i|in|it|a)\Z", "", word)
    if stem in _ORDINALS:
        return _ORDINALS.index(stem) + 1
    return _VALUES.get(f"{stem}e")


def figures_of(text: str, *, apart: bool = False) -> list[Figures]:
    """Every figure of a text and every number in words, in their order. `apart`: a comma or a dash parts two numbers: "njëzet, dy"."""
    pattern = _TOKEN_OR_SIGN if apart else _TOKEN
    tokens = [(folded(match.group()), match.start(), match.end()) for match in pattern.finditer(text)]
    return list(_repeated(text, list(_read(tokens))))


def _read(tokens: Sequence[tuple[str, int, int]]) -> Iterator[Figures]:
    at = 0
    while at < len(tokens):
        word, start, end = tokens[at]
        at += 1
        if word.isdecimal():
            yield Figures(str(int(word)), start, end, said=False)
        elif word in _SEVERAL:
            yield Figures(str(_SEVERAL[word]), start, end, said=True, several=True)
        elif word in _TIMES:
            yield Figures(str(_TIMES[word]), start, end, said=True, times=True)
        elif word in _VALUES:
            value = _VALUES[word]
            scale = _scale(value)
            while (taken := _goes_on(tokens, at, scale)) is not None:
                at, more, times = taken
                value, scale = (value * times, times) if times else (value + more, _scale(more))
                end = tokens[at - 1][2]
            yield Figures(str(value), start, end, said=True)


def _goes_on(tokens: Sequence[tuple[str, int, int]], at: int, scale: int) -> tuple[int, int, int] | None:
    """Where a number in words ends that goes on, what is to be added, and how often it stands ("mijë", "qind"), or 0. Only what is smaller
    goes on: "katër një" are two numbers.
    """
    words = [word for word, _start, _end in tokens[at : at + 2]]
    if words and words[0] in _SCALES and scale < _SCALES[words[0]]:
        return at + 1, 0, _SCALES[words[0]]
    step = 1 if words and words[0] in _AND else 0
    more = _VALUES.get(words[step]) if len(words) > step else None
    return (at + step + 1, more, 0) if more and more < scale else None


def _scale(value: int) -> int:
    """What a number is smaller than that may be added to this one: 100 after hundreds, 10 after tens."""
    if value >= 100:
        return 100
    return 10 if value >= 20 and value % 10 == 0 else 0


def _repeated(text: str, found: Sequence[Figures]) -> Iterator[Figures]:
    """What is said twice stands twice ("dy herë 22"): the figures that stand together after it, as often as it says."""
    at = 0
    while at < len(found):
        one = found[at]
        at += 1
        if at >= len(found) or not _says_how_often(text, one, found[at]):
            yield one
            continue
        group = [found[at]]
        while at + len(group) < len(found) and found[at + len(group)].start == group[-1].end:
            group.append(found[at + len(group)])
        at += len(group)
        times = int(one.figures)
        figures = "".join(chain.from_iterable(part.figures for part in group)) * times
        yield Figures(figures, one.start, group[-1].end, said=True)


def _says_how_often(text: str, one: Figures, after: Figures) -> bool:
    """As in "dy herë 22", "dyfish 7", "dy shtata"."""
    between = text[one.end : after.start]
    if one.figures not in {"2", "3"} or len(between) > _WIDEST:
        return False
    if one.times or after.several:
        return between.isspace()
    return re.fullmatch(r"\s+her[ëe]\s+", between, re.IGNORECASE) is not None
