"""Whether a text says a body of the directory that bears somebody's name, or may name a child who is called as the body is."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from services.intake.domain.declension import forms
from services.intake.domain.heads import is_definite, may_be_person
from services.intake.domain.hits import Severity
from services.intake.domain.institutions import QUOTES, is_quoted, kind_ahead
from services.intake.domain.marks import Candidate
from services.intake.domain.said import ARTICLES
from services.intake.domain.speech import Speech
from services.intake.domain.written import Word, tokens, words

#: What a body in quotes is called as well: in English, where the directory's name of it is Albanian, and a gymnasium as the school that it is.
_OTHERWISE = {
    "shkolla": ("school", "gjimnazi"), "gjimnazi": ("school", "shkolla"), "kopshti": ("kindergarten",), "cerdhja": ("kindergarten",),
    "spitali": ("hospital",), "universiteti": ("university",), "kolegji": ("college",), "biblioteka": ("library",),
}  # fmt: skip
#: Others in quotes right before a name in quotes.
_QUOTED_BEFORE = re.compile(
    rf"(?:[{QUOTES}][^{QUOTES}\n]{{2,60}}[{QUOTES}](?:\s?,\s?|\s)(?:(?:dhe|edhe|e|si|and)\s){{0,2}}){{1,8}}\Z"
)
_FARTHEST_LIST = 400


def beside_bodies(candidate: Candidate, text: str, bodies: Sequence[Sequence[str]], speech: Speech) -> Candidate | None:
    """What is left of a candidate beside what the bodies are called, each by its words: nothing of one that is said with the word for
    what the body is, as the directory has it ("Shkollës “Sami Frashëri”"); a question of one that stands without it. Of what is called a
    person's, and of two words that stand apart, a body says nothing.
    """
    found = words(text)
    place = _which(found, candidate.places[0][1])
    borne = list(_borne(candidate, bodies))
    if place is None or not borne:
        return candidate
    if any(_is_said(text, found, place, body, at, speech) for body, at in borne):
        return None
    called = place > 0 and found[place - 1].spellings[0] in speech.persons
    return candidate if called else replace(candidate, severity=Severity.QUESTION)


def _borne(candidate: Candidate, bodies: Sequence[Sequence[str]]) -> Iterator[tuple[Sequence[str], int]]:
    """Each body in whose name both words stand side by side, and at which of its words they begin."""
    if candidate.apart or not candidate.names:
        return
    one, other = candidate.names
    for body in bodies:
        for at, (first, last) in enumerate(pairwise(body)):
            if any(_is_form(a, first) for a in one) and any(_is_form(b, last) for b in other):
                yield body, at


def _is_said(text: str, found: Sequence[Word], place: int, body: Sequence[str], at: int, speech: Speech) -> bool:
    """Whether the body's own words stand around the name, from the first of them to it, or of an English one from it to the last; or at
    least the first of them, with other words for the kind of such a body. What says the kind must be definite, and the name stand as the
    directory has it, in quotes or with nothing beside it that is told of a person: "në shkollë Sami Frashëri, 11 vjeç".
    """
    if not _stands_undeclined(found[place : place + 2], body[at : at + 2]):
        return False
    if at == 0:
        after = found[place + 2 : place + len(body)]
        return len(body) > 2 and [word.spellings[0] for word in after] == list(body[2:])
    if _is_in_quotes(text, found[place], found[place + 1]):
        return any(_is_headed(text, found, first, body, at) for first in _first_of_list(text, found, place))
    head = _head(text, found, place, body, at)
    if head is None or "\n" in text[found[place - 1].end : found[place].start]:
        return False
    return not (_is_owned(found, head, speech.acting) or may_be_person(text, found, head, place + 1, speech))


def _stands_undeclined(named: Sequence[Word], parts: Sequence[str]) -> bool:
    """Whether a name stands there as a body's does in every case: behind "shkollës" it is "Sami Frashëri" as behind "shkolla"."""
    return len(named) == len(parts) and all(part in word.spellings for word, part in zip(named, parts, strict=True))


def _is_in_quotes(text: str, one: Word, other: Word) -> bool:
    return is_quoted(text, one.start) and is_quoted(text, other.end + 1)


def _first_of_list(text: str, found: Sequence[Word], place: int) -> Iterator[int]:
    """The name, and the first of several in quotes of which it is one: "Shkollat “A”, “B” dhe “C”"."""
    yield place
    start = found[place].start - 1
    listed = _QUOTED_BEFORE.search(text, max(0, start - _FARTHEST_LIST), start)
    first = _which(found, listed.start() + 1) if listed else None
    if first is not None:
        yield first


def _is_headed(text: str, found: Sequence[Word], place: int, body: Sequence[str], at: int) -> bool:
    """Whether what is quoted there has before it what the body is, in Albanian or in English."""
    kind = kind_ahead(text, found[place].start, ())
    others = _OTHERWISE.get(body[0], ())
    otherwise = any(is_definite(kind[0], other) for other in others) if kind else False
    return otherwise or _head(text, found, place, body, at) is not None


def _head(text: str, found: Sequence[Word], place: int, body: Sequence[str], at: int) -> int | None:
    """Which word before says what the body is: one in a definite case."""
    kind = kind_ahead(text, found[place].start, ())
    before = found[max(0, place - at) : place]
    alike = len(before) == at and all(
        any(_is_form(one, part) for one in word.spellings) for word, part in zip(before, body[:at], strict=True)
    )
    # Whose it is, is looked at apart, and better (`_is_owned`).
    for count in (len(kind), at if alike else 0):
        if count and is_definite(found[place - count].spellings[0], body[0]):
            return place - count
    return None


def _is_owned(found: Sequence[Word], place: int, acting: Collection[str]) -> bool:
    """Whether somebody of it is told of: "Mësuesi i shkollës Agim Topi" may be the teacher's name. Several ("Nxënësit e") are not called so."""
    if place < 2 or found[place - 1].spellings[0] not in ARTICLES:
        return False
    owner = found[place - 2].spellings[0]
    several = owner.endswith("t") and found[place - 1].spellings[0] == "e"
    return not several and (owner in acting or (owner[-1] in "nst" and owner[:-1] in acting))


def _is_form(spelling: str, token: str) -> bool:
    if token in ARTICLES:
        return spelling in ARTICLES
    return spelling[0] == token[0] and spelling in forms(token)


def _which(found: Sequence[Word], start: int) -> int | None:
    """Which of the words begins there."""
    place = bisect_left(found, start, key=lambda word: word.start)
    return place if place < len(found) and found[place].start == start else None


def names_of(bodies: Collection[str]) -> list[list[str]]:
    """The words of each name, as they are compared."""
    return [tokens(name) for name in bodies]
