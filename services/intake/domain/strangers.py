"""A full name that stands in no file of the office: a given name and a family's name side by side, `Besjan Malaj`, `Malaj Besjan`, `Besjanin Malaj`.

No file says that it is anybody's, and no list holds all names: so it is a question, never a stop. Two words with capitals that are nothing the
office writes, no body, street, place, law or work, are a name where a sentence does not begin with the first, or where one of them is known as a
given name or ends as families' names do.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from services.intake.domain.declension import forms, forms_if_declined
from services.intake.domain.hits import Hit, Kind, Severity
from services.intake.domain.institutions import in_institution
from services.intake.domain.signs import QUOTES, Seen
from services.intake.domain.written import Word

_BESIDE = re.compile(r"[^\S\n]{1,2}|[_+]|\s?[-–]\s?|[^\S\n]?\n[^\S\n]?")
#: "MALAJ, Besjan" as in a list.
_TURNED = re.compile(r",[^\S\n]")
_INITIAL = re.compile(r"\.?[^\S\n]")
_LONGEST_INITIAL = 2
_PASSIVE = "u"
#: As families' names end, with the endings of cases; other words of Albanian do not, with a capital.
_FAMILY = re.compile(
    r"[^\W\d_]{2,}(?:aj|llari|idhi|opulos|poulos|sk[aie]|ovsk[ai]|eviq|oviq|ovi[cq]h?|oll[ai]|anaj|enaj|hoxha|begu|agolli|oshi)(?:t|n|in|un|it|ut|s|es|ve)?"
)


def stranger_places(seen: Seen, given: frozenset[str]) -> Iterator[Hit]:
    """A question for each pair. `given`: given names, as they are compared."""
    known, said = declined(given), _pairs(seen.signs.known)
    end = 0
    for place, word in enumerate(seen.words):
        other = _beside(seen, place)
        if cut := _cut(seen, place, known):
            yield cut
        if word.start < end or other is None or not (seen.is_name(place) and seen.is_name(other)):
            continue
        after = seen.words[other]
        titled = seen.signs.titled.intersection((*word.spellings, *after.spellings))
        if titled or _is_known(word, after, said) or is_of_something(seen, place):
            continue
        of_given, of_family = (_is_given(one, known) for one in (word, after)), map(_is_family, (word, after))
        named = any((*of_given, *of_family))
        if named or (not word.loud and (not word.opens or _is_spoken_of(seen, other))):
            end = _end(seen, other)
            yield Hit(word.start, end, Kind.NAME, Severity.QUESTION)


def _cut(seen: Seen, place: int, given: frozenset[str]) -> Hit | None:
    """`B. Malaj` by the ending of the family, `Arben M.` by the given name."""
    word, after = seen.words[place], seen.near(place + 1)
    if after is None or not (word.capital and after.capital):
        return None
    first, last = (
        one.end - one.start <= _LONGEST_INITIAL and seen.text[one.end : one.end + 1] == "." for one in (word, after)
    )
    family = first and _INITIAL.fullmatch(seen.gap(place)) and seen.is_name(place + 1) and _is_family(after)
    named = last and seen.gap(place) == " " and seen.is_name(place) and _is_given(word, given)
    if not (family or named) or is_of_something(seen, place):
        return None
    return Hit(word.start, after.end, Kind.INITIALS, Severity.QUESTION)


def _end(seen: Seen, last: int) -> int:
    """Where the last of its parts ends: `Besjan Agim Malaj`."""
    while seen.near(last + 1) is not None and _BESIDE.fullmatch(seen.gap(last)) and seen.is_name(last + 1):
        last += 1
    return seen.words[last].end


def _beside(seen: Seen, place: int) -> int | None:
    """The place of the word beside it, an initial between them passed over."""
    middle = seen.near(place + 1)
    if middle is None or seen.ends_heading(place):
        return None
    if _BESIDE.fullmatch(seen.gap(place)) is None:
        turned = seen.words[place].loud and not middle.loud and _TURNED.fullmatch(seen.gap(place))
        return place + 1 if turned else None
    initial = middle.capital and middle.end - middle.start <= _LONGEST_INITIAL and seen.near(place + 2) is not None
    return place + 2 if initial and _INITIAL.fullmatch(seen.gap(place + 1).replace(". ", " ", 1)) else place + 1


def _is_spoken_of(seen: Seen, last: int) -> bool:
    """Whether a sentence that begins with it goes on as one of a person does."""
    after = seen.spelt(last + 1)
    return seen.spelt(last + 2) in seen.speech.undergone if after == _PASSIVE else after in seen.speech.verbs


def is_of_something(seen: Seen, place: int) -> bool:
    """Whether a body, a street, a thing or a place is called so."""
    speech, signs = seen.speech, seen.signs
    if in_institution(seen.text, seen.words, place, speech.acting):
        return True
    some = signs.things | signs.bodies | signs.heads | speech.streets | speech.places
    quoted = seen.text[seen.words[place].start - 1 : seen.words[place].start] in QUOTES
    near = (1, 2, 3) if quoted and seen.words[place].start else (1,)
    return any(seen.spelt(place - step) in some for step in near)


def _is_known(word: Word, after: Word, said: Mapping[str, frozenset[str]]) -> bool:
    return any(other in said.get(one, ()) for one in word.spellings for other in after.spellings)


def _is_given(word: Word, given: frozenset[str]) -> bool:
    return any(spelling in given for spelling in word.spellings)


def _is_family(word: Word) -> bool:
    return any(ends_as_family(spelling) for spelling in word.spellings)


def ends_as_family(spelling: str) -> bool:
    return _FAMILY.fullmatch(spelling) is not None


@lru_cache(maxsize=8)
def declined(given: frozenset[str]) -> frozenset[str]:
    """All forms of these names."""
    return frozenset(form for name in given for form in _forms(name))


@lru_cache(maxsize=4)
def _pairs(known: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """What may follow each first word, in all forms of both; `known`: two words with `_` between."""
    found: dict[str, set[str]] = {}
    for first, last in (pair.split("_") for pair in known):
        for form in _forms(first):
            found.setdefault(form, set()).update(_forms(last))
    return {form: frozenset(some) for form, some in found.items()}


def _forms(name: str) -> frozenset[str]:
    return frozenset({name, *forms(name), *forms_if_declined(name)})
