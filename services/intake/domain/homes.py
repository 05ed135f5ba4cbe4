"""Where somebody lives, whoever it is: `Rruga “Siri Kodra”, pallati 14`, `L. 5, P. 12, Sh. 2, Ap. 7`, `shtëpia e tretë në fshatin Laknas`.

A body has an address too, and anybody may know it. What tells them apart: a body that the address belongs to is said right before or after it
(`Shkolla 9-vjeçare “X”, Rruga “Y”, nr. 3`, `Gjykata Kukës (lagjja 5, rr. Z, nr. 14)`), and a dwelling has a flat, or whoever lives there is told in
the same sentence. An address with neither is asked about; a street without a number is none.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from services.intake.domain.dwellings import Part, parts_of
from services.intake.domain.hits import Hit, Kind, Severity
from services.intake.domain.signs import QUOTES, Seen, first_of

_NUMBERED = r"(?:nr\.?|num[ëe]r(?:i|in|it)?|no\.?|#|№)\s?"
_NUMBER = r"\d{1,3}(?:\s?/\s?\d{1,3}){0,2}(?:\s?[A-Za-z])?(?!\w)"
_STREET = (
    r"(?:rrug(?:a|ë|e|ës|es|ën|en|ica|icës|icën)|rr|bulevard(?:i|in|it)?|blv|bulev|bul|bvd|shëtitor(?:ja|es|en)|shetitor(?:ja|es|en)"
    r"|shesh(?:i|in|it)|rrethrrotullim(?:i|it)|street|str|avenue|boulevard)"
)
_OPEN, _CLOSE = rf"[{QUOTES}(]", rf"[{QUOTES})]"
_CAPITAL = r"[^\W\d_a-zàâçëéèïîôöùûü]"
_SAID_WORD = rf"{_CAPITAL}[\w’'.\-]{{0,24}}"
_NAME = rf"{_OPEN}?\s?(?:\d{{1,2}}\s)?(?:(?:e|i|së|se|të|te|dhe)\s)?{_SAID_WORD}(?:\s?{_OPEN}?(?:(?:e|i|së|se|të|te|dhe|d['’])\s?)?{_SAID_WORD}){{0,4}}\s?{_CLOSE}?"
#: In small letters only within quotes, or before what numbers it.
_SMALL = rf"{_OPEN}[^{QUOTES}()\n]{{3,40}}{_CLOSE}|(?:[^\W\d_]{{2,20}}\s){{1,3}}(?={_NUMBERED}\d|pallat|pall\b|p\.)"
_HOUSE = r"(?:pallat(?:i|in|it)?|pall|p|godin(?:a|ë|ës|ën)|nd[ëe]rtes(?:a|ë|ës|ën)|sht[ëe]pi(?:a|së|në)?|banes(?:a|ë|ës|ën)|vil(?:a|ë|ës|ën)|kull(?:a|ë|ës|ën))"
_AFTER = rf"[\s,;:.\-–—]{{0,4}}(?:(?:{_HOUSE})\.?[\s:]{{0,2}}(?:me\s)?(?:{_NUMBERED})?(?P<h>{_NUMBER})|{_NUMBERED}(?P<n>{_NUMBER})|(?P<d>{_NUMBER})(?=\s?(?:[,;:.)\n({QUOTES}]|\Z)))"
_BEFORE = (
    rf"(?P<b>(?:(?:{_HOUSE})\.?\s(?:{_NUMBERED})?|{_NUMBERED})?{_NUMBER})(?:\s?,\s?|\s)(?:(?:i|e|të|së|në|te|tek)\s)?"
)
_I = "(?i:{})"
_STREET_FIRST = re.compile(rf"(?<![^\W_])(?i:{_STREET})\.?\s?(?:{_NAME}|(?i:{_SMALL})){_I.format(_AFTER)}")
_NUMBER_FIRST = re.compile(rf"(?<![\w.,/]){_I.format(_BEFORE)}(?i:{_STREET})(?![^\W_])\.?\s?{_NAME}")
#: `14 Siri Kodra Street`.
_ENGLISH = re.compile(
    rf"(?<![\w.,/])\d{{1,3}}[A-Za-z]?,?\s{_SAID_WORD}(?:\s{_SAID_WORD}){{0,3}}\s(?:Street|Road|Avenue|Boulevard|St\b)"
)
_VILLAGE = rf"(?i:fshat(?:i|in|it)?|fsh|katund(?:i|in|it)?|lagj(?:ja|jen|jes|a|en|es)|mahall(?:a|ë|ën|ës)|village(?:\sof)?)\.?\s[{QUOTES}]?{_CAPITAL}\w+"
_PLACED = r"(?:[ei]\s(?:par|dyt|tret|kat[ëe]rt|pest|gjasht|shtat|tet|n[ëe]nt|dhjet|fundit|vetm)\w*(?!\w)(?!\s[eis]ë?\s(?!fshat|lagj|rrug))|e\svetmja|\d{1,2}-t[aëe]\b)"
_BESIDE = r"(?:me\s(?:port|der|[çc]ati|oborr|mur)\w*|pas|pran[ëe]|p[ëe]rball[ëe]|mbi|n[ëe]n|ngjitur\sme|behind|next\sto|opposite)\s"
_HOME = rf"(?i:sht[ëe]pi(?:a|së|në)?|banes(?:a|ë|ës|ën)|familj(?:a|e|es|en)|house|home)(?i:\s{_PLACED}|\s{_NUMBERED}\d{{1,3}}|\s\d{{1,3}}(?![\w.])|\s{_BESIDE})"
_OF_VILLAGE = re.compile(rf"(?P<home>{_HOME})[^.!?\n]{{0,50}}?{_VILLAGE}|{_VILLAGE}[^.!?\n]{{0,30}}?(?P<after>{_HOME})")
#: The point on a map, anywhere in Albania and near it.
_ON_MAP = re.compile(
    r"(?<![\d.,])(?:39|4[0-3])[.,]\d{3,8}\s?°?\s?[NVn]?[\s,;/]{1,3}(?:19|2[01])[.,]\d{3,8}|(?<!\d)(?:39|4[0-3])\s?°\s?\d{1,2}\s?['’′]"
)
#: `banon te Siri Kodra 14`, `banon në rrugën Siri Kodra`: what says that it is an address is that somebody lives there.
_LIVES = r"(?i:banoj(?:më|në)?|banon(?:te|in)?|banuar|jetoj(?:më|në)?|jeton(?:te|in)?|vendbanim\w*|strehoh(?:et|en)|lives?|living|resid(?:es|ing))"
_SAYS_LIVES = re.compile(_LIVES)
_WITHOUT_STREET = re.compile(
    rf"(?<!\w){_LIVES}\s(?i:te|tek|në|ne|at|in)\s(?P<place>{_SAID_WORD}(?:\s{_SAID_WORD}){{0,3}},?\s(?i:{_NUMBERED})?\d{{1,3}}(?:/\d{{1,3}})?(?=\s?(?:[,;)\n(]|\.(?!\d)|\Z|në\b|e\b|pall|ap\b)))"
)
#: `adresa e fëmijës: Siri Kodra, 14`.
_SAID_ADDRESS = re.compile(
    rf"(?<!\w)(?i:adres\w*|address)\s?(?:[^\W\d_]+\s?){{0,3}}[:\s]\s?(?P<place>{_SAID_WORD}(?:\s{_SAID_WORD}){{0,3}},?\s(?i:{_NUMBERED})?\d{{1,3}}(?:/\d{{1,3}})?(?=\s?(?:[,;)\n(]|\.(?!\d)|\Z|në\b|e\b|pall|ap\b)))"
)
_WITHOUT_NUMBER = re.compile(rf"(?<!\w){_LIVES}\s(?:[^\W\d_]+\s){{0,3}}(?P<place>(?i:{_STREET})\.?\s?{_NAME})")
#: `Pall. Agimi, shk. A, ap. 3`: a flat in a building that has a name or a letter.
_NAMED_BUILDING = re.compile(
    r"(?<!\w)(?i:pall(?:at(?:i|in|it)?)?|bl|nd|shk(?:all\w{1,3})?|hyr(?:ja|jen|jes)?|vila)\.?\s[^.;\n]{1,30}?(?:\.\s?)?[\s,](?i:ap(?:artament\w*|t)?|banesa)\.?\s?(?i:nr\.?\s?)?\d{1,3}(?!\w)"
)
_NUMBERED_HOUSE = re.compile(rf"(?<!\w)(?i:sht[ëe]pi(?:a|së|në))\s(?i:{_NUMBERED})\d{{1,3}}(?!\w)")
_NOT_HOME = re.compile(r"\Afamilj\w*\s(?:nr|\d)", re.IGNORECASE)
#: A number alone before a street may be a day or a line of buses.
_BARE = re.compile(r"\d")
#: The number of such a road is its own: "rruga nacionale nr. 4".
_PUBLIC_ROAD = re.compile(
    rf"{_STREET}\.?\s(?:nacional|komb[ëe]tar|shtet[ëe]ror|nd[ëe]rurban|automobilistik|rural)\w{{0,3}}(?!\w)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<![\s.]\w)(?<![\s.]\w\w)(?<!\brrug)(?<!\bpall)(?<!\blagj)[.!?]\s+(?=[^\W\d_])|\n\s*\n|;")
_LINE = re.compile(r"[\s,:(\n\-–—]*")
_FAR, _NEAR = 160, 70
_TOGETHER = 40
_LONGEST_NUMBER = 3
#: Of an office or a classroom.
_DOOR = re.compile(r"d(?:er|oor)", re.IGNORECASE)


@dataclass(frozen=True)
class _Home:
    start: int
    end: int
    flat: bool = False
    sure: bool = False
    asked: bool = False
    only_if_lived: bool = False
    on_map: bool = False


class _Lived(StrEnum):
    SAID = "said"
    PERSON = "person"


def home_places(seen: Seen) -> Iterator[Hit]:
    """A stop where a flat is told or somebody lives there, a question where nothing says whose address it is; nothing for a body's."""
    for home in _homes(seen.text):
        if home.sure or home.asked:
            yield Hit(home.start, home.end, Kind.ADDRESS, Severity.STOP if home.sure else Severity.QUESTION)
            continue
        severity = _severity(seen, home)
        if severity is not None:
            yield Hit(home.start, home.end, Kind.ADDRESS, severity)


def _severity(seen: Seen, home: _Home) -> Severity | None:
    """Of an address right beside a body a question where a flat, or that somebody lives, is told too: it may be the one near the other. A
    point on the map is a body's where one stands before, and asked about.
    """
    if home.on_map:
        said, of_body = _lived_before(seen, home)
        return Severity.QUESTION if of_body and said is None else Severity.STOP
    lived = _lives_there(seen, home)
    if home.only_if_lived and lived is None:
        return None
    if _is_of_body(seen, home):
        return Severity.QUESTION if home.flat or lived is _Lived.SAID else None
    return Severity.STOP if home.flat or lived else Severity.QUESTION


def _homes(text: str) -> Iterator[_Home]:
    parts = [
        part for part in parts_of(text) if len(part.number) <= _LONGEST_NUMBER and not _DOOR.match(text, part.start)
    ]
    yield from _at_streets(text, [part.start for part in parts if part.kind in {"flat", "staircase"}])
    yield from _in_villages(text)
    yield from _of_parts(parts)
    yield from (_Home(match.start(), match.end(), flat=True) for match in _NAMED_BUILDING.finditer(text))
    yield from (_Home(match.start(), match.end()) for match in _NUMBERED_HOUSE.finditer(text))
    yield from (_Home(match.start(), match.end(), on_map=True) for match in _ON_MAP.finditer(text))


def _at_streets(text: str, flats: Sequence[int]) -> Iterator[_Home]:
    """`flats`: where flats and staircases are told, in their order."""
    for pattern in (_STREET_FIRST, _NUMBER_FIRST, _ENGLISH, _SAID_ADDRESS):
        for match in pattern.finditer(text):
            after = bisect_left(flats, match.start())
            flat = after < len(flats) and flats[after] - match.end() <= _TOGETHER
            start, end = match.span("place") if "place" in pattern.groupindex else match.span()
            bare = pattern is _NUMBER_FIRST and _BARE.match(match["b"]) is not None
            public = not flat and _PUBLIC_ROAD.match(match.group()) is not None
            yield _Home(start, end, flat, only_if_lived=bare or public)
    yield from (_Home(*match.span("place"), sure=True) for match in _WITHOUT_STREET.finditer(text))
    yield from (_Home(*match.span("place"), asked=True) for match in _WITHOUT_NUMBER.finditer(text))


def _in_villages(text: str) -> Iterator[_Home]:
    for match in _OF_VILLAGE.finditer(text):
        told = match["home"] or match["after"]
        if not _NOT_HOME.match(told):
            beside = re.search(_BESIDE, told, re.IGNORECASE) is not None
            yield _Home(match.start(), match.end(), sure=not beside, asked=beside)


def _of_parts(parts: Sequence[Part]) -> Iterator[_Home]:
    for one, other in pairwise(parts):
        if one.kind != other.kind and 0 <= other.start - one.end <= _TOGETHER and _are_parts(one, other):
            flat = "flat" in (one.kind, other.kind)
            yield _Home(one.start, other.end, flat, only_if_lived=not _is_dwelling(one, other))
    for one in parts:
        if one.kind == "building" and len(one.more) > 1:
            yield _Home(one.start, one.end, only_if_lived=True)


def _are_parts(one: Part, other: Part) -> bool:
    """Of points and letters of a law ("p. 12, k. 4") they are none."""
    return not (one.letter and other.letter) or (one.capital and other.capital)


def _is_dwelling(one: Part, other: Part) -> bool:
    """A floor with its building, or a quarter with a floor, is a school's no less."""
    return {one.kind, other.kind} not in ({"building", "floor"}, {"quarter", "floor"}, {"staircase", "floor"})


def _is_of_body(seen: Seen, home: _Home) -> bool:
    """Whether a body is said right before or after, with nothing but its name and what links it to its address between."""
    return _body_before(seen, home) or _body_after(seen, home)


def belongs_to_body(seen: Seen, start: int, end: int) -> bool:
    """Whether an address there may be that of a body that is said beside it."""
    return _is_of_body(seen, _Home(start, end))


def _body_before(seen: Seen, home: _Home) -> bool:
    at = first_of(seen.words, home.start) - 1
    while at >= 0 and home.start - seen.words[at].end <= _FAR:
        word = seen.words[at]
        if word.spellings[0] in seen.signs.bodies:
            return not _is_near(seen, at)
        gap = seen.gap(at)
        if _ends(gap, word.spellings[0]) or not (word.capital or word.spellings[0] in seen.signs.between):
            return False
        at -= 1
    return False


def _is_near(seen: Seen, body: int) -> bool:
    """Whether a body only says where another house is: "banon pranë shkollës, në rrugën X, nr. 14"."""
    return any(seen.spelt(body - step) in seen.signs.beside for step in (1, 2))


def _body_after(seen: Seen, home: _Home) -> bool:
    """`në Rrugën “X”, nr. 3, ku ndodhet shkolla`."""
    at = first_of(seen.words, home.end)
    for word in seen.words[at : at + 6]:
        if _SENTENCE.search(seen.text, home.end, word.start + 1):
            return False
        if word.spellings[0] in seen.signs.bodies:
            return True
    return False


def _ends(gap: str, spelling: str) -> bool:
    return ";" in gap or "\n\n" in gap or (re.search(r"[.!?]\s", gap) is not None and len(spelling) > 4)


def _lives_there(seen: Seen, home: _Home) -> _Lived | None:
    """Whether the same sentence says that somebody lives there, or tells of a person, and no body stands nearer."""
    said, of_body = _lived_before(seen, home)
    if said is _Lived.SAID or of_body:
        return said
    after = first_of(seen.words, home.end)
    for word in seen.words[after : after + 10]:
        if word.start - home.end > _NEAR or _SENTENCE.search(seen.text, home.end, word.start + 1):
            break
        if word.spellings[0] in seen.signs.dwells:
            return _Lived.PERSON
    return said


def _lived_before(seen: Seen, home: _Home) -> tuple[_Lived | None, bool]:
    """The same of what stands before, and whether a body stands nearest."""
    person = None
    for at in range(first_of(seen.words, home.start) - 1, -1, -1):
        word = seen.words[at]
        next_start = seen.words[at + 1].start if at + 1 < len(seen.words) else home.start
        if home.start - word.end > _FAR or _SENTENCE.search(seen.text, word.end - 1, min(next_start, home.start) + 1):
            break
        if _SAYS_LIVES.fullmatch(seen.text, word.start, word.end):
            return _Lived.SAID, False
        if word.spellings[0] in seen.signs.dwells:
            person = _Lived.PERSON
        elif word.spellings[0] in seen.signs.bodies and person is None and not _is_near(seen, at):
            return None, True
    return person, False
