"""The numbered parts of an address: which building, staircase, floor and flat. Two of them name a dwelling where its street is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from services.intake.domain.hits import Hit, Kind, Severity
from services.intake.domain.written import folded

_KINDS = {
    "building": r"pall(?:at[^\W\d_]*)?|pll|godin[^\W\d_]*|nd[ëe]rtes[^\W\d_]*|building",
    "staircase": r"shk(?:all[^\W\d_]*)?|staircase",
    "entrance": r"hyr(?:j[^\W\d_]*)?|entrance",
    "floor": r"kat(?:i[nt]?)?|floor",
    "flat": r"ap(?:art(?:am?ent[^\W\d_]*|ment)?|t)?|banes[^\W\d_]*|flat",
}
_ORDINALS = ("par", "dyt", "tret", "katert", "pest", "gjasht", "shtat", "tet", "nent", "dhjet")
_PART = re.compile(
    r"\b(?:" + "|".join(rf"(?P<{kind}>{names})" for kind, names in _KINDS.items()) + r")\b\.?[\s:]{0,2}"
    r"(?:(?:me\s+)?(?:nr\.?|num[ëe]r(?:i|in|it)?|no\.?)[\s:]{0,2})?(?:(?P<number>\d{1,4}[A-Za-z]?)\b|(?:[ie]|t[ëe]|s[ëe])\s+(?P<ordinal>[^\W\d_]{3,8})\b)",
    re.IGNORECASE,
)  # fmt: skip
_FARTHEST = 40


@dataclass(frozen=True)
class _Part:
    start: int
    end: int
    kind: str
    number: str


def dwelling_places(text: str, address: str) -> Iterator[Hit]:
    """Where two parts of the address, each with its number, stand near each other."""
    held = {(part.kind, part.number) for part in _parts(address)}
    told = [part for part in _parts(text) if (part.kind, part.number) in held] if len(held) > 1 else []
    for one, other in pairwise(told):
        if one.kind != other.kind and other.start - one.end <= _FARTHEST:
            yield Hit(one.start, other.end, Kind.ADDRESS, Severity.STOP)


def _parts(text: str) -> Iterator[_Part]:
    for match in _PART.finditer(text):
        number = (match["number"] or "").lower().lstrip("0") or _of_ordinal(folded(match["ordinal"] or ""))
        kind = next(kind for kind in _KINDS if match[kind])
        if number:
            yield _Part(match.start(), match.end(), kind, number)


def _of_ordinal(word: str) -> str:
    """The figure of "tretë", "tretin", "trete"; nothing for any other word."""
    stem = re.sub(r"(?:en|es|e|i|in|it|a)\Z", "", word)
    return str(_ORDINALS.index(stem) + 1) if stem in _ORDINALS else ""
