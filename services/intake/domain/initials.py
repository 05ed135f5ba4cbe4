"""Initials and names cut short: `A. H.`, `AH`, `E. K-së`, `El. Ko.`, of a person whose name the same file holds."""

import re
from collections.abc import Collection, Iterator, Sequence

from services.intake.domain.hits import Hit, Kind, Severity
from services.intake.domain.written import spellings, words

_LETTER = r"(?:(?:G[Jj]|[SXZTD][Hh]|N[Jj]|L[Ll]|R[Rr]|[A-ZÀ-ÖØ-ÞĆČĐŠŽΑ-ΩА-Я])[\u0300-\u036f]?)"
_SMALL = r"[a-zà-öø-ÿćčđšž][\u0300-\u036f]?"
_SMALL_LETTER = r"(?:gj|[sxztd]h|nj|ll|rr|[a-zà-öø-ÿćčđšž][\u0300-\u036f]?)"
_AFTER = r"(?![^\W\d_\u0300-\u036f])"
_CUT = rf"{_LETTER}(?:{_SMALL}){{0,3}}"
#: What names somebody as it stands: `E.K.`, `E K`, `EK`, `El. Ko.`.
_SURE = (
    # `E. Shk`: no word has three consonants alone.
    (re.compile(rf"(?<!\w){_LETTER}\.[\s\-]{{0,3}}{_LETTER}[bcçdfghjklmnpqrstvxz]{{1,3}}{_AFTER}"), re.compile(_CUT)),
    (re.compile(rf"(?<!\w){_LETTER}(?:(?:\.[\s\-]{{0,3}}|[ ]){_LETTER})+{_AFTER}"), re.compile(_LETTER)),
    (re.compile(rf"(?<!\w){_LETTER}{_LETTER}(?![\w\u0300-\u036f])"), re.compile(_LETTER)),
    (re.compile(rf"(?<!\w){_CUT}\.[\s\-]{{0,3}}{_CUT}\."), re.compile(_CUT)),
)
#: In place of the letters that were left out, and around one.
_MASK = r"(?:\.{2,}|…+|_{1,}|\*+|[\-–—]{2,})"
_OPEN, _CLOSE = r"[(\[{\"“”„«'‘]", r"\.?[)\]}\"“”»'’]"
_MASKED = (
    (re.compile(rf"(?<![^\W_]){_LETTER}{_MASK}\s{{0,3}}{_CUT}{_MASK}"), re.compile(_CUT)),
    (re.compile(rf"(?<![^\W_]){_LETTER}{_LETTER}_{{1,}}(?!\w)"), re.compile(_LETTER)),
    (re.compile(rf"{_OPEN}{_LETTER}{_CLOSE}[\s,;/\-–]{{0,3}}{_OPEN}{_LETTER}{_CLOSE}"), re.compile(_LETTER)),
)
#: One name alone of which only its beginning and perhaps its end are left: `E***`, `El___`, `B****ta`, and, where another word says so, `E...`.
_ONE_MASKED = re.compile(
    rf"(?<![^\W_])(?P<first>{_CUT})(?P<mask>\*+|_{{2,}}|[\-–—]{{2,}}|…+|\.{{2,}})(?P<last>(?:{_SMALL}){{0,3}})(?![\w*])"
)
_STARS = frozenset("*_")
_ONE_LETTER = re.compile(rf"(?<![^\W_]){_LETTER}\.(?![\s\-]{{0,3}}{_LETTER})(?!\w)")
#: With a sign or a word between: what it is, another word must say.
_LINKED = (re.compile(rf"(?<!\w){_LETTER}\.?\s?[&+]\s?{_LETTER}{_AFTER}"), re.compile(_LETTER))
_CALLED = (re.compile(rf"(?<!\w){_LETTER}\.?(?:\s?[,;&+]\s?|\s(?:dhe|and|e)\s){_LETTER}{_AFTER}"), re.compile(_LETTER))
_ARE_INITIALS = re.compile(r"\b(?:iniciale[^\W\d_]*|initials?|shkronjat|shkronjave)\b[^.!?\n]{0,25}\Z", re.IGNORECASE)
#: What may: `E/K`, `e.k.`, `El Ko`.
_MAYBE = (
    # `e.gj.`, `E .Gj .`, `E, Gj`, `E. dhe Gj.`
    (re.compile(rf"(?<!\w){_SMALL_LETTER}\s?\.\s?{_SMALL_LETTER}\s?\.(?!\w)"), re.compile(_SMALL_LETTER)),
    (re.compile(rf"(?<!\w){_LETTER}\s{{1,2}}\.\s{{0,3}}{_LETTER}{_AFTER}"), re.compile(_LETTER)),
    (re.compile(rf"(?<!\w){_LETTER}(?:\.?\s?,\s?|\.\s(?:dhe|and)\s){_LETTER}{_AFTER}"), re.compile(_LETTER)),
    (re.compile(rf"(?<!\w){_LETTER}[\-–/]{_LETTER}{_AFTER}"), re.compile(_LETTER)),
    (re.compile(rf"(?<!\w){_SMALL}\.\s?{_SMALL}\.(?!\w)"), re.compile(_SMALL)),
    (re.compile(rf"(?<!\w){_CUT} {_CUT}{_AFTER}"), re.compile(_CUT)),
    (re.compile(rf"(?<!\w){_LETTER}\.[\s\-]{{0,3}}{_CUT}{_AFTER}"), re.compile(_CUT)),
    _LINKED,
)
_ROMAN = re.compile(r"[IVXLCDM]+")
_CAPITALS = re.compile(r"[^\W\d_a-z]{2,}")
_NEAR = 40


def initial_places(
    text: str, tokens: Sequence[str], abbreviations: Collection[str], persons: Collection[str], plain: Collection[str]
) -> Iterator[Hit]:
    """Where two initials or more, or beginnings, are those of `tokens`, the parts of a name, in its order or with the family name first.

    What is an abbreviation too ("sh.a."), a Roman number or a word of a heading is a question, unless one of `persons` ("nxënësja")
    stands before it; one of the `plain` words in a heading ("AKT ME INICIATIVË") is nothing.
    """
    names = [token for token in tokens if len(token) > 1]
    yield from _one_masked(text, names, persons)
    if len(names) < 2:
        return
    for sure, ways in ((True, (*_SURE, *_MASKED)), (False, _MAYBE)):
        for pattern, piece in ways:
            for match in pattern.finditer(text):
                initials = [spellings(one)[-1] for one in piece.findall(match.group())]
                if _are_of(initials, names) or _are_of(initials, names[::-1]):
                    doubtful = not sure or _is_common(text, match, "".join(initials), abbreviations)
                    asked = doubtful and not _after_person(text, match.start(), persons)
                    if asked and match.group().isalpha() and spellings(match.group())[-1] in plain:
                        continue
                    yield Hit(match.start(), match.end(), Kind.INITIALS, Severity.QUESTION if asked else Severity.STOP)
    yield from _called(text, names)


def _one_masked(text: str, names: Sequence[str], persons: Collection[str]) -> Iterator[Hit]:
    """A stop after a word for a person, and where stars stand for each letter that is left out; else a question, but of points, which end
    many a sentence, nothing.
    """
    for match in _ONE_MASKED.finditer(text):
        first, last = (spellings(match[part])[-1] if match[part] else "" for part in ("first", "last"))
        meant = [name for name in names if name.startswith(first) and name.endswith(last)]
        if not meant:
            continue
        told, starred = _after_person(text, match.start(), persons), match["mask"][0] in _STARS
        each = starred and any(len(first) + len(match["mask"]) + len(last) == len(name) for name in meant)
        if told or starred:
            severity = Severity.STOP if told or each else Severity.QUESTION
            yield Hit(match.start(), match.end(), Kind.INITIALS, severity)
    # "nxënësja E. mungon": the office calls people by letters that are nobody's too.
    for match in _ONE_LETTER.finditer(text):
        first = spellings(match.group()[:-1])[-1]
        if any(name.startswith(first) for name in names) and _after_person(text, match.start(), persons):
            yield Hit(match.start(), match.end(), Kind.INITIALS, Severity.QUESTION)


def _called(text: str, names: Sequence[str]) -> Iterator[Hit]:
    """Letters that the text itself calls initials."""
    pattern, piece = _CALLED
    for match in pattern.finditer(text):
        initials = [spellings(one)[-1] for one in piece.findall(match.group())]
        told = _ARE_INITIALS.search(text[max(0, match.start() - _NEAR) : match.start()])
        if told and (_are_of(initials, names) or _are_of(initials, names[::-1])):
            yield Hit(match.start(), match.end(), Kind.INITIALS, Severity.STOP)


def _is_common(text: str, match: re.Match[str], initials: str, abbreviations: Collection[str]) -> bool:
    written = match.group()
    if initials in abbreviations and " " not in written:
        return True
    if not written.isalpha():
        return False
    before, after = text[max(0, match.start() - _NEAR) : match.start()], text[match.end() : match.end() + _NEAR]
    around = (*before.split()[-1:], *after.split()[:1])
    return _ROMAN.fullmatch(written) is not None or any(_CAPITALS.fullmatch(one) for one in around)


def _after_person(text: str, start: int, persons: Collection[str]) -> bool:
    before = words(text[max(0, start - _NEAR) : start])
    return bool(before) and before[-1].spellings[0] in persons


def _are_of(initials: Sequence[str], names: Sequence[str]) -> bool:
    """Whether each is the beginning of a name, in the order of the names, some of which may be left out."""
    left = iter(names)
    return all(any(name.startswith(initial) for name in left) for initial in initials)
