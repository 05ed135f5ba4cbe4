"""Mobile telephone numbers of Albania that are written without their first zero: `69 234 5671`, `692345671`.

Nine figures that begin so may be an amount or the number of a paper too. What tells them apart: an amount stands in threes or in one piece, and
with a unit after it or a word for money or papers before it; nobody groups one as `69 234 5671`. Of those in threes or in one piece with
such a word before them it is asked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BETWEEN = r"(?:[\s./()\-–—_|·•*~]{0,3}|[,:])"
_BARE = re.compile(rf"(?<![^\W_])6(?:{_BETWEEN}\d){{8}}(?!\d)")
_PREFIX = re.compile(r"6[6-9]")
_GROUP = re.compile(r"\d+")
#: A number goes on: thousands, or a fraction.
_BEFORE_IN_THREES, _AFTER = re.compile(r"(?<!\d)\d{1,3}[ .,\u00a0]\Z"), re.compile(r"[.,]\d|[ \u00a0]\d{3}(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT = re.compile(
    r"[\s(]{0,2}(?:lek|all\b|eur|€|\$|usd|dollar|%|m2|m²|m3|kwh|mij|milion|miliard|metr|hektar|banor|qytetar|votues|million|prot\b)",
    re.IGNORECASE,
)
_UNIT_AHEAD = re.compile(r"(?:€|\$|lek[eë]?|eur|all)\s?\Z", re.IGNORECASE)
#: What is counted, or which paper or account it is.
_COUNTED = re.compile(
    r"\b(?:shum|vler|buxhet|fond|pag[eëu]|kost|fatur|llogari|kod|vendim|ligj|vkm|prot|shkres|urdh[eë]r|udh[eë]zim|projekt|seri|licenc|nipt|nuis|iban|thesar|tender|prokur"
    r"|lek|eur|amount|sum\b|budget|account|invoice|code|decision|law)[^\n;!?]{0,40}\Z",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"(?:tel|cel|mob|phone|whatsapp|viber)\w*[^\n;!?]{0,30}\Z", re.IGNORECASE)
_BEFORE = 60


@dataclass(frozen=True)
class Mobile:
    """From where to where it stands; `sure`: it can be nothing else, as far as a form can tell."""

    start: int
    end: int
    sure: bool


def bare_mobiles(text: str) -> Iterator[Mobile]:
    """In the order of the text."""
    for match in _BARE.finditer(text):
        written = match.group()
        groups = _GROUP.findall(written)
        alone = all(len(one) == 1 for one in groups)
        if not _PREFIX.match("".join(groups)) or not (alone or len(groups[0]) > 1) or _is_row(written, groups):
            continue
        if _is_amount(groups):
            unit = _UNIT.match(text, match.end()) or _UNIT_AHEAD.search(text, max(0, match.start() - 5), match.start())
            if not (unit and len(groups) > 1):
                sure = not (unit or _goes_on(text, match, groups) or _is_counted(text, match))
                yield Mobile(match.start(), match.end(), sure=sure)
        else:
            yield Mobile(match.start(), match.end(), sure=True)


def _is_amount(groups: list[str]) -> bool:
    """In one piece or in threes, as an amount is."""
    return [len(one) for one in groups] in ([9], [3, 3, 3])


def _is_row(written: str, groups: list[str]) -> bool:
    """Of fractions, as `69,5 45,2 33,1` and `69 234 567,1`, of a law with its year, and of small numbers parted by commas."""
    parts = _GROUP.split(written)[1:-1]
    fractions = any(part.strip() in {".", ","} and len(one) == 1 for part, one in zip(parts, groups[1:], strict=True))
    years = any("/" in part or "(" in part for part in parts) and any(_YEAR.fullmatch(one) for one in groups)
    return (fractions and max(map(len, groups)) > 1) or years or (set(parts) == {","} and max(map(len, groups)) < 3)


def _goes_on(text: str, match: re.Match[str], groups: list[str]) -> bool:
    ahead = text[max(0, match.start() - 5) : match.start()]
    in_threes = len(groups) > 1 and _BEFORE_IN_THREES.search(ahead) is not None
    return in_threes or _AFTER.match(text, match.end()) is not None


def _is_counted(text: str, match: re.Match[str]) -> bool:
    ahead = text[max(0, match.start() - _BEFORE) : match.start()]
    return _COUNTED.search(ahead) is not None and _TELEPHONE.search(ahead) is None
