"""Places in a text that look like a number or an address of a person, whoever it may be: no sealed file is needed to find them.

Identity numbers (letter, eight digits, letter), telephone numbers of Albania as people write them and of other countries with
their code, e-mail addresses. Dates, law numbers and the office's own references are none of these.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shared.bared import LOOKS, bared, with_figures

_DATE = re.compile(r"\b\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{4}\b|\b\d{4}-\d{2}-\d{2}\b")
_REFERENCE = re.compile(r"\b[A-Z]{1,3}-\d{4}-\d{5}-\d\b")
_JOINED_IDENTITY = re.compile(r"(?<!\w)[A-Za-z]\d{8}[A-Za-z](?!\w)")
#: In groups only with capitals: "e 2019-2020 e" are two years and two articles.
_BETWEEN = r"[\s./()\-–—_|·•*~]"
_GROUPED_IDENTITY = re.compile(
    rf"(?<![^\W_])[A-Z]{_BETWEEN}{{0,2}}\d(?:{_BETWEEN}{{0,2}}\d){{7}}{_BETWEEN}{{0,2}}[A-Z](?![^\W_])"
)
#: In small letters where they stand at the digits.
_SMALL_IDENTITY = re.compile(r"(?<![^\W_])[a-z]\d(?:[\s.-]?\d){7}[a-z](?![^\W_])")
_IDENTITIES = (_JOINED_IDENTITY, _GROUPED_IDENTITY, _SMALL_IDENTITY)
_COUNTRY = "355"
#: A comma or colon without a space: with one it is a list.
_DIGITS = re.compile(rf"(?:\+[\s(]{{0,2}})?\d(?:(?:{_BETWEEN}{{0,4}}|[,:])\d)+")
#: A mobile number with words between its groups: its prefix, then groups of two digits or more with so many characters between them.
_FARTHEST = 25
_AFTER_PREFIX = len("2012345")
_PREFIX = re.compile(rf"(?<![\w.,/-])(?:(?:\+|00)\s?{_COUNTRY}{_BETWEEN}{{0,3}}6[6-9]|06[6-9])(?!\d)")
_GROUP = re.compile(rf"(?P<between>\D{{1,{_FARTHEST}}}?)(?P<digits>\d{{2,7}})(?!\d)")
#: Figures as they are said, in both languages and as in the north; a mark may stand beside its letter.
_E = r"(?:ë|e\u0308?)"
_SAID_FIGURES = (
    "zero", rf"nj{_E}|nji|one", "dy|two", "tre|tri|three", rf"kat{_E}r|four", rf"pes{_E}?|five",
    rf"gjasht{_E}?|six", rf"shtat{_E}?|seven", rf"tet{_E}?|eight", rf"n{_E}nt{_E}?|nine",
)  # fmt: skip
_FIGURE = re.compile(
    "|".join(rf"(?P<f{value}>{words})" for value, words in enumerate(_SAID_FIGURES)) + r"|(?P<group>\d+)",
    re.IGNORECASE,
)
_ONE_FIGURE = rf"(?:\d+|{'|'.join(_SAID_FIGURES)})(?![^\W\d_]|\u0308)"
_FIGURES_SAID = re.compile(rf"(?<!\w){_ONE_FIGURE}(?:[\s,.;:/|\-–—]{{1,3}}{_ONE_FIGURE})+", re.IGNORECASE)
#: Fewer may stand beside a list of numbers: "066, 067, 068, dy".
_FEWEST_SAID, _MOST_FIGURES = 2, 15
#: What follows one of these is counted or quoted.
_COUNTED = re.compile(
    r"\b(?:nen|pik|paragraf|ligj|vkm|udhezim|vit|dat|muaj|dit|or[aë]|nr|prot|faq|lek|art|law|year|date|page|day|no\b)",
    re.IGNORECASE,
)
_MISREAD_IDENTITY = re.compile(r"(?<!\w)[A-Za-z](?=(?:[OoIlS]?\d){5})[\dOoIlS]{8}[A-Za-z](?!\w)")
_DOT = r"(?:\.|\s\.\s|\s?[\[(](?:dot|pikë|pike)[\])]\s?)"
_FROM_AT = re.compile(rf"\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:{_DOT}[\w-]+)+", re.IGNORECASE)
#: What stands before the sign, read backwards.
_BEFORE_AT = re.compile(r"[\w.+-]*")
_STATE = re.compile(r"\.gov\.al\Z|@avokatipopullit\.", re.IGNORECASE)
_SAID = re.compile(r"(?:tel|cel|mob|fax|phone|numr[ia]|whatsapp)\w*[\s.:]{0,3}(?:\w{1,6}[\s.:]{1,2})?\Z", re.IGNORECASE)
_BEFORE = 24


@dataclass(frozen=True)
class Place:
    """Where in a text something stands, in characters from its beginning. `sure`: it is a person's, as far as a form can tell."""

    start: int
    end: int
    kind: str
    sure: bool = True


def found(text: str) -> list[Place]:
    """The places of `text`, in their order; `kind` is `identity`, `phone` or `email`."""
    seen = bared(text)
    bare = _blank(_DATE, _blank(_REFERENCE, seen.text.translate(LOOKS)))
    found = [*_identities(bare), *_phones(with_figures(bare)), *_said_phones(bare), *_emails(seen.text)]
    spans = ((place, seen.span(place.start, place.end)) for place in found)
    places = {replace(place, start=start, end=end) for place, (start, end) in spans}
    return sorted(places, key=lambda place: (place.start, place.end))


def digit_runs(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, digits) of whatever may be one number, however it is grouped or broken at the end of a line."""
    for match in _DIGITS.finditer(text):
        yield match.start(), match.end(), "".join(str(int(one)) for one in match.group() if one.isdecimal())


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """The text of the same length, with what is known to be harmless made blank."""
    return pattern.sub(lambda match: "x" * len(match.group()), text)


def _identities(text: str) -> Iterator[Place]:
    spans = {match.span() for pattern in (*_IDENTITIES, _MISREAD_IDENTITY) for match in pattern.finditer(text)}
    yield from (Place(start, end, "identity") for start, end in spans)


def _phones(text: str) -> Iterator[Place]:
    for start, end, digits in digit_runs(text):
        if _is_phone(digits, abroad=text[start] == "+", said=bool(_SAID.search(text[max(0, start - _BEFORE) : start]))):
            yield Place(start, end, "phone")
    for prefix in _PREFIX.finditer(text):
        if end := _end_of_broken(text, prefix):
            yield Place(prefix.start(), end, "phone")


def _said_phones(text: str) -> Iterator[Place]:
    """Numbers of which some figures are said in words, one by one: "069 dy tre katër pesë gjashtë shtatë tetë"."""
    for run in _FIGURES_SAID.finditer(text):
        parts = list(_FIGURE.finditer(text, run.start(), run.end()))
        for place, first in enumerate(parts):
            if end := _end_of_said(parts[place : place + _MOST_FIGURES], abroad=text[first.start() - 1 :][:1] == "+"):
                yield Place(first.start(), end, "phone")


def _end_of_said(parts: Sequence[re.Match[str]], *, abroad: bool) -> int:
    """Where a number ends that begins with the first of these figures; 0 where there is none."""
    digits, said, end = "", 0, 0
    for part in parts:
        word = part["group"] is None
        digits += (part.lastgroup or "")[1:] if word else "".join(str(int(one)) for one in part.group())
        said += word
        if said >= _FEWEST_SAID and _is_phone(digits, abroad=abroad, said=False):
            end = part.end()
    return end


def _end_of_broken(text: str, prefix: re.Match[str]) -> int:
    """Where the seven digits after a prefix end that words stand between ("069 ose 20 12 345"); 0 where there are none such."""
    end, missing = prefix.end(), _AFTER_PREFIX
    while missing > 0:
        group = _GROUP.match(text, end)
        if group is None or _COUNTED.search(group["between"]):
            return 0
        end, missing = group.end(), missing - len(group["digits"])
    return end if missing == 0 else 0


def _is_phone(digits: str, *, abroad: bool, said: bool) -> bool:
    if abroad:
        return 9 <= len(digits) <= 15
    for prefix in (f"00{_COUNTRY}", _COUNTRY):
        if digits.startswith(prefix) and len(digits.removeprefix(prefix)) in {8, 9}:
            return True
    mobile = digits.startswith("06") and len(digits) == len("0691234567")
    return mobile or (said and len(digits) in {8, 9, 10})


def _emails(text: str) -> Iterator[Place]:
    """From the sign backwards: to try each letter of a long word as the beginning takes the square of its length."""
    backwards, end = text[::-1], 0
    for match in _FROM_AT.finditer(text):
        name = _BEFORE_AT.match(backwards, len(text) - match.start(), len(text) - end)
        if name is None or name.end() == name.start():
            continue
        start, end = len(text) - name.end(), match.end()
        yield Place(start, end, "email", sure=not _STATE.search(text[start:end]))
