"""Numbers, e-mail addresses and streets of the sealed file, as a text may repeat them."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from services.intake.domain.declension import forms
from services.intake.domain.hits import Hit, Kind, Severity
from services.intake.domain.speech import Speech
from services.intake.domain.written import Word, folded, glued, tokens, words
from shared.bared import with_figures
from shared.numerals import figures_of

_DIGIT = re.compile(r"\d")
#: So many characters, be they words, may stand between two digits of one number.
_FARTHEST = 25
_NEAREST = 1
_APART_BACKWARDS = 4
_PHONE_DIGITS = 8
_FEWEST_PHONE_DIGITS = 6
_SHORTEST_LOCAL_PART = 5
_SHORTEST_STREET_WORD = 4
#: Between the pieces of an address of mail: a sign, or its name.
_POINT = r"(?:[._+\-]|pik[ëe]|dot|point|n[ëe]nviz[ëe]?|viz[ëe]|underscore|dash)"
_SAID_POINT = rf"[\s,]{{0,2}}{_POINT}[\s,]{{0,2}}"
_LOOSE = rf"[\s,]{{0,2}}{_POINT}?[\s,]{{0,2}}"
_APART = r"[\s._\-|·,]{1,3}"
_SAID_AT = r"(?=[\s,(\[]{0,3}(?:@|at|et|në|ne|tek?|kthetër|majmun[^\W\d_]*)[\s,)\]]{1,3}[^\W_]+[\s,]{0,2}(?:\.|pik[ëe]|dot)[\s,]{0,2}[^\W\d_]{2})"


def phone_places(text: str, phone: str) -> Iterator[Hit]:
    """Wherever the last eight digits of the number stand, however they are grouped, with words between them or without; and the last
    seven, all that follows the prefix of a mobile telephone, where no words part them; from their end, too.
    """
    digits, read = _digits(with_figures(phone))[-_PHONE_DIGITS:], with_figures(text)
    yield from _runs(read, digits, _FARTHEST)
    if len(digits) == _PHONE_DIGITS:
        yield from _runs(read, digits[1:], _NEAREST)
        yield from _runs(read, digits[::-1], _APART_BACKWARDS)
        yield from _said(text, digits)
        yield from _said(text, digits[1:])


def _said(text: str, digits: str) -> Iterator[Hit]:
    """Where figures and numbers in words, at least one of these, make the number."""
    found = figures_of(text)
    if not any(one.said for one in found):
        return
    of_figure = [one for one in found for _figure in one.figures]
    run = "".join(one.figures for one in found)
    at = run.find(digits)
    while at >= 0:
        of_it = of_figure[at : at + len(digits)]
        near = all(after.start - before.end <= _FARTHEST for before, after in pairwise(of_it))
        if near and any(one.said for one in of_it):
            yield Hit(of_it[0].start, of_it[-1].end, Kind.NUMBER, Severity.STOP)
        at = run.find(digits, at + 1)


def phone_anywhere(text: str, phone: str) -> Iterator[Hit]:
    """The last eight digits of the number in their order, with any words but no other figure between them."""
    digits = _digits(with_figures(phone))[-_PHONE_DIGITS:]
    if len(digits) == _PHONE_DIGITS:
        yield from _runs(with_figures(text), digits, len(text))


def _runs(text: str, digits: str, farthest: int) -> Iterator[Hit]:
    if len(digits) < _FEWEST_PHONE_DIGITS:
        return
    places = [match.start() for match in _DIGIT.finditer(text)]
    run = _digits(text)
    at = run.find(digits)
    while at >= 0:
        of_it = places[at : at + len(digits)]
        if all(following - before - 1 <= farthest for before, following in pairwise(of_it)):
            yield Hit(of_it[0], of_it[-1] + 1, Kind.NUMBER, Severity.STOP)
        at = run.find(digits, at + 1)


def email_places(text: str, email: str, plain: Collection[str]) -> Iterator[Hit]:
    """The address, and its part before the `@` where that is long enough to be one person's and none of the `plain` words (`prindi@`): with
    its points said in words or left out, and letter by letter.
    """
    local = email.partition("@")[0].casefold()
    if not local:
        return
    alone = len(local) >= _SHORTEST_LOCAL_PART and folded(local) not in plain
    ways = [re.escape(local if alone else email.casefold())]
    if alone:
        ways += _ways_of(local)
    for way in ways:
        for match in re.finditer(way, text, re.IGNORECASE):
            yield Hit(match.start(), match.end(), Kind.EMAIL, Severity.STOP)


def _ways_of(local: str) -> Iterator[str]:
    """Patterns of how else it may be written. With nothing but a blank between its pieces it may be a name: then only with a figure in it,
    or before what is said for `@`.
    """
    pieces = [re.escape(piece) for piece in re.split(r"[._+\-]", local) if piece]
    alone = rf"(?<![^\W_]){_LOOSE.join(pieces)}(?![^\W_])"
    if len(pieces) > 1:
        yield rf"(?<![^\W_]){_SAID_POINT.join(pieces)}(?![^\W_])"
    yield alone if any(one.isdecimal() for one in local) else rf"{alone}{_SAID_AT}"
    letters = [re.escape(one) for one in local if one.isalnum()]
    yield rf"(?<![^\W_]){_APART.join(letters)}(?![^\W_])"


def address_places(text: str, address: str, speech: Speech, public: Collection[str]) -> Iterator[Hit]:
    """Words of the address that are neither public nor in any address. In small letters such a word alone is only asked about, and one that
    the office writes anyhow ("këtë", of a Rruga Keta) is nothing, unless a street or a place is called so.
    """
    harmless = speech.streets | set(public)
    streets = {token for token in tokens(address) if len(token) >= _SHORTEST_STREET_WORD and token not in harmless}
    spelt = {form: token for token in streets for form in forms(token)}
    if not spelt:
        return
    found = words(text)
    meant = [_street(word, spelt, harmless) for word in found]
    for place, (word, token) in enumerate(zip(found, meant, strict=True)):
        if not token:
            continue
        beside = {*meant[max(0, place - 1) : place], *meant[place + 1 : place + 2]} - {None, token}
        before, spelling = found[place - 1].spellings[0] if place else "", word.spellings[0]
        plain = spelling in speech.words and not beside and before not in speech.streets
        if plain and (not word.capital or (word.opens and spelling in speech.plain)):
            continue
        # "Rruga Hoxha Tahsim" is another than Rruga Dritan Hoxha.
        next_to = found[place + 1 : place + 2] if text[word.end : word.end + 1] == " " else []
        other = spelling in speech.words and any(one.capital for one in next_to)
        sure = beside or (word.capital and not other and not (plain and word.opens))
        yield Hit(word.start, word.end, Kind.ADDRESS, Severity.STOP if sure else Severity.QUESTION)
    for piece in glued(text, found):
        if piece.capital and _street(piece, spelt, harmless):
            yield Hit(piece.start, piece.end, Kind.ADDRESS, Severity.STOP)


def _street(word: Word, spelt: Mapping[str, str], harmless: Collection[str]) -> str | None:
    known = (spelt[spelling] for spelling in word.spellings if spelling in spelt and spelling not in harmless)
    return next(known, None)


def contact_key(written: str) -> str:
    """A number or an address in such a form that the same one is the same however it is grouped: of a telephone number its last eight
    digits; of anything else its letters and digits, or the address.
    """
    bare = "".join(one for one in written.casefold() if one.isalnum() or one in "@.")
    digits = _digits(written)
    return bare if any(one.isalpha() for one in bare) else digits[-_PHONE_DIGITS:]


def _digits(number: str) -> str:
    return "".join(str(int(one)) for one in number if one.isdecimal())
