"""Places in a text that look like a number or an address of a person, whoever it may be: no sealed file is needed to find them.

Identity numbers (letter, eight digits, letter), telephone numbers of Albania as people write them and of other countries with
their code, e-mail addresses. Dates, law numbers and the office's own references are none of these.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from shared.bared import LOOKS, READ_AS, bared, with_figures
from shared.mobiles import bare_mobiles
from shared.numerals import Figures, figures_of

_DATE = re.compile(r"\b\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{4}\b|\b\d{4}-\d{2}-\d{2}\b")
_REFERENCE = re.compile(r"\b[A-Z]{1,3}-\d{4}-\d{5}-\d\b")
_JOINED_IDENTITY = re.compile(r"(?<!\w)[A-Za-z]\d{8}[A-Za-z](?!\w)")
#: In groups only with capitals: "e 2019-2020 e" are two years and two articles.
_BETWEEN = r"[\s./()\-–—_|·•*~]"
_BESIDE = r"[\s./()\-–—_|·•*~;:]"
_GROUPED_IDENTITY = re.compile(
    rf"(?<![^\W_])[A-Z]{_BESIDE}{{0,2}}\d(?:{_BESIDE}{{0,2}}\d){{7}}{_BESIDE}{{0,2}}[A-Z](?![^\W_])"
)
#: In small letters where they stand at the digits.
_SMALL_IDENTITY = re.compile(r"(?<![^\W_])[a-z]\d(?:[\s.-]?\d){7}[a-z](?![^\W_])")
_IDENTITIES = (_JOINED_IDENTITY, _GROUPED_IDENTITY, _SMALL_IDENTITY)
#: In letters of any case, each at the digits or apart from them. Only with the digits of a day of birth, and not of two years.
_LOOSE = r"[\W_]{0,3}"
_LETTER_SAID = r"[\W_]{1,3}(?:(?:me|dhe|e)\s)?(?:shkronj|germ)[^\W\d_]{0,3}[\W_]{1,3}"
_LOOSE_IDENTITY = re.compile(
    rf"(?<![^\W_])(?P<first>[A-Za-z]){_LOOSE}(?P<digits>[\dOoIl](?:{_LOOSE}[\dOoIlS]){{7}})(?:{_LOOSE}|{_LETTER_SAID})(?P<last>[A-Za-z])(?![^\W_])"
)
#: The month with 50 more of a woman, and with 30 more of who has no citizenship.
_BIRTH = re.compile(r"\d(?:[0358][1-9]|[1469][0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_TWO_YEARS = re.compile(r"(?:19|20)\d\d[\W_]+(?:19|20)\d\d")
#: Letters that are words.
_WORDS = frozenset("aeiosu")
_COUNTRY = "355"
#: A comma or colon without a space: with one it is a list. What ends a paragraph ends a number.
_DIGITS = re.compile(rf"(?:\+[\s(]{{0,2}})?\d(?:(?:(?!\.\s*\n\s*\n){_BETWEEN}{{0,4}}|[,:])\d)+")
#: A mobile number with words between its groups: its prefix, then groups of two digits or more with so many characters between them.
_FARTHEST = 25
_AFTER_PREFIX = len("2012345")
_PREFIX = re.compile(rf"(?<![\w.,/-])(?:(?:\+|00)\s?{_COUNTRY}{_BETWEEN}{{0,3}}6[6-9]|06[6-9])(?!\d)")
_GROUP = re.compile(rf"(?P<between>\D{{1,{_FARTHEST}}}?)(?P<digits>\d{{2,7}})(?!\d)")
#: Between the figures of one number, some of which are said; and before and after them, the letters of an identity.
_SAID_GAP = re.compile(r"(?:[\s,.;:/|\-–—]{1,3}|\s(?:e|dhe|and)\s)?")
_LETTER_AHEAD = re.compile(
    r"(?<![^\W_])[A-Zb-df-hj-np-rtv-z](?:[\s,.:\-–—]{0,3}|\s?\((?:me\s+)?shkronj[^()\d]{0,20}\)\s?)\Z"
)
_LETTER_AFTER = re.compile(r"[\s,.:\-–—]{0,3}(?:e\s+|dhe\s+)?(?:shkronja\s+)?[A-Zb-df-hj-np-rtv-z](?![^\W_])")
#: Fewer may stand beside a list of numbers: "066, 067, 068, dy".
_FEWEST_SAID, _MOST_FIGURES, _IDENTITY_FIGURES = 2, 15, 8
#: So many places that are known are looked at before a number.
_OVERLAPPING = 4
#: Of a mobile number that is said without its first zero.
_BARE_MOBILE = re.compile(r"6[6-9]\d{7}")
#: A mobile number, which may be written from its end: in none that the office writes but an amount do the figures stand so.
_MOBILE = re.compile(rf"(?:0|(?:00)?{_COUNTRY})6[6-9]\d{{7}}")
_AMOUNT = re.compile(r"\s{0,2}(?:lek|euro?\b|€|ALL\b|m[²2]\b)", re.IGNORECASE)
#: What follows one of these is counted or quoted.
_COUNTED = re.compile(
    r"\b(?:nen|pik|paragraf|ligj|vkm|udhezim|vit|dat|muaj|dit|or[aë]|nr|prot|faq|lek|art|law|year|date|page|day|no\b)",
    re.IGNORECASE,
)
#: The same of what is told of a telephone; "nr." may be its own.
_COUNTED_OF = re.compile(
    r"\b(?:nen(?:i|in|it)?\b|ligj|vkm\b|udh[eë]zim|vit(?:i|in|it)?\b|dat[eëa]|prot|shkres|fatur|kontrat|llogari|vendim|kod(?:i|in|it)?\b|seri[ae]?\b|imei)",
    re.IGNORECASE,
)
_MISREAD_IDENTITY = re.compile(r"(?<!\w)[A-Za-z](?=(?:[OoIlS]?\d){5})[\dOoIlS]{8}[A-Za-z](?!\w)")
_DOT = r"(?:\.|\s\.\s|\s?[\[(](?:dot|pikë|pike)[\])]\s?)"
_FROM_AT = re.compile(rf"\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:{_DOT}[\w-]+)+", re.IGNORECASE)
#: In words; with a point that is none, only of a name with a figure or a point in it.
_ENDS = r"(?:org|com|net|info|edu|eu|al|it|gr|de|mk|uk)(?!\w)"
_SAID_EMAIL = re.compile(
    rf"(?<![\w.+-])(?:[\w.+-]{{3,40}}\s(?:at|et|ett)\s[\w-]{{2,40}}\s?[\[(]?(?:pik[ëe]|dot)[\])]?\s?{_ENDS}"
    rf"|(?=[A-Za-z]*[\d.])[\w.+-]{{3,40}}\s(?:at|et|ett)\s[\w-]{{2,40}}\.{_ENDS})",
    re.IGNORECASE,
)
#: What stands before the sign, read backwards.
_BEFORE_AT = re.compile(r"[\w.+-]*")
_STATE = re.compile(r"\.gov\.al\Z|@avokatipopullit\.", re.IGNORECASE)
_SAID = re.compile(r"(?:tel|cel|mob|fax|phone|numr[ia]|whatsapp)\w*[\s.:]{0,3}(?:\w{1,6}[\s.:]{1,2})?\Z", re.IGNORECASE)
#: Whose telephone it is stands between: "telefoni i nënës është". Of the telephone itself alone, since other words are of amounts too.
_SAID_OF = re.compile(
    r"(?<!\w)(?:tel\.|telefon(?:i|in|it|at)?|cel(?:ular(?:i|in|it)?|\.)|viber|whatsapp)[\s.:]{0,3}(?:[^\W\d_]{1,10}[\s.:]{1,2}){0,5}\Z",
    re.IGNORECASE,
)
_BEFORE_OF = 60
_BEFORE = 24
_PLUS_SAID = re.compile(r"\b(?:plus|plusi)\s{1,2}\Z", re.IGNORECASE)
#: So many of the figures.
_MOSTLY_SAID = 6


@dataclass(frozen=True)
class Place:
    """Where in a text something stands, in characters from its beginning. `sure`: it is a person's, as far as a form can tell."""

    start: int
    end: int
    kind: str
    sure: bool = True


def found(text: str) -> list[Place]:
    """The places of `text`, in their order; `kind` is `identity`, `phone` or `email`."""
    return list(_found(text))


# A text is looked at when it is drafted, shown, approved and issued, and once for each file with which it is compared.
@lru_cache(maxsize=32)
def _found(text: str) -> tuple[Place, ...]:
    seen = bared(text)
    bare = _blank(_DATE, _blank(_REFERENCE, seen.text.translate(LOOKS)))
    found = [*_identities(bare), *_phones(with_figures(bare)), *_said_numbers(bare), *_emails(seen.text)]
    found += _bare_mobiles(with_figures(bare), found)
    spans = ((place, seen.span(place.start, place.end)) for place in found)
    places = {replace(place, start=start, end=end) for place, (start, end) in spans}
    return tuple(sorted(places, key=lambda place: (place.start, place.end)))


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
    for match in _LOOSE_IDENTITY.finditer(text):
        digits = "".join(one for one in match["digits"].translate(READ_AS) if one.isdecimal())
        born = _BIRTH.fullmatch(digits) and not _TWO_YEARS.fullmatch(match["digits"])
        if match.span() not in spans and (born or _is_of_one_piece(match)):
            yield Place(match.start(), match.end(), "identity", sure=not _are_articles(match))


def _is_of_one_piece(match: re.Match[str]) -> bool:
    """All but one letter, which is no word: whatever the digits are."""
    first, last = (match.end("first") == match.start("digits"), match.end("digits") == match.start("last"))
    apart = match["last"] if first else match["first"]
    return match["digits"].isdecimal() and (first or last) and apart not in _WORDS


def _are_articles(match: re.Match[str]) -> bool:
    """Both letters may be words beside an amount: "shuma e 51 203 045 e"."""
    apart = match.end("first") < match.start("digits") and match.end("digits") < match.start("last")
    return apart and {match["first"], match["last"]} <= _WORDS and not match["digits"].isdecimal()


def _phones(text: str) -> Iterator[Place]:
    for start, end, digits in digit_runs(text):
        said = bool(_SAID.search(text[max(0, start - _BEFORE) : start])) or _is_said_of(text, start, end)
        backwards = _MOBILE.fullmatch(digits[::-1]) and not _AMOUNT.match(text, end)
        if backwards or _is_phone(digits, abroad=text[start] == "+", said=said):
            yield Place(start, end, "phone")
    for prefix in _PREFIX.finditer(text):
        if end := _end_of_broken(text, prefix):
            yield Place(prefix.start(), end, "phone")


def _is_said_of(text: str, start: int, end: int) -> bool:
    """Whether it is said whose telephone this is the number of, and not what that costs, nor which paper it is of."""
    said = _SAID_OF.search(text[max(0, start - _BEFORE_OF) : start])
    return said is not None and not _COUNTED_OF.search(said.group()) and not _AMOUNT.match(text, end)


def _bare_mobiles(text: str, known: Sequence[Place]) -> Iterator[Place]:
    """Without their first zero; what is known to be a number is none of them."""
    ends = sorted((place.start, place.end) for place in known)
    for one in bare_mobiles(text):
        before = bisect_left(ends, (one.end, 0))
        if not any(end > one.start for _start, end in ends[max(0, before - _OVERLAPPING) : before]):
            yield Place(one.start, one.end, "phone", sure=one.sure)


def _said_numbers(text: str) -> Iterator[Place]:
    """Numbers of which some figures are said in words, one by one, in pairs or in tens: "069 dy tre katër pesë gjashtë shtatë tetë", "zero
    gjashtëdhjetë e nëntë dyzet e një …". What a comma parts may be one number or two: "njëzet, dy".
    """
    for apart in (False, True):
        parts = figures_of(text, apart=apart)
        said = {place for place, one in enumerate(parts) if one.said}
        for first, last in _runs_said(text, parts):
            for place in range(first, last) if not said.isdisjoint(range(first, last)) else ():
                yield from _said_from(text, parts[place : min(place + _MOST_FIGURES, last)])


def _runs_said(text: str, parts: Sequence[Figures]) -> Iterator[tuple[int, int]]:
    """From which to before which of these nothing parts one from the next."""
    first = 0
    for place, (one, other) in enumerate(pairwise(parts), start=1):
        if not _SAID_GAP.fullmatch(text, one.end, other.start):
            yield first, place
            first = place
    yield first, len(parts)


def _said_from(text: str, parts: Sequence[Figures]) -> Iterator[Place]:
    """The longest telephone number that begins with the first of these figures, and an identity, if it is one."""
    start = parts[0].start
    if text[start - 1 : start].isdecimal():
        return
    abroad = text[start - 1 : start] == "+" or _PLUS_SAID.search(text[max(0, start - _BEFORE) : start]) is not None
    told = _SAID.search(text[max(0, start - _BEFORE) : start]) is not None
    digits, said, end = "", 0, 0
    for place, part in enumerate(parts):
        digits += part.figures
        said += len(part.figures) if part.said else 0
        if said < _FEWEST_SAID:
            continue
        if _is_phone(digits, abroad=abroad, said=told) or (said >= _MOSTLY_SAID and _BARE_MOBILE.fullmatch(digits)):
            end = part.end
        if len(digits) == _IDENTITY_FIGURES and _has_letters(text, start, part.end):
            yield Place(start, part.end, "identity")
        if place == len(parts) - 1 or len(digits) > _MOST_FIGURES:
            break
    if end:
        yield Place(start, end, "phone")


def _has_letters(text: str, start: int, end: int) -> bool:
    ahead = _LETTER_AHEAD.search(text[max(0, start - _BEFORE) : start])
    return ahead is not None and _LETTER_AFTER.match(text, end) is not None


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
        rest = digits.removeprefix(prefix)
        # "(0)" may stand between.
        if digits.startswith(prefix) and (len(rest) in {8, 9} or (len(rest) == 10 and rest.startswith("0"))):
            return True
    mobile = digits.startswith("06") and len(digits) == len("0691234567")
    return mobile or (said and len(digits) in {8, 9, 10})


def _emails(text: str) -> Iterator[Place]:
    """From the sign backwards: to try each letter of a long word as the beginning takes the square of its length."""
    yield from (Place(match.start(), match.end(), "email") for match in _SAID_EMAIL.finditer(text))
    backwards, end = text[::-1], 0
    for match in _FROM_AT.finditer(text):
        name = _BEFORE_AT.match(backwards, len(text) - match.start(), len(text) - end)
        if name is None or name.end() == name.start():
            continue
        start, end = len(text) - name.end(), match.end()
        yield Place(start, end, "email", sure=not _STATE.search(text[start:end]))
