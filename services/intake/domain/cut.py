"""A full name of which one part is cut to its beginning, `E. Krasniqi`, `Elira K.`, `Krasniqi, E.`, or is a usual short form, `Eli Krasniqi`, or
both are cut and one of them has letters enough, `E. Kras.`.

Of all the children of all files some are called A. H.; of those called A. Hoxha there are few, and a text that says so means somebody. Of
another file than the text's own it is a question all the same, since an officer whom nobody complained for may be called so too.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations, product, zip_longest

from services.intake.domain.declension import bases, root, roots, roots_of_form
from services.intake.domain.said import ARTICLES
from services.intake.domain.speech import Speech
from services.intake.domain.written import Word, words

#: So many letters of a name may be left.
_MOST = 4
_FEWEST_WHOLE = 3
#: Where both are cut, so many letters of one of them: of fewer, too many children are called so.
_FEWEST_CUT = 3
_DIGRAPHS = frozenset({"dh", "gj", "ll", "nj", "rr", "sh", "th", "xh", "zh"})
_MASKS = (".", "…", "*", "_", "-", "–")
_AFTER_CUT = re.compile(r"(?:\.{1,3}|…|[*_]{1,4}|\.?\))?(?:[ \t]{0,3}\n?[ \t]{0,3}|[-–‐,/_][ ]?)[\"“”„«'‘(]?")
_BEFORE_CUT = re.compile(r"[ \t]{0,3}\n?[ \t]{0,3}[,\-–‐/_]?[ ]?[\"“”„«'‘(]?")
_HYPHEN = re.compile(r"[-‐‑–]")
_LONGEST_ENDING = 3
#: Between a short form or an initial and the family's name in the genitive: "Endi i Kolajve".
_OF_FAMILY = re.compile(rf"\.?\s{{1,3}}(?:{'|'.join(sorted(ARTICLES))}|së|të)\s{{1,3}}")


@dataclass(frozen=True)
class Cut:
    """Where one stands, from the first word to the second, and the marks of whom it may mean."""

    start: int
    end: int
    marks: frozenset[str]


def cut_marks(parts: Sequence[str], speech: Speech) -> Iterator[str]:
    """Of a name in its parts: the beginning and the short forms of each with the root of each other."""
    for one, other in combinations(parts, 2):
        yield from (_both_mark(*ends) for ends in product(_beginnings(one), _beginnings(other)) if _says_enough(*ends))
    for one, other in permutations(parts, 2):
        for beginning in _beginnings(one):
            yield from (_mark(beginning, end) for end in roots(other))
        for short in {short for base in bases(one) for short in speech.short.get(base, ())}:
            yield from (_short_mark(root(short), end) for end in roots(other))


def cuts(text: str, speech: Speech) -> Iterator[Cut]:
    """Every place of a text that may hold such a name, with another initial between its parts or without; nobody who holds an office, and
    no street.
    """
    found = list(_with_endings(text, words(text)))
    for place, word in enumerate(found):
        if _is_public(found[place - 1] if place else None, speech):
            continue
        for other in _following(text, found, place):
            marks = frozenset(_marks(text, word, other, speech))
            if marks:
                yield Cut(word.start, other.end, marks)


def _with_endings(text: str, found: Sequence[Word]) -> Iterator[Word]:
    """The words, with an ending that a hyphen parts from its name ("Endri-t K.") as one with it: whole, and as it is without."""
    ending = None
    for word, after in zip_longest(found, found[1:]):
        if word is ending:
            continue
        if after and _is_ending(text, word, after):
            ending = after
            grown = (one + other for one, other in product(word.spellings, after.spellings))
            yield replace(word, end=after.end, spellings=(*grown, *word.spellings))
        else:
            yield word


def _is_ending(text: str, word: Word, after: Word) -> bool:
    long = len(word.spellings[-1]) >= _FEWEST_WHOLE
    short = not after.capital and after.end - after.start <= _LONGEST_ENDING
    return word.capital and long and short and _HYPHEN.fullmatch(text, word.end, after.start) is not None


def _following(text: str, found: Sequence[Word], place: int) -> Iterator[Word]:
    """The next word, and the one after it where the next is an initial or an article."""
    yield from found[place + 1 : place + 2]
    third = found[place + 2 : place + 3]
    if not third:
        return
    between = found[place + 1]
    if (between.capital and _is_letter(text, between)) or between.spellings[0] in ARTICLES:
        yield from third


def _marks(text: str, one: Word, other: Word, speech: Speech) -> Iterator[str]:
    between = text[one.end : other.start]
    if _OF_FAMILY.fullmatch(between):
        yield from _marks_of_family(text, one, other, speech)
        return
    if _is_cut(text, one, other, speech) and _may_be_beside(between, _AFTER_CUT):
        yield from _pairs(one, other)
    if _is_cut(text, other, one, speech) and _may_be_beside(between, _BEFORE_CUT):
        yield from _pairs(other, one)
    if _are_both_cut(text, one, other) and _AFTER_CUT.fullmatch(between):
        yield from (_both_mark(*ends) for ends in product(one.spellings, other.spellings) if _says_enough(*ends))
    if one.capital and other.capital and _BEFORE_CUT.fullmatch(between):
        for pair in ((one, other), (other, one)):
            yield from (_short_mark(*ends) for ends in product(*map(_roots, pair)))


def _marks_of_family(text: str, one: Word, other: Word, speech: Speech) -> Iterator[str]:
    """Of "Endi i Kolajve" and "E. i Kolajve"; a letter without a point is a class: "klasa V e Kodrës". A sentence may begin with a short
    form that is a word: "Dita e Kodrës".
    """
    if not (one.capital and other.capital):
        return
    if text[one.end] == "." and _is_cut(text, one, other, speech):
        yield from _pairs(one, other)
    elif one.spellings[0] not in (speech.words if one.opens else speech.plain):
        yield from (_short_mark(*ends) for ends in product(_roots(one), _roots(other)))


def _roots(word: Word) -> set[str]:
    return {end for spelling in word.spellings if len(spelling) >= _FEWEST_WHOLE for end in roots_of_form(spelling)}


def _may_be_beside(between: str, way: re.Pattern[str]) -> bool:
    """Whether nothing else stands there, but perhaps one initial."""
    initial = re.search(r"[^\W\d_]{1,2}", between)
    if initial is None:
        return way.fullmatch(between) is not None
    pieces = (between[: initial.start()], between[initial.end() :])
    return all(_AFTER_CUT.fullmatch(piece) for piece in pieces)


def _is_cut(text: str, cut: Word, whole: Word, speech: Speech) -> bool:
    """Whether the first of the two is the beginning of a name, beside the second: with a point or a mask, or a letter alone with a capital
    that is no article. In small letters only a letter with a point, beside what is no word.
    """
    spelling, written = cut.spellings[-1], text[cut.start : cut.end]
    if len(spelling) > _MOST or len(whole.spellings[-1]) < _FEWEST_WHOLE or cut.capital != whole.capital:
        return False
    if spelling in speech.acting and (len(spelling) > 1 or cut.opens):
        return False
    masked = text[cut.end : cut.end + 1] in _MASKS and not written.isspace()
    if not cut.capital:
        beside = text[cut.start - 1 : cut.start]
        return (
            len(spelling) == 1 and text[cut.end : cut.end + 1] == "." and beside != "." and not _is_plain(whole, speech)
        )
    if masked or text[cut.start - 1 : cut.start] in {"(", "“", "„", '"', "«"}:
        return True
    return _is_letter(text, cut) and not cut.opens and not whole.loud


def _are_both_cut(text: str, one: Word, other: Word) -> bool:
    return all(word.capital and text[word.end : word.end + 1] in _MASKS for word in (one, other))


def _beginnings(part: str) -> list[str]:
    return [part[:length] for length in range(1, min(_MOST, len(part) - 1) + 1)]


def _says_enough(one: str, other: str) -> bool:
    return max(len(one), len(other)) >= _FEWEST_CUT and max(len(one), len(other)) <= _MOST


def _is_letter(text: str, word: Word) -> bool:
    return len(word.spellings[-1]) == 1 or text[word.start : word.end].lower() in _DIGRAPHS


def _is_plain(word: Word, speech: Speech) -> bool:
    return any(spelling in speech.words for spelling in word.spellings)


def _is_public(before: Word | None, speech: Speech) -> bool:
    listed: Collection[str] = speech.streets | speech.offices
    return before is not None and any(spelling in listed for spelling in before.spellings)


def _pairs(cut: Word, whole: Word) -> Iterator[str]:
    for beginning in cut.spellings:
        yield from (_mark(beginning, end) for spelling in whole.spellings for end in roots_of_form(spelling))


def _mark(beginning: str, end: str) -> str:
    return f"{beginning}. {end}"


def _both_mark(one: str, other: str) -> str:
    return ". ".join(sorted((one, other))) + "."


def _short_mark(short: str, end: str) -> str:
    return f"{short}, {end}"
