"""The numbered parts of an address: which building, staircase, floor and flat. Two of them name a dwelling where its street is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from services.intake.domain.hits import Hit, Kind, Severity
from services.intake.domain.written import folded
from shared.numerals import figures_of, number_of

#: An entrance is what others call the staircase, and a door the flat.
_KINDS = {
    "quarter": r"lagj(?:j?a|j?e|j?en|j?es|jja|jjen|jjes)|lgj?|(?-i:L)(?=\.?\s?\d)",
    "building": r"(?:pall|pll)(?:at[^\W\d_]*)?|godin[^\W\d_]*|nd[ëe]rtes[^\W\d_]*|building|bllok[^\W\d_]*|vil(?:a|ë|ës|ën)|p(?=\.?\s?\d)",
    "staircase": r"shk(?:all[^\W\d_]*)?|staircase|hyr(?:j[^\W\d_]*)?|entrance|sh(?=\.?\s?\d)|h(?=\.?\s?\d)",
    "floor": r"kat(?:i[nt]?)?|floor|k(?=\.?\s?\d)",
    "flat": r"ap(?:art(?:a?m[ae]n[^\W\d_]*|ment)?|t)?|banes[^\W\d_]*|flat|der(?:a|ë|e|ën|en|ës|es)|door",
}
_PART = re.compile(
    r"(?<![^\W_])(?:" + "|".join(rf"(?P<{kind}>{names})" for kind, names in _KINDS.items()) + r")(?![^\W\d_])",
    re.IGNORECASE,
)  # fmt: skip
#: `12`, `nr. 12`, `#12`, `e 4-t`, and `12/3/14`, which tells the staircase and the flat as well.
_FIGURES = re.compile(
    r"\.?[\s:]{0,2}(?:(?:me\s+)?(?:nr\.?|num[ëe]r(?:i|in|it)?|no\.?|number)[\s:.]{0,2})?[#№(]?(?:(?:[ie]|t[ëe]|s[ëe])\s+)?(?P<number>\d{1,4}[A-Za-z]?)(?![^\W_])"
    r"(?P<more>(?:\s?[/\-]\s?\d{1,4}\b){0,3})",
    re.IGNORECASE,
)  # fmt: skip
_WORDS = re.compile(
    r"\.?[\s:]{0,2}(?:(?:me\s+)?(?:num[ëe]r(?:i|in|it)?|number)\s+)?(?:(?:[ie]|t[ëe]|s[ëe])\s+)?(?P<said>[^\W\d_]{1,20})\b", re.IGNORECASE
)  # fmt: skip
#: `4th floor`, `12-të pallati`.
_BEFORE = re.compile(r"(?<![^\W_])(?P<number>\d{1,4})-?(?:st|nd|rd|th|t[ëe]?)\s+\Z", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10}
_FARTHEST, _AHEAD = 40, 12


@dataclass(frozen=True)
class Part:
    start: int
    end: int
    kind: str
    number: str
    more: tuple[str, ...] = ()
    letter: bool = False
    capital: bool = False


def dwelling_places(text: str, address: str) -> Iterator[Hit]:
    """Where two parts of the address, each with its number, stand near each other, or one with the numbers of others after a stroke."""
    parts = list(parts_of(address))
    held = {(part.kind, part.number) for part in parts} | {
        (kind, number) for part in parts for kind, number in zip(("staircase", "flat"), part.more, strict=False)
    }
    numbers = {number for _kind, number in held}
    told = [part for part in parts_of(text) if (part.kind, part.number) in held] if len(held) > 1 else []
    for one in told:
        if one.more and set(one.more) <= numbers:
            yield Hit(one.start, one.end, Kind.ADDRESS, Severity.STOP)
    for one, other in pairwise(told):
        # "p. 12, k. 4" may be a point of a chapter.
        told_so = not (one.letter and other.letter) or (one.capital and other.capital)
        if told_so and one.kind != other.kind and other.start - one.end <= _FARTHEST:
            yield Hit(one.start, other.end, Kind.ADDRESS, Severity.STOP)


def parts_of(text: str) -> Iterator[Part]:
    for match in _PART.finditer(text):
        kind = next(kind for kind in _KINDS if match[kind])
        for start, end, number, more in _numbers(text, match.start(), match.end()):
            yield Part(start, end, kind, number, more, _is_letter(match.group()), match.group().isupper())


def _is_letter(name: str) -> bool:
    return len(name) == 1


def _numbers(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    """Which number what stands there may have: after it in figures or in words, or before it."""
    if figures := _FIGURES.match(text, end):
        yield start, figures.end(), _bare(figures["number"]), tuple(map(_bare, re.findall(r"\d+", figures["more"])))
    elif said := _WORDS.match(text, end):
        after, number = _said(text, said)
        if number:
            yield start, after, number, ()
    if before := _BEFORE.search(text, max(0, start - _AHEAD), start):
        yield before.start(), end, _bare(before["number"]), ()


def _said(text: str, said: re.Match[str]) -> tuple[int, str]:
    """Where a number in one word or more ends, "njëzet e një", and its figures."""
    begins = said.start("said")
    for one in figures_of(text[begins : begins + _FARTHEST])[:1]:
        if one.start == 0:
            return begins + one.end, one.figures
    return said.end(), _of_word(said["said"])


def _bare(number: str) -> str:
    return number.lower().lstrip("0")


def _of_word(word: str) -> str:
    """The figure of "tretë", "tretin", "dymbëdhjetë", "fourteen", "III"; nothing for any other word."""
    if word.isupper() and set(word.lower()) <= _ROMAN.keys():
        values = [_ROMAN[one] for one in word.lower()]
        return str(sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True)))
    number = number_of(folded(word))
    return "" if number is None else str(number)
